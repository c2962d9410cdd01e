import type { Nodes } from 'mdast';
import type { MarkdownFile } from '../markdown.ts';
import { type Block, headingSource } from './blocks.ts';
import type { PlannedPage, TitledPart } from './pages.ts';

/** A place of the document that stands in a file in other words than its author's. */
export interface Change {
  /** In the document; counts from 1. */
  readonly line: number;
  /** Empty where the import adds a line. */
  readonly from: string;
  readonly to: string;
  /** The file that has it, as `files` names it; null where the change is in all of them. */
  readonly file: string | null;
  readonly reason: string;
}

/** A document as it came and as it is cut into pages, line by line the same. */
export interface Draft {
  readonly source: MarkdownFile;
  readonly originals: readonly string[];
  /** Why a line is not what it was. */
  readonly reasons: ReadonlyMap<number, readonly string[]>;
}

/** The text of one page, with what was changed for it and what was copied into it. */
export interface PageText {
  readonly text: string;
  /** For each line of the text the line of the document that it came of. */
  readonly lines: readonly number[];
  readonly changes: readonly Change[];
  /** Link and footnote definitions that stand elsewhere in the document. */
  readonly copied: readonly Block[];
}

/** Writes a page: its title, then its blocks as they stand in the document, without those that are left out. */
export function writePage(
  { path, parts }: PlannedPage,
  isLeftOut: (block: Block) => boolean,
  definitions: readonly Block[],
  draft: Draft,
): PageText {
  const pieces = parts.flatMap((titled, index) => piecesOf(titled, index === 0 ? 1 : 2, isLeftOut, draft));
  const missing = missingDefinitions(
    parts.flatMap(({ part }) => [...(part.heading ? [part.heading] : []), ...part.blocks]),
    definitions,
  );
  const added = missing.map(
    (block): Piece => ({ line: block.line, lines: block.lines, from: '', reason: 'copied, since this page uses it', apart: true }),
  );
  const changes = [...pieces, ...added].flatMap(({ line, lines, from, reason }): Change[] => {
    const to = lines.join('\n');
    if (from === null) return editedLines(line, lines, path, draft);
    return from === to ? [] : [{ line, from, to, file: path, reason }];
  });
  const joined = joinPieces([...pieces, ...added]);
  return { text: `${joined.map(({ text }) => text).join('\n')}\n`, lines: joined.map(({ line }) => line), changes, copied: missing };
}

/** Lines of a page. `from` is what they were, null where they are untouched. */
interface Piece {
  readonly line: number;
  readonly lines: readonly string[];
  readonly from: string | null;
  readonly reason: string;
  /** Whether what stood before it in the document does not stand before it here. */
  readonly apart: boolean;
}

function editedLines(line: number, lines: readonly string[], file: string, { originals, reasons }: Draft): Change[] {
  return lines.flatMap((to, index) => {
    const from = originals[line + index - 1] ?? '';
    // A line that is gone is left out, and told of there.
    return from === to || to === '' ? [] : [{ line: line + index, from, to, file, reason: (reasons.get(line + index) ?? []).join('; ') }];
  });
}

/** The lines of a block as they came. */
export function originalLines({ line, lines }: Block, { originals }: Draft): string[] {
  return lines.map((text, index) => originals[line + index - 1] ?? text);
}

function piecesOf({ part, title, renamed }: TitledPart, level: 1 | 2, isLeftOut: (block: Block) => boolean, draft: Draft): Piece[] {
  const { heading, blocks } = part;
  const depths = blocks.map(({ kind, node }) => (kind === 'heading' && node.type === 'heading' ? node.depth : 6));
  const shift = level + 1 - Math.min(...depths);
  const opening: Piece = {
    line: heading?.line ?? blocks[0]?.line ?? 1,
    lines: [`${'#'.repeat(level)} ${title}`],
    from: heading === null ? '' : originalLines(heading, draft).join('\n'),
    reason: renamed ?? (level === 1 ? 'the title of its page' : 'one page holds all of its kind'),
    apart: level > 1,
  };
  const pieces = [opening];
  let end = heading === null ? null : heading.line + heading.lines.length;
  for (const block of blocks.filter((each) => !isLeftOut(each))) {
    const apart = end === null || draft.originals.slice(end - 1, block.line - 1).some((line) => line.trim() !== '');
    pieces.push({ ...pieceOf(block, shift, draft), apart });
    end = block.line + block.lines.length;
  }
  return pieces;
}

function pieceOf(block: Block, shift: number, draft: Draft): Omit<Piece, 'apart'> {
  const { line, lines, kind, node } = block;
  if (kind !== 'heading' || node.type !== 'heading') return { line, lines, from: null, reason: '' };
  const words = headingSource(block, draft.source.text);
  const marks = '#'.repeat(Math.min(6, node.depth + shift));
  return {
    line,
    lines: [words === '' ? marks : `${marks} ${words}`],
    from: originalLines(block, draft).join('\n'),
    reason: 'a section of its page',
  };
}

/** Keeps the blank lines of the document, and puts one where something was left out. */
function joinPieces(pieces: readonly Piece[]): { readonly text: string; readonly line: number }[] {
  const joined: { text: string; line: number }[] = [];
  let end = 0;
  for (const { line, lines: own, from, apart } of pieces) {
    const blank = joined.length === 0 ? 0 : apart ? 1 : Math.max(0, line - end - 1);
    joined.push(...Array.from({ length: blank }, () => ({ text: '', line })));
    joined.push(...own.map((text, index) => ({ text, line: line + index })));
    end = line + (from === null ? own : from.split('\n')).length - 1;
  }
  return joined;
}

function missingDefinitions(blocks: readonly Block[], definitions: readonly Block[]): Block[] {
  const used = new Set(blocks.flatMap(({ node }) => labelsIn(node, 'Reference')));
  const present = new Set(blocks.flatMap(({ node }) => labelsIn(node, 'efinition')));
  return definitions.filter(({ node }) =>
    labelsIn(node, 'efinition').some((label) => used.has(label) && !present.has(label) && present.add(label)),
  );
}

/** The labels of links and footnotes, either where they are used (`Reference`) or where they are defined (`efinition`). */
function labelsIn(node: Nodes, end: 'Reference' | 'efinition'): string[] {
  const own = node.type.endsWith(end) && 'identifier' in node ? [`${node.type.startsWith('footnote') ? '^' : ''}${node.identifier}`] : [];
  return 'children' in node ? [...own, ...node.children.flatMap((child) => labelsIn(child, end))] : own;
}
