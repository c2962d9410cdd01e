import type { ResultCitation } from '../checklist/checklist.ts';
import { freshnessDays, type Portal } from '../checklist/portal.ts';
import { isSameCommit } from '../commit.ts';
import { isPattern, pathMatcher } from '../glob.ts';
import { runFile } from '../layout.ts';
import { type Problem, problem } from '../problem.ts';
import { type CommandLimit, callsTestRunner, commandLimits, liesWithin } from '../reports/command-limits.ts';
import type { Evidence, EvidenceFile } from '../reports/evidence.ts';
import { findingLimits } from '../reports/finding-limits.ts';
import type { JobPart } from '../reports/job-parts.ts';
import type { Partial, Report } from '../reports/report.ts';
import type { JobRun, ReleaseRun } from '../reports/run.ts';
import type { UnprovenReason } from './reason.ts';

/** What the judgement of a citation knows besides the citation. */
export interface EvidenceContext {
  readonly evidence: Evidence;
  readonly portal: Portal;
  readonly now: Date;
}

const dayMs = 86_400_000;
/** Clocks of two machines differ; an instant beyond this is wrong. In milliseconds. */
const toleranceMs = 5 * 60_000;

/** The files that a citation's path names: those of each shard's newest attempt. A pattern never matches a `run.json`. */
export function filesOf(path: string, { files }: Evidence): EvidenceFile[] {
  const matches = pathMatcher(path);
  const exact = !isPattern(path);
  return files.filter((file) => !file.part.superseded && (exact || file.name !== runFile) && matches(`${file.job}/${file.name}`));
}

/** The same file of earlier attempts. */
export function earlierAttempts({ job, name, part }: EvidenceFile, { parts, byPath }: Evidence): EvidenceFile[] {
  return parts
    .filter((each) => each.superseded && each.job === job && each.shard === part.shard)
    .flatMap(({ folder }) => byPath.get(`${folder}/${name}`) ?? []);
}

/** Why a file says nothing of this release; null where it does speak of it. */
export function disqualified(
  file: EvidenceFile,
  environment: string | null,
  { evidence, portal, now }: EvidenceContext,
): UnprovenReason | null {
  const { commit } = evidence.release;
  const { run } = file.part;
  if (commit == null) return { code: 'commit-not-stated' };
  if (run === null) return { code: 'no-provenance', file: file.path };
  if (!isSameCommit(run.commit, commit)) return { code: 'other-commit', file: file.path, found: run.commit, expected: commit };
  if (run.changed?.length) return { code: 'tree-changed', file: file.path, changed: run.changed.length };
  const clock = clockFault(run, evidence.release, now);
  if (clock?.code === 'from-the-future') return { code: 'from-the-future', file: file.path, finished: run.finished };
  if (clock !== null) return { ...clock, file: file.path };
  const days = freshnessDays(portal, file.job);
  const until = staleAt(file, portal);
  if (days !== null && until !== null && now.getTime() > until) return { code: 'stale', file: file.path, finished: run.finished, days };
  if (environment !== null && run.environment?.name !== environment) {
    return { code: 'other-environment', measured: run.environment?.name ?? null, asked: environment };
  }
  return null;
}

type ClockFault =
  | { readonly code: 'from-the-future' }
  | { readonly code: 'out-of-order'; readonly earlier: 'committed' | 'started'; readonly later: 'started' | 'finished' };

/** Why the instants of a job cannot be true: it ended in the future, or its commit, its start and its end do not follow each other. */
function clockFault(run: JobRun, release: ReleaseRun, now: Date): ClockFault | null {
  const finished = Date.parse(run.finished);
  const started = run.started == null ? null : Date.parse(run.started);
  if (Math.max(finished, started ?? finished) > now.getTime() + toleranceMs) return { code: 'from-the-future' };
  if (started !== null && started > finished) return { code: 'out-of-order', earlier: 'started', later: 'finished' };
  const committed = [run.committed, release.committed].flatMap((instant) => (instant == null ? [] : Date.parse(instant)));
  if (committed.every((instant) => instant <= (started ?? finished) + toleranceMs)) return null;
  return { code: 'out-of-order', earlier: 'committed', later: started === null ? 'finished' : 'started' };
}

/** Jobs whose instants cannot be true. */
export function clockProblems({ release, parts, folder }: Evidence, now: Date): Problem[] {
  return parts.flatMap(({ run, folder: part }) => {
    const fault = run === null ? null : clockFault(run, release, now);
    if (fault === null) return [];
    const message =
      fault.code === 'from-the-future'
        ? `the job ended in the future: ${run?.finished}`
        : `the job ${fault.later} before it was ${fault.earlier}`;
    return [problem('CLOCK', { file: `${folder}/${part}/${runFile}` }, message)];
  });
}

/** When a file passes the freshness rule, in milliseconds since 1970; null where it never does. */
export function staleAt(file: EvidenceFile, portal: Portal): number | null {
  const days = freshnessDays(portal, file.job);
  return days === null || file.part.run === null ? null : Date.parse(file.part.run.finished) + days * dayMs;
}

/**
 * Why files that do speak of this release show only a part of it: what they measure may fail an item and never pass one.
 *
 * @param cited The citation, of whose path `files` are what is there.
 */
export function partialReasons(
  cited: Pick<ResultCitation, 'path' | 'selector'>,
  files: readonly EvidenceFile[],
  { evidence }: EvidenceContext,
): UnprovenReason[] {
  const jobs = [...new Set(files.map(({ job }) => job))];
  return [
    ...jobs.flatMap((job) => {
      const parts = newestParts(job, evidence);
      return [...shardReasons(job, parts, files), ...unnamedFailures(job, parts)];
    }),
    ...promisedAbsent(cited.path, jobs, evidence),
    ...files.flatMap(ownPartiality),
    ...coverageOfFailedTests(files, evidence),
    ...failedCommands(files, evidence),
    ...limitReasons(files, cited.selector, evidence),
    ...fewerTests(cited.path, files, evidence),
  ];
}

/** The parts of a job that decide: the newest attempt of each shard. */
function newestParts(job: string, { parts }: Evidence): readonly JobPart[] {
  return parts.filter((part) => part.job === job && !part.superseded);
}

/** Commands that failed and name no file that is there: what they were to write, or to prepare for the others, is not known. */
function unnamedFailures(job: string, newest: readonly JobPart[]): UnprovenReason[] {
  return newest
    .flatMap(({ commands }) => commands)
    .filter(({ exitCode, written }) => exitCode !== 0 && written.size === 0)
    .map(({ exitCode }) => ({ code: 'job-failed', job, exitCode }));
}

/** What is wrong with the shards of a job: they are 1 to N without a gap, and N is stated. */
function shardReasons(job: string, newest: readonly JobPart[], files: readonly EvidenceFile[]): UnprovenReason[] {
  const shards = newest.flatMap(({ shard }) => shard ?? []);
  if (shards.length === 0) return [];
  const totals = [...new Set(newest.flatMap(({ run }) => run?.shard?.total ?? []))].sort((a, b) => a - b);
  const total = Math.max(...totals, ...shards);
  const delivered = new Set(files.filter((file) => file.job === job).map(({ part }) => part.shard));
  const absent = Array.from({ length: total }, (_, index) => index + 1).filter((shard) => !delivered.has(shard));
  return [
    ...(totals.length === 1 ? [] : [{ code: 'shards-unclear' as const, job, totals }]),
    ...(absent.length === 0 ? [] : [{ code: 'shards-absent' as const, job, absent, total }]),
    ...copiedShards(job, files),
  ];
}

/** Two shards cannot have written the same tests byte for byte: one of them is a copy. */
function copiedShards(job: string, files: readonly EvidenceFile[]): UnprovenReason[] {
  const tests = files.filter(({ job: own, outcome }) => own === job && outcome.state === 'read' && outcome.report.kind === 'tests');
  const byDigest = Map.groupBy(tests, ({ digest }) => digest);
  return [...byDigest.values()].flatMap((same) => {
    const shards = [...new Set(same.flatMap(({ part }) => part.shard ?? []))].sort((a, b) => a - b);
    return shards.length < 2 ? [] : [{ code: 'shards-alike' as const, job, shards }];
  });
}

/** A file that a `run.json` names, that the citation covers, and that is not there. */
function promisedAbsent(path: string, jobs: readonly string[], { parts }: Evidence): UnprovenReason[] {
  const matches = pathMatcher(path);
  return parts
    .filter((part) => jobs.includes(part.job) && !part.superseded)
    .flatMap((part) =>
      part.absent
        .filter((name) => matches(`${part.job}/${name}`))
        .map((name) => ({ code: 'file-absent' as const, file: `${part.folder}/${name}` })),
    );
}

function ownPartiality(file: EvidenceFile): UnprovenReason[] {
  return file.outcome.state === 'read' ? file.outcome.report.partial.flatMap((partial) => reasonOf(partial, file) ?? []) : [];
}

/** Why a report is a part by its own word; null for a shard that its `run.json` says it is. */
function reasonOf(partial: Partial, { path: file, part }: EvidenceFile): UnprovenReason | null {
  switch (partial.code) {
    case 'declared-differs':
      return { code: 'declared-differs', file, declared: partial.declared, listed: partial.listed };
    case 'tool-errors':
      return { code: 'tool-errors', file, count: partial.count };
    case 'rerun':
    case 'dry-run':
      return { code: partial.code, file, option: null };
    case 'shard': {
      const { index, total } = partial;
      const shard = part.run?.shard;
      return shard?.index === index && shard.total === total ? null : { code: 'one-shard', file, index, total };
    }
    case 'interrupted':
      return { code: 'interrupted', file };
    case 'names-nothing':
      return { code: 'no-target', file };
    case 'not-scanned':
      return { code: 'not-scanned', file, count: partial.count };
    case 'outdated-data':
      return { code: 'outdated-data', file, what: partial.what };
  }
}

/** The packages that failed are absent from the profile: nothing says how much of them is covered. */
function coverageOfFailedTests(files: readonly EvidenceFile[], evidence: Evidence): UnprovenReason[] {
  const profiles = files.filter(({ outcome }) => outcome.state === 'read' && outcome.report.kind === 'coverage');
  return [...Map.groupBy(profiles, ({ job }) => job)].flatMap(([job, own]) => {
    const failed = newestParts(job, evidence)
      .flatMap((part) => evidence.byPart.get(part) ?? [])
      .flatMap(({ outcome }) => (outcome.state === 'read' && outcome.report.kind === 'tests' ? outcome.report.tests : []))
      .filter(({ status }) => status === 'failed').length;
    return failed === 0 ? [] : own.map(({ path }) => ({ code: 'coverage-of-failed-tests' as const, file: path, failed }));
  });
}

/** Commands that failed although nothing that they wrote says why: they may have stopped before the end. */
function failedCommands(files: readonly EvidenceFile[], { byPart }: Evidence): UnprovenReason[] {
  return [...Map.groupBy(files, ({ part }) => part)].flatMap(([part, own]) =>
    part.commands.flatMap(({ exitCode, written }): UnprovenReason[] => {
      const cited = own.filter(({ name, outcome }) => outcome.state === 'read' && written.has(name));
      if (exitCode === 0 || cited.length === 0) return [];
      if (wasEnded(exitCode)) return cited.map(({ path }) => ({ code: 'command-ended', file: path, exitCode }));
      return explained((byPart.get(part) ?? []).filter((file) => written.has(file.name)))
        ? []
        : cited.map(({ path }) => ({ code: 'command-failed', file: path, exitCode }));
    }),
  );
}

/**
 * Did a command not end by itself? 124 is the code of `timeout`, 126 and 127 say that it could not be started, 128 and more name the signal
 * that ended it, and what is negative or above 255 comes from the system. What it wrote until then explains nothing.
 */
function wasEnded(exitCode: number): boolean {
  return exitCode < 0 || exitCode > 128 || exitCode === 124 || exitCode === 126 || exitCode === 127;
}

/** What the commands that wrote files left out of them, unless the selector names what they did not, or the other shards have the rest. */
function limitReasons(files: readonly EvidenceFile[], selector: string, evidence: Evidence): UnprovenReason[] {
  const limitsOf = remember(commandLimits, (lines) => lines.join('\n'));
  const hasFailed = remember(
    (part: JobPart) => hasFailedTest(part, evidence),
    ({ folder }) => folder,
  );
  return files.flatMap((file) => {
    const { path, outcome, part } = file;
    if (outcome.state !== 'read') return [];
    const { kind } = outcome.report;
    const lines = linesOf(file);
    if (kind === 'findings') return lines.flatMap((line) => findingReasons(path, selector, line));
    const limits = limitsOf(lines);
    const dry = limits.flatMap(({ kind: limit, option }) => (limit === 'dry-run' ? [{ code: limit, file: path, option }] : []));
    if (kind !== 'tests' && kind !== 'coverage') return dry;
    const stops = limits.filter((limit) => limit.kind === 'stop' && hasFailed(part));
    const filters = limits.filter((limit) => leavesOut(limit, file, kind === 'tests' ? selector : '', evidence, limitsOf));
    return [
      ...dry,
      ...limits.flatMap(({ kind: limit, option }) => (limit === 'rerun' ? [{ code: limit, file: path, option }] : [])),
      ...filters.map(({ option }) => ({ code: 'filtered' as const, file: path, option })),
      ...stops.map(({ option }) => ({ code: 'stopped-early' as const, file: path, option })),
    ];
  });
}

/** Does a filter leave out what the selector may select and no other shard has? */
function leavesOut(limit: CommandLimit, file: EvidenceFile, selector: string, evidence: Evidence, limitsOf: LimitsOf): boolean {
  if (limit.kind !== 'filter' && limit.kind !== 'shard') return false;
  const shard = file.part.run?.shard ?? null;
  const [, index, total] = /^(\d+)\/(\d+)$/.exec(limit.kind === 'shard' ? limit.value : '') ?? [];
  if (index !== undefined) return Number(index) !== shard?.index || Number(total) !== shard.total;
  return !isSplitOverShards(file, evidence, limitsOf) && !liesWithin(selector, limit);
}

type LimitsOf = (lines: readonly string[]) => readonly CommandLimit[];

/** Makes once what many files ask for. */
function remember<Asked, Made>(make: (asked: Asked) => Made, keyOf: (asked: Asked) => string): (asked: Asked) => Made {
  const known = new Map<string, { readonly made: Made }>();
  return (asked) => {
    const key = keyOf(asked);
    const found = known.get(key) ?? { made: make(asked) };
    known.set(key, found);
    return found.made;
  };
}

/** What a scanner's command left out, where the selector asks for it. */
function findingReasons(path: string, selector: string, line: string): UnprovenReason[] {
  const asked = selector === '' ? ['critical', 'high'] : selector.split(',').map((word) => word.trim().toLowerCase());
  return findingLimits(line)
    .filter(({ reports }) => reports === null || !asked.every((word) => reports.some((severity) => severity === word)))
    .map(({ option }) => ({ code: 'filtered', file: path, option }));
}

/**
 * The lines of the commands that wrote a file: those that name it and, where none of these runs tests, those that do and name no file that
 * is there.
 */
function linesOf({ name, part }: EvidenceFile): string[] {
  const naming = part.commands.filter(({ written }) => written.has(name)).map(({ command }) => command);
  if (naming.some(callsTestRunner)) return naming;
  const others = part.commands.filter(({ written }) => written.size === 0).map(({ command }) => command);
  return [...naming, ...others.filter(callsTestRunner)];
}

/** Do the shards of a job part its tests by these options: is the total stated, and does each shard run others? */
function isSplitOverShards(file: EvidenceFile, evidence: Evidence, limitsOf: LimitsOf): boolean {
  const shard = file.part.run?.shard;
  if (shard == null || shard.total < 2) return false;
  const restrictionsOf = (each: EvidenceFile) =>
    limitsOf(linesOf(each))
      .filter(({ kind }) => kind === 'filter' || kind === 'shard')
      .map(({ option, value }) => `${option} ${value}`)
      .join(' ');
  const own = restrictionsOf(file);
  return newestParts(file.job, evidence)
    .filter((part) => part !== file.part)
    .flatMap(({ folder }) => evidence.byPath.get(`${folder}/${file.name}`) ?? [])
    .every((other) => restrictionsOf(other) !== own);
}

function hasFailedTest(part: JobPart, { byPart }: Evidence): boolean {
  return (byPart.get(part) ?? []).some(
    ({ outcome }) => outcome.state === 'read' && outcome.report.kind === 'tests' && showsFailure(outcome.report),
  );
}

/** Attempts that list fewer tests than one before them ran only some of them again; so did what measured coverage then. */
function fewerTests(path: string, files: readonly EvidenceFile[], evidence: Evidence): UnprovenReason[] {
  const matches = pathMatcher(path);
  return [...Map.groupBy(files, ({ part }) => part)].flatMap(([part, own]) => {
    const kinds = new Set(own.flatMap(({ outcome }) => (outcome.state === 'read' ? outcome.report.kind : [])));
    if (part.attempt === 1 || !(kinds.has('tests') || kinds.has('coverage'))) return [];
    const isMeant = (file: EvidenceFile) => !kinds.has('tests') || matches(`${file.job}/${file.name}`);
    const listedIn = (each: JobPart) => countNames((evidence.byPart.get(each) ?? []).filter(isMeant));
    const earlier = evidence.parts.filter(
      ({ job, shard, superseded, run }) =>
        superseded && job === part.job && shard === part.shard && isSameCommit(run?.commit, part.run?.commit),
    );
    const before = Math.max(0, ...earlier.map(listedIn));
    const now = listedIn(part);
    const [first] = own;
    return now < before && first !== undefined ? [{ code: 'fewer-tests' as const, file: first.path, before, now }] : [];
  });
}

/** How many tests files list, each name once. */
function countNames(files: readonly EvidenceFile[]): number {
  const names = files.flatMap(({ outcome }) =>
    outcome.state === 'read' && outcome.report.kind === 'tests' ? outcome.report.tests.map(({ name }) => name) : [],
  );
  return new Set(names).size;
}

/** Does one of the files say why the command that wrote it failed? */
function explained(written: readonly EvidenceFile[]): boolean {
  return written.some(({ outcome }) => outcome.state === 'read' && showsFailure(outcome.report));
}

/** Does a report hold what its tool fails for: a failed test, a crossed threshold, a finding? */
function showsFailure(report: Report): boolean {
  switch (report.kind) {
    case 'tests':
      return report.tests.some(({ status }) => status === 'failed');
    case 'load':
      return report.thresholds?.some(({ held }) => held === false) ?? false;
    case 'findings':
      return report.findings.some(({ suppressed }) => !suppressed);
    case 'coverage':
    case 'document':
    case 'json':
      return false;
  }
}
