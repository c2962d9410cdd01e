import { toString as plainText } from 'mdast-util-to-string';
import { type Problem, problem } from '../../problem.ts';
import type { Mark } from '../checklist.ts';
import { readSlots } from '../slots.ts';
import { type Block, blocksOf, frontMatterLength } from './blocks.ts';
import { legendOf, type Part, partsOf } from './outline.ts';
import { type Change, writePage } from './page-text.ts';
import { planPages } from './pages.ts';
import { type Repair, repairText } from './repair.ts';
import { flattenTasks, hiddenTasksOf, tasksOf } from './tasks.ts';
import { claimsReadiness } from './title.ts';

/** What an import makes: files for `content/checklist/`, and an account of every line of the document. */
export interface ImportedChecklist {
  /** Paths are relative to `content/checklist/`. */
  readonly files: readonly { readonly path: string; readonly text: string }[];
  readonly report: ImportReport;
  readonly problems: readonly Problem[];
}

/** What was repaired, kept, changed and left out. Lines count in the document; a line that is named nowhere here stands in a file as it is. */
export interface ImportReport {
  readonly repairs: readonly Repair[];
  readonly kept: KeptCounts;
  readonly changed: readonly Change[];
  readonly leftOut: readonly Noted[];
  /** Kept, and no item although it has a box. */
  readonly noItems: readonly Noted[];
}

/** How much of a document became part of the pages. Marks are counted over all items, parents among them. */
export interface KeptCounts {
  readonly items: number;
  /** Those of the items that have items below them. */
  readonly parents: number;
  readonly complete: number;
  readonly notStarted: number;
  readonly inProgress: number;
  readonly blocked: number;
  readonly notApplicable: number;
  /** Items whose mark has no meaning. */
  readonly unknown: number;
  /** Of the layers. */
  readonly signOffLines: number;
}

/** Lines of the document, and what there is to say of them. */
export interface Noted {
  readonly line: number;
  readonly text: string;
  readonly reason: string;
}

/**
 * Turns a checklist that is one Markdown file into the files of `content/checklist/`: a page for each layer, and one each for the quality
 * gates, the sign-off and what follows the release. The words of items, marks, sections and sign-off lines stay as they are, in their order.
 */
export function importChecklist(text: string, { file }: { readonly file: string }): ImportedChecklist {
  const { text: repaired, repairs } = repairText(text);
  const normal = normalise(repaired);
  const blocks = blocksOf(normal.markdown);
  const legend = legendOf(blocks);
  const parts = partsOf(blocks, legend);
  const reasonOf = reasonsAgainst(legend, closingClaim(blocks));
  const pages = planPages(parts, normal.markdown, file);
  const definitions = blocks.filter(({ kind }) => kind === 'definition');
  const written = pages.map((page) => writePage(page, (block) => reasonOf(block) !== null, definitions, normal.markdown));
  const changed = [...normal.changed, ...written.flatMap(({ changes }) => changes)];
  const copied = new Set(written.flatMap((page) => page.copied));
  const leftOut = [...normal.leftOut, ...parts.flatMap((part) => leftOutOf(part, reasonOf, copied))];
  const keptBlocks = parts.filter(isKept).map((part) => ({ part, blocks: part.blocks.filter((block) => reasonOf(block) === null) }));
  const kept = count(keptBlocks);
  const all = keptBlocks.flatMap((each) => each.blocks);
  const report = { repairs, kept, changed: inOrder(changed), leftOut: inOrder(leftOut), noItems: noItems(all) };
  const problems =
    kept.items === 0
      ? [problem('CONTENT_MISSING', { file }, 'the file has no item to check', 'write each as "- [ ] what is to hold"')]
      : unknownMarks(all, file);
  return { files: kept.items === 0 ? [] : pages.map(({ path }, index) => ({ path, text: written[index]?.text ?? '' })), report, problems };
}

interface Normal {
  readonly markdown: string;
  readonly changed: readonly Change[];
  readonly leftOut: readonly Noted[];
}

/** Makes every line end `\n`, and takes off the byte order mark and the front matter without moving a line. */
function normalise(text: string): Normal {
  const changed: Change[] = [];
  if (text.startsWith('\uFEFF')) changed.push({ line: 1, from: '\uFEFF', to: '', file: null, reason: 'no byte order mark' });
  if (text.includes('\r'))
    changed.push({ line: 1, from: text.includes('\r\n') ? '\r\n' : '\r', to: '\n', file: null, reason: 'line ends' });
  const lines = text.replace(/^\uFEFF/, '').split(/\r\n?|\n/);
  const length = frontMatterLength(lines);
  const reason = 'front matter: a checklist is plain Markdown';
  return {
    markdown: lines.map((line, index) => (index < length ? '' : line)).join('\n'),
    changed,
    leftOut: lines.slice(0, length).flatMap((line, index) => (line.trim() === '' ? [] : [{ line: index + 1, text: line, reason }])),
  };
}

/** Why a block is on no page, whatever part it is in; null where nothing speaks against it. */
function reasonsAgainst(legend: ReadonlySet<Block>, claim: Block | undefined): (block: Block) => string | null {
  return (block) => {
    if (block.kind === 'break') return 'a thematic break: each part has a page of its own';
    if (legend.has(block)) return 'explains the marks: no item';
    return block === claim ? 'a claim about the whole, and no item' : null;
  };
}

/** The last words of a document, where they say that all is ready: true or not, no item can prove them. */
function closingClaim(blocks: readonly Block[]): Block | undefined {
  const last = blocks.findLast(({ kind }) => kind === 'other');
  return last?.node.type === 'paragraph' && claimsReadiness(plainText(last.node)) ? last : undefined;
}

function isKept({ kind }: Part): boolean {
  return kind !== 'title' && kind !== 'outside';
}

function leftOutOf(part: Part, reasonOf: (block: Block) => string | null, copied: ReadonlySet<Block>): Noted[] {
  const general = part.kind === 'title' ? 'stands under the title, above all layers' : 'belongs to no layer: no item stands under it';
  const heading =
    part.heading !== null && !isKept(part)
      ? linesOf(part.heading, part.kind === 'title' ? "the document's title: the portal has its own" : general)
      : [];
  const blocks = part.blocks.flatMap((block) => {
    const reason = reasonOf(block) ?? (isKept(part) ? null : copied.has(block) ? 'copied to each page that uses it' : general);
    return reason === null ? [] : linesOf(block, reason);
  });
  return [...heading, ...blocks];
}

function linesOf({ line, lines }: Block, reason: string): Noted[] {
  return lines.flatMap((text, index) => (text.trim() === '' ? [] : [{ line: line + index, text, reason }]));
}

function count(kept: readonly { readonly part: Part; readonly blocks: readonly Block[] }[]): KeptCounts {
  const tasks = flattenTasks(kept.flatMap(({ blocks }) => blocks.flatMap(({ node }) => tasksOf(node))));
  const marked = (wanted: Mark | null) => tasks.filter(({ mark }) => mark.mark === wanted).length;
  const lines = kept.filter(({ part }) => part.kind === 'layer').flatMap(({ blocks }) => blocks);
  return {
    items: tasks.length,
    parents: tasks.filter((task) => task.tasks.length > 0).length,
    complete: marked('complete'),
    notStarted: marked('not-started'),
    inProgress: marked('in-progress'),
    blocked: marked('blocked'),
    notApplicable: marked('not-applicable'),
    unknown: marked(null),
    signOffLines: lines
      .flatMap((block) => readSlots(block.lines.join('\n'), 'layer', { file: '', line: block.line, column: 1 }))
      .filter(({ kind }) => kind === 'layer').length,
  };
}

/** The words are kept and the pages name the same places again, so an import goes through with unknown marks. */
function unknownMarks(blocks: readonly Block[], file: string): Problem[] {
  return flattenTasks(blocks.flatMap(({ node }) => tasksOf(node)))
    .filter(({ mark }) => mark.mark === null)
    .map(({ mark, line, column }) => ({
      ...problem('MARK_UNKNOWN', { file, line, column }, `the mark [${mark.written}] is unknown, and kept as it is`),
      severity: 'warning',
    }));
}

function noItems(blocks: readonly Block[]): Noted[] {
  const hidden = blocks.flatMap(({ node }) => hiddenTasksOf(node));
  return hidden.map(({ line, words }) => ({ line, text: words, reason: 'stands inside a quotation or the like: kept as prose' }));
}

function inOrder<Placed extends { readonly line: number }>(places: readonly Placed[]): Placed[] {
  return places.toSorted((a, b) => a.line - b.line);
}
