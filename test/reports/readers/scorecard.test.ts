import { expect, test } from 'vitest';
import { readReport } from '../../../src/reports/read.ts';
import { bytesOf } from '../files.ts';

const read = (...scores: number[]) =>
  readReport(
    bytesOf(
      JSON.stringify({
        repo: { name: 'github.com/example/product', commit: '' },
        scorecard: { version: 'v5.3.0', commit: '' },
        score: 7.3,
        checks: scores.map((score, index) => ({ name: `Check-${index}`, score, reason: 'as measured' })),
      }),
    ),
    null,
  );

test('a check below the highest score is a finding, and each with a conclusion has run', async () => {
  expect(await read(10, 9, 0)).toMatchObject({
    format: 'scorecard',
    report: {
      findings: [{ rule: 'Check-1', severity: 'unknown' }, { rule: 'Check-2' }],
      rules: { listed: ['Check-0', 'Check-1', 'Check-2'] },
      partial: [],
    },
  });
});

test('a check without a conclusion is no finding and has not run', async () => {
  expect(await read(10, -1)).toMatchObject({
    report: { findings: [], rules: { listed: ['Check-0'] }, partial: [{ code: 'tool-errors', count: 1 }] },
  });
});

test.each([[[]], [[-1, -1]]])('a file with the scores %j names no target', async (scores) => {
  expect(await read(...scores)).toMatchObject({ state: 'read', report: { targets: [] } });
});

test.each([-2, 11, 2.5])('the score %d is refused', async (score) => {
  expect(await read(10, score)).toMatchObject({ state: 'refused', problems: [{ code: 'SHAPE', pointer: '/checks/1/score' }] });
});
