import { freshnessDays, type Portal } from '../checklist/portal.ts';
import { pathMatcher } from '../glob.ts';
import { runFile } from '../layout.ts';
import type { Evidence, EvidenceFile } from '../reports/evidence.ts';
import type { Report } from '../reports/report.ts';
import type { UnprovenReason } from './reason.ts';

/** What the judgement of a citation knows besides the citation. */
export interface EvidenceContext {
  readonly evidence: Evidence;
  readonly portal: Portal;
  readonly now: Date;
}

const dayMs = 86_400_000;

/** The files that a citation's path names: those of each shard's newest attempt. A pattern never matches a `run.json`. */
export function filesOf(path: string, { files }: Evidence): EvidenceFile[] {
  const matches = pathMatcher(path);
  const exact = !/[*\\]/.test(path);
  return files.filter((file) => !file.part.superseded && (exact || file.name !== runFile) && matches(`${file.job}/${file.name}`));
}

/** The same file of earlier attempts. */
export function earlierAttempts({ job, name, part }: EvidenceFile, { files }: Evidence): EvidenceFile[] {
  return files.filter((file) => file.part.superseded && file.job === job && file.name === name && file.part.shard === part.shard);
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
  if (run.commit.toLowerCase() !== commit.toLowerCase())
    return { code: 'other-commit', file: file.path, found: run.commit, expected: commit };
  const finished = Date.parse(run.finished);
  if (finished > now.getTime() + dayMs) return { code: 'from-the-future', file: file.path, finished: run.finished };
  const days = freshnessDays(portal, file.job);
  if (days !== null && now.getTime() > finished + days * dayMs) return { code: 'stale', file: file.path, finished: run.finished, days };
  if (environment !== null && run.environment?.name !== environment) {
    return { code: 'other-environment', measured: run.environment?.name ?? null, asked: environment };
  }
  return null;
}

/** When a file passes the freshness rule, in milliseconds since 1970; null where it never does. */
export function staleAt(file: EvidenceFile, portal: Portal): number | null {
  const days = freshnessDays(portal, file.job);
  return days === null || file.part.run === null ? null : Date.parse(file.part.run.finished) + days * dayMs;
}

/** Why files that do speak of this release show only a part of it: what they measure may fail an item and never pass one. */
export function partialReasons(path: string, files: readonly EvidenceFile[], { evidence }: EvidenceContext): UnprovenReason[] {
  return [
    ...shardsAbsent(files, evidence),
    ...promisedAbsent(path, files, evidence),
    ...files.flatMap((file) => ownPartiality(file, evidence)),
  ];
}

function shardsAbsent(files: readonly EvidenceFile[], { parts }: Evidence): UnprovenReason[] {
  return [...new Set(files.map(({ job }) => job))].flatMap((job) => {
    const newest = parts.filter((part) => part.job === job && !part.superseded);
    const delivered = new Set(files.filter((file) => file.job === job).map(({ part }) => part.shard));
    const expected = new Set(newest.map(({ shard }) => shard));
    const total = newest.find(({ shards }) => shards !== null)?.shards ?? expected.size;
    for (let shard = 1; newest.some(({ shards }) => shards !== null) && shard <= total; shard += 1) expected.add(shard);
    const absent = [...expected].flatMap((shard) => (shard === null || delivered.has(shard) ? [] : shard)).sort((a, b) => a - b);
    return absent.length === 0 ? [] : [{ code: 'shards-absent' as const, job, absent, total }];
  });
}

/** A file that a `run.json` names, that the citation covers, and that is not there. */
function promisedAbsent(path: string, files: readonly EvidenceFile[], { parts }: Evidence): UnprovenReason[] {
  const jobs = new Set(files.map(({ job }) => job));
  const matches = pathMatcher(path);
  return parts
    .filter((part) => jobs.has(part.job) && !part.superseded)
    .flatMap((part) =>
      part.absent
        .filter((name) => matches(`${part.job}/${name}`))
        .map((name) => ({ code: 'file-absent' as const, file: `${part.folder}/${name}` })),
    );
}

function ownPartiality(file: EvidenceFile, evidence: Evidence): UnprovenReason[] {
  const { outcome, path } = file;
  if (outcome.state !== 'read') return [];
  const own = outcome.report.partial.map(
    (partial): UnprovenReason =>
      partial.code === 'declared-differs'
        ? { code: 'declared-differs', file: path, declared: partial.declared, listed: partial.listed }
        : { code: 'tool-errors', file: path, count: partial.count },
  );
  return [...own, ...coverageOfFailedTests(file, outcome.report, evidence), ...commandFailed(file, evidence)];
}

/** The packages that failed are absent from the profile: nothing says how much of them is covered. */
function coverageOfFailedTests({ path, part }: EvidenceFile, report: Report, { files }: Evidence): UnprovenReason[] {
  if (report.kind !== 'coverage') return [];
  const failed = files
    .filter((file) => file.part === part)
    .flatMap(({ outcome }) => (outcome.state === 'read' && outcome.report.kind === 'tests' ? outcome.report.tests : []))
    .filter(({ status }) => status === 'failed').length;
  return failed === 0 ? [] : [{ code: 'coverage-of-failed-tests', file: path, failed }];
}

/** A command that failed although nothing that it wrote says why: it may have stopped before the end. */
function commandFailed({ path, name, part }: EvidenceFile, { files }: Evidence): UnprovenReason[] {
  const failed = part.run?.commands.filter((command) => command.exitCode !== 0 && (command.files?.includes(name) ?? false)) ?? [];
  const unnamed = part.run?.commands.filter((command) => command.exitCode !== 0 && !command.files?.length) ?? [];
  const stated = part.run?.commands.some((command) => command.files?.includes(name)) ?? false;
  const suspects = stated ? failed : unnamed;
  return suspects
    .filter(
      (command) =>
        !explained(files.filter((file) => file.part === part && (stated ? (command.files?.includes(file.name) ?? false) : true))),
    )
    .map(({ exitCode }) => ({ code: 'command-failed', file: path, exitCode }));
}

/** Does one of the files say why the command that wrote it failed: a failed test, a crossed threshold, a finding? */
function explained(written: readonly EvidenceFile[]): boolean {
  return written.some(({ outcome }) => {
    if (outcome.state !== 'read') return false;
    const { report } = outcome;
    if (report.kind === 'tests') return report.tests.some(({ status }) => status === 'failed');
    if (report.kind === 'load') return report.thresholds?.some(({ held }) => held === false) ?? false;
    return report.kind === 'findings' && report.findings.some(({ suppressed }) => !suppressed);
  });
}
