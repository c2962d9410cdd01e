// What only the reader's browser knows: the clock, and the wish for another theme. The page is whole without it.
const staleAfter = document.querySelector<HTMLMetaElement>('meta[name="stale-after"]')?.content;
const notice = document.querySelector<HTMLElement>('.stale');
if (notice && staleAfter && Date.now() > Date.parse(staleAfter)) notice.hidden = false;

// A page of a release stays as it was built; what came after it is asked for.
const newer = document.querySelector<HTMLElement>('.newer');
if (newer) void showNewer(newer);

const button = document.querySelector<HTMLButtonElement>('.theme');
const themes = ['auto', 'light', 'dark'];
if (button) {
  show();
  button.hidden = false;
  button.addEventListener('click', () => {
    const next = themes[(themes.indexOf(chosen()) + 1) % themes.length] ?? 'auto';
    if (next === 'auto') delete document.documentElement.dataset['theme'];
    else document.documentElement.dataset['theme'] = next;
    try {
      localStorage.setItem('theme', next);
    } catch {
      // A browser that keeps nothing still shows the theme on this page.
    }
    show();
  });
}

async function showNewer(place: HTMLElement): Promise<void> {
  const { release, latest = '' } = place.dataset;
  const link = place.querySelector('a');
  const answer: unknown = await fetch(latest)
    .then((response) => response.json())
    .catch(() => null);
  const version = typeof answer === 'object' && answer !== null && 'version' in answer ? answer.version : null;
  if (typeof version !== 'string' || version === release || link === null) return;
  link.textContent = version;
  place.hidden = false;
}

function chosen(): string {
  return document.documentElement.dataset['theme'] ?? 'auto';
}

function show(): void {
  if (button) button.textContent = `Theme: ${chosen()}`;
}
