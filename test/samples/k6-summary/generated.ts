import type { Generated } from '../../reports/generated.ts';
import { k6Counts, k6Runs, k6Values } from '../../reports/generated-k6.ts';

export const generated: Generated = k6Runs(['p(99)', 'p(99.9)', 'count']).map((run) => ({
  content: JSON.stringify({
    root_group: { name: '', path: '', id: 'd41d8cd98f00b204e9800998ecf8427e', groups: [], checks: [] },
    options: { summaryTrendStats: ['avg'], summaryTimeUnit: 'us', noColor: false },
    state: { isStdOutTTY: false, isStdErrTTY: false, testRunDurationMs: run.milliseconds },
    metrics: Object.fromEntries(
      run.metrics.map((metric) => {
        const { name, type, contains, threshold } = metric;
        const thresholds = threshold ? { thresholds: { [threshold.expression]: { ok: threshold.held } } } : {};
        return [name, { type, contains, values: k6Values(metric, run.milliseconds, 'rate'), ...thresholds }];
      }),
    ),
  }),
  counts: k6Counts(run, { verdicts: true, contents: true, duration: true }),
}));
