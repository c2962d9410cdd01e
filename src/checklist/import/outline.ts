import { toString as plainText } from 'mdast-util-to-string';
import type { PageKind } from '../checklist.ts';
import type { MarkdownFile } from '../markdown.ts';
import { readSlots } from '../slots.ts';
import type { Block } from './blocks.ts';
import { announcesLegend, pageKindOf, readTitle } from './counted-title.ts';
import { asksSignature, signatureSections } from './signatures.ts';
import { isLegend, tasksOf } from './tasks.ts';

/** What becomes of a stretch of the document. */
export type PartKind = PageKind | 'title' | 'outside';

/** A heading and what stands under it, up to the next heading of its rank. */
export interface Part {
  readonly kind: PartKind;
  /** Null for what stands before the first heading. */
  readonly heading: Block | null;
  readonly blocks: readonly Block[];
}

/** The blocks that explain the marks: each list, and the line that announces it. */
export function legendOf(blocks: readonly Block[], source: MarkdownFile): ReadonlySet<Block> {
  return new Set(
    blocks.flatMap((block, index) => {
      const label = blocks[index - 1];
      const announced =
        label !== undefined && (label.kind === 'heading' || label.node.type === 'paragraph') && announcesLegend(plainText(label.node));
      if (block.node.type !== 'list' || !isLegend(block.node, source, announced)) return [];
      return announced && label.kind !== 'heading' ? [label, block] : [block];
    }),
  );
}

/** Divides a document into the parts that become pages, and those that do not. */
export function partsOf(blocks: readonly Block[], apart: ReadonlySet<Block>, source: MarkdownFile): Part[] {
  const sections = signatureSections(blocks, source);
  const signatures = new Set(sections.flatMap((section) => [...(section.heading === null ? [] : [section.heading]), ...section.blocks]));
  const legend = new Set([...apart, ...signatures]);
  const chapters = chaptersOf(blocks, legend, source);
  const title = chapters.find((chapter) => isTitle(chapter, chapters));
  const depth = layerDepth(chapters.filter((chapter) => chapter !== title));
  const first = blocks.findIndex((block) => depthOf(block) <= depth);
  const starts = blocks.flatMap((block, index) => (depthOf(block) <= depth || (index === 0 && first !== 0) ? [index] : []));
  return starts.flatMap((start, index) => {
    const [opening, ...rest] = blocks.slice(start, starts[index + 1]);
    const heading = opening !== undefined && depthOf(opening) <= depth ? opening : null;
    const inside = opening === undefined || heading !== null ? rest : [opening, ...rest];
    if (heading !== null && signatures.has(heading)) return [{ kind: 'sign-off' as const, heading, blocks: inside }];
    const own = inside.filter((block) => !signatures.has(block));
    const kind = kindOf(heading, own, { isTitle: heading !== null && heading === title?.block, legend, source });
    const moved = sections.filter((section) => section.blocks.some((block) => inside.includes(block)));
    return [{ kind, heading, blocks: own }, ...moved.map((section) => ({ kind: 'sign-off' as const, ...section }))];
  });
}

/** A heading and how many tasks stand under it. */
interface Chapter {
  readonly block: Block;
  readonly depth: number;
  readonly words: string;
  /** Up to the next heading. */
  readonly own: number;
  /** Up to the next heading of its rank. */
  readonly under: number;
}

function chaptersOf(blocks: readonly Block[], legend: ReadonlySet<Block>, source: MarkdownFile): Chapter[] {
  const tasksUntil = (start: number, ends: (block: Block) => boolean) => {
    const length = blocks.slice(start + 1).findIndex(ends);
    return countTasks(blocks.slice(start + 1, length < 0 ? blocks.length : start + 1 + length), legend, source);
  };
  return blocks.flatMap((block, index) => {
    const depth = depthOf(block);
    if (depth === Number.POSITIVE_INFINITY) return [];
    const own = tasksUntil(index, ({ kind }) => kind === 'heading');
    const under = tasksUntil(index, (other) => depthOf(other) <= depth);
    return [{ block, depth, words: plainText(block.node), own, under }];
  });
}

function countTasks(blocks: readonly Block[], legend: ReadonlySet<Block>, source: MarkdownFile): number {
  return blocks.filter((block) => !legend.has(block)).flatMap(({ node }) => tasksOf(node, source)).length;
}

function depthOf({ node, kind }: Block): number {
  return kind === 'heading' && node.type === 'heading' ? node.depth : Number.POSITIVE_INFINITY;
}

/** The first heading is the document's title where no layer of its own rank follows. It may still have items of its own right below. */
function isTitle(chapter: Chapter, chapters: readonly Chapter[]): boolean {
  if (chapter !== chapters[0] || chapter.depth > 1 || readTitle(chapter.words).named) return false;
  const peers = chapters.slice(1).filter(({ depth }) => depth === 1);
  return chapter.under === 0 || (chapter.under > chapter.own && peers.every((peer) => !isLayer(peer)));
}

function isLayer({ words, under }: Chapter): boolean {
  return under > 0 && pageKindOf(readTitle(words).title, true) === null;
}

/** The depth of the headings that are layers, 0 where no heading has anything to check. */
function layerDepth(chapters: readonly Chapter[]): number {
  const layers = chapters.filter((chapter) => isLayer(chapter) && !isWrapper(chapter, chapters));
  const candidates = layers.length > 0 ? layers : chapters.filter(({ under }) => under > 0);
  return candidates.length === 0 ? 0 : Math.min(...candidates.map(({ depth }) => depth));
}

/** A single heading such as "Checklist" is no layer: it holds the layers together. */
function isWrapper({ depth, own, words }: Chapter, chapters: readonly Chapter[]): boolean {
  const peers = chapters.filter((chapter) => chapter.depth === depth && isLayer(chapter));
  return own === 0 && peers.length === 1 && /\bcheck[\s-]?lists?\b/i.test(words);
}

interface Around {
  readonly isTitle: boolean;
  readonly legend: ReadonlySet<Block>;
  readonly source: MarkdownFile;
}

function kindOf(heading: Block | null, blocks: readonly Block[], { isTitle, legend, source }: Around): PartKind {
  const tasks = countTasks(blocks, legend, source);
  if (isTitle && tasks === 0) return 'title';
  if (heading === null) return tasks > 0 ? 'layer' : 'outside';
  const { title, named } = readTitle(plainText(heading.node));
  const special = pageKindOf(title, tasks > 0);
  if (special !== null && (special !== 'sign-off' || blocks.some((block) => asksSignature(block, source)))) return special;
  return tasks > 0 || named || blocks.some(hasSignOffLine) ? 'layer' : 'outside';
}

function hasSignOffLine({ lines, line }: Block): boolean {
  return readSlots(lines.join('\n'), 'layer', { file: '', line, column: 1 }).some(({ kind }) => kind === 'layer');
}
