import { lstatSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { checklistFolder, guideFolder, portalFile, resultsFolder, trustFolder, waiversFile } from '../layout.ts';
import { compareText } from '../order.ts';
import { type Problem, problem } from '../problem.ts';
import { fileStamp } from './folder-stamp.ts';

/** The files that a site is made from, each by its stamp, which changes with its bytes. */
export type InputState = ReadonlyMap<string, string>;

/** How the files of a root are now. Names that begin with a dot, which editors and interrupted commands leave, are no inputs but among results. */
export function readInputState(root: string): InputState {
  const found = new Map<string, string>();
  const visit = (file: string) => {
    const stats = lstatSync(join(root, file), { bigint: true, throwIfNoEntry: false });
    if (stats === undefined) return;
    if (!stats.isDirectory()) found.set(file, fileStamp(stats));
    else
      for (const name of readdirSync(join(root, file))) {
        const below = file !== resultsFolder && file.startsWith(resultsFolder);
        // Joined, as strings that are added are kept in parts: there may be a hundred thousand of them.
        if (below || !name.startsWith('.')) visit([file, name].join('/'));
      }
  };
  for (const file of [checklistFolder, guideFolder, trustFolder, portalFile, waiversFile, resultsFolder]) visit(file);
  return found;
}

/** What was written, added or removed since a root was read: what was read of it then may be of neither state. */
export function inputChanges(root: string, before: InputState): Problem[] {
  const now = readInputState(root);
  const files = [...new Set([...before.keys(), ...now.keys()])].sort(compareText);
  return files
    .filter((file) => before.get(file) !== now.get(file))
    .map((file) => {
      const what = !now.has(file) ? 'was removed' : before.has(file) ? 'was written' : 'was added';
      return problem('INPUT_CHANGED', { file }, `it ${what} while the site was made from it`);
    });
}
