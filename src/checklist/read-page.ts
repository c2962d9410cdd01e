import GithubSlugger from 'github-slugger';
import type { RootContent } from 'mdast';
import { toString as plainText } from 'mdast-util-to-string';
import { type Problem, problem } from '../problem.ts';
import { type Found, gatherFound } from '../reading.ts';
import type { ChecklistPage, PageKind, Section, SignOffSlot } from './checklist.ts';
import { limitProblems } from './checklist-limits.ts';
import { directivesInProse, holdsOnlyComments, ineffective, readDirectives } from './directives.ts';
import { type MarkdownFile, parseMarkdown, placeOf, sourceOf } from './markdown.ts';
import { pageOf } from './page-name.ts';
import { type Content, combineContents, holdsItem, itemEntries, noContent, readList } from './read-item.ts';
import { readSlots, readSlotTable } from './slots.ts';
import { findStrayBoxes } from './stray-boxes.ts';

/** Reads one file of `content/checklist/`; null where there is no page to be made of it. Every item, citation and slot keeps its place. */
export function readPage(text: string, file: string): Found<ChecklistPage | null> {
  const name = pageOf(file);
  if (name === null) return { value: null, problems: [problem('PAGE_NAME', { file }, 'the name says no layer and no page')] };
  if (/^\uFEFF?---\w*\s*$/m.test(text.slice(0, text.indexOf('\n') + 1))) {
    return { value: null, problems: [problem('FRONT_MATTER', { file, line: 1, column: 1 }, 'the file starts with front matter')] };
  }
  const words = text.replace(/^\uFEFF/, '');
  const passed = limitProblems(words, file);
  if (passed.length > 0) return { value: null, problems: passed };
  const source = parseMarkdown(words, file);
  const boxes = new Set(source.root.children.flatMap((node) => (node.type === 'list' ? itemEntries(node, source) : [])));
  const strays = findStrayBoxes(source, boxes, name.kind);
  const { value: outline, problems: headingProblems } = outlineOf(source);
  const parts = gatherFound(outline.parts.map((part) => readPart(part, name, source)));
  const sections = parts.value
    .map(({ section }) => section)
    .filter(({ id, items, prose }) => id !== '' || items.length > 0 || prose !== '');
  const page =
    outline.title === null ? null : { ...name, title: outline.title, file, sections, slots: parts.value.flatMap(({ slots }) => slots) };
  const problems = [
    ...strays,
    ...withoutItems(name.kind, boxes.size + strays.length, file),
    ...withoutRoles(name.kind, page, file),
    ...headingProblems,
    ...parts.problems,
  ];
  return { value: page, problems: problems.toSorted((a, b) => (a.line ?? 0) - (b.line ?? 0) || (a.column ?? 0) - (b.column ?? 0)) };
}

/** A layer or a gate that asks for nothing would always be ready. */
function withoutItems(kind: PageKind, boxes: number, file: string): Problem[] {
  return (kind === 'layer' || kind === 'gates') && boxes === 0
    ? [problem('ITEMS_MISSING', { file, line: 1, column: 1 }, 'the page has no item')]
    : [];
}

/** A sign-off page that asks nobody would leave a release without a signature ready. */
function withoutRoles(kind: PageKind, page: ChecklistPage | null, file: string): Problem[] {
  return kind === 'sign-off' && page !== null && !page.slots.some((slot) => slot.kind === 'role')
    ? [problem('ROLES_MISSING', { file, line: 1, column: 1 }, 'the page asks no role to sign')]
    : [];
}

/** A page as its headings divide it. */
interface Outline {
  /** Null where the page has no `#` heading. */
  readonly title: string | null;
  readonly parts: readonly Part[];
}

/** What stands under a `##`, or above the first. */
interface Part {
  readonly id: string;
  readonly title: string;
  readonly blocks: readonly PlacedBlock[];
}

interface PlacedBlock {
  readonly node: RootContent;
  /** The environment that the headings above it ask for. */
  readonly environment: string | null;
}

function outlineOf(source: MarkdownFile): Found<Outline> {
  const slugger = new GithubSlugger();
  const problems: Problem[] = [];
  const parts: { id: string; title: string; blocks: PlacedBlock[] }[] = [{ id: '', title: '', blocks: [] }];
  let title: string | null = null;
  let scopes: readonly { readonly depth: number; readonly environment: string | null }[] = [{ depth: 1, environment: null }];
  for (const node of source.root.children) {
    if (node.type === 'html' && holdsOnlyComments(node.value)) {
      const { value: directives, problems: faults } = readDirectives(node, source);
      const environment = directives.findLast(({ name }) => name === 'environment')?.value;
      if (environment !== undefined) scopes = [...scopes.slice(0, -1), { depth: scopes.at(-1)?.depth ?? 1, environment }];
      problems.push(...faults, ...directives.filter(({ name }) => name !== 'environment').map(ineffective));
    } else if (node.type !== 'heading') {
      parts.at(-1)?.blocks.push({ node, environment: scopes.findLast((scope) => scope.environment !== null)?.environment ?? null });
    } else {
      const words = plainText(node);
      const id = slugger.slug(words);
      scopes = [...scopes.filter(({ depth }) => depth < node.depth), { depth: node.depth, environment: null }];
      if (node.depth < 3) problems.push(...directivesInProse(node, source));
      if (node.depth === 2) parts.push({ id, title: words, blocks: [] });
      else if (node.depth > 2) parts.at(-1)?.blocks.push({ node, environment: null });
      else if (title === null) title = words;
      else
        problems.push(
          problem('TITLE_MISSING', placeOf(source, node), `a second # heading: ${JSON.stringify(words)}`, 'use ## for a section'),
        );
    }
  }
  if (title === null) problems.push(problem('TITLE_MISSING', { file: source.file, line: 1, column: 1 }, 'the page has no # heading'));
  return { value: { title, parts }, problems };
}

function readPart(
  { id, title, blocks }: Part,
  page: { readonly id: string; readonly kind: PageKind },
  source: MarkdownFile,
): Found<{ readonly section: Section; readonly slots: readonly SignOffSlot[] }> {
  const read = gatherFound(
    blocks.map(({ node, environment }) =>
      node.type === 'list' && holdsItem(node, source)
        ? readList(node, { source, page, section: id, environment })
        : readProse(node, page.kind, source),
    ),
  );
  const { items, prose, slots } = combineContents(read.value);
  return { value: { section: { id, title, items, prose: prose.join('\n\n') }, slots }, problems: read.problems };
}

/** A block without items: sign-off lines, or prose. */
function readProse(node: RootContent, kind: PageKind, source: MarkdownFile): Found<Content> {
  if (node.type === 'definition') return { value: noContent, problems: [] };
  const problems = directivesInProse(node, source);
  const text = sourceOf(source, node);
  if (node.type === 'heading') return { value: { ...noContent, prose: [text] }, problems };
  const table = kind === 'sign-off' && node.type === 'table' ? readSlotTable(node, source) : null;
  const slots = table ?? readSlots(text, kind, placeOf(source, node));
  const announces = kind === 'sign-off' && /^(?:\*\*|__)[^*_\n]+(?:\*\*|__):?$/.test(text.trim());
  const isProse = slots.length === 0 && !announces && node.type !== 'thematicBreak';
  return { value: { items: [], prose: isProse ? [text] : [], slots }, problems };
}
