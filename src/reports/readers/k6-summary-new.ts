import { z } from 'zod';
import { checkList, contains, type K6Metric, type K6Values, k6Report } from '../families/k6-report.ts';
import { defineJsonReader } from '../reader.ts';
import { isList, isObject } from '../text/json-value.ts';

const named = { name: z.string(), contains };

const metric = z.discriminatedUnion('type', [
  z.object({ ...named, type: z.literal('counter'), values: z.object({ count: z.number() }) }),
  z.object({ ...named, type: z.literal('gauge'), values: z.object({ value: z.number(), min: z.number(), max: z.number() }) }),
  z.object({ ...named, type: z.literal('rate'), values: z.object({ matches: z.number(), total: z.number(), rate: z.number() }) }),
  z.object({ ...named, type: z.literal('trend'), values: z.record(z.string(), z.number().nullable()) }),
]);

type Metric = z.output<typeof metric>;

const schema = z.object({
  config: z.object({ duration: z.number().nonnegative() }),
  metadata: z.object({ k6_version: z.string() }),
  results: z.object({
    metrics: z.array(metric),
    checks: z.object({ metrics: z.array(metric).nullish(), results: checkList.nullish() }).nullish(),
  }),
  version: z.string().regex(/^1\./, 'a machine-readable summary of another version than 1'),
});

/**
 * k6's machine-readable summary 1.0.0 (internal/lib/summary/machinereadable of github.com/grafana/k6, since 1.5). It holds no verdict on a
 * threshold, no p99 and no rate of a counter, whatever the script asks for. Counts samples: one a request for `http_reqs`.
 */
export const k6SummaryNew = defineJsonReader({
  format: 'k6-summary-new',
  kind: 'load',
  guide: {
    title: 'k6 machine-readable summary',
    source: 'https://github.com/grafana/k6/tree/master/internal/lib/summary/machinereadable',
    make: 'k6 run --new-machine-readable-summary --summary-export k6.json script.js',
    selectors: [
      { selector: '#http_req_duration.p95', selects: 'a statistic of a trend: avg, min, med, max, p90, p95' },
      { selector: '#http_req_duration{kind:read}.p95', selects: 'the same of a submetric that a threshold names' },
      { selector: '#http_req_failed.rate', selects: 'the share of requests that failed' },
      { selector: '#http_reqs.rate', selects: 'requests a second: the count by the duration of the run' },
    ],
    unit: 'one sample of a metric; for `http_reqs` one request',
    unproven: '`#thresholds`, since the file holds no verdict; p99, which it never has',
  },
  unlike(document) {
    if (!isObject(document)) return 'is no JSON object';
    const { metadata, results } = document;
    if (!isObject(metadata) || typeof metadata['k6_version'] !== 'string') return 'has no `metadata.k6_version`';
    if (!isObject(results) || !isList(results['metrics'])) return 'has no list `results.metrics`';
    return null;
  },
  schema,
  report({ config, metadata, results }, context) {
    const listed = [...results.metrics, ...(results.checks?.metrics ?? []).filter(({ name }) => name === 'checks_succeeded')];
    const names = new Set<string>();
    const metrics = listed.map((each): K6Metric => {
      // The other formats have one metric for this question.
      const name = each.name === 'checks_succeeded' ? 'checks' : each.name;
      if (names.has(name)) context.refuse('SHAPE', `metric ${JSON.stringify(name)} is listed twice`);
      names.add(name);
      return { name, contains: each.contains, thresholds: [], ...valuesOf(each, config.duration) };
    });
    const run = { version: metadata.k6_version, durationMs: config.duration * 1000, checks: results.checks?.results ?? undefined };
    return k6Report(metrics, { ...run, source: 'machine-readable' }, context);
  },
});

function valuesOf(each: Metric, seconds: number): K6Values {
  switch (each.type) {
    case 'counter': {
      const { count } = each.values;
      return { type: 'counter', count, rate: seconds > 0 ? count / seconds : null };
    }
    case 'gauge':
      return { type: 'gauge', ...each.values };
    case 'rate': {
      const { matches, total, rate } = each.values;
      return { type: 'rate', passes: matches, fails: total - matches, ratio: rate };
    }
    case 'trend':
      return { type: 'trend', statistics: new Map(Object.entries(each.values).flatMap(([key, value]) => statistic(key, value))) };
  }
}

/** `p95` in the words of the other formats; null stands for what was not asked for. */
function statistic(key: string, value: number | null): (readonly [string, number])[] {
  return value === null ? [] : [[key.replace(/^p(\d.*)$/, 'p($1)'), value]];
}
