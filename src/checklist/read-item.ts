import type { List, ListItem } from 'mdast';
import { type Problem, problem } from '../problem.ts';
import { type Found, gatherFound } from '../reading.ts';
import { convert, dimensionOf } from '../unit.ts';
import type { Citation, Item, PageKind, ResultCitation, SignOffSlot, SourcePlace } from './checklist.ts';
import { directivesInProse } from './directives.ts';
import { type ItemWords, readWords } from './item-words.ts';
import { shownMarkOf, type WrittenMark } from './mark.ts';
import { type MarkdownFile, placeOf, sourceOf } from './markdown.ts';
import { measureOfSelector } from './requirements/cited-measure.ts';
import { agree, type Measure } from './requirements/measure.ts';
import { formatBound, type Requirement, type UnderstoodWords } from './requirements/requirement.ts';
import { understandWords } from './requirements/understand.ts';
import { isSignature, readSlots } from './slots.ts';
import { slugOf } from './slug.ts';

/** What a piece of a page holds. */
export interface Content {
  readonly items: readonly Item[];
  /** Markdown, a piece a block. */
  readonly prose: readonly string[];
  readonly slots: readonly SignOffSlot[];
}

/** A piece of a page that holds nothing. */
export const noContent: Content = { items: [], prose: [], slots: [] };

/** Where an item stands. */
export interface ItemSurroundings {
  readonly source: MarkdownFile;
  readonly page: { readonly id: string; readonly kind: PageKind };
  /** The id of its section. */
  readonly section: string;
  /** What the headings above it ask for. */
  readonly environment: string | null;
}

/** What several pieces hold together. */
export function combineContents(contents: readonly Content[]): Content {
  return {
    items: contents.flatMap(({ items }) => items),
    prose: contents.flatMap(({ prose }) => prose),
    slots: contents.flatMap(({ slots }) => slots),
  };
}

/** Does a list hold an item, at any depth? */
export function holdsItem(list: List, source: MarkdownFile): boolean {
  return list.children.some((entry) => shownMarkOf(entry, source) !== null || listsOf(entry, source).length > 0);
}

/** The entries of a list that are items, at any depth. */
export function itemEntries(list: List, source: MarkdownFile): ListItem[] {
  return list.children.flatMap((entry) => [
    ...(shownMarkOf(entry, source) === null ? [] : [entry]),
    ...listsOf(entry, source).flatMap((child) => itemEntries(child, source)),
  ]);
}

/** Reads a list that holds items. What stands between them is prose. */
export function readList(list: List, around: ItemSurroundings): Found<Content> {
  const read = gatherFound(
    list.children.map((entry) => {
      const mark = shownMarkOf(entry, around.source);
      return mark === null ? readPlainEntry(entry, around) : readItem(entry, mark, around);
    }),
  );
  return { value: combineContents(read.value), problems: read.problems };
}

function readPlainEntry(entry: ListItem, around: ItemSurroundings): Found<Content> {
  const { source, page } = around;
  const slots = readSlots(sourceOf(source, entry), page.kind, placeOf(source, entry));
  const nested = listsOf(entry, source);
  const own = ownNodesOf(entry, nested);
  const prose = slots.length === 0 && own.length > 0 ? [own.map((child) => sourceOf(source, child)).join('\n\n')] : [];
  const below = gatherFound(nested.map((child) => readList(child, around)));
  return {
    value: combineContents([{ items: [], prose, slots }, ...below.value]),
    problems: [...own.flatMap((child) => directivesInProse(child, source)), ...below.problems],
  };
}

/** The lists of an entry that hold items of their own. */
function listsOf(entry: ListItem, source: MarkdownFile): List[] {
  return entry.children.filter((child) => child.type === 'list').filter((list) => holdsItem(list, source));
}

function ownNodesOf(entry: ListItem, lists: readonly List[]): ListItem['children'] {
  return entry.children.filter((child) => child.type !== 'list' || !lists.includes(child));
}

function readItem(entry: ListItem, { written, mark, length }: WrittenMark, around: ItemSurroundings): Found<Content> {
  const { source, section, page } = around;
  const place = placeOf(source, entry);
  const lists = listsOf(entry, source);
  const { value: words, problems: wordProblems } = readWords(ownNodesOf(entry, lists), length, source);
  const environment = words.environment ?? around.environment;
  const { text, masked, because } = withoutReason(words, mark === 'not-applicable');
  const understood = readRequirements(text, masked, words.citations);
  const ownText = text.replace(/[\s(–—-]+$/, '').trim();
  const below = gatherFound(lists.map((list) => readList(list, { ...around, environment })));
  const id = idOf(words, understood.value.rest, ownText, place);
  const problems = [
    ...(mark === null ? [problem('MARK_UNKNOWN', place, `the mark [${written}] is unknown`)] : []),
    ...wordProblems,
    ...(isSignature(ownText, page.kind, place)
      ? [problem('SIGNATURE_BOX', place, 'a signature is no item, and no box can stand for it')]
      : []),
    ...(mark === 'not-applicable' && because === null
      ? [problem('REASON_MISSING', place, 'the item is not applicable, and does not say why')]
      : []),
    ...understood.problems,
    ...(ownText === '' && wordProblems.length === 0 ? [problem('ITEM_EMPTY', place, 'the item has no words')] : []),
    ...id.problems,
    ...below.problems,
  ];
  const { items, prose, slots } = combineContents(below.value);
  if (mark === null || id.value === null || ownText === '') return { value: { items: [], prose, slots }, problems };
  const fullId = (last: string) => [page.id, section, last].filter((part) => part !== '').join('/');
  const item: Item = {
    id: fullId(id.value),
    text: ownText,
    mark,
    because,
    was: words.was.map((old) => (old.includes('/') ? old : fullId(old))),
    environment,
    citations: understood.value.citations,
    links: words.links,
    words: understood.value.words,
    declaresNoCriterion: words.declaresNoCriterion,
    items,
    place,
  };
  return { value: { items: [item], prose, slots }, problems };
}

/** An item's words, with the reason why it is not applicable cut off. Both texts stay of one length. */
function withoutReason({ text, masked }: ItemWords, cuts: boolean): { text: string; masked: string; because: string | null } {
  const because = /(?:^|[\s([–—-])because:\s*(.+?)\)?$/i.exec(text);
  const end = cuts && because !== null ? because.index : text.length;
  return { text: text.slice(0, end).trimEnd(), masked: masked.slice(0, end).trimEnd(), because: because?.[1] ?? null };
}

/** What the words require, held against the titles: a threshold stands once, and a title must not say another. */
function readRequirements(
  text: string,
  masked: string,
  citations: readonly Citation[],
): Found<{ readonly words: UnderstoodWords; readonly citations: readonly Citation[]; readonly rest: string }> {
  const { rest, ...words } = understandWords(text, masked);
  const problems = words.notUnderstood.length > 0 ? [] : citations.flatMap((citation) => titleDifference(citation, words.requirements));
  return { value: { words, citations: withStatistics(citations, words.statistics), rest }, problems };
}

/** The citations, whose labels compare what the words before them name: `p95 [< 200 ms](…), maximum [< 1 s](…)`. */
function withStatistics(citations: readonly Citation[], statistics: readonly Measure[]): Citation[] {
  const asks = (citation: Citation): citation is ResultCitation =>
    citation.target === 'result' && citation.labelWords.requirements.some(({ measure }) => measure === null);
  const asking = citations.filter(asks);
  const [only, ...others] = statistics;
  if (only === undefined) return [...citations];
  return citations.map((citation) => {
    if (!asks(citation)) return citation;
    const { labelWords } = citation;
    const measure = others.length === 0 ? only : asking.length === statistics.length ? statistics[asking.indexOf(citation)] : undefined;
    if (measure === undefined) {
      const notUnderstood = [...labelWords.notUnderstood, { words: citation.label, measured: true }];
      return { ...citation, labelWords: { ...labelWords, notUnderstood } };
    }
    const requirements = labelWords.requirements.map((each) => (each.measure === null ? { ...each, measure } : each));
    return { ...citation, labelWords: { ...labelWords, requirements } };
  });
}

function titleDifference(citation: Citation, requirements: readonly Requirement[]): Problem[] {
  if (citation.target !== 'result' || citation.title?.kind !== 'criterion') return [];
  const own = citation.title.criterion;
  const cited = measureOfSelector(citation.selector);
  const same = requirements.filter(
    ({ measure, bounds }) => bounds.every(({ unit }) => dimensionOf(unit) === dimensionOf(own.unit)) && agree(measure, cited),
  );
  const [stated, ...others] = same.flatMap(({ bounds }) => bounds);
  if (stated === undefined || others.length > 0) return [];
  if (stated.comparator === own.comparator && convert(stated.value, stated.unit, own.unit) === own.value) return [];
  return [problem('CRITERION_DIFFERS', citation.place, `the title states ${formatBound(own)}, the text ${formatBound(stated)}`)];
}

/** The last part of an item's id: its own, or made of its words without their criterion. */
function idOf({ id }: ItemWords, rest: string, text: string, place: SourcePlace): Found<string | null> {
  if (id !== null) {
    return /^[\p{L}\p{N}][\p{L}\p{M}\p{N}-]*$/u.test(id)
      ? { value: id, problems: [] }
      : { value: null, problems: [problem('ITEM_ID', place, `the id ${JSON.stringify(id)} is none`)] };
  }
  const slug = slugOf(rest) || slugOf(text);
  if (slug !== '' || text === '') return { value: slug === '' ? null : slug, problems: [] };
  return {
    value: null,
    problems: [problem('ITEM_ID', place, 'the text has no letters to make an id of', 'give it one with <!-- id: … -->')],
  };
}
