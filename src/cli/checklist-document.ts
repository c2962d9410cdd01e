import { existsSync, lstatSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { limitProblems } from '../checklist/checklist-limits.ts';
import { utf8Text } from '../file.ts';
import { checklistFolder } from '../layout.ts';
import { problem } from '../problem.ts';
import type { Reading } from '../reading.ts';

/**
 * Reads a checklist in one Markdown file, as far as it may be parsed.
 *
 * @param shown The file as problems name it.
 */
export function readChecklistDocument(file: string, shown: string): Reading<string> {
  const text = readTextFile(file, shown);
  if (text.state === 'refused') return text;
  const passed = limitProblems(text.value, shown);
  return passed.length > 0 ? { state: 'refused', problems: passed } : text;
}

/**
 * Reads a file that a person wrote, without its byte order mark.
 *
 * @param shown The file as problems name it.
 */
export function readTextFile(file: string, shown: string): Reading<string> {
  const stats = lstatSync(file, { throwIfNoEntry: false });
  if (stats === undefined) {
    return { state: 'refused', problems: [problem('CONTENT_MISSING', { file: shown }, 'there is no such file', 'name a Markdown file')] };
  }
  if (!stats.isFile()) return { state: 'refused', problems: [problem('NOT_REGULAR_FILE', { file: shown }, 'this is no regular file')] };
  const text = utf8Text(readFileSync(file))?.replace(/^\uFEFF/, '') ?? null;
  return text === null
    ? { state: 'refused', problems: [problem('ENCODING', { file: shown }, 'the text is not UTF-8')] }
    : { state: 'read', value: text, problems: [] };
}

/** The names of the pages that a root's checklist has. */
export function presentPages(root: string): string[] {
  const folder = join(root, checklistFolder);
  return existsSync(folder) ? readdirSync(folder).filter((name) => name.endsWith('.md')) : [];
}
