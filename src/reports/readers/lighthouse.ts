import { z } from 'zod';
import type { Unit } from '../../unit.ts';
import { helpAddress, shownNumber, shownText } from '../families/finding-details.ts';
import { measuredReport, statisticsIn } from '../families/load-metrics.ts';
import { defineJsonReader } from '../reader.ts';
import type { LoadMetric, Partial, ScoreCategory, ScoredAudit } from '../report.ts';
import { isObject } from '../text/json-value.ts';

const shownScore = z.number().min(0).max(1).nullish().catch(undefined);
const shownNode = z.object({ selector: shownText, snippet: shownText }).optional().catch(undefined);
/** A row of what an audit found: an element, or an address. */
const foundItem = z
  .object({ node: shownNode, url: shownText, description: shownText, source: z.object({ url: shownText }).optional().catch(undefined) })
  .optional()
  .catch(undefined);
const shownDetails = z
  .object({ items: z.array(foundItem).optional().catch(undefined) })
  .optional()
  .catch(undefined);

const audit = z.object({
  scoreDisplayMode: z.string(),
  numericValue: z.number().nullish(),
  numericUnit: z.string().nullish(),
  score: shownScore,
  title: shownText,
  description: shownText,
  displayValue: shownText,
  scoringOptions: z.object({ p10: z.number(), median: z.number() }).optional().catch(undefined),
  errorMessage: shownText,
  explanation: shownText,
  details: shownDetails,
});

type Audit = z.output<typeof audit>;
type Category = z.output<typeof schema>['categories'][string];

const shownReferences = z
  .array(z.object({ id: z.string(), weight: shownNumber, group: shownText }))
  .optional()
  .catch(undefined);

const schema = z.object({
  lighthouseVersion: z.string(),
  runtimeError: z.object({ code: z.string() }).nullish(),
  runWarnings: z.array(z.unknown()).nullish(),
  categories: z.record(z.string(), z.object({ score: z.number().min(0).max(1).nullable(), title: shownText, auditRefs: shownReferences })),
  audits: z.record(z.string(), audit),
});

/**
 * Lighthouse's JSON (`LHResult` in types/lhr/lhr.d.ts of github.com/GoogleChrome/lighthouse). A metric is a category, whose value is its score
 * as a ratio, or an audit that measures a number. Counts one load of one page.
 */
export const lighthouse = defineJsonReader({
  format: 'lighthouse',
  kind: 'load',
  guide: {
    title: 'Lighthouse JSON',
    source: 'https://github.com/GoogleChrome/lighthouse/blob/main/types/lhr/lhr.d.ts',
    make: 'lighthouse https://demo.example/ --output json --output-path lighthouse.json',
    selectors: [
      { selector: '#performance.value', selects: 'the score of a category, 0 to 1: compare it with a percentage' },
      { selector: '#largest-contentful-paint.value', selects: 'what an audit measured, in its unit' },
    ],
    unit: 'one load of one page',
    unproven:
      'a category without a score; an audit that could not run, or does not apply; before version 6 each audit, whose unit is not stated',
  },
  unlike(document) {
    if (!isObject(document)) return 'is no JSON object';
    if (typeof document['lighthouseVersion'] !== 'string') return 'has no key `lighthouseVersion`';
    return isObject(document['categories']) && isObject(document['audits']) ? null : 'has no objects `categories` and `audits`';
  },
  schema,
  report({ lighthouseVersion, runtimeError, runWarnings, categories, audits }, context) {
    if (runtimeError && runtimeError.code !== 'NO_ERROR') {
      context.refuse('TOOL_ERROR', `Lighthouse could not load the page: ${runtimeError.code}`, { pointer: '/runtimeError' });
    }
    const named = Object.entries(audits).filter(([name]) => !Object.hasOwn(categories, name));
    const measured = measuredReport(
      { name: 'lighthouse', version: lighthouseVersion },
      [
        ...Object.entries(categories).map(
          ([name, { score }]): LoadMetric => ({ name, statistics: statisticsIn('ratio', { value: score }) }),
        ),
        ...named.flatMap(([name, each]): LoadMetric[] => {
          const statistics = measuredBy(each);
          return Object.keys(statistics).length === 0 ? [] : [{ name, statistics }];
        }),
      ],
      errorsOf(Object.values(audits), runWarnings ?? []),
    );
    return { ...measured, scores: Object.entries(categories).map(([name, category]) => scoreOf(name, category, audits)) };
  },
});

/** From which scores Lighthouse calls one good, and from which it needs improvement (`RATINGS` of its report/renderer/report-utils.js). */
const scale = { highest: 100, good: 90, fair: 50 };
const mostFound = 20;

/** A category in points of a hundred, as Lighthouse shows it; audits that its own report hides are left out. */
function scoreOf(name: string, { score, title, auditRefs = [] }: Category, audits: Readonly<Record<string, Audit>>): ScoreCategory {
  const all = auditRefs.reduce((sum, { weight = 0 }) => sum + weight, 0);
  return {
    name,
    title: title || name,
    score: pointsOf(score),
    ...scale,
    audits: auditRefs.flatMap(({ id, weight = 0, group }) => {
      const named = Object.hasOwn(audits, id) ? audits[id] : undefined;
      if (named === undefined || group === 'hidden') return [];
      const audit = auditOf(id, named, all === 0 ? null : weight / all);
      return [group === 'metrics' ? { ...audit, metric: { bands: bandsOf(named) } } : audit];
    }),
  };
}

function auditOf(name: string, read: Audit, weight: number | null): ScoredAudit {
  const { score, scoreDisplayMode: mode, title, description, displayValue, errorMessage, explanation, details } = read;
  const without = mode === 'notApplicable' ? 'not-applicable' : mode === 'informative' || mode === 'manual' ? mode : null;
  const isScored = without === null && mode !== 'error' && typeof score === 'number';
  const [link] = [...(description ?? '').matchAll(linkForm)].slice(-1);
  return {
    name,
    title: title || name,
    score: isScored ? pointsOf(score) : null,
    without: isScored ? null : (without ?? 'not-measured'),
    weight,
    measured: displayValue || undefined,
    reason: errorMessage || explanation || plainText(description ?? '') || undefined,
    help: helpAddress(link?.[2]),
    found: (details?.items ?? []).flatMap((item) => foundWords(item) ?? []).slice(0, mostFound),
  };
}

/** The values of the scores 90 and 50, from which Lighthouse makes its curve (`computeLogNormalScore` of its core/audits/audit.js). */
function bandsOf({ scoringOptions, numericUnit }: Audit): NonNullable<ScoredAudit['metric']>['bands'] {
  const unit = units.get(numericUnit ?? '');
  return scoringOptions === undefined || unit === undefined ? null : { good: scoringOptions.p10, poor: scoringOptions.median, unit };
}

/** A link in Markdown: what Lighthouse's descriptions end with. */
const linkForm = /\[([^\]]*)\]\(([^)\s]*)\)/g;

/** A description without the sentence that only leads to its explanation. */
function plainText(description: string): string {
  return description
    .replace(/\s*\[(?:Learn|Read)[^\]]*\]\([^)\s]*\)\.?\s*$/, '')
    .replace(linkForm, '$1')
    .trim();
}

function foundWords(item: z.output<typeof foundItem>): string | null {
  const { node, url, source, description } = item ?? {};
  return [node?.selector, node?.snippet].filter(Boolean).join('  ') || url || source?.url || description || null;
}

/** Points of a hundred, to two digits, and never rounded up to a better rating. */
function pointsOf(score: number | null): number | null {
  return score === null ? null : Math.floor(score * 10_000 + 1e-6) / 100;
}

const units: ReadonlyMap<string, Unit> = new Map([
  ['millisecond', 'ms'],
  ['second', 's'],
  ['byte', 'bytes'],
  ['unitless', 'count'],
  ['element', 'count'],
]);

function measuredBy({ scoreDisplayMode, numericValue, numericUnit }: Audit): LoadMetric['statistics'] {
  const unit = units.get(numericUnit ?? '');
  return unit === undefined || scoreDisplayMode === 'error' || scoreDisplayMode === 'notApplicable'
    ? {}
    : statisticsIn(unit, { value: numericValue });
}

/** Audits that could not run, and the warning that the page did not finish loading. */
function errorsOf(audits: readonly Audit[], warnings: readonly unknown[]): Partial[] {
  const count =
    audits.filter(({ scoreDisplayMode }) => scoreDisplayMode === 'error').length +
    warnings.filter((warning) => /may be incomplete/i.test(String(warning))).length;
  return count === 0 ? [] : [{ code: 'tool-errors', count }];
}
