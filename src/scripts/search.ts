// The search page: what Pagefind finds for the words and filters in the form, kept in the address so that a search can be shared.
interface Pagefind {
  options(options: { noWorker: boolean }): Promise<void>;
  search(query: string | null, options: { filters: Record<string, string> }): Promise<{ results: { data(): Promise<Found> }[] }>;
  filters(): Promise<Record<string, Record<string, number>>>;
}

interface Found {
  readonly url: string;
  readonly excerpt: string;
  readonly meta: Record<string, string>;
  readonly filters: Record<string, string[]>;
}

export {};

const shown = 50;
const form = document.querySelector<HTMLFormElement>('.search-box');
const outcome = document.querySelector('#search-status');
const results = document.querySelector('#search-results');
if (form && outcome && results) void start(form, outcome, results);

async function start(form: HTMLFormElement, status: Element, results: Element): Promise<void> {
  let pagefind: Pagefind;
  try {
    status.textContent = 'Loading the search index …';
    pagefind = await import(/* @vite-ignore */ form.dataset['pagefind'] ?? '');
    // Pagefind waits five seconds for a worker that does not start, and an index of this size needs none.
    await pagefind.options({ noWorker: true });
    await offerFilters(form, await pagefind.filters());
  } catch {
    status.textContent = 'The search index could not be loaded.';
    return;
  }
  for (const [name, value] of new URLSearchParams(location.search)) {
    const field = form.elements.namedItem(name);
    if (field instanceof HTMLInputElement || field instanceof HTMLSelectElement) field.value = value;
  }
  let latest = 0;
  const run = async () => {
    latest += 1;
    const turn = latest;
    const fields = wishes(form);
    const { q, ...filters } = fields;
    history.replaceState(null, '', `?${new URLSearchParams(fields)}`);
    if (q === undefined && Object.keys(filters).length === 0) {
      status.textContent = 'Search for words, or choose a status or a layer.';
      results.replaceChildren();
      return;
    }
    const found = await pagefind.search(q ?? null, { filters });
    const data = await Promise.all(found.results.slice(0, shown).map((result) => result.data()));
    if (turn !== latest) return;
    status.textContent =
      found.results.length === 1
        ? '1 result'
        : `${found.results.length} results${found.results.length > shown ? `, the first ${shown} shown` : ''}`;
    results.replaceChildren(...data.map(entry));
  };
  form.addEventListener('input', () => void run());
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    void run();
  });
  await run();
}

/** The fields that are filled in. */
function wishes(form: HTMLFormElement): Record<string, string> {
  return Object.fromEntries(
    [...new FormData(form)].flatMap(([name, value]) => (typeof value === 'string' && value.trim() !== '' ? [[name, value.trim()]] : [])),
  );
}

async function offerFilters(form: HTMLFormElement, filters: Record<string, Record<string, number>>): Promise<void> {
  for (const select of form.querySelectorAll('select')) {
    const values = Object.entries(filters[select.name] ?? {});
    select.append(...values.map(([value, count]) => new Option(`${value} (${count})`, value)));
  }
}

function entry({ url, excerpt, meta, filters }: Found): HTMLElement {
  const link = document.createElement('a');
  link.href = url;
  link.textContent = meta['title'] ?? url;
  const about = document.createElement('p');
  about.className = 'small soft';
  about.textContent = [filters['status'], filters['layer'], filters['kind']].flatMap((values) => values ?? []).join(' · ');
  const text = document.createElement('p');
  text.className = 'small';
  text.append(...marked(excerpt));
  const item = document.createElement('li');
  item.append(link, about, text);
  return item;
}

/** Pagefind's excerpt is HTML of which only `mark` is meant: it is taken apart, never inserted. */
function marked(excerpt: string): Node[] {
  const text = new DOMParser().parseFromString(excerpt, 'text/html').body;
  return [...text.childNodes].map((node) => {
    if (!(node instanceof HTMLElement) || node.tagName !== 'MARK') return document.createTextNode(node.textContent ?? '');
    const mark = document.createElement('mark');
    mark.textContent = node.textContent;
    return mark;
  });
}
