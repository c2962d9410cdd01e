// What changed between any two releases: what the command line says, from the documents of the API that anyone can read.
import { compareReleases } from '../comparison/compare-releases.ts';
import { type ComparedRelease, DamagedRelease, NotRecheckedRelease, ReleaseFacts } from '../comparison/compared-release.ts';
import { href } from '../components/href.ts';
import { unreadWords } from '../publish/words/change-words.ts';
import { statusWords } from '../publish/words/status-words.ts';
import { formatNumber } from '../unit.ts';
import { type ChangeGroupView, type ChangeRow, changesView, type SideView } from '../views/changes-page.ts';

const form = document.querySelector<HTMLFormElement>('.compare');
const message = document.querySelector('#compare-status');
const result = document.querySelector('#compare-result');
if (form && message && result) start(form, message, result);

function start(form: HTMLFormElement, message: Element, result: Element): void {
  // Only what was chosen last is shown, whichever answer comes last.
  let newest = 0;
  const run = async () => {
    const [from = '', to = ''] = ['from', 'to'].map((name) => String(new FormData(form).get(name)));
    history.replaceState(null, '', `?${new URLSearchParams({ from, to })}`);
    newest += 1;
    const turn = newest;
    message.textContent = 'Reading the two releases …';
    const [before, after] = await Promise.all([read(from), read(to)]);
    if (turn !== newest) return;
    if (typeof before === 'string' || typeof after === 'string') {
      message.textContent = [before, after].filter((each) => typeof each === 'string').join(' ');
      result.replaceChildren();
      return;
    }
    const view = changesView(compareReleases(before, after));
    message.textContent = `${view.title}: ${view.line}.`;
    result.replaceChildren(facts([view.from, view.to]), ...view.groups.map(section));
  };
  form.addEventListener('change', () => void run());
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    void run();
  });
  const unknown = [...new URLSearchParams(location.search)].filter(([name, value]) => !choose(form.elements.namedItem(name), value));
  // Whoever asks for one release must not be answered about another.
  if (unknown.length === 0) void run();
  else message.textContent = unknown.map(([, value]) => unreadWords(value, 'unknown')).join(' ');
}

/** Chooses an option of a list; false where the list has no such option. */
function choose(field: Element | RadioNodeList | null, value: string): boolean {
  if (!(field instanceof HTMLSelectElement)) return true;
  const isThere = [...field.options].some((option) => option.value === value);
  if (isThere) field.value = value;
  return isThere;
}

/** A release from the API, or why there is none to compare. */
async function read(name: string): Promise<ComparedRelease | string> {
  const path = name === 'next' ? '/api/v1/readiness.json' : `/api/v1/releases/${encodeURIComponent(name)}.json`;
  let document: unknown;
  try {
    const response = await fetch(href(path));
    if (!response.ok) return unreadWords(name, 'unreachable');
    document = await response.json();
  } catch {
    return unreadWords(name, 'unreachable');
  }
  if (DamagedRelease.safeParse(document).success) return unreadWords(name, 'damaged');
  if (NotRecheckedRelease.safeParse(document).success) return unreadWords(name, 'not-rechecked');
  const facts = ReleaseFacts.safeParse(document);
  return facts.success ? { name, facts: facts.data } : unreadWords(name, 'another-version');
}

function facts(sides: readonly [SideView, SideView]): Element {
  const names = ['Before', 'After'];
  return element(
    'dl',
    { class: 'facts' },
    ...sides.flatMap((side, index) => [
      element('dt', {}, names[index] ?? ''),
      element('dd', {}, element('a', { href: href(side.href) }, side.headline)),
    ]),
  );
}

/** The same as `components/Changes.astro` makes of it. */
function section({ title, statusTitle, rows }: ChangeGroupView): Element {
  const titles = ['What', ...(statusTitle === null ? [] : [statusTitle]), 'How it changed'];
  return element(
    'section',
    {},
    element('h2', {}, `${title} `, element('span', { class: 'soft' }, formatNumber(rows.length))),
    element(
      'table',
      { class: 'stack changes' },
      element('thead', {}, element('tr', {}, ...titles.map((each) => element('th', { scope: 'col' }, each)))),
      element('tbody', {}, ...rows.map((row) => rowOf(row, statusTitle !== null))),
    ),
  );
}

function rowOf({ text, href: path, isFile, where, status, words }: ChangeRow, hasStatus: boolean): Element {
  const name = isFile ? element('code', {}, text) : path === null ? text : element('a', { href: href(path) }, text);
  return element(
    'tr',
    {},
    element('td', {}, name, ...(where === '' ? [] : [element('span', { class: 'where' }, where)])),
    ...(hasStatus ? [element('td', {}, ...(status === null ? [] : [statusOf(status)]))] : []),
    element('td', { class: 'small' }, words),
  );
}

function statusOf(status: NonNullable<ChangeRow['status']>): Element {
  const svg = document.createElementNS('http://www.w3.org/2000/svg', 'svg');
  const use = document.createElementNS('http://www.w3.org/2000/svg', 'use');
  use.setAttribute('href', `#Sign-${status}`);
  svg.setAttribute('aria-hidden', 'true');
  svg.append(use);
  return element('span', { class: `status ${status}` }, svg, statusWords[status]);
}

function element(name: string, attributes: Readonly<Record<string, string>>, ...children: readonly (Node | string)[]): Element {
  const made = document.createElement(name);
  for (const [attribute, value] of Object.entries(attributes)) made.setAttribute(attribute, value);
  made.append(...children);
  return made;
}
