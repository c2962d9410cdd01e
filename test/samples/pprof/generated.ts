import fc from 'fast-check';
import { type Generated, rounded } from '../../reports/generated.ts';

/** What pprof writes behind a number, how many of the smallest units it is, and what it is read as. */
const units = [
  { suffix: 'ms', unit: 'ms', factor: 1 },
  { suffix: 's', unit: 's', factor: 1 },
  { suffix: 'hrs', unit: 'h', factor: 1 },
  { suffix: 'kB', unit: 'bytes', factor: 1024 },
  { suffix: 'MB', unit: 'bytes', factor: 1024 * 1024 },
  { suffix: '', unit: 'count', factor: 1 },
];

const used = fc.record({
  name: fc.stringMatching(/^[a-z]{1,8}\/[a-z]{1,8}\.(?:\(\*[A-Z][a-z]{1,5}\)\.)?[A-Za-z]{1,10}$/),
  flat: fc.nat(1000),
  called: fc.nat(1000),
  isInline: fc.boolean(),
});

export const generated: Generated = fc
  .record({
    functions: fc.uniqueArray(used, { maxLength: 30, selector: ({ name }) => name }),
    left: fc.integer({ min: 1, max: 1000 }),
    unit: fc.constantFrom(...units),
    isCpu: fc.boolean(),
  })
  .map(({ functions, left, unit: { suffix, unit, factor }, isCpu }) => {
    const shown = functions.reduce((sum, { flat }) => sum + flat, 0);
    const total = shown + functions.reduce((most, { called }) => Math.max(most, called), left);
    const written = (value: number) => (value === 0 ? '0' : `${value}${suffix}`);
    const share = (value: number) => {
      const percent = (value / total) * 100;
      return percent >= 99.95 ? '100' : percent >= 1 ? percent.toFixed(2) : `${Number(percent.toPrecision(2))}`;
    };
    let sum = 0;
    const rows = functions.map(({ name, flat, called, isInline }) => {
      sum += flat;
      const columns = [written(flat), `${share(flat)}%`, `${share(sum)}%`, written(flat + called), `${share(flat + called)}%`];
      return `${columns.map((column, index) => column.padStart([10, 7, 7, 11, 7][index] ?? 0)).join('')}  ${name}${isInline ? ' (inline)' : ''}`;
    });
    const text = [
      'File: demo.test',
      `Type: ${isCpu ? 'cpu' : 'alloc_space'}`,
      'Time: 2026-11-20 09:00:00 UTC',
      ...(isCpu ? [`Duration: 1.08s, Total samples = ${written(total)} (85.35%)`] : []),
      `Showing nodes accounting for ${written(shown)}, ${share(shown)}% of ${written(total)} total`,
      ...(left > 500 ? [`Dropped ${left} nodes (cum <= ${written(1)})`] : []),
      '      flat  flat%   sum%        cum   cum%',
      ...rows,
    ];
    const measured = (value: number) => `${rounded(value * factor)} ${unit}`;
    const metrics = functions.map(({ name, flat, called }) => [
      name,
      {
        flat: measured(flat),
        cum: measured(flat + called),
        flat_percent: `${rounded(Number(share(flat)))} percent`,
        cum_percent: `${rounded(Number(share(flat + called)))} percent`,
      },
    ]);
    return {
      content: [...text, ''].join('\n'),
      counts: { metrics: { total_samples: { value: measured(total) }, ...Object.fromEntries(metrics) }, thresholds: null, requests: null },
    };
  });
