import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { basename, dirname, join, relative } from 'node:path';
import { closeStaging, entriesBelow, openStaging, placeFile, restoreReplaced, takePlace } from '../disk/replace-folder.ts';
import { folderFault } from '../disk/root.ts';
import { checklistFolder, nextFolder, resultsFolder, runFile } from '../layout.ts';
import { problem } from '../problem.ts';
import { presentPages } from './checklist-document.ts';
import type { FirstFile } from './first-files.ts';
import { importTable } from './import-table.ts';
import { nestedRoot } from './nested-root.ts';
import { missingFiles, removeAll, writeAll } from './new-root.ts';
import type { ImportOptions } from './options.ts';
import { type ExitCode, exitCodes, print, printJson, refuse, tellProblems } from './print.ts';
import { readImport } from './read-import.ts';

/**
 * `readiness-portal import`: a checklist in one Markdown file becomes the pages of `content/checklist/`, all of them or none. What a root needs
 * besides is written where it is not there.
 */
export async function importFile(file: string, { root, items, force = false, json = false }: ImportOptions): Promise<ExitCode> {
  const folder = join(root, checklistFolder);
  restoreReplaced(folder);
  const faults = [checklistFolder, nextFolder].flatMap((each) => folderFault(root, each) ?? []);
  if (faults.length > 0) return refuse(faults, json);
  const read = await readImport(file, { root, product: basename(root) === nestedRoot ? dirname(root) : root, items });
  if (read.state === 'refused') return refuse(read.problems, json);
  const present = presentPages(root);
  if (present.length > 0 && !force) {
    return refuse(
      [
        problem(
          'NAME_COLLISION',
          { file: relative('.', folder) },
          `there are pages already: ${present.join(', ')}`,
          'use --force to replace them',
        ),
      ],
      json,
    );
  }
  const { pages, report, settings } = read.value;
  // A root with a release in preparation keeps its results as it is used to.
  const begun = existsSync(join(root, nextFolder, runFile));
  const made = missingFiles(
    root,
    settings.files.filter(({ path }) => !begun || !path.startsWith(`${resultsFolder}/`)),
  );
  const fault = writeAll(root, made);
  if (fault.length > 0) return refuse(fault, json);
  try {
    replacePages(folder, pages);
  } catch (cause) {
    removeAll(made.map(({ path }) => join(root, path)));
    throw cause;
  }
  const names = pages.map(({ path }) => basename(path));
  if (json) printJson({ files: names, made: made.map(({ path }) => path), report, problems: read.problems });
  else print(...importTable(names, report), ...made.map(({ path }) => `made ${path}`));
  tellProblems(read.problems);
  return exitCodes.ok;
}

/** Puts a new folder of pages in the place of the old one. Other files than pages stay. */
function replacePages(folder: string, pages: readonly FirstFile[]): void {
  const staging = openStaging(folder);
  try {
    mkdirSync(staging.made);
    for (const { path, text } of pages) writeFileSync(join(staging.made, basename(path)), text);
    const others = (existsSync(folder) ? entriesBelow(folder) : []).filter((file) => file.includes('/') || !file.endsWith('.md'));
    for (const file of others) placeFile(join(folder, file), join(staging.made, file));
    takePlace(staging, folder);
  } finally {
    closeStaging(staging, folder);
  }
}
