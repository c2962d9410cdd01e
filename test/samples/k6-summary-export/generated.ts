import type { Generated } from '../../reports/generated.ts';
import { k6Counts, k6Runs, type MadeK6Metric, perSecond } from '../../reports/generated-k6.ts';

export const generated: Generated = k6Runs(['p(99)', 'p(99.9)', 'count']).map((run) => ({
  content: JSON.stringify({
    metrics: Object.fromEntries(
      run.metrics.map((metric) => {
        const { name, threshold } = metric;
        // True where it was crossed.
        const thresholds = threshold ? { thresholds: { [threshold.expression]: !threshold.held } } : {};
        return [name, { ...valuesOf(metric, run.milliseconds), ...thresholds }];
      }),
    ),
    root_group: { name: '', path: '', id: 'd41d8cd98f00b204e9800998ecf8427e', groups: {}, checks: {} },
  }),
  counts: k6Counts(run, { verdicts: true, contents: false, duration: false }),
}));

function valuesOf(metric: MadeK6Metric, milliseconds: number): object {
  switch (metric.type) {
    case 'counter':
      return { count: metric.count, rate: perSecond(metric.count, milliseconds) };
    case 'gauge':
      return { value: metric.value, min: metric.min, max: metric.max };
    case 'rate': {
      const { passes, fails } = metric;
      return { passes, fails, value: passes + fails === 0 ? 0 : passes / (passes + fails) };
    }
    case 'trend':
      return metric.statistics;
  }
}
