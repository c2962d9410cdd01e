import { existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { loadReleases } from '../disk/releases.ts';
import { inputFile, listFiles, listResults } from '../disk/root.ts';
import { openScratch } from '../disk/scratch-folder.ts';
import { loadRevocations } from '../disk/trust-files.ts';
import { digestOf } from '../file.ts';
import { nextFolder, runFile } from '../layout.ts';
import { formatProblem, type Problem, problem } from '../problem.ts';
import { plural } from '../publish/words/grammar.ts';
import { type DamagedRelease, linkUp, openRelease, type SealedRelease } from '../release/history.ts';
import { judgeFrozen } from '../release/signed-release.ts';
import { isWithdrawable, makeWithdrawal, type Withdrawal, withdrawalName, withdrawalText } from '../release/withdrawal.ts';
import type { SignOffInput } from '../signing/judge-sign-offs.ts';
import { principalsOf } from '../signing/new-record.ts';
import { signingRefusal } from '../signing/permission.ts';
import { refusalWords } from '../signing/record-refusal.ts';
import { holdRoot } from './hold.ts';
import type { WithdrawOptions } from './options.ts';
import { type ExitCode, exitCodes, exitOf, print, printJson, tellProblems } from './print.ts';
import { removeFiles, writeAtOnce } from './release-folder.ts';
import { findKey, type SigningKey, signBytes } from './ssh-keygen.ts';

/** The bytes that go, and where they are. */
interface Order {
  readonly digest: string;
  readonly releases: readonly {
    readonly release: SealedRelease | DamagedRelease;
    readonly withdrawal: Withdrawal;
    readonly files: readonly string[];
    /** Null where nobody signs it. */
    readonly signature: Uint8Array | null;
  }[];
  /** Somebody could have signed it. */
  readonly hasRoles: boolean;
  /** Below `results/next/`. */
  readonly next: readonly string[];
  /** Files of `content/` that have the same bytes, and that nobody but their author takes out. */
  readonly content: readonly string[];
}

/**
 * `readiness-portal withdraw`: what must not stay public leaves every release that has it. Its name, its digest, the reason and the date stay, and
 * what cited it is unproven from then on.
 */
export async function withdraw(version: string, named: string, options: WithdrawOptions): Promise<ExitCode> {
  const { root, json = false } = options;
  const scratch = openScratch('withdraw');
  try {
    return await holdRoot(root, `withdraw ${version} ${named}`, json, async () =>
      carryOut(await readOrder(version, named, options, scratch.path), root, json),
    );
  } finally {
    scratch.remove();
  }
}

function carryOut(outcome: Order | { readonly problems: readonly Problem[] }, root: string, json: boolean): ExitCode {
  if ('problems' in outcome) {
    tellProblems(outcome.problems);
    if (json) printJson({ problems: outcome.problems });
    return exitOf(outcome.problems);
  }
  for (const { release, withdrawal, files, signature } of outcome.releases) {
    const folder = join(root, 'results', release.version);
    const record = join(folder, withdrawalName(outcome.digest));
    mkdirSync(join(folder, 'withdrawn'), { recursive: true });
    // The record comes first: without it the missing bytes would look like tampering.
    if (!existsSync(record)) {
      if (signature !== null) writeAtOnce(`${record}.sig`, signature, join(root, 'results/.withdrawal.partial'));
      writeAtOnce(record, withdrawalText(withdrawal), join(root, 'results/.withdrawal.partial'));
    }
    removeFiles(folder, files);
  }
  if (outcome.next.length > 0) removeFiles(join(root, nextFolder), outcome.next);
  if (json) {
    const releases = outcome.releases.map(({ release, files }) => ({ version: release.version, files }));
    printJson({ digest: outcome.digest, releases, next: outcome.next, content: outcome.content });
  } else print(...lines(outcome));
  return exitCodes.ok;
}

async function readOrder(
  version: string,
  named: string,
  options: WithdrawOptions,
  scratch: string,
): Promise<Order | { readonly problems: readonly Problem[] }> {
  const { root } = options;
  const { releases } = linkUp(await loadReleases(root));
  const release = releases.find((each) => each.version === version);
  if (release === undefined) {
    return { problems: [problem('RELEASE_MISSING', { file: 'results' }, `there is no release ${JSON.stringify(version.slice(0, 100))}`)] };
  }
  const wanted = named.replace(/^sha256:/, '').replace(/^(?:\.\/)?results\/[^/]+\//, '');
  const digest = release.files.find(({ file, digest: own }) => file === wanted || own === wanted.toLowerCase())?.digest;
  if (digest === undefined) {
    const problems = release.integrity === 'broken' && release.files.length === 0 ? release.problems : [];
    const message = `${JSON.stringify(named.slice(0, 200))} is no file of ${version}`;
    return { problems: [...problems, problem('WITHDRAWAL', { file: `results/${version}` }, message)] };
  }
  const holders = releases
    .map((each) => ({ release: each, files: each.files.filter((file) => file.digest === digest) }))
    .filter(({ files }) => files.length > 0);
  const next = (await listResults(root, nextFolder)).value.filter((file) => file.digest === digest).map(({ path }) => path);
  const problems = [...holders.flatMap(keptFiles), ...(next.includes(runFile) ? [ownRun()] : [])];
  if (problems.length > 0) return { problems };
  const key = options.role === undefined ? null : findKey(options.key, () => true, scratch);
  if (key?.state === 'failed') return { problems: [problem('ENVIRONMENT', { file: '--key' }, key.message, key.hint)] };
  const revocations = loadRevocations(root);
  const orders: Order['releases'][number][] = [];
  let hasRoles = false;
  for (const { release: each, files } of holders) {
    const opened = each.integrity === 'broken' ? each : await openRelease(each.found);
    const signing = opened.integrity === 'broken' ? null : (await judgeFrozen(opened, revocations)).signed.signing;
    hasRoles ||= Object.keys(signing?.rules.roles ?? {}).length > 0;
    const made = signWithdrawal(files, key === null ? null : key.value, signing, options, join(scratch, each.version));
    if ('problems' in made) problems.push(...made.problems);
    else orders.push({ release: each, files: files.map(({ file }) => file), ...made });
  }
  if (problems.length > 0) return { problems: distinct(problems) };
  return { digest, releases: orders, hasRoles, next, content: await filesOfContent(root, digest) };
}

/** The withdrawal of some files with the same bytes from one release, signed where there is a key. */
function signWithdrawal(
  files: SealedRelease['files'],
  key: SigningKey | null,
  signing: SignOffInput | null,
  { because, now, role = '', person: named }: WithdrawOptions,
  scratch: string,
): { readonly withdrawal: Withdrawal; readonly signature: Uint8Array | null } | { readonly problems: readonly Problem[] } {
  if (key === null) {
    const made = makeWithdrawal(files, because, now, null);
    return made.state === 'refused' ? made : { withdrawal: made.withdrawal, signature: null };
  }
  const notCounting = (why: string) => ({
    problems: [
      problem('WITHDRAWAL', { file: '--role' }, `the signature would not count: ${why}`, 'leave the role out to withdraw unsigned'),
    ],
  });
  if (signing === null) return notCounting('the release is not what was frozen');
  const people = named === undefined ? principalsOf(key.key, signing.trust.allowed) : [named];
  if (people.length > 1) return notCounting(`the key is listed for ${people.join(', ')}: name the one with --person`);
  const person = people[0] ?? 'nobody';
  const refusal = signingRefusal({ key: key.key, role, person, subject: 'release', at: now, rules: signing.rules, trust: signing.trust });
  if (refusal !== null) return notCounting(refusalWords(refusal));
  const made = makeWithdrawal(files, because, now, { role, person });
  if (made.state === 'refused') return made;
  const signed = signBytes(key, withdrawalText(made.withdrawal), scratch);
  if (signed.state === 'failed') return { problems: [problem('ENVIRONMENT', { file: 'ssh-keygen' }, signed.message, signed.hint)] };
  return { withdrawal: made.withdrawal, signature: signed.value };
}

/** A refusal that is the same for several releases is told once. */
function distinct(problems: readonly Problem[]): Problem[] {
  return [...new Map(problems.map((each) => [formatProblem(each), each])).values()];
}

/** What a release is and was judged by stays, and so do records: a signature is withdrawn by another one. */
function keptFiles({ release, files }: { release: SealedRelease | DamagedRelease; files: SealedRelease['files'] }): Problem[] {
  return files
    .filter(({ file, state }) => !isWithdrawable(file) || state === 'later')
    .map(({ file }) =>
      problem('WITHDRAWAL', { file: `results/${release.version}/${file}` }, 'this cannot be withdrawn', 'withdraw result files alone'),
    );
}

function ownRun(): Problem {
  return problem(
    'WITHDRAWAL',
    { file: 'results/next/run.json' },
    'it has the same bytes, and nothing can be read without it',
    'rewrite it first',
  );
}

async function filesOfContent(root: string, digest: string): Promise<string[]> {
  const found: string[] = [];
  for (const { path, size } of listFiles(root, 'content').value) {
    if ((await digestOf(inputFile(path, join(root, 'content', path), size))) === digest) found.push(`content/${path}`);
  }
  return found;
}

function lines({ digest, releases, hasRoles, next, content }: Order): string[] {
  const [first] = releases;
  const unsigned = hasRoles && first?.signature === null;
  return [
    `${first?.withdrawal.file ?? 'A file'} (sha256 ${digest}) is withdrawn from ${plural(releases.length, 'release')}:`,
    ...releases.map(({ release, files }) => `  ${release.version}: ${files.join(', ')}`),
    ...next.map((file) => `${nextFolder}/${file} had the same bytes and is gone too: what cites it is unproven.`),
    ...content.map((file) => `${file} has the same bytes and is still there: take them out yourself.`),
    ...(unsigned ? ['Nobody signed the withdrawal, and the release says so: --role signs it.'] : []),
    'The bytes are still in the history of the repository and on sites that were published: take them out there, and revoke what leaked.',
  ];
}
