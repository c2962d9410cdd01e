import { z } from 'zod';
import type { AssessedCitation, AssessedCriterion, AssessedItem, Assessment, Measured } from '../assessment/assessment.ts';
import { pageStates, releaseStates, signOffStates, statuses } from '../assessment/assessment.ts';
import { Counts } from '../assessment/counts.ts';
import { statedPages } from '../assessment/readiness.ts';
import { AnyMeasure } from '../assessment/reason.ts';
import { criterionWords, measuredWords, outcomeWords } from './words/measure-words.ts';
import { reasonWords } from './words/reason-words.ts';

const CitationDocument = z.strictObject({
  label: z.string(),
  file: z.string().describe('<job>/<file> below the release’s results, or a page of the checklist'),
  selector: z.string().describe('What is selected in the file; empty for the whole'),
  criterion: z
    .strictObject({
      measure: AnyMeasure.nullable().describe('What it speaks of, where that is known: branch-coverage, p95'),
      comparator: z.enum(['>=', '>', '<=', '<', '=', 'exists']),
      value: z.union([z.number(), z.string(), z.boolean()]),
      unit: z.string().nullable(),
      from: z.enum(['text', 'title', 'default']).describe('Where the criterion is written'),
      display: z.string().describe('For people: ≥ 90 %'),
    })
    .nullable(),
  measured: z
    .strictObject({
      value: z.union([z.number(), z.string(), z.boolean()]),
      unit: z.string().nullable(),
      display: z.string(),
      of: z.int().optional().describe('Of how many, where the value counts some of all tests, thresholds, commands or items'),
    })
    .nullable()
    .describe('Null where nothing could be measured'),
  verdict: z.enum(['pass', 'fail', 'unproven']),
  reason: z.strictObject({ code: z.string(), message: z.string() }).nullable().describe('Null where the verdict is pass'),
  outcome: z.string().describe('What it came to, in a line for people: 1,720.6 ms, requires < 100 ms'),
  sources: z.array(
    z.strictObject({ file: z.string(), digest: z.string(), finished: z.string().nullable(), environment: z.string().nullable() }),
  ),
});

const ItemDocument = z.strictObject({
  id: z.string(),
  text: z.string(),
  mark: z.enum(['not-started', 'in-progress', 'complete', 'blocked', 'not-applicable']),
  status: z.enum(statuses),
  because: z.string().nullable(),
  was: z.array(z.string()).describe('Earlier ids of the same item'),
  environment: z.string().nullable().describe('Where what it cites must have been measured; null for anywhere'),
  notUnderstood: z.array(z.string()).describe('The parts of its words that ask for something and were not understood'),
  citations: z.array(CitationDocument),
  get items() {
    return z.array(ItemDocument);
  },
});

/** `/api/v1/readiness.json`: the assessment of one release. */
export const ReadinessDocument = z
  .strictObject({
    schemaVersion: z.literal(1),
    product: z.string(),
    version: z.string(),
    commit: z.string().nullable(),
    assessedAt: z.iso.datetime(),
    staleAfter: z.iso
      .datetime()
      .nullable()
      .describe('The first instant at which the verdict can change: cited evidence passes its freshness rule, or a waiver ends'),
    state: z.enum(releaseStates),
    ready: z.boolean(),
    counts: Counts,
    contradictions: z.array(z.string()).describe('Ids of the items that evidence contradicts'),
    layers: z.array(
      z.strictObject({
        id: z.string(),
        kind: z.enum(['layer', 'gates', 'sign-off', 'post-release']),
        number: z.int().nullable(),
        title: z.string(),
        blocking: z.boolean(),
        state: z.enum(pageStates).describe('ready-to-sign: its sign-off alone would make it ready'),
        ready: z.boolean(),
        counts: Counts,
        sections: z.array(z.strictObject({ id: z.string(), title: z.string(), items: z.array(ItemDocument) })),
      }),
    ),
    signOffs: z.array(
      z.strictObject({
        subject: z.string(),
        role: z.string().nullable(),
        state: z.enum(signOffStates),
      }),
    ),
    waivers: z.array(
      z.strictObject({
        item: z.string(),
        because: z.string(),
        until: z.string(),
        by: z.string().nullable(),
        state: z.enum(['in-force', 'expired', 'unused']),
      }),
    ),
    uncited: z.array(z.strictObject({ file: z.string(), digest: z.string() })).describe('Result files that no item cites'),
  })
  .describe('The readiness of one release: what is claimed, what is proven, and where the two disagree');
export type ReadinessDocument = z.output<typeof ReadinessDocument>;

/** The assessment in the shape that others read. `contradictions` are the ids of its contradicted items, in their order. */
export function readinessDocument(assessment: Assessment, contradictions: readonly AssessedItem[]): ReadinessDocument {
  const { product, version, commit, assessedAt, staleAfter, state, signOffs, waivers, uncited } = assessment;
  return {
    schemaVersion: 1,
    product,
    version,
    commit,
    assessedAt,
    staleAfter,
    state,
    ready: state === 'ready',
    counts: { ...assessment.counts },
    contradictions: contradictions.map(({ id }) => id),
    layers: statedPages(assessment).map((page) => ({
      id: page.id,
      kind: page.kind,
      number: page.number,
      title: page.title,
      blocking: page.blocking,
      state: page.state,
      ready: page.state === 'ready',
      counts: { ...page.counts },
      sections: page.sections.map(({ id, title, items }) => ({ id, title, items: items.map(itemDocument) })),
    })),
    signOffs: signOffs.map(({ subject, role, state: signed }) => ({ subject, role, state: signed })),
    waivers: waivers.map((waiver) => ({ ...waiver })),
    uncited: uncited.map((file) => ({ ...file })),
  };
}

function itemDocument(item: AssessedItem): z.output<typeof ItemDocument> {
  const { id, text, mark, status, because, environment } = item;
  return {
    id,
    text,
    mark,
    status,
    because,
    was: [...item.was],
    environment,
    notUnderstood: [...item.notUnderstood],
    citations: item.citations.map((citation) => citationDocument(citation, item.text)),
    items: item.items.map(itemDocument),
  };
}

function citationDocument(citation: AssessedCitation, text: string): z.output<typeof CitationDocument> {
  const { label, file, selector, criterion, measured, verdict, sources } = citation;
  const reason = verdict.state === 'pass' ? null : { code: verdict.reason.code, message: reasonWords(verdict.reason) };
  return {
    label,
    file,
    selector,
    criterion: criterion && {
      measure: criterion.kind === 'number' ? criterion.measure : null,
      ...criterionDocument(criterion),
      display: criterionWords(criterion),
    },
    measured: measured && { ...measuredValue(measured, criterion), display: measuredWords(measured, criterion) },
    verdict: verdict.state,
    reason,
    outcome: outcomeWords(citation, text),
    sources: sources.map((source) => ({ ...source })),
  };
}

function criterionDocument(
  criterion: AssessedCriterion,
): Omit<NonNullable<z.output<typeof CitationDocument>['criterion']>, 'display' | 'measure'> {
  const { from } = criterion;
  switch (criterion.kind) {
    case 'number':
      return { comparator: criterion.comparator, value: criterion.value, unit: criterion.unit === 'count' ? null : criterion.unit, from };
    case 'tests':
      return { comparator: criterion.comparator, value: criterion.value, unit: criterion.count, from };
    case 'text':
      return { comparator: '=', value: criterion.text, unit: null, from };
    case 'boolean':
      return { comparator: '=', value: criterion.value, unit: null, from };
    case 'exists':
      return { comparator: 'exists', value: true, unit: null, from };
    case 'default':
      switch (criterion.rule) {
        case 'none-failed':
          return { comparator: '=', value: 0, unit: 'failed', from };
        case 'none-severe':
          return { comparator: '=', value: 0, unit: 'critical or high findings', from };
        case 'none-found':
          return { comparator: '=', value: 0, unit: 'findings', from };
        case 'none-flaky':
          return { comparator: '=', value: 0, unit: 'flaky', from };
        case 'all-held':
          return { comparator: '=', value: 0, unit: 'crossed', from };
        case 'true':
          return { comparator: '=', value: true, unit: null, from };
        case 'not-blank':
          return { comparator: 'exists', value: true, unit: null, from };
        case 'all-verified':
          return { comparator: '=', value: 0, unit: 'items not verified', from };
        case 'exit-0':
          return { comparator: '=', value: 0, unit: 'commands that failed', from };
      }
  }
}

function measuredValue(
  measured: Measured,
  criterion: AssessedCriterion | null,
): Omit<NonNullable<z.output<typeof CitationDocument>['measured']>, 'display'> {
  switch (measured.kind) {
    case 'number':
      return { value: measured.value, unit: measured.unit === 'count' ? null : measured.unit };
    case 'tests': {
      const count = criterion?.kind === 'tests' ? criterion.count : 'failed';
      const { passed, failed, skipped } = measured;
      const tests = passed + failed + skipped;
      return { value: { passed, failed, skipped, tests }[count], unit: count, of: tests };
    }
    case 'findings':
      return { value: measured.count, unit: 'findings' };
    case 'thresholds':
      return { value: measured.crossed, unit: 'crossed', of: measured.held + measured.crossed };
    case 'boolean':
      return { value: measured.value, unit: null };
    case 'text':
      return { value: measured.value, unit: null };
    case 'existence':
      return { value: true, unit: null };
    case 'commands':
      return { value: measured.failed, unit: 'commands that failed', of: measured.succeeded + measured.failed };
    case 'items':
      return { value: measured.total - measured.verified, unit: 'items not verified', of: measured.total };
  }
}
