import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { readReport } from '../../../src/reports/read.ts';
import type { TestsReport } from '../../../src/reports/report.ts';
import { bytesOf } from '../files.ts';

const read = (content: string) => readReport(bytesOf(content), 'tap');

async function reported(content: string): Promise<TestsReport> {
  const outcome = await read(content);
  if (outcome.state !== 'read' || outcome.report.kind !== 'tests') throw new Error(JSON.stringify(outcome));
  return outcome.report;
}
const counted = ({ tests }: TestsReport) => Object.fromEntries(tests.map(({ name, status }) => [name, status]));

describe('a test point', () => {
  test.each([
    ['ok 1 - adds', 'adds', 'passed'],
    ['ok 1 adds', 'adds', 'passed'],
    ['ok 1', '1', 'passed'],
    ['ok', '1', 'passed'],
    ['ok - adds', 'adds', 'passed'],
    ['not ok 1 - adds', 'adds', 'failed'],
    ['ok 1 - adds # SKIP no database', 'adds', 'skipped'],
    ['ok 1 # skip no database', '1', 'skipped'],
    ['ok 1 - adds # Skipped: no database', 'adds', 'skipped'],
    ['not ok 1 - adds # TODO later', 'adds', 'skipped'],
    ['ok 1 - adds # TODO later', 'adds', 'skipped'],
    ['not ok 1 - adds # SKIP', 'adds', 'failed'],
    ['not ok 1 - adds \\# SKIP', 'adds # SKIP', 'failed'],
    ['not ok 1 - adds # todolist', 'adds # todolist', 'failed'],
    ['ok 1 - adds # time=12.5ms', 'adds', 'passed'],
    ['ok 1 - opens {', 'opens', 'passed'],
  ])('%s', async (line, name, status) => {
    expect(counted(await reported(`TAP version 13\n1..1\n${line}\n`))).toEqual({ [name]: status });
  });
});

describe('subtests', () => {
  test.each([
    ['come before their test', '    ok 1 - x\n    1..1\nok 1 - a\n1..1\n', { 'a/x': 'passed' }],
    ['stand in braces', 'ok 1 - a {\n    ok 1 - x\n    1..1\n}\n1..1\n', { 'a/x': 'passed' }],
    ['nest', '        ok 1 - y\n        1..1\n    ok 1 - x\n    1..1\nok 1 - a\n1..1\n', { 'a/x/y': 'passed' }],
    [
      'make their test a parent, which is not counted where it failed for them',
      '    not ok 1 - x\n    1..1\nnot ok 1 - a\n1..1\n',
      { 'a/x': 'failed' },
    ],
    ['do not explain why their test failed', '    ok 1 - x\n    1..1\nnot ok 1 - a\n1..1\n', { 'a/x': 'passed', a: 'failed' }],
    ['fail though their test did not', '    not ok 1 - x\n    1..1\nok 1 - a\n1..1\n', { 'a/x': 'failed' }],
  ])('%s', async (_, content, expected) => {
    const report = await reported(`TAP version 14\n${content}`);
    expect(counted(report)).toEqual(expected);
    expect(report.partial).toEqual([]);
  });
});

describe('the plan', () => {
  const differing = (declared: number, listed: number) => [{ code: 'declared-differs', what: 'tests', declared, listed }];
  test.each([
    ['is held', '1..2\nok 1\nok 2\n', []],
    ['is held in another order', 'ok 2\nok 1\n1..2\n', []],
    ['announces more', '1..3\nok 1\nok 2\n', differing(3, 2)],
    ['announces fewer', '1..1\nok 1\nok 2\n', differing(1, 2)],
    ['has a number that stands twice', '1..2\nok 1\nok 1\n', differing(2, 1)],
    ['has a number above it', '1..2\nok 1\nok 3\n', differing(2, 1)],
    ['of subtests announces more', '    1..2\n    ok 1\nok 1 - a\n1..1\n', differing(2, 1)],
    ['announces none', '1..0 # SKIP no database\n', []],
  ])('%s', async (_, content, partial) => {
    expect((await reported(content)).partial).toEqual(partial);
  });
});

test('diagnostics are no tests, and the message of what failed', async () => {
  const report = await reported(
    '1..2\nnot ok 1 - a\n  ---\n  duration_ms: 1.5\n  error: no\n  stack: |-\n    not ok 7\n    1..9\n  ...\nok 2 - b\n# duration_ms 20.25\n',
  );
  expect(report).toMatchObject({
    durationMs: 20.25,
    partial: [],
    tests: [{ name: 'a', status: 'failed', durationMs: 1.5, message: 'error: no\nstack: |-\nnot ok 7\n1..9' }, { name: 'b' }],
  });
});

test('lines of other programs are passed over', async () => {
  expect(counted(await reported('TAP version 13\n> npm test\nok 1 - a\nokay\n  ok 7 - b\nnot okay\n# not ok 2\n1..1\n'))).toEqual({
    a: 'passed',
  });
});

test('a run that was given up is a part, whose failures show', async () => {
  const { partial, tests } = await reported('1..3\nok 1 - a\n    not ok 1 - x\nBail out! no database\n');
  expect(partial).toContainEqual({ code: 'tool-errors', count: 1 });
  expect(tests).toMatchObject([
    { name: 'a', status: 'passed' },
    { name: 'x', status: 'failed' },
  ]);
});

test('a failed hook of Mocha hides tests', async () => {
  expect((await reported('not ok 1 a "before each" hook for "x"\n1..1\n')).unlisted).toEqual(['a "before each" hook for "x"']);
});

describe('is refused', () => {
  test.each([
    ['without a plan', 'TAP version 13\nok 1\nok 2\n', 'TRUNCATED'],
    ['with diagnostics that do not end', '1..1\nnot ok 1\n  ---\n  message: x\n', 'TRUNCATED'],
    ['within subtests', '1..1\n    ok 1\n', 'TRUNCATED'],
    ['with a second document', 'TAP version 13\n1..1\nok 1\nTAP version 13\n1..1\nok 1\n', 'TWO_DOCUMENTS'],
    ['with a second plan', '1..1\nok 1\n1..1\nok 1\n', 'TWO_DOCUMENTS'],
    ['given up at once', 'TAP version 13\nBail out!\n', 'TOOL_ERROR'],
    ['of other text', 'PASS\nok  \ta/b\t0.1s\n', 'FORMAT_MISMATCH'],
    ['of XML with TAP in it', '<x>\nTAP version 13\n1..1\nok 1\n</x>', 'FORMAT_MISMATCH'],
  ])('%s', async (_, content, code) => {
    expect(await read(content)).toMatchObject({ state: 'refused', problems: [expect.objectContaining({ code })] });
  });

  test('a document cut before its last plan', async () => {
    const content = readFileSync('test/samples/tap/node-test.tap', 'utf8');
    const plan = content.indexOf('\n1..');
    for (let length = 20; length < plan; length += 13) expect(await read(content.slice(0, length))).toMatchObject({ state: 'refused' });
  });
});

test('the message of what failed begins with the error', async () => {
  const node = "  ---\n  type: 'test'\n  location: 'a.js:1'\n  error: |-\n    Not equal\n    1 !== 2\n  name: 'AssertionError'\n  ...\n";
  const vitest = '    ---\n    error:\n        name: "AssertionError"\n        message: "no"\n    at: "a.js:2"\n    ...\n';
  expect(await reported(`1..2\nnot ok 1 - a\n${node}not ok 2 - b\n${vitest}`)).toMatchObject({
    partial: [],
    tests: [
      { message: "Not equal\n1 !== 2\ntype: 'test'\nlocation: 'a.js:1'\nname: 'AssertionError'" },
      { message: 'message: "no"\nat: "a.js:2"\nname: "AssertionError"' },
    ],
  });
});

test('diagnostics of Vitest hold no test points', async () => {
  const content =
    '1..1\nnot ok 1 - a # time=1.00ms {\n    1..1\n    not ok 1 - b\n        ---\n        actual: "\n        ok 7 - x\n        ...\n}\n';
  expect(counted(await reported(content))).toEqual({ 'a/b': 'failed' });
});
