import { z } from 'zod';

const count = z.int().nonnegative();
const file = z.string();
const ids = z.array(z.string());
/** The units that numbers of a snapshot are in. */
export const FrozenUnit = z.enum(['ratio', 'percent', 'us', 'ms', 's', 'min', 'h', 'd', 'per-second', 'bytes', 'KB', 'MB', 'GB', 'count']);

/** Why a citation failed, as a snapshot holds it: a code and its parameters. */
const FrozenFailReason = z.discriminatedUnion('code', [
  z.strictObject({ code: z.literal('tests-failed'), failed: count, total: count }),
  z.strictObject({ code: z.literal('criterion-missed') }),
  z.strictObject({ code: z.literal('findings'), count }),
  z.strictObject({ code: z.literal('thresholds-crossed'), crossed: count, total: count }),
  z.strictObject({ code: z.literal('value-false') }),
  z.strictObject({ code: z.literal('text-differs') }),
  z.strictObject({ code: z.literal('roll-up-failed'), items: ids }),
]);

/** Why a citation proved nothing. */
const FrozenUnprovenReason = z.discriminatedUnion('code', [
  z.strictObject({ code: z.literal('missing') }),
  z.strictObject({ code: z.literal('commit-not-stated') }),
  z.strictObject({ code: z.literal('no-provenance'), file }),
  z.strictObject({ code: z.literal('other-commit'), file, found: z.string(), expected: z.string() }),
  z.strictObject({ code: z.literal('stale'), file, finished: z.string(), days: count }),
  z.strictObject({ code: z.literal('from-the-future'), file, finished: z.string() }),
  z.strictObject({ code: z.literal('other-environment'), measured: z.string().nullable(), asked: z.string() }),
  z.strictObject({ code: z.literal('unreadable'), file, problem: z.string().regex(/^[A-Z][A-Z_]*$/) }),
  z.strictObject({ code: z.literal('withdrawn'), file, was: z.enum(['pass', 'fail', 'unproven']) }),
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
  z.strictObject({ code: z.literal('no-criterion') }),
  z.strictObject({ code: z.literal('unit-not-stated'), unit: FrozenUnit }),
  z.strictObject({ code: z.literal('wrong-type'), found: z.enum(['string', 'boolean', 'list', 'object', 'number']) }),
  z.strictObject({ code: z.literal('pointer-needed') }),
  z.strictObject({ code: z.literal('shards-absent'), job: z.string(), absent: z.array(z.int().positive()), total: count }),
  z.strictObject({ code: z.literal('file-absent'), file }),
  z.strictObject({ code: z.literal('declared-differs'), file, declared: z.number(), listed: z.number() }),
  z.strictObject({ code: z.literal('tool-errors'), file, count }),
  z.strictObject({ code: z.literal('tests-unlisted'), packages: count }),
  z.strictObject({ code: z.literal('coverage-of-failed-tests'), file, failed: count }),
  z.strictObject({ code: z.literal('command-failed'), file, exitCode: z.int() }),
  z.strictObject({ code: z.literal('roll-up-open'), items: ids }),
  z.strictObject({ code: z.literal('roll-up-empty') }),
]);

export const FrozenVerdict = z.discriminatedUnion('state', [
  z.strictObject({ state: z.literal('pass') }),
  z.strictObject({ state: z.literal('fail'), reason: FrozenFailReason }),
  z.strictObject({ state: z.literal('unproven'), reason: FrozenUnprovenReason }),
]);
export type FrozenVerdict = z.output<typeof FrozenVerdict>;
