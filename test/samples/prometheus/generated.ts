import fc from 'fast-check';
import { amounts, type Generated, names, rounded } from '../../reports/generated.ts';

const series = fc.record({ job: names, values: fc.array(amounts, { minLength: 1, maxLength: 20 }) });

export const generated: Generated = fc
  .tuple(fc.uniqueArray(series, { minLength: 1, maxLength: 20, selector: ({ job }) => job }), fc.boolean())
  .map(([made, isRange]) => {
    const result = made.map(({ job, values }) => {
      const samples = values.map((value, index) => [1_795_395_240 + index * 15, String(value)]);
      const metric = { job, __name__: 'demo_seconds' };
      return isRange ? { metric, values: samples } : { metric, value: samples.at(-1) };
    });
    const metrics = made.map(({ job, values }) => {
      const sum = values.reduce((total, value) => total + value, 0);
      const range = {
        avg: `${rounded(sum / values.length)} s`,
        min: `${Math.min(...values)} s`,
        max: `${Math.max(...values)} s`,
        count: `${values.length} count`,
      };
      return [`demo_seconds{job=${JSON.stringify(job)}}`, { value: `${values.at(-1)} s`, ...(isRange ? range : {}) }];
    });
    return {
      content: JSON.stringify({ status: 'success', data: { resultType: isRange ? 'matrix' : 'vector', result } }),
      counts: { metrics: Object.fromEntries(metrics), thresholds: null, requests: null },
    };
  });
