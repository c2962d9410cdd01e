import { type AssessedSources, assessSources, type ReleaseSources } from '../assessment/assess-sources.ts';
import type { AssessedCitation, Assessment } from '../assessment/assessment.ts';
import { itemsOf } from '../assessment/items.ts';
import { withCitations } from '../assessment/with-citations.ts';
import type { InputFile, ListedFile } from '../file.ts';
import { isEvidence, runFile } from '../layout.ts';
import { errors, type Problem } from '../problem.ts';
import type { Reading } from '../reading.ts';

import { frozenSources } from './frozen-sources.ts';
import { type OwnRelease, type SoundRelease, withdrawnFiles } from './history.ts';
import { snapshotName } from './manifest.ts';
import { assessmentOf, makeSnapshot, type Snapshot, type SnapshotFacts } from './snapshot.ts';

/** What the frozen evidence and checklist of a release come to by the rules of this version. */
export type Recomputation =
  | { readonly state: 'made'; readonly snapshot: Snapshot }
  /** This version cannot assess what is frozen. */
  | { readonly state: 'refused'; readonly problems: readonly Problem[] };

/**
 * Makes a release's snapshot anew from its frozen evidence and checklist, at its own instant. Where files of a job were withdrawn, nothing of
 * that job can be rechecked: its citations are taken as the snapshot has them, and everything else is computed.
 */
export async function recompute(release: OwnRelease): Promise<Recomputation> {
  const { files, snapshot } = release;
  const sources = sourcesOf(release);
  const outcome = await assessSources(sources, new Date(snapshot.assessedAt));
  if (outcome.state === 'refused') return { state: 'refused', problems: errors(outcome.problems) };

  const withdrawn = withdrawnFiles(release);
  const jobs = new Set(withdrawn.filter(({ file }) => isEvidence(file)).map(({ file }) => jobOf(file)));
  const assessed = jobs.size === 0 ? outcome.value : withFrozenJobs(outcome.value, snapshot, jobs);
  const sizes = new Map(snapshot.files.map(({ file, size }) => [file, size]));
  const evidence = files.filter(({ file, state }) => state !== 'later' && isEvidence(file));
  const made = makeSnapshot({
    ...snapshot,
    assessed,
    checklist: sources.content.map(({ path, digest }) => ({ file: path, digest })),
    evidence,
    files: files
      .filter(({ file, state }) => state !== 'later' && file !== snapshotName)
      .map(({ file, digest, size }) => ({ file, digest, size: size ?? sizes.get(file) ?? 0 })),
  });
  return { state: 'made', snapshot: jobs.size === 0 ? made : { ...made, measured: snapshot.measured } };
}

/** What the evidence and the checklist of a release come to by the rules of this version, at its own instant, whichever rules it was frozen by. */
export async function assessFrozen(release: SoundRelease): Promise<Reading<Assessment>> {
  const outcome = await assessSources(sourcesOf(release), new Date(release.snapshot.assessedAt));
  return outcome.state === 'refused' ? outcome : { ...outcome, value: outcome.value.assessment };
}

/** What a frozen release is assessed from, but for what was withdrawn of it. */
export function sourcesOf({ found, files, snapshot }: SoundRelease): ReleaseSources {
  const listed = files.flatMap(({ file, state }): ListedFile[] => {
    const entry = found.entries.find((each) => each.kind === 'file' && each.file === file);
    return entry?.kind === 'file' && state === 'intact' ? [{ path: file, digest: entry.digest, input: entry.input }] : [];
  });
  if (withdrawnFiles({ files }).some(({ file }) => file === runFile)) listed.push(releaseRun(snapshot));
  return frozenSources(found.folder, listed);
}

/** The assessment, in which all that rests on some jobs is as it was frozen. */
function withFrozenJobs(assessed: AssessedSources, snapshot: Snapshot, jobs: ReadonlySet<string>): AssessedSources {
  const frozen = assessmentOf(snapshot);
  const before = new Map(itemsOf(frozen.pages).map((item) => [item.id, item]));
  const rests = (citation: AssessedCitation | undefined) => citation?.sources.some(({ file }) => jobs.has(jobOf(file))) ?? false;
  const restated = withCitations(assessed.assessment, (citation, item, index) => {
    const old = before.get(item.id)?.citations[index];
    return old !== undefined && (rests(old) || rests(citation)) ? old : citation;
  });
  const assessment: Assessment = {
    ...restated,
    staleAfter: frozen.staleAfter,
    uncited: [
      ...restated.uncited.filter(({ file }) => !jobs.has(jobOf(file))),
      ...frozen.uncited.filter(({ file }) => jobs.has(jobOf(file))),
    ].sort((a, b) => (a.file < b.file ? -1 : 1)),
  };
  return { ...assessed, assessment };
}

/** What the release's own `run.json` said, where that was withdrawn. */
function releaseRun({ product, version, commit, committed }: SnapshotFacts): ListedFile {
  const bytes = Buffer.from(JSON.stringify({ product, version, commit, committed }));
  const input: InputFile = {
    path: runFile,
    size: bytes.length,
    async *chunks() {
      yield bytes;
    },
  };
  return { path: runFile, digest: '', input };
}

function jobOf(file: string): string {
  return file.split('/')[0] ?? '';
}
