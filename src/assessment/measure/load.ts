import type { LoadReport } from '../../reports/report.ts';
import { dimensionOf } from '../../unit.ts';
import { type Measurement, maxExamples, numberMeasured, type Reported, unproven } from './measurement.ts';

/** Measures a load run: `metric.statistic`, or `thresholds` for the verdicts that the file holds. Several runs cannot be merged. */
export function measureLoad(selector: string, parts: readonly Reported<LoadReport>[]): Measurement {
  const [only, ...others] = parts;
  if (only === undefined || others.length > 0) return unproven({ code: 'not-merged', files: parts.length });
  const { report } = only;
  const { requests } = report;
  const failed = requests !== null && requests.total > 0 && requests.failed >= requests.total ? requests.total : null;
  if (selector === 'thresholds') return thresholds(report, failed);
  const names = available(report);
  if (selector === '')
    return unproven(names.length === 0 ? { code: 'nothing-selected', selector, available: 0 } : { code: 'no-criterion' }, names);

  const found = report.metrics
    .flatMap(({ name, statistics }) =>
      Object.entries(statistics).map(([statistic, { value, unit }]) => ({ selector: `${name}.${statistic}`, value, unit })),
    )
    .find((each) => each.selector === canonicalSelector(selector));
  if (found === undefined)
    return unproven({ code: 'nothing-selected', selector, available: available(report).length }, near(selector, report));
  if (failed !== null && ['time', 'frequency'].includes(dimensionOf(found.unit))) {
    return unproven({ code: 'every-request-failed', requests: failed });
  }
  return numberMeasured(found.value, found.unit);
}

/** The selector of a statistic as reports name that: `p(95)` is `p95`, and `p50` is `med`. */
export function canonicalSelector(selector: string): string {
  return selector.replace(/\.p\((\d+(?:\.\d+)?)\)$/, '.p$1').replace(/\.p50$/, '.med');
}

/** @param failed How many requests there were where every one failed: thresholds that held then say nothing. */
function thresholds({ thresholds: stated }: LoadReport, failed: number | null): Measurement {
  if (stated === null) return unproven({ code: 'thresholds-unknown' });
  if (stated.length === 0) return unproven({ code: 'no-thresholds' });
  const crossed = stated.filter(({ held }) => held === false);
  if (crossed.length === 0 && stated.some(({ held }) => held === null)) return unproven({ code: 'thresholds-unknown' });
  if (crossed.length === 0 && failed !== null) return unproven({ code: 'every-request-failed', requests: failed });
  return {
    state: 'measured',
    measured: { kind: 'thresholds', held: stated.filter(({ held }) => held === true).length, crossed: crossed.length },
    number: null,
    own: {
      rule: 'all-held',
      verdict:
        crossed.length === 0
          ? { state: 'pass' }
          : { state: 'fail', reason: { code: 'thresholds-crossed', crossed: crossed.length, total: stated.length } },
    },
    partial: [],
    examples: crossed.slice(0, maxExamples).map(({ metric, expression }) => `${metric}: ${expression}`),
  };
}

function available({ metrics }: LoadReport): string[] {
  return metrics.flatMap(({ name, statistics }) => Object.keys(statistics).map((statistic) => `${name}.${statistic}`));
}

function near(selector: string, report: LoadReport): string[] {
  const all = available(report);
  const metric = selector.replace(/\.[^.]*$/, '');
  const same = all.filter((each) => each.startsWith(`${metric}.`));
  return same.length > 0 ? same : all;
}
