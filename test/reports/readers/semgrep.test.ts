import { expect, test } from 'vitest';
import { readReport } from '../../../src/reports/read.ts';
import { bytesOf } from '../files.ts';

const match = {
  check_id: 'demo.eval',
  path: 'app/main.py',
  start: { line: 3, col: 1 },
  extra: { message: 'eval of input', severity: 'ERROR' },
};
const read = (document: unknown) => readReport(bytesOf(JSON.stringify(document)), null);

test.each([
  ['CRITICAL', 'critical'],
  ['HIGH', 'high'],
  ['ERROR', 'high'],
  ['MEDIUM', 'medium'],
  ['WARNING', 'medium'],
  ['LOW', 'low'],
  ['INFO', 'info'],
  ['EXPERIMENT', 'unknown'],
])('the severity %s is %s', async (severity, expected) => {
  const outcome = await read({
    results: [{ ...match, extra: { ...match.extra, severity } }],
    errors: [],
    paths: { scanned: ['app/main.py'] },
  });
  expect(outcome).toMatchObject({ format: 'semgrep', report: { findings: [{ severity: expected }] } });
});

test.each([
  ['an error', { errors: [{ level: 'error', message: 'Timeout' }] }, 1],
  ['a warning', { errors: [{ level: 'warn', message: 'Syntax error' }] }, 1],
  ['an error of a version without levels', { errors: [{ message: 'Syntax error' }] }, 1],
  ['a note', { errors: [{ level: 'info', message: 'Nothing may be wrong' }] }, 0],
  ['a rule that was skipped', { errors: [], skipped_rules: [{ rule_id: 'demo' }] }, 1],
])('%s makes %i error of the scan', async (_, more, count) => {
  const outcome = await read({ results: [], paths: { scanned: ['app/main.py'] }, ...more });
  expect(outcome).toMatchObject({ state: 'read', report: { partial: count === 0 ? [] : [{ code: 'tool-errors', count }] } });
});

test.each([
  ['nothing scanned', { paths: { scanned: [] } }],
  ['no `paths`, as in 2020', {}],
])('an error with %s is no scan', async (_, more) => {
  const outcome = await read({ results: [], errors: [{ level: 'error', message: 'invalid configuration' }], ...more });
  expect(outcome).toMatchObject({ state: 'refused', problems: [{ code: 'TOOL_ERROR' }] });
});

test.each([
  ['bandit', { results: [], errors: [], metrics: { _totals: {} }, generated_at: '' }, 'bandit'],
  ['another tool', { results: [], errors: [], generated_at: '' }, null],
  ['another tool with results', { results: [{ id: 1 }], errors: [] }, null],
])('what %s writes is not taken for it', async (_, document, format) => {
  expect((await read(document)).format).toBe(format);
});
