import type { Comparison } from '../comparison/compare-releases.ts';
import { escapeMarkdown } from './escape-markdown.ts';
import { changeGroups, changesLine, comparedHeadlines, comparedTitle } from './words/change-words.ts';

/** What changed between two releases, for a terminal. */
export function changesText(comparison: Comparison): string[] {
  const { from, to } = comparedHeadlines(comparison);
  return [
    `${comparedTitle(comparison)}: ${changesLine(comparison)}.`,
    `  ${from}`,
    `  ${to}`,
    ...changeGroups(comparison).flatMap(({ title, changes }) => [
      `${title} (${changes.length}):`,
      ...changes.map(({ text, words }) => `  ${text}: ${words}`),
    ]),
  ];
}

/** The same for a job summary or release notes, in Markdown. Text of the checklist is escaped. */
export function changesMarkdown(comparison: Comparison): string {
  const { from, to } = comparedHeadlines(comparison);
  const groups = changeGroups(comparison).flatMap(({ title, changes }) => [
    `### ${title} (${changes.length})`,
    '',
    '| | |',
    '| --- | --- |',
    ...changes.map(({ text, words }) => `| ${escapeMarkdown(text)} | ${escapeMarkdown(words)} |`),
    '',
  ]);
  return [
    `## ${escapeMarkdown(comparedTitle(comparison))}`,
    '',
    `${escapeMarkdown(changesLine(comparison))}.`,
    '',
    `- ${escapeMarkdown(from)}`,
    `- ${escapeMarkdown(to)}`,
    '',
    ...groups,
  ].join('\n');
}
