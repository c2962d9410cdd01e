import { clipText } from '../clip-text.ts';
import type { Comparison } from '../comparison/compare-releases.ts';
import { isLocalAddress } from '../web-address.ts';
import { escapeMarkdown } from './escape-markdown.ts';
import { changeGroups, changesLine } from './words/change-words.ts';
import { againstPublished, moreChanges, nothingPublished, previewWords } from './words/preview-words.ts';

/** What is said of a preview where its change is discussed. */
export interface PreviewedChange {
  /** Of the change, as the event says it. */
  readonly number: number;
  /** Where the preview is published. */
  readonly address: string;
  /** What the change comes to, in a sentence. */
  readonly answer: string;
  /** With what is published; null where there is nothing to compare. */
  readonly comparison: Comparison | null;
}

/** By this a job finds the comment that it wrote before. */
export const commentMark = '<!-- readiness-portal: preview -->';

/** In UTF-16 units: how long the text of a cell may be, and how long rows may be together: GitHub takes 65,536 in a comment. */
const longestCell = 300;
const longestRows = 56_000;

/**
 * What a change does to readiness, in Markdown. Whatever comes from the change is shown as it is written: it makes no link, mention or markup,
 * and stands at the beginning of no line, where some forges read commands.
 */
export function previewComment({ number, address, answer, comparison }: PreviewedChange): string {
  const where = isLocalAddress(address) ? [] : [`- <${address}>`];
  const points = [`- ${cell(answer)}`, ...where];
  const changes = comparison === null ? [nothingPublished, ''] : [againstPublished(escapeMarkdown(changesLine(comparison))), ''];
  return [
    commentMark,
    `## ${previewWords(number)}`,
    '',
    ...points,
    '',
    ...changes,
    ...(comparison === null ? [] : tables(comparison)),
  ].join('\n');
}

function tables(comparison: Comparison): string[] {
  let room = longestRows;
  return changeGroups(comparison).flatMap(({ title, changes }) => {
    const rows: string[] = [];
    for (const { text, words } of changes) {
      const row = `| ${cell(text)} | ${cell(words)} |`;
      room -= row.length + 1;
      if (room < 0) break;
      rows.push(row);
    }
    const more = changes.length - rows.length;
    const table = rows.length === 0 ? [] : ['| | |', '| --- | --- |', ...rows, ''];
    return [`### ${title} (${changes.length})`, '', ...table, ...(more === 0 ? [] : [moreChanges(more), ''])];
  });
}

function cell(text: string): string {
  return escapeMarkdown(clipText(text, longestCell));
}
