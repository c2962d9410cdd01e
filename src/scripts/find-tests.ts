// A page of tests: finds tests by words of their names, among those of the outcome that the fragment names; kept in the address so that it can be shared.
import { foundTestsWords } from '../publish/words/test-words.ts';
import type { TestIndex } from '../views/tests-view.ts';

const shown = 200;
const form = document.querySelector<HTMLFormElement>('.test-filter');
const input = form?.querySelector('input');
const status = form?.querySelector('[role=status]');
const list = form?.querySelector('.found-tests');
if (form && input && status && list) start(form, input, status, list);

function start(form: HTMLFormElement, input: HTMLInputElement, status: Element, list: Element): void {
  form.hidden = false;
  let index: Promise<TestIndex> | undefined;
  let latest = 0;
  const find = async () => {
    latest += 1;
    const turn = latest;
    const words = input.value
      .trim()
      .toLowerCase()
      .split(/\s+/)
      .filter((word) => word !== '');
    const { pathname, hash } = location;
    history.replaceState(null, '', `${pathname}${words.length === 0 ? '' : `?${new URLSearchParams({ q: input.value.trim() })}`}${hash}`);
    form.closest('.tests')?.classList.toggle('searching', words.length > 0);
    if (words.length === 0) {
      status.textContent = '';
      list.replaceChildren();
      return;
    }
    index ??= fetch(form.dataset['index'] ?? '').then((response) => (response.ok ? response.json() : Promise.reject(new Error())));
    try {
      const found = matching(await index, form.dataset['base'] ?? '/', words, hash.replace(/^#only-/, ''));
      if (turn !== latest) return;
      status.textContent = foundTestsWords(found.length, shown);
      list.replaceChildren(...found.slice(0, shown).map(entry));
    } catch {
      index = undefined;
      status.textContent = 'The list of tests could not be loaded.';
    }
  };
  form.addEventListener('submit', (event) => event.preventDefault());
  input.addEventListener('input', () => void find());
  addEventListener('hashchange', () => void find());
  input.value = new URLSearchParams(location.search).get('q') ?? '';
  if (input.value !== '') void find();
}

interface Found {
  readonly name: string;
  readonly outcome: string;
  readonly address: string;
}

/** The tests that have all words in their names, and the outcome where one is asked for. */
function matching({ outcomes, pages, suites }: TestIndex, base: string, words: readonly string[], asked: string): Found[] {
  const only = outcomes.find((outcome) => outcome === asked);
  const found: Found[] = [];
  for (const suite of suites) {
    for (const [title, outcome, , anchor, page] of suite.tests) {
      const name = suite.name === '' ? title : `${suite.name} › ${title}`;
      const text = name.toLowerCase();
      if ((only !== undefined && outcomes[outcome] !== only) || !words.every((word) => text.includes(word))) continue;
      found.push({ name, outcome: outcomes[outcome] ?? '', address: `${base}${(pages[page] ?? '').slice(1)}#${anchor}` });
    }
  }
  return found;
}

function entry({ name, outcome, address }: Found): HTMLElement {
  const word = document.createElement('b');
  word.textContent = outcome;
  const link = document.createElement('a');
  link.href = address;
  link.textContent = name;
  const item = document.createElement('li');
  item.className = outcome;
  item.append(word, ' ', link);
  return item;
}
