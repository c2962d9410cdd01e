import type { ProblemCode } from '../problem.ts';
import type { Unit } from '../unit.ts';

/**
 * Why a citation fails or is unproven, as a code with its parameters. Sentences are made where it is shown (`publish/words.ts`), so that
 * better wording changes no frozen release. No text of a result file is among the parameters.
 */
export type Reason = FailReason | UnprovenReason;

export type FailReason =
  | { readonly code: 'tests-failed'; readonly failed: number; readonly total: number }
  | { readonly code: 'criterion-missed' }
  | { readonly code: 'findings'; readonly count: number }
  | { readonly code: 'thresholds-crossed'; readonly crossed: number; readonly total: number }
  | { readonly code: 'value-false' }
  | { readonly code: 'text-differs' }
  | { readonly code: 'roll-up-failed'; readonly items: readonly string[] };

export type UnprovenReason =
  // Nothing of this release
  | { readonly code: 'missing' }
  | { readonly code: 'commit-not-stated' }
  | { readonly code: 'no-provenance'; readonly file: string }
  | { readonly code: 'other-commit'; readonly file: string; readonly found: string; readonly expected: string }
  | { readonly code: 'stale'; readonly file: string; readonly finished: string; readonly days: number }
  | { readonly code: 'from-the-future'; readonly file: string; readonly finished: string }
  | { readonly code: 'other-environment'; readonly measured: string | null; readonly asked: string }
  | { readonly code: 'unreadable'; readonly file: string; readonly problem: ProblemCode }
  | { readonly code: 'withdrawn'; readonly file: string; readonly was: 'pass' | 'fail' | 'unproven' }
  // Nothing measured
  | { readonly code: 'nothing-selected'; readonly selector: string; readonly available: number }
  | { readonly code: 'no-tests' }
  | { readonly code: 'all-skipped'; readonly skipped: number }
  | { readonly code: 'not-measured'; readonly what: 'duration' | 'flaky' | 'branches' | 'lines' | 'functions' | 'statements' }
  | { readonly code: 'not-computable' }
  | { readonly code: 'every-request-failed'; readonly requests: number }
  | { readonly code: 'no-target'; readonly file: string }
  | { readonly code: 'not-rated'; readonly severity: string }
  | { readonly code: 'rule-not-run'; readonly rule: string }
  | { readonly code: 'thresholds-unknown' }
  | { readonly code: 'no-thresholds' }
  | { readonly code: 'blank-document'; readonly file: string }
  | { readonly code: 'not-merged'; readonly files: number }
  // Nothing to compare with
  | { readonly code: 'no-criterion' }
  | { readonly code: 'unit-not-stated'; readonly unit: Unit }
  | { readonly code: 'wrong-type'; readonly found: 'string' | 'boolean' | 'list' | 'object' | 'number' }
  | { readonly code: 'pointer-needed' }
  // A part only: may fail, never pass
  | { readonly code: 'shards-absent'; readonly job: string; readonly absent: readonly number[]; readonly total: number }
  | { readonly code: 'file-absent'; readonly file: string }
  | { readonly code: 'declared-differs'; readonly file: string; readonly declared: number; readonly listed: number }
  | { readonly code: 'tool-errors'; readonly file: string; readonly count: number }
  | { readonly code: 'tests-unlisted'; readonly packages: number }
  | { readonly code: 'coverage-of-failed-tests'; readonly file: string; readonly failed: number }
  | { readonly code: 'command-failed'; readonly file: string; readonly exitCode: number }
  // Other parts of the checklist
  | { readonly code: 'roll-up-open'; readonly items: readonly string[] }
  | { readonly code: 'roll-up-empty' };
