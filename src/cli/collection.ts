import { copyFileSync, existsSync, lstatSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { dirname, join } from 'node:path';
import type { AssessedCitation } from '../assessment/assessment.ts';
import { type CitablePart, citableParts } from '../assessment/citable-parts.ts';
import { judgeFile, judgePath } from '../assessment/judge-file.ts';
import { clockProblems, type EvidenceContext, filesOf } from '../assessment/provenance.ts';
import { type Portal, unknownPortal } from '../checklist/portal.ts';
import { addToJobRun, changedProblems, type JobPlace, jobRun, partFolder, runText, stateCommit } from '../ci/job-run.ts';
import { isSameCommit } from '../commit.ts';
import { placePart } from '../disk/place-results.ts';
import { readPortalFile } from '../disk/portal-file.ts';
import { findSecretsIn } from '../disk/published-secrets.ts';
import { folderFault, heldFile, inputFile, listFiles, resultNameFault } from '../disk/root.ts';
import { digestOf, type ListedFile, utf8Text } from '../file.ts';
import { foldedName } from '../folded-name.ts';
import { nextFolder, placeOfResult, type ResultPlace, resultsFolder, runFile } from '../layout.ts';
import { compareText } from '../order.ts';
import { errors, type Problem, type ProblemCode, problem } from '../problem.ts';
import type { Reading } from '../reading.ts';
import { type EvidenceFile, readEvidence, readJsonFile } from '../reports/evidence.ts';
import { type ReadOutcome, readJsonDocument, readReport } from '../reports/read.ts';
import { JobRun, ReleaseRun } from '../reports/run.ts';
import { isObject } from '../reports/text/json-value.ts';
import { type KnownFolder, redactText } from '../secrets/redact.ts';
import type { FileToCollect } from './files-to-collect.ts';
import { removeFiles, writeAtOnce } from './release-folder.ts';

/** What one call of `collect` brings. */
export interface Delivery {
  readonly place: JobPlace;
  readonly started: string | null;
  readonly finished: string;
  /** What wrote the files, as a shell's line; null where nobody says how that ended. */
  readonly command: { readonly line: string; readonly exitCode: number } | null;
  readonly files: readonly FileToCollect[];
  /** The format of them all; null where each says it itself. */
  readonly format: string | null;
  /** Keep what no reader knows as a text. */
  readonly asDocument: boolean;
  /** Folders of this machine, whose paths are made relative, where copies without secrets are kept; null for the bytes as they are. */
  readonly redact: readonly KnownFolder[] | null;
  /** Empty what is of another commit. */
  readonly begins: boolean;
}

/** What is kept, and what comes to stand in `results/next/` for it. */
export interface Collection {
  readonly release: ReleaseRun;
  /** The `run.json` of the release, where this call states its commit. */
  readonly releaseText: string | null;
  /** The folder of the part, below `results/next/`. */
  readonly part: string;
  readonly run: JobRun;
  readonly files: readonly CollectedFile[];
  /** Patterns that name several of them, which are of one kind, and nothing else. */
  readonly together: readonly CollectedTogether[];
  /** What is of another commit and goes, below `results/next/`. */
  readonly removed: readonly string[];
  /** What is written, below the folder of the part; empty where all of it stands there already. */
  readonly written: readonly string[];
}

/** A file that is collected, read, with the place that it gets. */
export interface CollectedFile {
  readonly file: EvidenceFile;
  /** Where it was collected from. */
  readonly from: string;
  /** What it comes to by itself. */
  readonly whole: Pick<AssessedCitation, 'measured' | 'verdict'>;
  readonly citable: readonly CitablePart[];
  /** No reader knows it: pointers alone lead into it. */
  readonly isPlainJson: boolean;
}

/** Several files that one citation names. */
export interface CollectedTogether {
  /** Below the folder of the job. */
  readonly pattern: string;
  readonly names: ReadonlySet<string>;
  readonly whole: CollectedFile['whole'];
}

const releaseFile = `${nextFolder}/${runFile}`;

/** The `run.json` of the release in preparation, with all that stands in it. */
export async function readNextRun(
  root: string,
): Promise<Reading<{ readonly run: ReleaseRun; readonly raw: Readonly<Record<string, unknown>> }>> {
  const fault = folderFault(root, nextFolder);
  if (fault !== null) return { state: 'refused', problems: [fault] };
  const stats = lstatSync(join(root, releaseFile), { throwIfNoEntry: false });
  if (stats === undefined) {
    const hint = 'write it with what is to be released: { "product": "<name>", "version": "1.0.0" }';
    return { state: 'refused', problems: [problem('CONTENT_MISSING', { file: releaseFile }, 'the release has no run.json', hint)] };
  }
  if (!stats.isFile())
    return { state: 'refused', problems: [problem('NOT_REGULAR_FILE', { file: releaseFile }, 'this is no regular file')] };
  const input = heldFile(releaseFile, join(root, releaseFile), stats.size);
  const run = await readJsonFile(input, releaseFile, ReleaseRun);
  const document = await readJsonDocument(input);
  if (run.state === 'refused') return run;
  const raw = document.state === 'read' && isObject(document.value) ? document.value : {};
  return { state: 'read', value: { run: run.value, raw }, problems: [] };
}

/** What of `portal.yaml` speaks of results. */
function portalOf(root: string): Portal {
  return readPortalFile(root) ?? unknownPortal;
}

/** What looks like a secret in a line that would be written. */
export async function secretsInLine(root: string, line: string): Promise<Problem[]> {
  const bytes = Buffer.from(line);
  const listed = { path: 'command', digest: '', input: inputFile('command', '', bytes.length, bytes) };
  const found = errors(await findSecretsIn([listed], '', portalOf(root).secrets));
  const hint = 'hand it to the command in a variable of the environment, or use --redact';
  return found.map((each) => ({ ...each, hint }));
}

/** A part of a job that stands in `results/next/`. */
interface StandingPart {
  readonly at: ResultPlace;
  /** Null where it cannot be read. */
  readonly run: JobRun | null;
}

/**
 * Reads what is brought and what stands there, and settles what comes of the two. Nothing but the staging folder is written.
 *
 * @param staging A folder on the disk of the root, absolute.
 */
export async function prepareCollection(root: string, staging: string, delivery: Delivery, now: Date): Promise<Reading<Collection>> {
  const { place, begins } = delivery;
  const next = await readNextRun(root);
  if (next.state === 'refused') return next;
  const listing = listFiles(root, nextFolder);
  if (listing.problems.length > 0) return { state: 'refused', problems: listing.problems };
  const standing = listing.value.map(({ path }) => path);
  const parts = await readStandingParts(root, listing.value);
  const foreign = new Set(parts.filter(({ run }) => run !== null && !isSameCommit(run.commit, place.commit)).map(({ at }) => at.folder));
  const removed = begins ? standing.filter((path) => foreign.has(placeOfResult(path)?.folder ?? '')) : [];
  const gone = new Set(removed);
  const left = listing.value.filter(({ path }) => !gone.has(path));
  const leftParts = begins ? parts.filter(({ at }) => !foreign.has(at.folder)) : parts;
  const part = partFolder(place);
  const portal = portalOf(root);
  const release = stateCommit(next.value.run, place, begins, releaseFile);

  const named = nameProblems(
    delivery.files,
    part,
    left.map(({ path }) => path),
  );
  if (named.length > 0)
    return { state: 'refused', problems: [...release.problems, ...standingProblems(delivery, part, leftParts, left), ...named] };
  mkdirSync(join(staging, 'part'), { recursive: true });
  const staged: StagedFile[] = [];
  for (const file of delivery.files) staged.push(await stageFile(file, join(staging, 'part'), part, delivery, portal));
  const before = leftParts.find(({ at }) => at.folder === part)?.run ?? null;
  const added = addToJobRun(before, runOf(delivery, staged), `${nextFolder}/${part}/${runFile}`);
  const conflicts = await conflictsWith(root, part, new Set(left.map(({ path }) => path)), staged);
  const found = [
    ...release.problems,
    ...standingProblems(delivery, part, leftParts, left),
    ...staged.flatMap(({ problems }) => problems),
    ...added.problems,
    ...conflicts.problems,
  ];
  if (added.state === 'refused' || errors(found).length > 0) return { state: 'refused', problems: found };

  const run = textFile(`${part}/${runFile}`, runText(added.value));
  const secrets = errors(await findSecretsIn([run], nextFolder, portal.secrets));
  if (secrets.length > 0) return { state: 'refused', problems: [...found, ...secrets] };
  const isSame = added.value === before;
  if (!isSame) writeFileSync(join(staging, 'part', runFile), runText(added.value), { flush: true });
  const { commit: _commit, ref: _ref, committed: _committed, ...kept } = next.value.raw;
  const text = release.value === null ? null : runText({ ...kept, ...release.value });
  const stated: ReleaseRun = { ...next.value.run, ...release.value };
  const brought = new Set(staged.map(({ listed: { path } }) => path));
  const jobFiles = left.filter(({ path }) => path.startsWith(`${place.job}/`) && path !== run.path && !brought.has(path));
  const listed: ListedFile[] = [textFile(runFile, text ?? runText(next.value.raw)), run, ...staged.map((each) => each.listed)];
  for (const { path, size } of jobFiles) {
    const input = heldFile(`${nextFolder}/${path}`, join(root, nextFolder, path), size);
    listed.push({ path, digest: await digestOf(input), input });
  }
  const plain = new Set(staged.filter(({ format }) => format === 'json').map(({ listed: { path } }) => path));
  const pointed = new Set([...plain].map((path) => `${place.job}/${placeOfResult(path)?.name}`));
  const evidence = await readEvidence(nextFolder, listed, (cited) => pointed.has(cited));
  if (evidence.state === 'refused') return evidence;
  const context: EvidenceContext = { evidence: evidence.value, portal, now };
  const own = evidence.problems.filter(({ file }) => file === `${nextFolder}/${run.path}`);
  if (own.length > 0) return { state: 'refused', problems: own.map((each) => ({ ...each, severity: 'error' })) };
  const hint = 'run the job again on the commit, or check the clock of its machine';
  const clocks = clockProblems(evidence.value, now).filter(({ file }) => file === `${nextFolder}/${run.path}`);
  const files = staged.flatMap(({ listed: { path }, from }) => {
    const file = evidence.value.byPath.get(path);
    const isPlainJson = plain.has(path);
    return file === undefined ? [] : [{ file, from, whole: judgeFile(file, context), citable: citableParts(file, context), isPlainJson }];
  });
  const written = [...(isSame ? [] : [runFile]), ...staged.filter(({ name }) => !conflicts.there.has(name)).map(({ name }) => name)];
  return {
    state: 'read',
    value: {
      release: stated,
      releaseText: text,
      part,
      run: added.value,
      files,
      together: filesTogether(place.job, files, context),
      removed,
      written,
    },
    problems: [...found, ...changedProblems(added.value), ...clocks.map((each) => ({ ...each, hint }))],
  };
}

/** The patterns by which several files of one kind and one ending are cited as one, where they name no others. */
function filesTogether(job: string, files: readonly CollectedFile[], context: EvidenceContext): CollectedTogether[] {
  const kindOf = ({ outcome }: EvidenceFile) => (outcome.state === 'read' ? outcome.report.kind : null);
  const mergeable = files.filter(({ file }) => ['tests', 'coverage', 'findings'].includes(kindOf(file) ?? ''));
  const groups = Map.groupBy(mergeable, ({ file }) => `${kindOf(file)} ${/\.\w+$/.exec(file.name)?.[0] ?? ''}`);
  return [...groups].flatMap(([key, group]) => {
    const [kind = '', ending = ''] = key.split(' ');
    const names = new Set(group.map(({ file }) => file.name));
    const pattern = `${[...names].some((name) => name.includes('/')) ? '**/' : ''}*${ending}`;
    const cited = filesOf(`${job}/${pattern}`, context.evidence);
    if (group.length < 2 || ending === '' || !cited.every((file) => names.has(file.name) && kindOf(file) === kind)) return [];
    return [{ pattern, names, whole: judgePath(`${job}/${pattern}`, '', null, context) }];
  });
}

/** Puts a collection into its root, in an order that leaves nothing that could pass wherever it ends. */
export function writeCollection(root: string, staging: string, { releaseText, removed, part, written }: Collection): void {
  // First the commit: from then on what is left of another one proves nothing.
  if (releaseText !== null) writeAtOnce(join(root, releaseFile), releaseText, join(root, resultsFolder, '.run.json.partial'));
  if (removed.length > 0) removeFiles(join(root, nextFolder), removed);
  if (written.length > 0) placePart(join(staging, 'part'), join(root, nextFolder, part), written);
}

function textFile(path: string, text: string): ListedFile {
  const bytes = Buffer.from(text);
  return { path, digest: '', input: inputFile(`${nextFolder}/${path}`, '', bytes.length, bytes) };
}

async function readStandingParts(
  root: string,
  files: readonly { readonly path: string; readonly size: number }[],
): Promise<StandingPart[]> {
  const parts: StandingPart[] = [];
  for (const { path, size } of files) {
    const at = placeOfResult(path);
    if (at === null || at.name !== runFile) continue;
    const file = `${nextFolder}/${path}`;
    const run = await readJsonFile(heldFile(file, join(root, file), size), file, JobRun);
    parts.push({ at, run: run.state === 'read' ? run.value : null });
  }
  return parts;
}

/** What keeps a part from being added to those that stand there. */
function standingProblems(
  { place: { job, shard }, files }: Delivery,
  part: string,
  parts: readonly StandingPart[],
  left: readonly { readonly path: string }[],
): Problem[] {
  const own = parts.find(({ at }) => at.folder === part);
  const file = `${nextFolder}/${part}`;
  if (own === undefined || own.run === null) {
    const names = new Set(files.map(({ name }) => name));
    const strays = left.map(({ path }) => placeOfResult(path)).filter((at) => at?.folder === part && !names.has(at.name));
    if (strays.length > 0) {
      const message = 'files stand here, and no run.json that can be read says where they come from';
      return [problem('CONFLICT', { file }, message, 'remove them, or name another job')];
    }
  }
  const siblings = parts.filter(({ at, run }) => at.job === job && at.folder !== part && run !== null);
  const otherwise = siblings.find(({ at, run }) => ((at.shard ?? run?.shard ?? null) === null) !== (shard == null));
  if (otherwise === undefined) return [];
  const message = `the job ran ${shard == null ? 'in shards' : 'as a whole'} there (${otherwise.at.folder}), and this is ${shard == null ? 'no shard of it' : 'a shard of it'}`;
  return [problem('CONFLICT', { file }, message, 'state --shard for each of its parts, or name another job')];
}

/** What of the names would not be read as they are written, or not everywhere. */
function nameProblems(files: readonly FileToCollect[], part: string, standing: readonly string[]): Problem[] {
  const taken = new Map<string, string>();
  const take = (path: string, kind: 'file' | 'folder') => {
    const folded = foldedName(path);
    const twin = taken.get(folded);
    taken.set(folded, `${kind} ${path}`);
    return twin === undefined || twin === `${kind} ${path}` ? null : twin.replace(/^\w+ /, '');
  };
  const takeAll = (path: string) => {
    const parts = path.split('/');
    return parts.flatMap((_, index) => take(parts.slice(0, index + 1).join('/'), index + 1 === parts.length ? 'file' : 'folder') ?? []);
  };
  for (const path of standing) takeAll(path);
  const byName = Map.groupBy(files, ({ name }) => name);
  return files.flatMap((file) => {
    const fault = resultNameFault(file.name, file.shown);
    if (fault !== null) return [fault];
    const path = `${part}/${file.name}`;
    const at = placeOfResult(path);
    if (file.name === runFile || at?.folder !== part || at.name !== file.name) {
      return [
        problem('NAME', { file: file.shown }, `the portal keeps the name ${JSON.stringify(file.name)} for itself`, 'rename the file'),
      ];
    }
    const others = (byName.get(file.name) ?? []).filter((other) => other !== file);
    const twins = [...others.map(({ shown }) => shown), ...takeAll(path)];
    const hint = 'name them by one pattern, so that their folders are part of their names, or collect them as jobs of their own';
    return twins.length === 0
      ? []
      : [problem('NAME_COLLISION', { file: file.shown }, `its name cannot be told from that of ${twins[0]} everywhere`, hint)];
  });
}

/** Which files stand there already, and which of them with other bytes. */
async function conflictsWith(
  root: string,
  part: string,
  standing: ReadonlySet<string>,
  staged: readonly StagedFile[],
): Promise<{ readonly there: ReadonlySet<string>; readonly problems: readonly Problem[] }> {
  const there = new Set<string>();
  const problems: Problem[] = [];
  for (const { name, listed } of staged) {
    const file = `${nextFolder}/${part}/${name}`;
    if (!standing.has(`${part}/${name}`)) continue;
    const digest = await digestOf(heldFile(file, join(root, file), lstatSync(join(root, file)).size));
    if (digest === listed.digest) there.add(name);
    else {
      const hint = 'keep it; where the job ran again state --attempt, and where it ran in parts --shard';
      problems.push(problem('CONFLICT', { file }, 'a file with other bytes stands here', hint));
    }
  }
  return { there, problems };
}

/** A copy of a file that is brought, read. */
interface StagedFile {
  readonly name: string;
  readonly from: string;
  readonly listed: ListedFile;
  /** What `run.json` says that it is; null where it is refused. */
  readonly format: string | null;
  readonly outcome: ReadOutcome;
  readonly note: string | null;
  readonly problems: readonly Problem[];
}

async function stageFile(
  { name, shown, absolute }: FileToCollect,
  folder: string,
  part: string,
  { format, asDocument, redact }: Delivery,
  { secrets }: Portal,
): Promise<StagedFile> {
  const copy = join(folder, name);
  mkdirSync(dirname(copy), { recursive: true });
  copyFileSync(absolute, copy);
  const note = redact === null ? null : await redactCopy(copy, name, new Set(secrets.map(({ sha256 }) => sha256.toLowerCase())), redact);
  const input = heldFile(shown, copy, lstatSync(copy).size);
  const listed = { path: `${part}/${name}`, digest: await digestOf(input), input };
  const outcome = await readCollected(input, format, asDocument);
  const hint = 'take it out of what is run and revoke it, or use --redact; one that opens nothing is allowed in content/portal.yaml';
  const found = (await findSecretsIn([{ ...listed, path: shown }], '', secrets)).map((each) =>
    each.code === 'SECRET' ? { ...each, hint } : each,
  );
  return {
    name,
    from: shown,
    listed,
    format: outcome.state === 'read' ? outcome.format : null,
    outcome,
    note,
    // What else is said of a file may quote the secret in it.
    problems: errors(found).length > 0 ? found : [...outcome.problems, ...found],
  };
}

/** Reads a file as its own reader does, as plain JSON where it has none, or as a text where somebody wants that. */
async function readCollected(input: ListedFile['input'], format: string | null, asDocument: boolean): Promise<ReadOutcome> {
  const outcome = await readReport(input, format);
  if (outcome.state === 'read' || outcome.format !== null) return outcome;
  const plain = await readReport(input, 'json');
  if (plain.state === 'read') return plain;
  if (asDocument) return readReport(input, 'text');
  // A text may begin like JSON, and is none.
  const isUnknown = (code: ProblemCode) => code === 'FORMAT_UNKNOWN' || code === 'JSON_SYNTAX';
  return {
    ...outcome,
    problems: outcome.problems.map((each) =>
      isUnknown(each.code) ? { ...each, hint: `${each.hint}; --as-document keeps it, and it then proves only that it is there` } : each,
    ),
  };
}

/** Takes out of a copy what must not be published; says what, or null where there was nothing. A text of another encoding stays as it is. */
async function redactCopy(
  copy: string,
  name: string,
  allowed: ReadonlySet<string>,
  folders: readonly KnownFolder[],
): Promise<string | null> {
  const text = utf8Text(readFileSync(copy));
  if (text === null) return null;
  const redacted = await redactText(text, allowed, folders);
  if (redacted.text === text) return null;
  writeFileSync(copy, redacted.text);
  return `${name} was redacted: ${redacted.secrets} taken out as secrets, ${redacted.paths} paths made relative`;
}

function runOf({ place: { directory, ...place }, started, finished, command }: Delivery, staged: readonly StagedFile[]): JobRun {
  const names = staged.map(({ name }) => name).sort(compareText);
  const described = [...staged]
    .sort((a, b) => compareText(a.name, b.name))
    .flatMap(({ name, format, outcome }) => {
      const tool = outcome.state === 'read' ? outcome.report.tool : null;
      return format === null
        ? []
        : [[name, { format, ...(tool === null ? {} : { tool: { name: tool.name, version: tool.version } }) }] as const];
    });
  // Paths that were made relative begin at the top of the repository, and the tool's own in the folder that it ran in.
  const isCertain = directory === '.' || staged.every(({ note }) => note === null);
  return jobRun(isCertain && directory != null ? { ...place, directory } : place, {
    started,
    finished,
    commands: command === null ? [] : [{ command: command.line, exitCode: command.exitCode, files: names }],
    files: Object.fromEntries(described),
    notes: staged.flatMap(({ note }) => note ?? []),
  });
}

/** The folders of this machine that paths in results begin with, the longest first. */
export function knownFolders(top: string): KnownFolder[] {
  const folders = [
    { folder: `${top}/`, shown: '' },
    { folder: `${homedir()}/`, shown: '~/' },
  ];
  return folders.filter(({ folder }) => folder.length > 2 && existsSync(folder)).sort((a, b) => b.folder.length - a.folder.length);
}
