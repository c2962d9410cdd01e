import { z } from 'zod';
import { releaseStates, statuses } from '../assessment/assessment.ts';
import { counted } from '../assessment/counts.ts';
import { AnyMeasure, FailReason, UnprovenReason } from '../assessment/reason.ts';
import { marks, pageKinds } from '../checklist/checklist.ts';
import { units } from '../unit.ts';

const count = z.int().nonnegative();
/** A SHA-256 in lower-case hexadecimal digits. */
export const Sha256 = z.string().regex(/^[0-9a-f]{64}$/, 'write a SHA-256 in 64 lower-case hexadecimal digits');
const comparator = z.enum(['>=', '>', '<=', '<', '=']);
const unit = z.enum(units);
const measure = AnyMeasure.nullable();

/** A status that the rule set of the snapshot does not have is not counted there. */
const FrozenCounts = z.partialRecord(z.enum(counted), count);

const FrozenCriterion = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('number'), comparator, value: z.number(), unit, measure, from: z.enum(['text', 'title']) }),
  z.strictObject({
    kind: z.literal('tests'),
    comparator,
    value: z.number(),
    count: z.enum(['passed', 'failed', 'skipped', 'tests']),
    from: z.literal('title'),
  }),
  z.strictObject({ kind: z.literal('text'), text: z.string(), from: z.literal('title') }),
  z.strictObject({ kind: z.literal('boolean'), value: z.boolean(), from: z.literal('title') }),
  z.strictObject({ kind: z.literal('exists'), from: z.literal('title') }),
  z.strictObject({
    kind: z.literal('default'),
    rule: z.enum(['none-failed', 'none-severe', 'none-found', 'none-flaky', 'all-held', 'true', 'not-blank', 'all-verified', 'exit-0']),
    from: z.literal('default'),
  }),
]);

const FrozenMeasured = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('number'),
    value: z.number(),
    unit,
    covered: z.number().nullable(),
    total: z.number().nullable(),
    measure,
  }),
  z.strictObject({ kind: z.literal('tests'), passed: count, failed: count, skipped: count }),
  z.strictObject({ kind: z.literal('findings'), count }),
  z.strictObject({ kind: z.literal('thresholds'), held: count, crossed: count }),
  z.strictObject({ kind: z.literal('boolean'), value: z.boolean() }),
  z.strictObject({ kind: z.literal('existence') }),
  z.strictObject({ kind: z.literal('commands'), succeeded: count, failed: count }),
  z.strictObject({ kind: z.literal('items'), verified: count, total: count }),
]);
export type FrozenMeasured = z.output<typeof FrozenMeasured>;

const FrozenVerdict = z.discriminatedUnion('state', [
  z.strictObject({ state: z.literal('pass') }),
  z.strictObject({ state: z.literal('fail'), reason: FailReason }),
  z.strictObject({ state: z.literal('unproven'), reason: UnprovenReason }),
]);

const FrozenCitation = z.strictObject({
  target: z.enum(['result', 'checklist']),
  label: z.string(),
  file: z.string().describe('<job>/<file> as cited, or the page of the checklist'),
  selector: z.string(),
  criterion: FrozenCriterion.nullable(),
  measured: FrozenMeasured.nullable().describe('Null where nothing was measured, and for a text: no text of a result file is frozen here'),
  verdict: FrozenVerdict,
  sources: z.array(
    z.strictObject({ file: z.string(), digest: Sha256, finished: z.string().nullable(), environment: z.string().nullable() }),
  ),
});
export type FrozenCitation = z.output<typeof FrozenCitation>;

const place = z.strictObject({ line: z.int().positive(), column: z.int().positive() });

const FrozenItem = z.strictObject({
  id: z.string(),
  text: z.string(),
  mark: z.enum(marks),
  status: z.enum(statuses).describe('As it is without sign-offs'),
  because: z.string().nullable(),
  was: z.array(z.string()).describe('Earlier ids of the same item'),
  environment: z.string().nullable(),
  notUnderstood: z.array(z.string()).describe('The parts of its words that ask for something and were not understood'),
  doubt: UnprovenReason.nullable().describe('What keeps all that it cites from passing'),
  citations: z.array(FrozenCitation),
  waiver: z.strictObject({ because: z.string(), until: z.string() }).nullable(),
  place,
  get items() {
    return z.array(FrozenItem);
  },
});
export type FrozenItem = z.output<typeof FrozenItem>;

const FrozenPage = z.strictObject({
  id: z.string(),
  kind: z.enum(pageKinds),
  number: z.int().nullable(),
  title: z.string(),
  file: z.string(),
  blocking: z.boolean(),
  ready: z.boolean().describe('But for its sign-off'),
  counts: FrozenCounts,
  sections: z.array(z.strictObject({ id: z.string(), title: z.string(), items: z.array(FrozenItem) })),
  slots: z.array(
    z.strictObject({
      kind: z.enum(['layer', 'role', 'decision', 'date', 'release-date']),
      label: z.string(),
      role: z.string().nullable(),
      place,
    }),
  ),
});
export type FrozenPage = z.output<typeof FrozenPage>;

/**
 * An assessment as a snapshot holds it: codes, parameters and numbers, the checklist's own words, and no text of a result file. It is the
 * assessment without sign-offs, since these are judged anew whenever it is read.
 */
export const FrozenAssessment = z.strictObject({
  staleAfter: z.string().nullable(),
  state: z.enum(releaseStates).describe('Without sign-offs'),
  counts: FrozenCounts,
  pages: z.array(FrozenPage),
  signOffs: z
    .array(z.strictObject({ subject: z.string(), role: z.string().nullable() }))
    .describe('The sign-offs that readiness asked for'),
  waivers: z.array(
    z.strictObject({
      item: z.string(),
      because: z.string(),
      until: z.string(),
      by: z.string().nullable(),
      state: z.enum(['in-force', 'expired', 'unused']),
    }),
  ),
  uncited: z.array(z.strictObject({ file: z.string(), digest: Sha256 })).describe('Result files that no item cited'),
});
export type FrozenAssessment = z.output<typeof FrozenAssessment>;
