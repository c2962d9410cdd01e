import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { checklistFolder, guideFolder, nextFolder, portalFile, trustFolder, waiversFile } from '../layout.ts';
import { errors, type Problem } from '../problem.ts';
import { placeFile } from './replace-folder.ts';
import { findFile, folderFault, listFiles } from './root.ts';

/**
 * Lays out the root of a preview: the pages of the checklist and the results of a change, and all that decides over them or runs of a root that is
 * trusted: `portal.yaml`, `waivers.yaml`, the guide and the trust files. Nothing else of the change is looked at.
 *
 * @param data A folder with the `content/checklist/` and `results/next/` of the change.
 * @param folder An empty folder.
 * @returns What of the change cannot be published, whatever it says.
 */
export function layOutPreview(root: string, data: string, folder: string): readonly Problem[] {
  const faults = [checklistFolder, nextFolder].flatMap((each) => folderFault(data, each) ?? []);
  if (faults.length > 0) return faults;
  const changed = [checklistFolder, nextFolder].map((each) => ({ each, found: listFiles(data, each) }));
  const problems = errors(changed.flatMap(({ found }) => found.problems));
  if (problems.length > 0) return problems;
  mkdirSync(folder, { recursive: true });
  for (const { each, found } of changed) {
    for (const { path } of found.value) {
      if (each === nextFolder || path.endsWith('.md')) placeFile(join(data, each, path), join(folder, each, path));
    }
  }
  const own = [
    ...[portalFile, waiversFile].flatMap((file) => findFile(root, file).value ?? []).map(({ path }) => path),
    ...[guideFolder, trustFolder].flatMap((each) => listFiles(root, each).value.map(({ path }) => `${each}/${path}`)),
  ];
  for (const path of own) placeFile(join(root, path), join(folder, path));
  return [];
}
