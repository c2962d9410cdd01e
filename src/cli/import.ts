import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join, relative, resolve, sep } from 'node:path';
import { type ImportReport, importChecklist } from '../checklist/import/import-checklist.ts';
import { closeStaging, entriesBelow, openStaging, placeFile, restoreReplaced, takePlace } from '../disk/replace-folder.ts';
import { folderFault } from '../disk/root.ts';
import { checklistFolder, portalFile } from '../layout.ts';
import { errors, problem } from '../problem.ts';
import { plural } from '../publish/words/grammar.ts';
import { presentPages, readChecklistDocument } from './checklist-document.ts';
import type { ImportOptions } from './options.ts';
import { type ExitCode, exitCodes, print, printJson, refuse, tellProblems } from './print.ts';

/** `readiness-portal import`: a checklist in one Markdown file becomes the pages of `content/checklist/`, all of them or none. */
export async function importFile(file: string, { root, force = false, json = false }: ImportOptions): Promise<ExitCode> {
  const path = relative('.', resolve(file)).split(sep).join('/');
  const folder = join(root, checklistFolder);
  restoreReplaced(folder);
  const document = readChecklistDocument(file, path);
  if (document.state === 'refused') return refuse(document.problems, json);
  const fault = folderFault(root, checklistFolder);
  if (fault !== null) return refuse([fault], json);
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
  const imported = importChecklist(document.value, { file: path });
  if (errors(imported.problems).length > 0 && imported.files.length === 0) return refuse(imported.problems, json);
  replacePages(folder, imported.files);
  const names = imported.files.map((each) => each.path);
  if (json) printJson({ files: names, report: imported.report, problems: imported.problems });
  else print(...reportLines(names, imported.report), ...nextSteps(root));
  tellProblems(imported.problems);
  return exitCodes.ok;
}

/** What a root with these pages still has to have. */
function nextSteps(root: string): string[] {
  const missing = [
    [portalFile, 'product: <name>'],
    ['results/next/run.json', '{ "product": "<name>", "version": "1.0.0" }; collect states the commit'],
  ].filter(([file = '']) => !existsSync(join(root, file)));
  return missing.length === 0 ? [] : ['Still to be written:', ...missing.map(([file, text]) => `  ${file}, such as ${text}`)];
}

/** Puts a new folder of pages in the place of the old one. Other files than pages stay. */
function replacePages(folder: string, files: readonly { readonly path: string; readonly text: string }[]): void {
  const staging = openStaging(folder);
  try {
    mkdirSync(staging.made);
    for (const { path, text } of files) writeFileSync(join(staging.made, path), text);
    const others = (existsSync(folder) ? entriesBelow(folder) : []).filter((file) => file.includes('/') || !file.endsWith('.md'));
    for (const file of others) placeFile(join(folder, file), join(staging.made, file));
    takePlace(staging, folder);
  } finally {
    closeStaging(staging, folder);
  }
}

function reportLines(names: readonly string[], { kept, repairs, changed, leftOut, noItems }: ImportReport): string[] {
  const marks = [
    [kept.complete, 'complete'],
    [kept.inProgress, 'in progress'],
    [kept.blocked, 'blocked'],
    [kept.notApplicable, 'not applicable'],
    [kept.notStarted, 'not started'],
    [kept.unknown, 'with an unknown mark'],
  ] as const;
  const counted = marks.filter(([count]) => count > 0).map(([count, word]) => `${count} ${word}`);
  return [
    `${plural(names.length, 'page')}: ${names.join(', ')}`,
    `${plural(kept.items, 'item')} kept, ${kept.parents} of them with items below: ${counted.join(', ')}. ${plural(kept.signOffLines, 'sign-off line')} of layers kept.`,
    ...(repairs.length === 0 ? ['No damaged text.'] : [`${plural(repairs.length, 'damaged place')} repaired:`]),
    ...repairs.map(({ line, column, from, to }) => `  ${line}:${column} ${from} → ${to}`),
    ...(changed.length === 0 ? [] : [`${plural(changed.length, 'line')} changed:`]),
    ...changed.map(({ line, from, to }) => `  ${line}: ${from} → ${to}`),
    ...(leftOut.length === 0 ? [] : [`${plural(leftOut.length, 'place')} left out:`]),
    ...leftOut.map(({ line, text, reason }) => `  ${line}: ${text} (${reason})`),
    ...(noItems.length === 0 ? [] : [`${plural(noItems.length, 'line')} kept that is no item:`]),
    ...noItems.map(({ line, text, reason }) => `  ${line}: ${text} (${reason})`),
  ];
}
