import type { Nodes } from 'mdast';
import remarkGfm from 'remark-gfm';
import remarkParse from 'remark-parse';
import { unified } from 'unified';
import { type Problem, problem } from '../problem.ts';

/**
 * How much a page may hold. The Markdown parser takes time that grows with the square of some of these, and walks what nests by calling
 * itself, so a page is measured before it is parsed. Each limit is several times what the longest checklists hold that people publish, and
 * a page at all its limits is read in a few seconds.
 */
export const pageLimits = {
  /** UTF-16 units. The longest single-file checklists have 170,000. */
  length: 256 * 1024,
  /** Of all pages together. UTF-16 units. */
  totalLength: 2 * 1024 * 1024,
  /** Each may be a block, or the row of a table, of its own. */
  lines: 10_000,
  /** How deep lists and quotes nest. */
  depth: 32,
  /** Entries of lists and lines of quotes: each that ends copies what was read before it. */
  entries: 2_500,
  /** An underlined heading moves what was read before it. */
  headings: 1_000,
  links: 4_000,
  /** `|` */
  cells: 20_000,
  /** Signs of emphasis, code, links and the like in one paragraph: each is held against each before it, and emphasis nests. */
  delimiters: 1_000,
  /** The same, squared and added up over all paragraphs of a page. */
  delimiterPairs: 5_000_000,
} as const;

/** How a page passes the limits, each with the place where it does; empty where it may be parsed. Takes time in proportion to the text. */
export function limitProblems(text: string, file: string): Problem[] {
  if (text.length > pageLimits.length) {
    const message = `the page has ${text.length} characters, and may have ${pageLimits.length}`;
    return [problem('TOO_LARGE', { file, ...placeIn(text, pageLimits.length) }, message, 'divide it into several pages')];
  }
  const lines = linesOf(text);
  const passed = [...deepLine(lines, file), ...counted.flatMap((each) => passedCount(lines, file, each))];
  return passed.length > 0 ? passed : delimiterProblems(text, lines, file);
}

/** A line without its end; `lead` is what stands before its words. */
interface Line {
  readonly number: number;
  readonly text: string;
  readonly lead: Lead;
}

/** The start of a line: how many lists and quotes it opens or goes on with, and how deep that is at most. */
interface Lead {
  readonly marks: number;
  readonly depth: number;
  /** Where the words start. */
  readonly end: number;
}

function linesOf(text: string): Line[] {
  return text.split(/\r\n|\r|\n/).map((line, index) => ({ number: index + 1, text: line, lead: leadOf(line) }));
}

const marker = /[ \t]*(?:>|(?:[-*+]|\d{1,9}[.)])(?=[ \t]|$))/y;

function leadOf(line: string): Lead {
  if (/^[ \t]*([-*_])(?:[ \t]*\1){2,}[ \t]*$/.test(line)) return { marks: 0, depth: 0, end: line.length };
  const columns = line.length - line.trimStart().length;
  let [marks, end] = [0, 0];
  marker.lastIndex = 0;
  while (marker.test(line)) {
    end = marker.lastIndex;
    marks += 1;
  }
  // A list inside another is indented by two columns at least.
  return { marks, depth: marks === 0 ? 0 : marks + Math.floor(columns / 2), end };
}

function deepLine(lines: readonly Line[], file: string): Problem[] {
  const deep = lines.find(({ lead }) => lead.depth > pageLimits.depth);
  if (deep === undefined) return [];
  const message = `lists and quotes nest ${deep.lead.depth} deep, and may nest ${pageLimits.depth} deep`;
  return [problem('DEPTH', { file, line: deep.number, column: 1 }, message, 'take the inner ones out into sections of their own')];
}

/** What is counted over a page, line by line. */
interface Counted {
  readonly name: string;
  readonly limit: number;
  count(line: Line, before: Line | undefined): number;
}

const counted: readonly Counted[] = [
  { name: 'lines', limit: pageLimits.lines, count: () => 1 },
  { name: 'entries of lists and lines of quotes', limit: pageLimits.entries, count: ({ lead }) => lead.marks },
  { name: 'headings', limit: pageLimits.headings, count: (line, before) => (isHeading(line, before) ? 1 : 0) },
  { name: 'links', limit: pageLimits.links, count: ({ text }) => occurrences(text, /\]\(|\]\[|:\/\/|www\./gi) },
  { name: 'cells of tables', limit: pageLimits.cells, count: ({ text }) => occurrences(text, /\|/g) },
];

function isHeading({ text, lead }: Line, before: Line | undefined): boolean {
  const words = text.slice(lead.end).trim();
  if (/^#{1,6}(?:\s|$)/.test(words)) return true;
  return before !== undefined && before.text.trim() !== '' && /^(?:=+|-+)$/.test(text.trim());
}

function passedCount(lines: readonly Line[], file: string, { name, limit, count }: Counted): Problem[] {
  let total = 0;
  for (const [index, line] of lines.entries()) {
    total += count(line, lines[index - 1]);
    if (total > limit) {
      const message = `the page has more than ${limit} ${name}`;
      return [problem('TOO_MANY', { file, line: line.number, column: 1 }, message, 'divide it into several pages')];
    }
  }
  return [];
}

const delimiter = /[*_~[\]`<&\\@!]|:\/\/|www\./gi;

/** What is read as one stretch of words. */
interface Stretch {
  readonly line: number;
  readonly delimiters: number;
}

/** Paragraphs are told apart by blank lines first, and by the blocks of the page only where that leaves too many delimiters together. */
function delimiterProblems(text: string, lines: readonly Line[], file: string): Problem[] {
  if (passedDelimiters(chunksOf(lines), file).length === 0) return [];
  const paragraphs = paragraphsIn(blockParser.parse(text)).map(({ position }) => ({
    line: position?.start.line ?? 1,
    delimiters: occurrences(text.slice(position?.start.offset ?? 0, position?.end.offset ?? 0), delimiter),
  }));
  return passedDelimiters(paragraphs, file);
}

function passedDelimiters(stretches: readonly Stretch[], file: string): Problem[] {
  const most = stretches.find(({ delimiters }) => delimiters > pageLimits.delimiters);
  if (most !== undefined) {
    const message = `the paragraph has ${most.delimiters} signs of emphasis, code, links and the like, and may have ${pageLimits.delimiters}`;
    return [problem('TOO_MANY', { file, line: most.line, column: 1 }, message, 'divide it into several paragraphs')];
  }
  let pairs = 0;
  for (const { line, delimiters } of stretches) {
    pairs += delimiters ** 2;
    if (pairs > pageLimits.delimiterPairs) {
      const message = 'the page has too many signs of emphasis, code, links and the like in long paragraphs';
      return [problem('TOO_MANY', { file, line, column: 1 }, message, 'divide it into several pages')];
    }
  }
  return [];
}

function chunksOf(lines: readonly Line[]): Stretch[] {
  const chunks: { line: number; delimiters: number }[] = [];
  let open = false;
  for (const { number, text } of lines) {
    const blank = text.trim() === '';
    if (!blank && !open) chunks.push({ line: number, delimiters: 0 });
    open = !blank;
    const last = chunks.at(-1);
    if (last !== undefined) last.delimiters += occurrences(text, delimiter);
  }
  return chunks;
}

/** What makes words of signs. Without these, a page is divided into its blocks in little time, whatever stands in them. */
const inlineConstructs = [
  'attention',
  'autolink',
  'characterEscape',
  'characterReference',
  'codeText',
  'emailAutolink',
  'gfmFootnoteCall',
  'gfmPotentialFootnoteCall',
  'hardBreakEscape',
  'htmlText',
  'labelEnd',
  'labelStartImage',
  'labelStartLink',
  'protocolAutolink',
  'strikethrough',
  'tasklistCheck',
  'wwwAutolink',
];

const blockParser = unified()
  .use(remarkParse)
  .use(remarkGfm)
  .use(function withoutInlineConstructs() {
    const data = this.data();
    data.micromarkExtensions = [...(data.micromarkExtensions ?? []), { disable: { null: inlineConstructs } }];
  });

function paragraphsIn(node: Nodes): Nodes[] {
  if (node.type === 'paragraph' || node.type === 'heading' || node.type === 'tableCell') return [node];
  return 'children' in node ? node.children.flatMap(paragraphsIn) : [];
}

function occurrences(text: string, pattern: RegExp): number {
  return text.match(pattern)?.length ?? 0;
}

function placeIn(text: string, offset: number): { line: number; column: number } {
  const before = text.slice(0, offset).split(/\r\n|\r|\n/);
  return { line: before.length, column: (before.at(-1)?.length ?? 0) + 1 };
}
