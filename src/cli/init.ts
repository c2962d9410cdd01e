import { spawnSync } from 'node:child_process';
import { existsSync, lstatSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { basename, dirname, join, relative, resolve } from 'node:path';
import { importChecklist } from '../checklist/import/import-checklist.ts';
import { folderFault } from '../disk/root.ts';
import { checklistFolder, nextFolder, portalFile } from '../layout.ts';
import { errors, type Problem, problem } from '../problem.ts';
import type { Reading } from '../reading.ts';
import { presentPages, readChecklistDocument } from './checklist-document.ts';
import { ciRecipe } from './ci-recipes.ts';
import { type FirstFile, firstPages, firstSettings } from './first-files.ts';
import { nestedRoot } from './nested-root.ts';
import type { InitOptions } from './options.ts';
import { type ExitCode, exitCodes, print, printJson, refuse, tellProblems } from './print.ts';
import { manifests, type ProductFacts, pagesAddress, repositoryAddress } from './product-facts.ts';

/** `readiness-portal init`: the files of a new root, which checks and builds at once. What is there already stays as it is. */
export async function init(folder: string | undefined, { from, ci, json = false }: InitOptions): Promise<ExitCode> {
  const top = resolve(folder ?? '.');
  const root = placeOfRoot(top);
  const facts = readFacts(top);
  const pages = readPages(from, root);
  const faults = [checklistFolder, nextFolder].flatMap((each) => folderFault(root, each) ?? []);
  if (pages.state === 'refused' || faults.length > 0) return refuse([...faults, ...pages.problems], json);

  const below = relative(top, root);
  const { product, version } = { product: facts.product ?? basename(top), version: facts.version ?? '0.1.0' };
  const site = facts.repository === null ? null : pagesAddress(facts.repository);
  const wanted = [
    ...[...firstSettings({ ...facts, product, version }, site), ...pages.value].map(({ path, text }) => ({
      path: join(below, path),
      text,
    })),
    ...(ci === undefined ? [] : [ciRecipe(ci, below)]),
  ];
  const made = wanted.filter(({ path }) => !existsSync(join(top, path)));
  const outcome = writeAll(top, made);
  if (outcome.length > 0) return refuse(outcome, json);
  const kept = wanted.filter((file) => !made.includes(file)).map(({ path }) => path);
  if (json) printJson({ root, product, version, made: made.map(({ path }) => path), kept });
  else print(...lines(made, kept, { product, version, top, root }), ...nextSteps(top));
  tellProblems(pages.problems);
  return errors(pages.problems).length > 0 ? exitCodes.refused : exitCodes.ok;
}

/** Where content/ or results/ are the product's own, the root is a folder beside them. */
function placeOfRoot(top: string): string {
  if (existsSync(join(top, portalFile))) return top;
  const isTaken = ['content', 'results'].some((name) => existsSync(join(top, name)));
  return isTaken ? join(top, nestedRoot) : top;
}

/** What the product says of itself, where it first does; git says where its source is. */
function readFacts(top: string): ProductFacts {
  const said = manifests.flatMap(({ file, read }) => {
    const path = join(top, file);
    const isFile = lstatSync(path, { throwIfNoEntry: false })?.isFile() === true;
    return (isFile ? read(readFileSync(path, 'utf8')) : null) ?? [];
  });
  const { status, stdout } = spawnSync('git', ['-C', top, 'config', '--get', 'remote.origin.url'], { encoding: 'utf8' });
  const first = <Key extends keyof ProductFacts>(key: Key) => said.find((facts) => facts[key] !== null)?.[key] ?? null;
  return {
    product: first('product'),
    version: first('version'),
    repository: first('repository') ?? (status === 0 ? repositoryAddress(stdout) : null),
  };
}

/** The pages of the checklist: those of a document, or those to begin with; none where there are some already. */
function readPages(from: string | undefined, root: string): Reading<readonly FirstFile[]> {
  const present = presentPages(root);
  if (from === undefined) return { state: 'read', value: present.length > 0 ? [] : firstPages, problems: [] };
  if (present.length > 0) {
    const hint = 'use npx readiness-portal import --force to replace them';
    return {
      state: 'refused',
      problems: [problem('NAME_COLLISION', { file: checklistFolder }, `there are pages already: ${present.join(', ')}`, hint)],
    };
  }
  const document = readChecklistDocument(from, from);
  if (document.state === 'refused') return document;
  const imported = importChecklist(document.value, { file: from });
  if (imported.files.length === 0) return { state: 'refused', problems: imported.problems };
  const value = imported.files.map((file) => ({ path: `${checklistFolder}/${file.path}`, text: file.text }));
  return { state: 'read', value, problems: imported.problems };
}

/** Writes all files or none; what keeps it from that otherwise. */
function writeAll(top: string, files: readonly FirstFile[]): Problem[] {
  const written: string[] = [];
  try {
    for (const { path, text } of files) {
      const target = join(top, path);
      mkdirSync(dirname(target), { recursive: true });
      written.push(target);
      writeFileSync(target, text, { flag: 'wx' });
    }
    return [];
  } catch (cause) {
    for (const target of written) rmSync(target, { force: true });
    const message = cause instanceof Error ? cause.message : 'it cannot be written';
    return [problem('ENVIRONMENT', { file: relative(top, written.at(-1) ?? top) }, message, 'make it writable, and begin again')];
  }
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
