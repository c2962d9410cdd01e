import { z } from 'zod';
import { namedMeasures } from '../checklist/requirements/measure.ts';
import { problemCodes } from '../problem.ts';
import { units } from '../unit.ts';

const count = z.int().nonnegative();
/** Below the release's results. */
const file = z.string();
/** As the tool spells it, one of those that are known. */
const option = z.string();
/** From 1. */
const places = z.array(z.int().positive()).readonly();
const ids = z.array(z.string()).readonly();
/** What a citation came to by the rules of another version of this tool, which this one does not recheck. */
const notRechecked = z.strictObject({
  code: z.literal('not-rechecked'),
  ruleSet: z.int().positive(),
  was: z.enum(['pass', 'fail', 'unproven']),
});
/** What a title can ask for, and a citation measure: a dimension of numbers, or another kind of outcome. */
const quantities = [
  'share',
  'time',
  'frequency',
  'size',
  'number',
  'tests',
  'findings',
  'thresholds',
  'boolean',
  'text',
  'existence',
  'commands',
  'items',
] as const;
export type Quantity = (typeof quantities)[number];

/** A measure by its name: `branch-coverage`, `p99.9`. */
export const AnyMeasure = z.union([z.enum(namedMeasures), z.templateLiteral(['p', z.number()])]);

/**
 * Why a citation fails, as a code with its parameters: what an assessment holds and what a snapshot keeps, so a new one is a new rule set.
 * Sentences are made where it is shown (`publish/words/`), so that better wording changes no frozen release. No text of a result file is
 * among the parameters.
 */
export const FailReason = z.discriminatedUnion('code', [
  z.strictObject({ code: z.literal('tests-failed'), failed: count, total: count }),
  z.strictObject({ code: z.literal('criterion-missed') }),
  z.strictObject({ code: z.literal('findings'), count }),
  z.strictObject({ code: z.literal('thresholds-crossed'), crossed: count, total: count }),
  z.strictObject({ code: z.literal('value-false') }),
  z.strictObject({ code: z.literal('text-differs') }),
  z.strictObject({ code: z.literal('commands-failed'), failed: count, total: count }),
  z.strictObject({ code: z.literal('roll-up-failed'), items: ids }),
  notRechecked,
]);
export type FailReason = z.output<typeof FailReason>;

/** Why a citation proves nothing, in the same way. */
export const UnprovenReason = z.discriminatedUnion('code', [
  // Nothing of this release
  z.strictObject({ code: z.literal('missing') }),
  z.strictObject({ code: z.literal('commit-not-stated') }),
  z.strictObject({ code: z.literal('no-provenance'), file }),
  z.strictObject({ code: z.literal('other-commit'), file, found: z.string(), expected: z.string() }),
  /** Tracked files were not as the commit has them. */
  z.strictObject({ code: z.literal('tree-changed'), file, changed: count }),
  z.strictObject({ code: z.literal('stale'), file, finished: z.string(), days: count }),
  z.strictObject({ code: z.literal('from-the-future'), file, finished: z.string() }),
  z.strictObject({
    code: z.literal('out-of-order'),
    file,
    earlier: z.enum(['committed', 'started']),
    later: z.enum(['started', 'finished']),
  }),
  z.strictObject({ code: z.literal('other-environment'), measured: z.string().nullable(), asked: z.string() }),
  z.strictObject({ code: z.literal('unreadable'), file, problem: z.enum(problemCodes) }),
  z.strictObject({ code: z.literal('withdrawn'), file, was: z.enum(['pass', 'fail', 'unproven']) }),
  notRechecked,
  // Nothing measured
  z.strictObject({ code: z.literal('nothing-selected'), selector: z.string(), available: count }),
  z.strictObject({ code: z.literal('no-tests') }),
  z.strictObject({ code: z.literal('all-skipped'), skipped: count }),
  z.strictObject({
    code: z.literal('not-measured'),
    what: z.enum(['duration', 'flaky', 'branches', 'lines', 'functions', 'statements']),
  }),
  z.strictObject({ code: z.literal('not-computable') }),
  z.strictObject({ code: z.literal('every-request-failed'), requests: count }),
  z.strictObject({ code: z.literal('no-target'), file }),
  z.strictObject({ code: z.literal('not-rated'), severity: z.string() }),
  z.strictObject({ code: z.literal('rule-not-run'), rule: z.string() }),
  z.strictObject({ code: z.literal('thresholds-unknown') }),
  z.strictObject({ code: z.literal('no-thresholds') }),
  z.strictObject({ code: z.literal('blank-document'), file }),
  z.strictObject({ code: z.literal('not-merged'), files: count }),
  // Nothing to compare with
  z.strictObject({ code: z.literal('no-criterion') }),
  z.strictObject({ code: z.literal('unit-not-stated'), unit: z.enum(units) }),
  /** Parts of the item's words, or of a label. */
  z.strictObject({ code: z.literal('not-understood'), words: z.array(z.string()).readonly() }),
  z.strictObject({
    code: z.literal('not-measured-by-any'),
    measure: AnyMeasure.nullable(),
    comparator: z.enum(['>=', '>', '<=', '<', '=']),
    value: z.number(),
    unit: z.enum(units),
  }),
  /** The words ask for all or none of something. */
  z.strictObject({ code: z.literal('unanswered'), words: z.string() }),
  z.strictObject({ code: z.literal('other-measure'), asked: AnyMeasure, cited: AnyMeasure }),
  /** `true` under a key that names something bad. */
  z.strictObject({ code: z.literal('boolean-unclear') }),
  z.strictObject({ code: z.literal('negative') }),
  z.strictObject({ code: z.literal('no-command'), file }),
  /** Of its title. */
  z.strictObject({ code: z.literal('other-dimension'), asked: z.enum(quantities), found: z.enum(quantities) }),
  z.strictObject({ code: z.literal('wrong-type'), found: z.enum(['string', 'boolean', 'list', 'object', 'number']) }),
  z.strictObject({ code: z.literal('pointer-needed') }),
  /** A pointer leads into JSON alone. */
  z.strictObject({ code: z.literal('not-json'), file }),
  // A part only: may fail, never pass
  z.strictObject({ code: z.literal('shards-absent'), job: z.string(), absent: places, total: count }),
  /** The shards state no total (then empty), or several. */
  z.strictObject({ code: z.literal('shards-unclear'), job: z.string(), totals: places }),
  /** They have the same bytes. */
  z.strictObject({ code: z.literal('shards-alike'), job: z.string(), shards: places }),
  z.strictObject({ code: z.literal('file-absent'), file }),
  z.strictObject({ code: z.literal('declared-differs'), file, declared: z.number(), listed: z.number() }),
  z.strictObject({ code: z.literal('tool-errors'), file, count }),
  z.strictObject({ code: z.literal('one-shard'), file, index: z.int().positive(), total: z.int().positive() }),
  z.strictObject({ code: z.literal('interrupted'), file }),
  z.strictObject({ code: z.literal('not-scanned'), file, count }),
  z.strictObject({ code: z.literal('outdated-data'), file, what: z.enum(['distribution', 'database']) }),
  z.strictObject({ code: z.literal('tests-unlisted'), packages: count }),
  z.strictObject({ code: z.literal('coverage-of-failed-tests'), file, failed: count }),
  /** By a command's option, or by the file's own word. */
  z.strictObject({ code: z.literal('rerun'), file, option: option.nullable() }),
  z.strictObject({ code: z.literal('dry-run'), file, option: option.nullable() }),
  z.strictObject({ code: z.literal('filtered'), file, option }),
  z.strictObject({ code: z.literal('stopped-early'), file, option }),
  z.strictObject({ code: z.literal('fewer-tests'), file, before: count, now: count }),
  z.strictObject({ code: z.literal('command-failed'), file, exitCode: z.int() }),
  /** It was ended from outside, or could not start. */
  z.strictObject({ code: z.literal('command-ended'), file, exitCode: z.int() }),
  /** A command of the job failed that names no file that is there. */
  z.strictObject({ code: z.literal('job-failed'), job: z.string(), exitCode: z.int() }),
  // Other parts of the checklist
  z.strictObject({ code: z.literal('roll-up-open'), items: ids }),
  z.strictObject({ code: z.literal('roll-up-empty') }),
]);
export type UnprovenReason = z.output<typeof UnprovenReason>;

/** Why a citation does not pass. */
export type Reason = FailReason | UnprovenReason;
