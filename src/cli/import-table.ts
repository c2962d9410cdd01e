import type { ImportReport } from '../checklist/import/import-checklist.ts';
import { boxes } from '../checklist/import/written-status.ts';
import { clipText } from '../clip-text.ts';
import { plural } from '../publish/words/grammar.ts';

/**
 * What of a document became an item and what did not, line by line, for a person.
 *
 * @param pages Their names.
 */
export function importTable(pages: readonly string[], report: ImportReport): string[] {
  const { items, kept, repairs, changed, leftOut, noItems } = report;
  const taken = new Set(items.map(({ line }) => line));
  const others = changed.filter(({ line, from }) => from.includes('\n') || !taken.has(line));
  const width = Math.max(4, ...[...items, ...noItems, ...leftOut].map(({ line }) => String(line).length));
  const row = (line: number, ...cells: readonly string[]) => `  ${String(line).padStart(width)}  ${cells.join('  ')}`;
  return [
    `${plural(pages.length, 'page')}: ${pages.join(', ')}`,
    `${plural(kept.items, 'item')}, ${kept.parents} of them with items below: ${markCounts(report)}. ${plural(kept.signOffLines, 'sign-off line')} of layers kept.`,
    ...table(
      'Items, by the lines of the document:',
      items.map(({ line, from, mark, file, text }) => row(line, from.padEnd(6), boxes[mark].padEnd(5), short(text), `→ ${file}`)),
    ),
    ...table(
      'Kept, and no item:',
      noItems.map(({ line, text, reason }) => row(line, short(text), `(${reason})`)),
    ),
    ...table(
      'Left out:',
      leftOut.map(({ line, text, reason }) => row(line, short(text), `(${reason})`)),
    ),
    ...table(
      'Changed:',
      others.map(({ line, from, to, reason }) => row(line, `${short(from)} → ${short(to)}`, `(${reason})`)),
    ),
    ...table(
      'Damaged text, repaired:',
      repairs.map(({ line, column, from, to }) => row(line, `${from} → ${to}`, `(column ${column})`)),
    ),
  ];
}

function table(title: string, rows: readonly string[]): string[] {
  return rows.length === 0 ? [] : [title, ...rows];
}

function markCounts({ kept }: ImportReport): string {
  const marks = [
    [kept.complete, 'complete'],
    [kept.inProgress, 'in progress'],
    [kept.blocked, 'blocked'],
    [kept.notApplicable, 'not applicable'],
    [kept.notStarted, 'not started'],
  ] as const;
  return marks
    .filter(([count]) => count > 0)
    .map(([count, word]) => `${count} ${word}`)
    .join(', ');
}

const most = 80;

function short(text: string): string {
  return clipText(text.replace(/\s+/g, ' ').trim(), most);
}
