import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { readLoad } from '../load.ts';

const profile = (rows: readonly string[], share = '100', total = '10s') =>
  ['Type: cpu', `Showing nodes accounting for 1s, ${share}% of ${total} total`, '      flat  flat%   sum%        cum   cum%', ...rows].join(
    '\n',
  );

test('what is nothing has the unit of the profile', async () => {
  expect(await readLoad(profile(['  0  0%  0%  500ms 5.00%  main.main', '10s 100% 100%  10s 100%  main.work (inline)']))).toMatchObject({
    metrics: {
      total_samples: { value: '10 s' },
      'main.main': { flat: '0 s', cum: '500 ms', flat_percent: '0 percent', cum_percent: '5 percent' },
      'main.work': { flat: '10 s', cum_percent: '100 percent' },
    },
  });
});

test('a name that stands twice has no number', async () => {
  const row = (sum: string) => `5s 50.00% ${sum}% 5s 50.00%  main.func1`;
  expect(await readLoad(profile([row('50.00'), row('100')]))).toHaveProperty(['metrics', 'main.func1'], {});
});

test('of a profile in a unit of its own the shares are known', async () => {
  const text = profile(['3m*GCU 100% 100% 3m*GCU 100%  main.work'], '100', '3m*GCU');
  expect(await readLoad(text)).toMatchObject({
    metrics: { total_samples: {}, 'main.work': { flat_percent: '100 percent', cum_percent: '100 percent' } },
  });
});

const whole = readFileSync('test/samples/pprof/by-cum.txt', 'utf8');

test.each([
  ['a text that lacks its last rows', whole.trimEnd().split('\n').slice(0, -1).join('\n'), 'TRUNCATED'],
  ['two profiles in one text', whole + whole, 'TWO_DOCUMENTS'],
  ['a row without a name', profile(['1s 100% 100% 1s 100%']), 'SHAPE'],
  ['a number that pprof does not write', profile(['1,5s 100% 100% 1s 100%  main.work']), 'NUMBER'],
])('%s is refused', async (_what, text, code) => {
  expect(await readLoad(text)).toMatchObject({ codes: [code] });
});

test('lines of Windows make no difference', async () => {
  expect(await readLoad(whole.replaceAll('\n', '\r\n'))).toEqual(await readLoad(whole));
});
