import { toString as plainText } from 'mdast-util-to-string';
import { checklistFolder } from '../../layout.ts';
import { type Problem, problem } from '../../problem.ts';
import type { Checklist, Mark, PageKind } from '../checklist.ts';
import { parseMarkdown } from '../markdown.ts';
import { itemsOfPage, readChecklist } from '../read-checklist.ts';
import { readSlots } from '../slots.ts';
import { type Noted, noItemsIn } from './account.ts';
import { hasTasks, takeItems, unboxSignatures } from './become-items.ts';
import { type Block, blocksOf, frontMatterLength } from './blocks.ts';
import { announcesSignOff, claimsReadiness } from './counted-title.ts';
import { type DocumentPlaces, documentPlaces } from './document-places.ts';
import { applyEdits, type Edit, type EditedText } from './edits.ts';
import { type ItemKind, itemKinds } from './item-kind.ts';
import { legendOf, type Part, partsOf } from './outline.ts';
import { type Change, type Draft, originalLines, type PageText, writePage } from './page-text.ts';
import { type PlannedPage, planPages } from './pages.ts';
import { pinIds } from './pin-ids.ts';
import { relinkEdits } from './relative-links.ts';
import { type Repair, repairText } from './repair.ts';
import { signatureSections } from './signatures.ts';
import { tablesOfContents } from './table-of-contents.ts';
import { flattenTasks, tasksOf } from './tasks.ts';

/** What an import makes: files for `content/checklist/`, and an account of every line of the document. */
export interface ImportedChecklist {
  /** Paths are relative to `content/checklist/`. */
  readonly files: readonly { readonly path: string; readonly text: string }[];
  /** What the files are read as. */
  readonly checklist: Checklist;
  readonly report: ImportReport;
  /** What keeps the files from being a checklist, and what is said beside them, at their places in the document. */
  readonly problems: readonly Problem[];
  readonly places: DocumentPlaces;
}

/** What was taken, repaired, kept, changed and left out. Lines count in the document; a line that is named nowhere here stands in a file as it is. */
export interface ImportReport {
  /** In the order of the pages. */
  readonly items: readonly ImportedItem[];
  readonly repairs: readonly Repair[];
  readonly kept: KeptCounts;
  readonly changed: readonly Change[];
  readonly leftOut: readonly Noted[];
  /** Entries of lists and rows of tables that are kept, and no items. */
  readonly noItems: readonly Noted[];
}

/** An item, and where it came from. */
export interface ImportedItem {
  readonly line: number;
  /** What stood there: an entry of a task list, a bullet, an entry of a numbered list, a row of a table. */
  readonly from: 'task' | 'bullet' | 'number' | 'row';
  readonly id: string;
  readonly mark: Mark;
  readonly text: string;
  readonly file: string;
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

/** Where a document stands, and what of it becomes items. */
export interface ImportSetting {
  /** As problems name it. */
  readonly file: string;
  /** Its path in the repository, from which its relative links lead; its name where nothing is said. */
  readonly path?: string | undefined;
  /** What becomes an item besides tasks. Where nothing is said: tasks alone, or all kinds in a document that has none. */
  readonly items?: readonly ItemKind[] | undefined;
}

/**
 * Turns a checklist that is one Markdown file into the files of `content/checklist/`: a page for each layer, and one each for the quality
 * gates, the sign-off and what follows the release. The words of items, sections and sign-off lines stay as they are, in their order; entries
 * and rows that are no tasks get a box where they are to be items.
 */
export function importChecklist(text: string, { file, path, items }: ImportSetting): ImportedChecklist {
  const { text: repaired, repairs } = repairText(text);
  const normal = normalise(repaired);
  const originals = normal.markdown.split('\n');
  const source = parseMarkdown(normal.markdown, file);
  const blocks = blocksOf(source);
  const contents = tablesOfContents(blocks);
  const listed = new Set(contents.flatMap((block) => block.lines.map((_, index) => block.line + index)));
  const relinks = relinkEdits(source, path ?? file.split('/').at(-1) ?? file, (line) => listed.has(line));
  const signatures = new Set(signatureSections(blocks, source).flatMap((section) => section.blocks));
  const legend = legendOf(blocks, source);
  const others = new Set([...contents, ...legend, ...signatures]);
  const unboxed = unboxSignatures(blocks, source, (block) => signatures.has(block));
  const marked = blocks.filter((block) => !legend.has(block));
  const chosen = items ?? (hasTasks(marked, source, unboxed) ? ['tasks' as const] : itemKinds);
  const taken = takeItems(
    blocks.filter((block) => !others.has(block)),
    source,
    { chosen: new Set(chosen), relinks },
  );
  const untouched: EditedText = { text: normal.markdown, reasons: new Map() };
  // A row is replaced as a whole, with its links in it, and so is a box that goes.
  const outer = [...taken.edits, ...unboxed];
  const edited = applyEdits(untouched, [
    ...[...relinks, ...taken.edits].filter((edit) => !outer.some((other) => other !== edit && holds(other, edit))),
    ...unboxed,
  ]);
  const gone = [...taken.gone].map(([line, reason]) => ({ line, text: originals[line - 1] ?? '', reason }));
  const layOutDraft = (next: EditedText) => layOut(next, originals, listed, file);
  const { layout, checklist } = withOwnIds(edited, layOutDraft);
  const kept = count(layout);
  const imported = checklist.value.pages.flatMap((page) =>
    itemsOfPage(page).map((item): ImportedItem => {
      const line = layout.places.lineOf(item.place.file, item.place.line);
      const from = origin[taken.kinds.get(line) ?? 'tasks'];
      return { line, from, id: item.id, mark: item.mark, text: item.text, file: page.file.slice(checklistFolder.length + 1) };
    }),
  );
  const report = {
    items: imported,
    repairs,
    kept,
    changed: inOrder([...normal.changed, ...layout.written.flatMap(({ changes }) => changes)]),
    leftOut: inOrder([...normal.leftOut, ...gone, ...layout.leftOut]),
    noItems: inOrder(
      keptParts(layout).flatMap(({ part, blocks: own }) => own.flatMap((block) => noItemsIn(block, part.kind, layout.draft.source))),
    ),
  };
  const nothing = kept.items === 0;
  return {
    files: nothing ? [] : layout.pages.map((page, index) => ({ path: page.path, text: layout.written[index]?.text ?? '' })),
    checklist: nothing ? { pages: [] } : checklist.value,
    report,
    problems: nothing ? [nothingToCheck(file, items)] : [...checklist.problems.map(layout.places.problemOf), ...unsigned(layout, file)],
    places: layout.places,
  };
}

/** Whether an edit replaces all that another one would. */
function holds(outer: Edit, inner: Edit): boolean {
  return outer.start <= inner.start && inner.end <= outer.end;
}

const origin = { tasks: 'task', bullets: 'bullet', numbers: 'number', rows: 'row' } as const;

function nothingToCheck(file: string, items: readonly ItemKind[] | undefined): Problem {
  const hint =
    items === undefined ? 'write each as "- [ ] what is to hold"' : 'choose others with --items, or write each as "- [ ] what is to hold"';
  return problem('CONTENT_MISSING', { file }, 'the file has no item to check', hint);
}

/** A document cut into pages. */
interface Layout {
  readonly draft: Draft;
  readonly blocks: readonly Block[];
  readonly parts: readonly Part[];
  readonly isLeftOut: (block: Block) => boolean;
  readonly pages: readonly PlannedPage[];
  /** A text for each of the pages. */
  readonly written: readonly PageText[];
  readonly leftOut: readonly Noted[];
  readonly places: DocumentPlaces;
}

function layOut({ text, reasons }: EditedText, originals: readonly string[], contents: ReadonlySet<number>, file: string): Layout {
  const source = parseMarkdown(text, file);
  const draft = { source, originals, reasons };
  const blocks = blocksOf(source);
  const legend = legendOf(blocks, source);
  const listed = new Set(blocks.filter((block) => contents.has(block.line)));
  const parts = partsOf(blocks, new Set([...legend, ...listed]), source);
  const reasonOf = reasonsAgainst(legend, listed, closingClaim(blocks));
  const isLeftOut = (block: Block) => reasonOf(block) !== null;
  const pages = planPages(parts, text, file);
  const definitions = blocks.filter(({ kind }) => kind === 'definition');
  const written = pages.map((page) => writePage(page, isLeftOut, definitions, draft));
  const copied = new Set(written.flatMap((page) => page.copied));
  const leftOut = parts.flatMap((part) => leftOutOf(part, reasonOf, copied, draft));
  return { draft, blocks, parts, isLeftOut, pages, written, leftOut, places: documentPlaces(pages, written, draft, file) };
}

/** Reads what a document comes to, and gives ids of their own to items that would share one. */
function withOwnIds(first: EditedText, layOutDraft: (edited: EditedText) => Layout) {
  let edited = first;
  for (let round = 0; ; round += 1) {
    const layout = layOutDraft(edited);
    const checklist = readChecklist(
      layout.pages.map(({ path }, index) => ({ path: `${checklistFolder}/${path}`, text: layout.written[index]?.text ?? '' })),
    );
    const items = checklist.value.pages
      .flatMap(itemsOfPage)
      .map((item) => ({ item, line: layout.places.lineOf(item.place.file, item.place.line) }));
    const edits = round < mostRounds ? pinIds(items, layout.blocks, layout.draft.source) : [];
    if (edits.length === 0) return { layout, checklist };
    edited = applyEdits(edited, edits);
  }
}

/** An id that is given can be taken itself by an item that is read only once the first has one. */
const mostRounds = 3;

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
function reasonsAgainst(
  legend: ReadonlySet<Block>,
  contents: ReadonlySet<Block>,
  claim: Block | undefined,
): (block: Block) => string | null {
  return (block) => {
    if (contents.has(block)) return 'a table of contents: the portal has its own';
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

/** A part that becomes a page, or a section of one. */
type KeptPart = Part & { readonly kind: PageKind };

function isKept(part: Part): part is KeptPart {
  return part.kind !== 'title' && part.kind !== 'outside';
}

function leftOutOf(part: Part, reasonOf: (block: Block) => string | null, copied: ReadonlySet<Block>, draft: Draft): Noted[] {
  const general = part.kind === 'title' ? 'stands under the title, above all layers' : 'belongs to no layer: no item stands under it';
  const heading =
    part.heading !== null && !isKept(part)
      ? linesOf(part.heading, part.kind === 'title' ? "the document's title: the portal has its own" : general, draft)
      : [];
  const blocks = part.blocks.flatMap((block) => {
    const reason = reasonOf(block) ?? (isKept(part) ? null : copied.has(block) ? 'copied to each page that uses it' : general);
    return reason === null ? [] : linesOf(block, reason, draft);
  });
  return [...heading, ...blocks];
}

function linesOf(block: Block, reason: string, draft: Draft): Noted[] {
  return originalLines(block, draft).flatMap((text, index) =>
    text.trim() === '' || block.lines[index]?.trim() === '' ? [] : [{ line: block.line + index, text, reason }],
  );
}

/** The parts that become pages, with the blocks that stand there. */
function keptParts({ parts, isLeftOut }: Layout): { readonly part: KeptPart; readonly blocks: readonly Block[] }[] {
  return parts.filter(isKept).map((part) => ({ part, blocks: part.blocks.filter((block) => !isLeftOut(block)) }));
}

/** Headings that announce signatures where nothing below asks for one in a form that is read. */
function unsigned({ parts }: Layout, file: string): Problem[] {
  const headings = parts.flatMap(({ kind, heading }) => (kind === 'sign-off' || heading === null ? [] : [heading]));
  return headings
    .filter(({ node }) => announcesSignOff(plainText(node)))
    .map(({ node, line }) => ({
      ...problem(
        'ROLES_MISSING',
        { file, line, column: 1 },
        `${JSON.stringify(plainText(node))} asks no role to sign in a form that is read`,
      ),
      severity: 'warning',
    }));
}

function count(layout: Layout): KeptCounts {
  const kept = keptParts(layout);
  const tasks = flattenTasks(kept.flatMap(({ blocks }) => blocks.flatMap(({ node }) => tasksOf(node, layout.draft.source))));
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

function inOrder<Placed extends { readonly line: number }>(places: readonly Placed[]): Placed[] {
  return places.toSorted((a, b) => a.line - b.line);
}
