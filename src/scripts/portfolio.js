// What only the reader's browser knows of a portfolio: the clock, and the words that they look for. The page is whole without it.
{
  const staleAfter = document.querySelector('meta[name="stale-after"]')?.content;
  const notice = document.querySelector('.stale');
  if (notice && staleAfter && Date.now() > Date.parse(staleAfter)) notice.hidden = false;

  const form = document.querySelector('.search-box');
  const field = form?.querySelector('input');
  const found = document.querySelector('#found');
  const rows = [...document.querySelectorAll('.portfolio tbody tr')];
  if (form && field && found) {
    const texts = rows.map((row) => row.textContent.toLowerCase());
    const search = () => {
      const words = field.value.toLowerCase().split(/\s+/).filter(Boolean);
      for (const [at, row] of rows.entries()) row.hidden = !words.every((word) => texts[at].includes(word));
      const count = rows.filter((row) => !row.hidden).length;
      found.textContent = words.length === 0 ? '' : `${count} of ${rows.length} products have these words`;
    };
    form.hidden = false;
    form.addEventListener('submit', (event) => event.preventDefault());
    field.addEventListener('input', search);
    // A browser may have kept the words.
    search();
  }
}
