import type { ListItem, Nodes } from 'mdast';
import { type Problem, problem } from '../problem.ts';
import type { PageKind } from './checklist.ts';
import { blankOut, commentSpans, type Span, spansBetween } from './html-spans.ts';
import { type MarkdownFile, offsetOf, placeAt, sourceOf } from './markdown.ts';

/**
 * What looks like a box and is none, and comments and code fences that are never closed: whoever wrote them meant an item that nobody sees.
 *
 * @param items The entries that are read as items.
 */
export function findStrayBoxes(source: MarkdownFile, items: ReadonlySet<ListItem>, page: PageKind): Problem[] {
  const found = source.root.children.flatMap((node) => findIn(node, { source, items, container: null, opens: null }));
  const first = new Map(found.toReversed().map((each) => [each.offset, each]));
  return [...first.values()].sort((a, b) => a.offset - b.offset).map((each) => problemOf(each, source, page));
}

interface Finding {
  readonly offset: number;
  /** As written; null for what is never closed. */
  readonly written: string | null;
  /** Why it is no box, or what is never closed. */
  readonly why: string;
}

function problemOf({ offset, written, why }: Finding, source: MarkdownFile, page: PageKind): Problem {
  const place = placeAt(source, offset);
  if (written === null) return problem('UNCLOSED', place, why);
  const hint = page === 'sign-off' ? 'ask for a signature with a line such as - **QA Lead**: ____' : undefined;
  return problem('BOX', place, `${JSON.stringify(written)} looks like a box and is none: ${why}`, hint);
}

interface Surroundings {
  readonly source: MarkdownFile;
  readonly items: ReadonlySet<ListItem>;
  /** What keeps a box from being one, whatever it looks like: `it stands in a quotation`. */
  readonly container: string | null;
  /** The entry of a list whose first words these are. */
  readonly opens: ListItem | null;
}

function findIn(node: Nodes, around: Surroundings): Finding[] {
  const { source } = around;
  const within = (container: string | null, children: readonly Nodes[]) =>
    children.flatMap((child) => findIn(child, { ...around, container: around.container ?? container, opens: null }));
  switch (node.type) {
    case 'paragraph':
      return findInWords(node, around, 'it stands in a paragraph');
    case 'heading':
      return findInWords(node, around, 'it stands in a heading');
    case 'tableCell':
      return findInWords(node, around, 'it stands in a table');
    case 'html':
      return findInHtml(sourceOf(source, node), offsetOf(node));
    case 'code':
      return findInCode(sourceOf(source, node), offsetOf(node), node.value);
    case 'definition':
      return new RegExp(`^(?:${marks})$`, 'iu').test(node.label ?? '')
        ? [{ offset: offsetOf(node), written: `[${node.label}]`, why: 'it is the label of an address' }]
        : [];
    case 'blockquote':
      return within('it stands in a quotation', node.children);
    case 'footnoteDefinition':
      return within('it stands in a footnote', node.children);
    case 'listItem':
      return findInEntry(node, around);
    default:
      return 'children' in node ? within(null, node.children) : [];
  }
}

function findInEntry(entry: ListItem, around: Surroundings): Finding[] {
  const { source, items, container } = around;
  const [, lead = '', written = '[ ]'] = /^(\S+[ \t]+)(\[[^\]]{0,20}\])/.exec(sourceOf(source, entry)) ?? [];
  // What the Markdown parser takes for a box has left the words of its entry.
  const own: Finding[] =
    typeof entry.checked === 'boolean' && !items.has(entry)
      ? [{ offset: offsetOf(entry) + lead.length, written, why: container ?? 'GitHub shows none there' }]
      : [];
  return [...own, ...entry.children.flatMap((child, index) => findIn(child, { ...around, opens: index === 0 ? entry : null }))];
}

/** What stands in a box, or in what people take for one. */
const marks = '[xX×хХ✓✔✗✘✖✅❌❎☑☒☐⛔→]\\uFE0F?|n/?a';
const signs = '[~*+?!/>oOvV·√–—-]';
const box = [
  `\\\\?[[［【〔]\\s*(?:${marks})\\s*\\\\?[\\]］】〕]`,
  `\\\\?[[［【〔]\\s+\\\\?[\\]］】〕]`,
  `\\\\?\\[(?:\\s*${signs}\\s*)?\\\\?\\](?=\\s|$)`,
].join('|');
/** Not closed, or round. */
const halfBox = `\\( \\)(?=\\s)|\\([xX✓✔]\\)(?=\\s)|\\[[ xX]?[ \\t](?=[^\\]]*$)|[xX ]?\\](?=[ \\t])`;
const bullet = '(?:(?:[-*+–—•·◦‣▪●○]|\\d{1,9}[.)])[ \\t]*)?';
/** A line that starts as an item does, or nearly. */
const startOfLine = new RegExp(`^${bullet}[*_~]*(?<box>${box})`, 'iu');
/** The words of an entry. */
const startOfEntry = new RegExp(`^[*_~]*(?<box>${box}|${halfBox})`, 'iu');
/** The first sign of an entry, without brackets. */
const firstSign =
  /^(?:[☐☑☒✅✔✓❌✗✘✖❎⬜🔲🔳□▢◻◽]\uFE0F?|:(?:white_check_mark|heavy_check_mark|ballot_box_with_check|negative_squared_cross_mark|x|white_large_square|black_square_button|white_square_button):)/u;
/** A box among words. */
const amongWords = /(?<=^|[\s[*_~])\[[ xX✅❌☑☐✓✔]\uFE0F?\](?=$|[\s*_~\]])/gmu;

function findInWords(node: Nodes, { source, items, container, opens }: Surroundings, where: string): Finding[] {
  const start = offsetOf(node);
  const isItem = opens !== null && items.has(opens);
  const opensEntry = opens !== null && !isItem;
  // The Markdown parser leaves a box in front of what is no plain text where it was.
  const raw = wordsOf(node, source, isItem && !source.text.slice(offsetOf(opens), start).includes('['));
  const lines = findInLines(raw, start, opensEntry ? startOfEntry : startOfLine, (index, shape) =>
    container !== null || (opensEntry && index === 0) ? (container ?? entryFault(shape)) : where,
  ).filter(({ offset }) => !isItem || offset > start);
  const among = [...raw.matchAll(amongWords)].map(
    (match): Finding => ({ offset: start + match.index, written: match[0], why: container ?? 'it stands among words' }),
  );
  const written = sourceOf(source, node);
  const inputs = findInputs(blankOut(written, wordlessSpans(node, start), filler), start);
  const found = [...lines, ...among, ...inputs, ...findUnclosedComment(raw, start)];
  const startsLine = lines.some(({ offset }) => !raw.slice(0, offset - start).includes('\n'));
  const isToldOf = startsLine || among.some(({ offset }) => /^[\s>#|*_~[-]*$/.test(raw.slice(0, offset - start)));
  if (isItem || isToldOf || codeSpans(written).length > 0) return found;
  // What is written with character references, or inside a link, is seen in what is shown alone.
  const shown = shownWords(node).trimStart();
  const sign = opensEntry ? firstSign.exec(shown)?.[0] : undefined;
  const rendered = (opensEntry ? startOfEntry : startOfLine).exec(shown)?.groups?.['box'];
  if (sign !== undefined) return [...found, { offset: start, written: sign, why: container ?? 'a box has brackets' }];
  return rendered === undefined ? found : [...found, { offset: start, written: rendered, why: container ?? where }];
}

/** A box as it stands in its line. */
interface BoxShape {
  readonly before: string;
  readonly written: string;
  readonly behind: string;
}

function entryFault({ before, written, behind }: BoxShape): string {
  if (before !== '') return 'emphasis begins before it';
  if (/^\S/.test(behind)) return 'a space has to follow it';
  return written.startsWith('\\') ? 'its brackets are escaped' : 'a box is written [ ] or [x], and has words behind it on its line';
}

/** The boxes at the starts of lines. The pattern is for the first; the others start as lines do. */
function findInLines(raw: string, start: number, pattern: RegExp, why: (index: number, shape: BoxShape) => string): Finding[] {
  let offset = start;
  return raw.split(/(?<=\n)/).flatMap((line, index): Finding[] => {
    const lead = /^[\s>#|]*/.exec(line)?.[0].length ?? 0;
    const rest = line.slice(lead).trimEnd();
    const match = (index === 0 ? pattern : startOfLine).exec(rest);
    const written = match?.groups?.['box'];
    const at = offset + lead;
    offset += line.length;
    if (match === null || written === undefined) return [];
    const length = match[0].length - written.length;
    return [
      { offset: at + length, written, why: why(index, { before: rest.slice(0, length), written, behind: rest.slice(match[0].length) }) },
    ];
  });
}

function findInHtml(html: string, start: number): Finding[] {
  const text = blankOut(blankOut(html, commentSpans(html).closed, ' '), codeSpans(html), filler);
  const words = blankOut(text, tagSpans(text), '\n');
  const among = [...words.matchAll(amongWords)].map(({ index, 0: written }) => ({ offset: start + index, written, why: 'it is HTML' }));
  return [
    ...findInputs(text, start),
    ...findInLines(words, start, startOfLine, () => 'it is HTML'),
    ...among,
    ...findUnclosedComment(words, start),
  ];
}

function findInputs(html: string, start: number): Finding[] {
  const inputs = html.matchAll(/<input\b[^<>]*\bcheckbox\b[^<>]*>/gi);
  return [...inputs].map(({ index, 0: written }) => ({ offset: start + index, written, why: 'it is HTML' }));
}

function findUnclosedComment(text: string, start: number): Finding[] {
  const at = text.search(/(?<!\\)<!--/);
  return at < 0 ? [] : [{ offset: start + at, written: null, why: 'the comment is never closed: what follows it is not seen' }];
}

function findInCode(code: string, start: number, value: string): Finding[] {
  const fence = /^(`{3,}|~{3,})/.exec(code)?.[0];
  if (fence === undefined) return findInLines(code, start, startOfLine, () => 'it is indented by four spaces or more, as code is');
  if (isClosed(code, fence, value)) return [];
  const open: Finding = {
    offset: start,
    written: null,
    why: 'the code fence is never closed: what follows it is no part of the checklist',
  };
  return [open, ...findInLines(code, start, startOfLine, () => 'it stands behind a code fence that is never closed')];
}

function isClosed(code: string, fence: string, value: string): boolean {
  const lines = code.split(/\r\n|\r|\n/);
  const last =
    lines
      .at(-1)
      ?.replace(/^[\s>]*/, '')
      .trimEnd() ?? '';
  const closes = last.length >= fence.length && [...last].every((sign) => sign === fence[0]);
  return closes && lines.length >= (value === '' ? 0 : value.split('\n').length) + 2;
}

/** Stands for what is no word: code, addresses, pictures. */
const filler = '\u00A4';

/** What an inline container holds as it is written, of the same length, with everything that is no word of it blanked out. */
function wordsOf(node: Nodes, source: MarkdownFile, opensWithBox: boolean): string {
  const raw = sourceOf(source, node);
  const start = offsetOf(node);
  const withoutCode = blankOut(raw, [...wordlessSpans(node, start), ...codeSpans(raw)], filler);
  const withoutComments = blankOut(withoutCode, commentSpans(withoutCode).closed, ' ');
  const withoutTags = blankOut(withoutComments, tagsIn(node, start), '\n');
  return opensWithBox ? withoutTags.replace(/^\[[^\]]*\]/, (own) => filler.repeat(own.length)) : withoutTags;
}

/** Code, pictures, and the addresses of links, as offsets behind a start. */
function wordlessSpans(node: Nodes, start: number): Span[] {
  const span = spanOf(node, start);
  switch (node.type) {
    case 'inlineCode':
    case 'image':
    case 'imageReference':
    case 'footnoteReference':
      return [span];
    case 'link': {
      const last = node.children.at(-1)?.position?.end.offset ?? span.start + start;
      return [
        ...node.children.flatMap((child) => wordlessSpans(child, start)),
        { start: Math.min(last - start + 1, span.end), end: span.end },
      ];
    }
    default:
      return 'children' in node ? node.children.flatMap((child) => wordlessSpans(child, start)) : [];
  }
}

function spanOf(node: Nodes, start: number): Span {
  return { start: offsetOf(node) - start, end: (node.position?.end.offset ?? start) - start };
}

function tagsIn(node: Nodes, start: number): Span[] {
  if (node.type === 'html' && !node.value.startsWith('<!--')) return [spanOf(node, start)];
  return 'children' in node ? node.children.flatMap((child) => tagsIn(child, start)) : [];
}

function codeSpans(html: string): Span[] {
  return spansBetween(html, /<(?:code|kbd|samp|tt)\b[^<>]*>/gi, /<\/(?:code|kbd|samp|tt)>/gi);
}

function tagSpans(html: string): Span[] {
  return [...html.matchAll(/<[/?!]?[a-z][^<>]*>/gi)].map(({ index, 0: tag }) => ({ start: index, end: index + tag.length }));
}

/** The words that are shown, code and pictures as one sign. */
function shownWords(node: Nodes): string {
  switch (node.type) {
    case 'text':
      return node.value;
    case 'break':
      return '\n';
    case 'html':
      return '';
    default:
      return 'children' in node ? node.children.map(shownWords).join('') : filler;
  }
}
