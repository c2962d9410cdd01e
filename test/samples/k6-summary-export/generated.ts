import type { Generated } from '../../reports/generated.ts';
import { k6Counts, k6Runs, k6Values } from '../../reports/generated-k6.ts';

export const generated: Generated = k6Runs(['p(99)', 'p(99.9)', 'count']).map((run) => ({
  content: JSON.stringify({
    metrics: Object.fromEntries(
      run.metrics.map((metric) => {
        const { name, threshold } = metric;
        // True where it was crossed.
        const thresholds = threshold ? { thresholds: { [threshold.expression]: !threshold.held } } : {};
        return [name, { ...k6Values(metric, run.milliseconds, 'value'), ...thresholds }];
      }),
    ),
    root_group: { name: '', path: '', id: 'd41d8cd98f00b204e9800998ecf8427e', groups: {}, checks: {} },
  }),
  counts: k6Counts(run, { verdicts: true, contents: false, duration: false }),
}));
