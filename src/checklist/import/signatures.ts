import type { Table } from 'mdast';
import { toString as plainText } from 'mdast-util-to-string';
import type { MarkdownFile } from '../markdown.ts';
import { readSlots, readSlotTable } from '../slots.ts';
import type { Block } from './blocks.ts';
import { announcesSignOff } from './counted-title.ts';

/** Blocks that stand together and ask for signatures, with the heading that announces them; null for a table anywhere else. */
export interface SignatureSection {
  readonly heading: Block | null;
  readonly blocks: readonly Block[];
}

/** Where a document asks for signatures: under headings that announce it, and in tables of signatures wherever they stand. */
export function signatureSections(blocks: readonly Block[], source: MarkdownFile): SignatureSection[] {
  const sections: SignatureSection[] = [];
  for (let at = 0; at < blocks.length; at += 1) {
    const block = blocks[at];
    if (block === undefined) break;
    const { node } = block;
    if (node.type === 'heading' && announcesSignOff(plainText(node))) {
      const length = blocks.slice(at + 1).findIndex((other) => other.node.type === 'heading' && other.node.depth <= node.depth);
      const inside = blocks.slice(at + 1, length < 0 ? blocks.length : at + 1 + length);
      if (!asksRoles(inside, source)) continue;
      sections.push({ heading: block, blocks: inside });
      at += inside.length;
    } else if (node.type === 'table' && isSignatureTable(node) && asksRoles([block], source))
      sections.push({ heading: null, blocks: [block] });
  }
  return sections;
}

/** Whether a block asks for a signature, a decision or a date, where it stands on the sign-off page. */
export function asksSignature(block: Block, source: MarkdownFile): boolean {
  return slotsOf(block, source).length > 0;
}

function asksRoles(blocks: readonly Block[], source: MarkdownFile): boolean {
  const isOfLayer = ({ lines, line }: Block) =>
    readSlots(lines.join('\n'), 'layer', { file: '', line, column: 1 }).some(({ kind }) => kind === 'layer');
  return !blocks.some(isOfLayer) && blocks.some((block) => slotsOf(block, source).some(({ kind }) => kind === 'role'));
}

function slotsOf({ node, lines, line }: Block, source: MarkdownFile) {
  if (node.type === 'heading') return [];
  const table = node.type === 'table' ? readSlotTable(node, source) : null;
  return table ?? readSlots(lines.join('\n'), 'sign-off', { file: '', line, column: 1 });
}

const who = /^(?:role|title|position|function|approver|approved by|stakeholder|signatory|name)s?\b/i;
const signs = /^(?:signature|signed|sign[ -]?off|approval|approved)s?\b/i;
const what = /^(?:items?|checks?|tasks?|requirements?|criteri(?:on|a)|descriptions?|steps?|actions?)\b/i;

/** A table that asks for signatures by its own titles: who signs, and a place for it. */
function isSignatureTable({ children: [head] }: Table): boolean {
  const titles = (head?.children ?? []).map((cell) => plainText(cell).trim());
  return titles.some((title) => who.test(title)) && titles.some((title) => signs.test(title)) && !titles.some((title) => what.test(title));
}
