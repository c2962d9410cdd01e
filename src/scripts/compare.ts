// Two releases side by side, from the API documents that anyone can read.
export {};

interface Item {
  readonly id: string;
  readonly text: string;
  readonly was: readonly string[];
  readonly status: string;
  readonly citations: readonly Citation[];
  readonly items: readonly Item[];
}

interface Citation {
  readonly criterion: { readonly comparator: string; readonly value: string | number | boolean; readonly unit: string | null } | null;
  readonly measured: { readonly display: string } | null;
  readonly verdict: string;
}

interface Release {
  readonly version: string;
  readonly state?: string;
  readonly layers?: readonly { readonly sections: readonly { readonly items: readonly Item[] }[] }[];
}

interface Change {
  readonly text: string;
  readonly words: string;
}

const form = document.querySelector<HTMLFormElement>('.compare');
const message = document.querySelector('#compare-status');
const result = document.querySelector('#compare-result');
if (form && message && result) start(form, message, result);

function start(form: HTMLFormElement, message: Element, result: Element): void {
  const unknown: string[] = [];
  for (const [name, value] of new URLSearchParams(location.search)) {
    const field = form.elements.namedItem(name);
    if (!(field instanceof HTMLSelectElement)) continue;
    if ([...field.options].some((option) => option.value === value)) field.value = value;
    else unknown.push(value);
  }
  const run = async () => {
    const [from, to] = ['from', 'to'].map((name) => String(new FormData(form).get(name)));
    if (from === undefined || to === undefined) return;
    history.replaceState(null, '', `?${new URLSearchParams({ from, to })}`);
    message.textContent = 'Reading the two releases …';
    try {
      const [before, after] = await Promise.all([from, to].map((name) => read(form.dataset['api'] ?? '', name)));
      if (!before?.layers || !after?.layers) throw new Error('One of the two is not what was frozen: nothing in it is shown.');
      const groups = compare(itemsOf(before), itemsOf(after));
      message.textContent =
        groups.length === 0
          ? `From ${from} to ${to}: no item changed.`
          : `From ${from} to ${to}: ${groups.map(({ title, changes }) => `${changes.length} ${title.toLowerCase()}`).join(', ')}.`;
      result.replaceChildren(...groups.flatMap(section));
    } catch (cause) {
      message.textContent = cause instanceof Error ? cause.message : 'The two could not be read.';
      result.replaceChildren();
    }
  };
  form.addEventListener('change', () => void run());
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    void run();
  });
  // Whoever asks for one release must not be answered about another.
  if (unknown.length === 0) void run();
  else message.textContent = `There is no release “${unknown.join('”, “')}” to compare here: choose two.`;
}

async function read(api: string, name: string): Promise<Release> {
  const response = await fetch(name === 'next' ? `${api}readiness.json` : `${api}releases/${encodeURIComponent(name)}.json`);
  if (!response.ok) throw new Error(`${name} could not be read.`);
  return response.json();
}

function itemsOf({ layers = [] }: Release): Item[] {
  const flat = (items: readonly Item[]): Item[] => items.flatMap((item) => [item, ...flat(item.items)]);
  return layers.flatMap(({ sections }) => sections.flatMap(({ items }) => flat(items)));
}

function compare(before: readonly Item[], after: readonly Item[]): { title: string; changes: Change[] }[] {
  const earlier = new Map(before.map((item) => [item.id, item]));
  const matched = new Set<Item>();
  const groups: Record<string, Change[]> = {
    'Newly contradicted': [],
    'Newly failing': [],
    'Required otherwise': [],
    Removed: [],
    'Newly verified': [],
    Added: [],
    'Changed otherwise': [],
    'Measured otherwise': [],
  };
  const add = (title: string, change: Change) => groups[title]?.push(change);
  for (const item of after) {
    const old = [item.id, ...item.was].map((id) => earlier.get(id)).find((found) => found !== undefined);
    if (old === undefined) {
      add('Added', { text: item.text, words: stateOf(item) });
      continue;
    }
    matched.add(old);
    const [asked, asks] = [required(old), required(item)];
    if (asked !== null && asks !== null && asked !== '' && asked !== asks) {
      add('Required otherwise', { text: item.text, words: `required ${asked}, requires ${asks || 'nothing'}` });
    }
    const words = `${stateOf(old)}, now ${stateOf(item)}`;
    if (old.status !== item.status) {
      const title =
        { contradicted: 'Newly contradicted', failing: 'Newly failing', verified: 'Newly verified' }[item.status] ?? 'Changed otherwise';
      add(title, { text: item.text, words });
    } else if (measured(old) !== measured(item))
      add('Measured otherwise', { text: item.text, words: `${measured(old)}, now ${measured(item)}: ${item.status}` });
  }
  for (const item of before) if (!matched.has(item)) add('Removed', { text: item.text, words: stateOf(item) });
  return Object.entries(groups).flatMap(([title, changes]) => (changes.length === 0 ? [] : [{ title, changes }]));
}

function measured({ citations }: Item): string {
  const decisive = citations.find(({ verdict }) => verdict === 'fail') ?? citations[0];
  return decisive?.measured?.display ?? 'unproven';
}

/** What an item asks for; null where a citation does not say, because its file was not there to tell. */
function required({ citations }: Item): string | null {
  const words = citations.map(
    ({ criterion }) => criterion && [criterion.comparator, criterion.value, criterion.unit ?? ''].join(' ').trim(),
  );
  return words.includes(null) ? null : words.join(', ');
}

function stateOf(item: Item): string {
  return item.citations.length === 0 ? item.status : `${item.status} (${measured(item)})`;
}

function section({ title, changes }: { title: string; changes: readonly Change[] }): HTMLElement[] {
  const heading = document.createElement('h2');
  heading.textContent = `${title} (${changes.length})`;
  const list = document.createElement('ul');
  list.className = 'file-list changes-list';
  list.append(
    ...changes.map(({ text, words }) => {
      const entry = document.createElement('li');
      const name = document.createElement('span');
      name.textContent = text;
      const how = document.createElement('span');
      how.className = 'small soft';
      how.textContent = words;
      entry.append(name, how);
      return entry;
    }),
  );
  return [heading, list];
}
