import { existsSync } from 'node:fs';
import { basename, join, relative, resolve } from 'node:path';
import type { ImportReport } from '../checklist/import/import-checklist.ts';
import { folderFault } from '../disk/root.ts';
import { checklistFolder, nextFolder, portalFile } from '../layout.ts';
import { problem } from '../problem.ts';
import type { Reading } from '../reading.ts';
import { presentPages } from './checklist-document.ts';
import { ciRecipes } from './ci-recipes.ts';
import { type FirstFile, firstPages } from './first-files.ts';
import { importTable } from './import-table.ts';
import { nestedRoot } from './nested-root.ts';
import { missingFiles, type NewSettings, newSettings, writeAll } from './new-root.ts';
import type { InitOptions } from './options.ts';
import { type ExitCode, exitCodes, print, printJson, refuse, tellProblems } from './print.ts';
import { anyCollects, manifests } from './product-facts.ts';
import { type ImportPlaces, readImport } from './read-import.ts';

/** `readiness-portal init`: the files of a new root, which checks and builds at once. What is there already stays as it is. */
export async function init(folder: string | undefined, { from, items, ci, json = false }: InitOptions): Promise<ExitCode> {
  const top = resolve(folder ?? '.');
  const root = placeOfRoot(top);
  const faults = [checklistFolder, nextFolder].flatMap((each) => folderFault(root, each) ?? []);
  const content = await readContent(from, { root, product: top, items });
  if (content.state === 'refused' || faults.length > 0) return refuse([...faults, ...content.problems], json);

  const { pages, settings, report } = content.value;
  const { product, version } = settings;
  const below = relative(top, root);
  const wanted = [
    ...[...settings.files, ...pages].map(({ path, text }) => ({ path: join(below, path), text })),
    ...(ci === undefined ? [] : ciRecipes(ci, below, collectsOf(top))),
  ];
  const made = missingFiles(top, wanted);
  const outcome = writeAll(top, made);
  if (outcome.length > 0) return refuse(outcome, json);
  const kept = wanted.filter((file) => !made.includes(file)).map(({ path }) => path);
  const told = report === null ? {} : { report, problems: content.problems };
  if (json) printJson({ root, product, version, made: made.map(({ path }) => path), kept, ...told });
  else {
    const table =
      report === null
        ? []
        : importTable(
            pages.map(({ path }) => basename(path)),
            report,
          );
    print(...lines(made, kept, { product, version, top, root }), ...table, ...nextSteps(top));
  }
  tellProblems(content.problems);
  return exitCodes.ok;
}

/** Where content/ or results/ are the product's own, the root is a folder beside them. */
function placeOfRoot(top: string): string {
  if (existsSync(join(top, portalFile))) return top;
  const isTaken = ['content', 'results'].some((name) => existsSync(join(top, name)));
  return isTaken ? join(top, nestedRoot) : top;
}

/** What is collected of a product of this kind, to begin with. */
function collectsOf(top: string): readonly string[] {
  return manifests.find(({ file }) => existsSync(join(top, file)))?.collects ?? anyCollects;
}

/** What a root begins with. */
interface FirstContent {
  readonly pages: readonly FirstFile[];
  readonly settings: NewSettings;
  /** Of the document that the pages were made of; null where they were not. */
  readonly report: ImportReport | null;
}

/** The pages of the checklist: those of a document, or those to begin with; none where there are some already. */
async function readContent(from: string | undefined, places: ImportPlaces): Promise<Reading<FirstContent>> {
  const present = presentPages(places.root);
  if (from === undefined) {
    const settings = newSettings(places.product, places.root, []);
    return { state: 'read', value: { pages: present.length > 0 ? [] : firstPages, settings, report: null }, problems: [] };
  }
  if (present.length > 0) {
    const hint = 'use npx readiness-portal import --force to replace them';
    return {
      state: 'refused',
      problems: [problem('NAME_COLLISION', { file: checklistFolder }, `there are pages already: ${present.join(', ')}`, hint)],
    };
  }
  return readImport(from, places);
}

interface Begun {
  readonly product: string;
  readonly version: string;
  readonly top: string;
  readonly root: string;
}

function lines(made: readonly FirstFile[], kept: readonly string[], { product, version, top, root }: Begun): string[] {
  const where = relative(top, root);
  return [
    `${product} ${version}${where === '' ? '' : `, in ${where}/: content/ or results/ are the product's own here`}.`,
    ...made.map(({ path }) => `  made ${path}`),
    ...kept.map((path) => `  kept ${path}`),
  ];
}

function nextSteps(top: string): string[] {
  const enter = relative('.', top);
  return [
    'Next:',
    ...(enter === '' ? [] : [`  cd ${enter}`]),
    '  npx readiness-portal collect --job unit FILE -- COMMAND   # run tests, and keep what they wrote',
    '  npx readiness-portal check                                # what is open, and why',
    '  npx readiness-portal serve                                # the site, here',
  ];
}
