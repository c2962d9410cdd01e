import type { Measure } from '../../checklist/requirements/measure.ts';
import type { EvidenceFile } from '../../reports/evidence.ts';
import type { Report } from '../../reports/report.ts';
import type { Unit } from '../../unit.ts';
import type { AssessedCriterion, Measured, Verdict } from '../assessment.ts';
import type { UnprovenReason } from '../reason.ts';

/** What a citation selects in a report, before any criterion. */
export type Measurement =
  | {
      readonly state: 'measured';
      readonly measured: Measured;
      /** What a criterion compares; null where the kind has no number. A unit of null: the file does not state it. */
      readonly number: { readonly value: number; readonly unit: Unit | null } | null;
      /** The verdict without a criterion, by the rule of the kind; null where the kind needs one. */
      readonly own: { readonly rule: DefaultRule; readonly verdict: Verdict } | null;
      /** Why it may fail and never pass. */
      readonly partial: readonly UnprovenReason[];
      readonly examples: readonly string[];
    }
  | { readonly state: 'unproven'; readonly reason: UnprovenReason; readonly examples: readonly string[] };

/** The rule of a kind of result that holds where nothing states a criterion. */
export type DefaultRule = Extract<AssessedCriterion, { kind: 'default' }>['rule'];

/** A result file with the report of one kind. */
export interface Reported<Kind extends Report> {
  readonly file: EvidenceFile;
  readonly report: Kind;
}

/** How many names live pages show beside a citation. */
export const maxExamples = 10;

/** A measurement that proves nothing, with what the citation could have meant. */
export function unproven(reason: UnprovenReason, examples: readonly string[] = []): Measurement {
  return { state: 'unproven', reason, examples: examples.slice(0, maxExamples) };
}

/** A plain number: a criterion decides, or nothing does. */
export function numberMeasured(
  value: number,
  unit: Unit,
  {
    covered = null,
    total = null,
    partial = [],
    measure = null,
  }: { covered?: number | null; total?: number | null; partial?: readonly UnprovenReason[]; measure?: Measure | null } = {},
): Extract<Measurement, { state: 'measured' }> {
  return {
    state: 'measured',
    measured: { kind: 'number', value, unit, covered, total, measure },
    number: { value, unit },
    own: null,
    partial,
    examples: [],
  };
}
