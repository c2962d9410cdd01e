import { z } from 'zod';
import {
  type AssessedCitation,
  type AssessedCriterion,
  type AssessedItem,
  type Assessment,
  type Measured,
  releaseStates,
  statuses,
} from '../assessment/assessment.ts';
import { Counts } from '../assessment/counts.ts';
import { decisiveCitation } from '../assessment/decisive.ts';
import { itemsOf } from '../assessment/items.ts';
import { contradictions } from '../assessment/readiness.ts';
import { Sha256 } from '../release/frozen-assessment.ts';
import { SnapshotFacts } from '../release/snapshot.ts';
import { isVersion } from '../release/version.ts';
import { convert, dimensionOf, units } from '../unit.ts';
import type { SuccessiveRelease } from './successive-releases.ts';
import { answerWords } from './words/answer-words.ts';
import { changesLine, sinceWords } from './words/change-words.ts';
import { criterionWords, measuredWords, outcomeWords } from './words/measure-words.ts';
import { reasonWords } from './words/reason-words.ts';
import { headline } from './words/release-words.ts';

const RowMeasure = z.strictObject({
  file: z.string().describe('As it is cited: <job>/<file>'),
  selector: z.string(),
  quantity: z
    .strictObject({ value: z.number(), unit: z.enum(units), of: z.string().describe('Its dimension, or what is counted') })
    .nullable()
    .describe('Null where nothing was measured, or no number'),
  words: z.string().describe('What was measured, or why nothing was'),
  required: z.string().optional().describe('What was required of it; absent where nothing was, and in rows of before'),
  holds: z.boolean().nullable().describe('Null where what was measured does not count'),
});
/** What a citation of a result came to, as a number that can be drawn. */
export type RowMeasure = Readonly<z.output<typeof RowMeasure>>;

// Most items have little to say: what they lack is left out, for there are as many as all releases have.
const RowItem = z.strictObject({
  id: z.string(),
  was: z.array(z.string()).optional().describe('Earlier ids of the same item'),
  status: z.enum(statuses),
  words: z.string().optional().describe('What its deciding citation came to'),
  evidence: Sha256.optional().describe('SHA-256 of the file that decides it'),
  measures: z.array(RowMeasure).optional().describe('What its citations of results came to'),
});
/** An item of a release, as histories show it. */
export type RowItem = Readonly<z.output<typeof RowItem>>;

/**
 * `/releases/<version>/row.json`: what lists, the matrix, trends, histories, the feed and the API need of a release, so that it need not be read
 * whole for them. It is made from the same as the release's pages, and says nothing of integrity that was not found from the release's own files.
 */
export const ReleaseRow = z
  .strictObject({
    schemaVersion: z.literal(1),
    version: z.string().refine(isVersion),
    integrity: z.enum(['intact', 'withdrawn-in-part', 'broken']),
    manifest: Sha256.nullable().describe('SHA-256 of its MANIFEST.sha256'),
    digest: Sha256.nullable().describe('SHA-256 of its snapshot.json'),
    frozen: SnapshotFacts.nullable().describe(
      'What its snapshot says of itself and of its place among the others; null where it is damaged',
    ),
    notRechecked: z.boolean().describe('Another rule set made it, and this version does not recheck it'),
    shown: z
      .strictObject({
        state: z.enum(releaseStates),
        counts: Counts,
        contradictions: z.int().nonnegative(),
        headline: z.string(),
        answer: z.string().describe('What it comes to, in sentences'),
        items: z.array(RowItem),
      })
      .nullable()
      .describe('What it comes to, with sign-offs; null where it is damaged'),
    changes: z
      .strictObject({ line: z.string(), sentence: z.string() })
      .nullable()
      .describe('Since the release before it by version; null for the first, and where the two are not compared'),
  })
  .describe('A release in the lists of the site');
export type ReleaseRow = Readonly<z.output<typeof ReleaseRow>>;

/** What lists need of a release that was read whole. */
export function releaseRow({ release, signed, comparison }: SuccessiveRelease): ReleaseRow {
  const sound = release.integrity === 'broken' ? null : release;
  return {
    schemaVersion: 1,
    version: release.version,
    integrity: release.integrity,
    manifest: release.manifest,
    digest: sound?.digest ?? null,
    frozen: sound === null ? null : SnapshotFacts.parse(sound.snapshot),
    notRechecked: sound?.rules === 'other',
    shown: sound === null || signed === null ? null : shownOf(signed.assessment),
    changes: comparison === null ? null : { line: changesLine(comparison), sentence: sinceWords(comparison) },
  };
}

/** What lists show of what a release came to. */
export function shownOf(assessment: Assessment): ReleaseRow['shown'] {
  const { state, counts } = assessment;
  return {
    state,
    counts: { ...counts },
    contradictions: contradictions(assessment).length,
    headline: headline(assessment),
    answer: answerWords(assessment),
    items: rowItems(assessment),
  };
}

/**
 * Makes rows whose items are one value where they are alike in several: most items of a release are those of the release before, and memory holds
 * all rows.
 */
export function itemSharing(): (row: ReleaseRow) => ReleaseRow {
  const items = new Map<string, RowItem>();
  const shared = (item: RowItem) => {
    const text = JSON.stringify(item);
    const same = items.get(text) ?? item;
    items.set(text, same);
    return same;
  };
  return (row) => (row.shown === null ? row : { ...row, shown: { ...row.shown, items: row.shown.items.map(shared) } });
}

/** Every item of a release, parents before their children. */
export function rowItems({ pages }: Assessment): RowItem[] {
  return itemsOf(pages).map((item) => {
    const decisive = decisiveCitation(item);
    const evidence = decisive?.sources[0]?.digest;
    const measures = item.citations.filter(({ target }) => target === 'result').map(measureOf);
    return {
      id: item.id,
      status: item.status,
      ...(item.was.length === 0 ? {} : { was: [...item.was] }),
      ...(decisive === null ? {} : { words: decisiveWords(decisive, item.text) }),
      ...(evidence === undefined ? {} : { evidence }),
      ...(measures.length === 0 ? {} : { measures }),
    };
  });
}

function decisiveWords(citation: AssessedCitation, text: string): string {
  return citation.verdict.state === 'unproven' ? reasonWords(citation.verdict.reason) : outcomeWords(citation, text);
}

function measureOf({ file, selector, measured, criterion, verdict }: AssessedItem['citations'][number]): RowMeasure {
  const quantity = measured === null ? null : quantityOf(measured, criterion);
  return {
    file,
    selector,
    quantity,
    words:
      measured !== null ? measuredWords(measured, criterion) : verdict.state === 'unproven' ? reasonWords(verdict.reason) : 'not measured',
    ...(criterion === null ? {} : { required: criterionWords(criterion) }),
    holds: verdict.state === 'unproven' ? null : verdict.state === 'pass',
  };
}

/** Which tests of a set a criterion counts: those that fail, unless it asks for others. */
export function countedTests(criterion: AssessedCriterion | null): 'tests' | 'passed tests' | 'failed tests' | 'skipped tests' {
  const counted = criterion?.kind === 'tests' ? criterion.count : criterion?.kind === 'number' ? criterion.measure : null;
  if (counted === 'tests') return 'tests';
  if (counted === 'passed' || counted === 'passed-tests') return 'passed tests';
  return counted === 'skipped' || counted === 'skipped-tests' ? 'skipped tests' : 'failed tests';
}

/** What a measurement draws; null for what is no number. */
function quantityOf(measured: Measured, criterion: AssessedCriterion | null): RowMeasure['quantity'] {
  switch (measured.kind) {
    case 'number': {
      const { value, unit } = measured;
      const of = dimensionOf(unit);
      return unit === 'ratio' ? { value: convert(value, unit, 'percent'), unit: 'percent', of } : { value, unit, of };
    }
    case 'tests': {
      const { passed, failed, skipped } = measured;
      const of = countedTests(criterion);
      const value = { tests: passed + failed + skipped, 'passed tests': passed, 'failed tests': failed, 'skipped tests': skipped }[of];
      return { value, unit: 'count', of };
    }
    case 'findings':
      return { value: measured.count, unit: 'count', of: 'findings' };
    case 'thresholds':
      return { value: measured.crossed, unit: 'count', of: 'crossed thresholds' };
    case 'boolean':
    case 'text':
    case 'existence':
    case 'items':
    case 'commands':
      return null;
  }
}
