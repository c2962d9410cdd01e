// The search page: what Pagefind finds for the words in the form, of the kind, status and layer chosen there; kept in the address so that a search can be shared.

import { formatNumber } from '../unit.ts';
import { type FoundPage, resultEntry } from './search-result.ts';

interface Pagefind {
  options(options: { noWorker: boolean; baseUrl: string }): Promise<void>;
  search(words: string): Promise<{ results: Result[] }>;
}

interface Result {
  data(): Promise<FoundPage>;
}

const shown = 50;
const form = document.querySelector<HTMLFormElement>('.search-box');
const outcome = document.querySelector('#search-status');
const results = document.querySelector('#search-results');
if (form && outcome && results) void start(form, outcome, results);

async function start(form: HTMLFormElement, status: Element, results: Element): Promise<void> {
  const base = form.dataset['base'] ?? '/';
  let pagefind: Pagefind;
  let pages: readonly FoundPage[];
  try {
    status.textContent = 'Loading the search index …';
    pagefind = await import(/* @vite-ignore */ `${base}pagefind/pagefind.js`);
    // Pagefind waits five seconds for a worker that does not start, and an index of this size needs none.
    await pagefind.options({ noWorker: true, baseUrl: base });
    const records: readonly FoundPage[] = await (await fetch(`${base}pagefind/records.json`)).json();
    pages = records.map(({ url, meta }) => ({ url: base + url.slice(1), meta }));
    offerValues(form, pages);
  } catch {
    status.textContent = 'The search index could not be loaded.';
    return;
  }
  for (const [name, value] of new URLSearchParams(location.search)) {
    const field = form.elements.namedItem(name);
    if (field instanceof HTMLInputElement || field instanceof HTMLSelectElement) field.value = value;
    // A value that no page states any more would leave the list empty.
    if (field instanceof HTMLSelectElement && field.selectedIndex < 0) field.selectedIndex = 0;
  }
  let latest = 0;
  const run = async () => {
    latest += 1;
    const turn = latest;
    const fields = wishes(form);
    const { q, ...stated } = fields;
    history.replaceState(null, '', `?${new URLSearchParams(fields)}`);
    if (q === undefined && Object.keys(stated).length === 0) {
      status.textContent = 'Search for words, or choose a kind, a status or a layer.';
      results.replaceChildren();
      return;
    }
    const found =
      q === undefined ? pages.filter((page) => states(page, stated)) : await firstThatState((await pagefind.search(q)).results, stated);
    if (turn !== latest) return;
    status.textContent =
      found.length > shown
        ? `More than ${shown} results, the first ${shown} shown`
        : found.length === 1
          ? '1 result'
          : `${formatNumber(found.length)} results`;
    results.replaceChildren(...found.slice(0, shown).map(resultEntry));
  };
  form.addEventListener('input', () => void run());
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    void run();
  });
  await run();
}

function states({ meta }: FoundPage, stated: Readonly<Record<string, string>>): boolean {
  return Object.entries(stated).every(([name, value]) => meta[name] === value);
}

/** The first pages that state what is asked for: as many as are shown, and one more where there is one. What a page states is known once it is loaded. */
async function firstThatState(results: readonly Result[], stated: Readonly<Record<string, string>>): Promise<FoundPage[]> {
  const found: FoundPage[] = [];
  for (let start = 0; start < results.length && found.length <= shown; start += shown) {
    const loaded = await Promise.all(results.slice(start, start + shown).map((result) => result.data()));
    found.push(...loaded.filter((page) => states(page, stated)));
  }
  return found;
}

/** The fields that are filled in. */
function wishes(form: HTMLFormElement): Record<string, string> {
  return Object.fromEntries(
    [...new FormData(form)].flatMap(([name, value]) => (typeof value === 'string' && value.trim() !== '' ? [[name, value.trim()]] : [])),
  );
}

/** Offers in each list what pages state, with how many of them do. */
function offerValues(form: HTMLFormElement, pages: readonly FoundPage[]): void {
  for (const select of form.querySelectorAll('select')) {
    const counts = new Map<string, number>();
    for (const value of pages.flatMap(({ meta }) => meta[select.name] ?? [])) counts.set(value, (counts.get(value) ?? 0) + 1);
    select.append(...[...counts].sort().map(([value, count]) => new Option(`${value} (${formatNumber(count)})`, value)));
  }
}
