import { patternOf } from '../glob.ts';
import { runFile } from '../layout.ts';
import type { Problem } from '../problem.ts';
import type { EvidenceFile } from '../reports/evidence.ts';
import { disqualified, type EvidenceContext, filesOf, partialReasons } from './provenance.ts';
import type { UnprovenReason } from './reason.ts';

/** What a result file is worth to its release, whatever it holds and whoever cites it. */
export type FileStanding =
  /** A later attempt of its job decides. */
  | { readonly state: 'superseded' }
  /** No reader can say what it holds. */
  | { readonly state: 'unreadable'; readonly problem: Problem | null }
  /** It, or the same file of another shard, says nothing of this release. */
  | { readonly state: 'nothing'; readonly reason: UnprovenReason }
  /** It may fail an item and never pass one. */
  | { readonly state: 'part'; readonly reasons: readonly UnprovenReason[] }
  | { readonly state: 'counts' };

/** Settles what a result file is worth, by the same rules as a citation of the whole of it in all shards of its job. */
export function standingOf(file: EvidenceFile, context: EvidenceContext): FileStanding {
  if (file.part.superseded) return { state: 'superseded' };
  const own = disqualified(file, null, context);
  if (own !== null) return { state: 'nothing', reason: own };
  if (file.outcome.state === 'refused') return { state: 'unreadable', problem: file.outcome.problems[0] ?? null };
  const path = patternOf(`${file.job}/${file.name}`);
  const files = filesOf(path, context.evidence);
  const other = files.map((each) => disqualified(each, null, context)).find((reason) => reason !== null);
  if (other !== undefined) return { state: 'nothing', reason: other };
  // What a job itself came to is no part of anything.
  const reasons = file.name === runFile ? [] : [...unlistedTests(files), ...partialReasons({ path, selector: '' }, files, context)];
  return reasons.length > 0 ? { state: 'part', reasons } : { state: 'counts' };
}

/** Packages that could not list their tests: what else there would have been is not known. */
function unlistedTests(files: readonly EvidenceFile[]): UnprovenReason[] {
  const packages = files.flatMap(({ outcome }) =>
    outcome.state === 'read' && outcome.report.kind === 'tests' ? outcome.report.unlisted : [],
  );
  return packages.length === 0 ? [] : [{ code: 'tests-unlisted', packages: packages.length }];
}
