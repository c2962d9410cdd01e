import { existsSync } from 'node:fs';
import { basename, dirname, join, relative, resolve, sep } from 'node:path';
import { portalProblems } from '../assessment/content-problems.ts';
import type { Checklist } from '../checklist/checklist.ts';
import { type ImportReport, importChecklist } from '../checklist/import/import-checklist.ts';
import type { ItemKind } from '../checklist/import/item-kind.ts';
import { Portal } from '../checklist/portal.ts';
import { readYaml, yamlPlaces } from '../checklist/yaml.ts';
import { findSecretsIn } from '../disk/published-secrets.ts';
import { inputFile } from '../disk/root.ts';
import { digestOf } from '../file.ts';
import { checklistFolder, portalFile } from '../layout.ts';
import { errors, type Problem } from '../problem.ts';
import type { Reading } from '../reading.ts';
import { readChecklistDocument, readTextFile } from './checklist-document.ts';
import type { FirstFile, FirstRole } from './first-files.ts';
import { type NewSettings, newSettings } from './new-root.ts';

/** A checklist in one Markdown file as it comes into a root, with nothing in it that `check` would refuse. */
export interface ReadImport {
  /** Its pages, by their paths from the root. */
  readonly pages: readonly FirstFile[];
  readonly report: ImportReport;
  /** What a root has that begins with it. */
  readonly settings: NewSettings;
}

/** Where a document comes from, and where it is to go. */
export interface ImportPlaces {
  readonly root: string;
  /** The folder of the product that the root is about. */
  readonly product: string;
  readonly items?: readonly ItemKind[] | undefined;
}

/** Reads a document for a root. What `check` would refuse of the result is told at its place in the document, and refuses it. */
export async function readImport(file: string, { root, product, items }: ImportPlaces): Promise<Reading<ReadImport>> {
  const shown = relative('.', resolve(file)).split(sep).join('/');
  const document = readChecklistDocument(file, shown);
  if (document.state === 'refused') return document;
  const imported = importChecklist(document.value, { file: shown, path: pathInRepository(resolve(file), product), items });
  if (imported.files.length === 0) return { state: 'refused', problems: imported.problems };
  const pages = imported.files.map(({ path, text }) => ({ path: `${checklistFolder}/${path}`, text }));
  const settings = newSettings(product, root, rolesOf(imported.checklist));
  const more = await problemsInRoot(root, pages, settings, imported.checklist);
  const problems = [...imported.problems, ...more.map(imported.places.problemOf)].toSorted((a, b) => (a.line ?? 0) - (b.line ?? 0));
  if (errors(problems).length > 0) return { state: 'refused', problems };
  return { state: 'read', value: { pages, report: imported.report, settings }, problems };
}

/** What pages and the `portal.yaml` that a root has, or will have, say against one another, and the secrets in the pages. */
async function problemsInRoot(
  root: string,
  pages: readonly FirstFile[],
  { files }: NewSettings,
  checklist: Checklist,
): Promise<readonly Problem[]> {
  const own = readTextFile(join(root, portalFile), portalFile);
  const text = existsSync(join(root, portalFile))
    ? own
    : { state: 'read' as const, value: files.find(({ path }) => path === portalFile)?.text ?? '' };
  if (text.state === 'refused') return text.problems;
  const portal = readYaml(text.value, portalFile, Portal);
  if (portal.state === 'refused') return portal.problems;
  const places = yamlPlaces(text.value, portalFile);
  const listed = pages.map(async (page) => {
    const bytes = new TextEncoder().encode(page.text);
    const input = inputFile(page.path, '', bytes.length, bytes);
    return { path: page.path, digest: await digestOf(input), input };
  });
  return [
    ...portalProblems({ checklist, portal: portal.value }, (_, path) => places(path)),
    ...(await findSecretsIn(await Promise.all(listed), '', portal.value.secrets)),
  ];
}

/** The roles that a sign-off page asks and `portal.yaml` can have, each once. */
function rolesOf({ pages }: Checklist): FirstRole[] {
  const slots = pages.flatMap((page) => page.slots).flatMap(({ role, label }) => (role === null ? [] : [{ id: role, title: label }]));
  const roles = new Map(slots.toReversed().map((role) => [role.id, role]));
  const titles = Object.fromEntries(slots.map(({ id, title }) => [id, { title }]));
  const refused = Portal.shape.roles.safeParse(titles).error?.issues ?? [];
  return [...roles.values()].toReversed().filter(({ id }) => !refused.some(({ path }) => path[0] === id));
}

/** A document's path in the repository it stands in, else from the product's folder; its name where it stands elsewhere. */
function pathInRepository(file: string, product: string): string {
  const path = relative(repositoryAround(dirname(file)) ?? product, file)
    .split(sep)
    .join('/');
  return path.startsWith('../') ? basename(file) : path;
}

function repositoryAround(folder: string): string | null {
  if (existsSync(join(folder, '.git'))) return folder;
  return dirname(folder) === folder ? null : repositoryAround(dirname(folder));
}
