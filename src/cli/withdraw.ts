import { existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { type Problem, problem } from '../problem.ts';
import { plural } from '../publish/words.ts';
import type { Release } from '../release/history.ts';
import { isWithdrawable, makeWithdrawal, type Withdrawal, withdrawalName, withdrawalText } from '../release/withdrawal.ts';
import { loadHistory } from '../releases.ts';
import { digestOf, inputFile, listFiles, listResults } from '../root.ts';
import { type ExitCode, exitCodes, exitOf, print, printJson, tellProblems } from './print.ts';
import type { CommonOptions } from './program.ts';
import { removeFiles, writeAtOnce } from './release-files.ts';

interface WithdrawOptions extends CommonOptions {
  readonly because: string;
}

/** The bytes that go, and where they are. */
interface Order {
  readonly digest: string;
  readonly releases: readonly { readonly release: Release; readonly withdrawal: Withdrawal; readonly files: readonly string[] }[];
  /** Below `results/next/`. */
  readonly next: readonly string[];
  /** Files of `content/` that have the same bytes, and that nobody but their author takes out. */
  readonly content: readonly string[];
}

/**
 * `readiness withdraw`: what must not stay public leaves every release that has it. Its name, its digest, the reason and the date stay, and
 * what cited it is unproven from then on.
 */
export async function withdraw(version: string, named: string, { root, because, now, json = false }: WithdrawOptions): Promise<ExitCode> {
  const outcome = await readOrder(root, version, named, because, now);
  if ('problems' in outcome) {
    tellProblems(outcome.problems);
    if (json) printJson({ problems: outcome.problems });
    return exitOf(outcome.problems);
  }
  for (const { release, withdrawal, files } of outcome.releases) {
    const folder = join(root, 'results', release.version);
    const record = join(folder, withdrawalName(outcome.digest));
    mkdirSync(join(folder, 'withdrawn'), { recursive: true });
    // The record comes first: without it the missing bytes would look like tampering.
    if (!existsSync(record)) writeAtOnce(record, withdrawalText(withdrawal), join(root, 'results/.withdrawal.partial'));
    removeFiles(folder, files);
  }
  if (outcome.next.length > 0) removeFiles(join(root, 'results/next'), outcome.next);
  if (json) {
    const releases = outcome.releases.map(({ release, files }) => ({ version: release.version, files }));
    printJson({ digest: outcome.digest, releases, next: outcome.next, content: outcome.content });
  } else print(...lines(outcome));
  return exitCodes.ok;
}

async function readOrder(
  root: string,
  version: string,
  named: string,
  because: string,
  now: Date,
): Promise<Order | { problems: Problem[] }> {
  const { releases } = await loadHistory(root);
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
  const next = (await listResults(root, 'results/next', [])).filter((file) => file.digest === digest).map(({ path }) => path);
  const problems = [...holders.flatMap(keptFiles), ...(next.includes('run.json') ? [ownRun()] : [])];
  const made = holders.map(({ release: each, files }) => ({ release: each, files, outcome: makeWithdrawal(files, because, now) }));
  problems.push(...made.flatMap(({ outcome }) => (outcome.state === 'refused' ? outcome.problems : [])).slice(0, 1));
  if (problems.length > 0) return { problems };
  return {
    digest,
    releases: made.flatMap(({ release: each, files, outcome }) =>
      outcome.state === 'read' ? [{ release: each, withdrawal: outcome.withdrawal, files: files.map(({ file }) => file) }] : [],
    ),
    next,
    content: await filesOfContent(root, digest),
  };
}

/** What a release is and was judged by stays, and so do records: a signature is withdrawn by another one. */
function keptFiles({ release, files }: { release: Release; files: Release['files'] }): Problem[] {
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
  for (const { path, size } of listFiles(root, 'content', [])) {
    if ((await digestOf(inputFile(path, join(root, 'content', path), size))) === digest) found.push(`content/${path}`);
  }
  return found;
}

function lines({ digest, releases, next, content }: Order): string[] {
  const [first] = releases;
  return [
    `${first?.withdrawal.file ?? 'A file'} (sha256 ${digest}) is withdrawn from ${plural(releases.length, 'release')}:`,
    ...releases.map(({ release, files }) => `  ${release.version}: ${files.join(', ')}`),
    ...next.map((file) => `results/next/${file} had the same bytes and is gone too: what cites it is unproven.`),
    ...content.map((file) => `${file} has the same bytes and is still there: take them out yourself.`),
    'The bytes are still in the history of the repository and on sites that were published: take them out there, and revoke what leaked.',
  ];
}
