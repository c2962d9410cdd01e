import { z } from 'zod';
import type { Unit } from '../../unit.ts';
import { measuredReport, statisticsIn } from '../families/load-metrics.ts';
import { defineJsonReader } from '../reader.ts';
import type { LoadMetric, Partial } from '../report.ts';
import { isObject } from '../text/json-value.ts';

const audit = z.object({
  scoreDisplayMode: z.string(),
  numericValue: z.number().nullish(),
  numericUnit: z.string().nullish(),
});

type Audit = z.output<typeof audit>;

const schema = z.object({
  lighthouseVersion: z.string(),
  runtimeError: z.object({ code: z.string() }).nullish(),
  runWarnings: z.array(z.unknown()).nullish(),
  categories: z.record(z.string(), z.object({ score: z.number().min(0).max(1).nullable() })),
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
    return measuredReport(
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
  },
});

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
