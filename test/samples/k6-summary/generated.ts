import type { Generated } from '../../reports/generated.ts';
import { k6Counts, k6Runs, type MadeK6Metric, perSecond } from '../../reports/generated-k6.ts';

export const generated: Generated = k6Runs(['p(99)', 'p(99.9)', 'count']).map((run) => ({
  content: JSON.stringify({
    root_group: { name: '', path: '', id: 'd41d8cd98f00b204e9800998ecf8427e', groups: [], checks: [] },
    options: { summaryTrendStats: ['avg'], summaryTimeUnit: 'us', noColor: false },
    state: { isStdOutTTY: false, isStdErrTTY: false, testRunDurationMs: run.milliseconds },
    metrics: Object.fromEntries(
      run.metrics.map((metric) => {
        const { name, type, contains, threshold } = metric;
        const thresholds = threshold ? { thresholds: { [threshold.expression]: { ok: threshold.held } } } : {};
        return [name, { type, contains, values: valuesOf(metric, run.milliseconds), ...thresholds }];
      }),
    ),
  }),
  counts: k6Counts(run, { verdicts: true, contents: true, duration: true }),
}));

function valuesOf(metric: MadeK6Metric, milliseconds: number): object {
  switch (metric.type) {
    case 'counter':
      return { count: metric.count, rate: perSecond(metric.count, milliseconds) };
    case 'gauge':
      return { value: metric.value, min: metric.min, max: metric.max };
    case 'rate': {
      const { passes, fails } = metric;
      return { passes, fails, rate: passes + fails === 0 ? 0 : passes / (passes + fails) };
    }
    case 'trend':
      return metric.statistics;
  }
}
