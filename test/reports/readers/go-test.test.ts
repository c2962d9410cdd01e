import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { readReport } from '../../../src/reports/read.ts';
import type { TestsReport } from '../../../src/reports/report.ts';
import { bytesOf } from '../files.ts';

const read = (content: string) => readReport(bytesOf(content), 'go-test');
const lines = (...events: readonly (object | string)[]) =>
  events.map((each) => `${typeof each === 'string' ? each : JSON.stringify(each)}\n`).join('');

const event = (action: string, name?: string, fields: object = {}) => ({
  Action: action,
  Package: 'a/b',
  ...(name ? { Test: name } : {}),
  ...fields,
});
const start = event('start');
const run = (name: string) => event('run', name);
const pass = (name?: string) => event('pass', name, { Elapsed: 0.5 });
const fail = (name?: string) => event('fail', name, { Elapsed: 0.5 });
const skip = (name?: string) => event('skip', name);
const output = (text: string, name?: string) => event('output', name, { Output: text });
const through = output('FAIL\n');

async function reported(...events: readonly (object | string)[]): Promise<TestsReport> {
  const outcome = await read(lines(...events));
  if (outcome.state !== 'read' || outcome.report.kind !== 'tests') throw new Error(JSON.stringify(outcome));
  return outcome.report;
}
const counted = ({ tests }: TestsReport) => Object.fromEntries(tests.map(({ name, status }) => [name, status]));

test('leaves are counted, by their full names', async () => {
  const report = await reported(
    start,
    run('T'),
    run('T/x'),
    run('T/x/y'),
    pass('T/x/y'),
    pass('T/x'),
    pass('T'),
    run('Tx'),
    skip('Tx'),
    pass(),
  );
  expect(counted(report)).toEqual({ 'a/b/T/x/y': 'passed', 'a/b/Tx': 'skipped' });
  expect(report).toMatchObject({ unlisted: [], durationMs: 500, tool: { name: 'go' } });
});

test.each([
  [
    'a parent that failed of itself',
    [run('T'), run('T/x'), pass('T/x'), fail('T'), through, fail()],
    { 'a/b/T': 'failed', 'a/b/T/x': 'passed' },
  ],
  [
    'not a parent whose subtest failed',
    [run('T'), run('T/x'), run('T/x/y'), fail('T/x/y'), fail('T/x'), fail('T'), through, fail()],
    { 'a/b/T/x/y': 'failed' },
  ],
  ['a test that started and never ended', [run('T'), run('U'), pass('U'), fail()], { 'a/b/T': 'failed', 'a/b/U': 'passed' }],
  ['a test that never ended in a package that passed', [run('T'), pass()], { 'a/b/T': 'failed' }],
  ['a package that failed without a failing test', [run('T'), pass('T'), output('PASS\n'), fail()], { 'a/b': 'failed', 'a/b/T': 'passed' }],
  ['a package that never ended', [run('T'), pass('T')], { 'a/b': 'failed', 'a/b/T': 'passed' }],
  ['a package that only started', [], { 'a/b': 'failed' }],
  ['no package without test files', [output('?   \ta/b\t[no test files]\n'), skip()], {}],
  ['no package without tests', [output('testing: warning: no tests to run\n'), output('PASS\n'), pass()], {}],
  ['no benchmark, which has no verdict', [run('T'), pass('T'), run('BenchmarkX'), output('PASS\n'), pass()], { 'a/b/T': 'passed' }],
  ['a benchmark that failed', [run('BenchmarkX'), fail('BenchmarkX'), run('BenchmarkY'), through, fail()], { 'a/b/BenchmarkX': 'failed' }],
  ['a test named like a benchmark', [run('Benchmarked'), pass()], { 'a/b/Benchmarked': 'failed' }],
])('what counts: %s', async (_, events, expected) => {
  expect(counted(await reported(start, ...events))).toEqual(expected);
});

describe('a package could not list its tests', () => {
  const build = { ImportPath: 'a/b [a/b.test]', Action: 'build-output', Output: 'b.go:1:1: undefined: x\n' };
  const built = { ImportPath: 'a/b [a/b.test]', Action: 'build-fail' };
  test.each([
    ['that did not build', [build, built, start, event('fail', undefined, { FailedBuild: 'a/b [a/b.test]' })], 'b.go:1:1: undefined: x'],
    ['that did not build, in a stream cut before it says so', [build, built], 'b.go:1:1: undefined: x'],
    ['that did not build, before Go 1.24', [start, output('FAIL\ta/b [build failed]\n'), fail()], 'FAIL\ta/b [build failed]'],
    [
      'that did not build, before Go 1.20',
      [event('skip', undefined, { Package: 'c' }), 'FAIL\ta/b [build failed]'],
      'FAIL\ta/b [build failed]',
    ],
    ['whose stream ends before it', [start, output('loading\n')], 'loading'],
    ['that exited before its end', [start, run('T'), pass('T'), output('exit status 2\n'), fail()], 'exit status 2'],
  ])('%s', async (_, events, message) => {
    const { tests, unlisted } = await reported(...events);
    expect(unlisted).toEqual(['a/b']);
    expect(tests.find(({ name }) => name === 'a/b')).toMatchObject({ status: 'failed', message });
  });

  test('whose test panicked, since those behind it did not run', async () => {
    const report = await reported(start, run('T'), output('panic: boom\n', 'T'), fail('T'), fail());
    expect(report).toMatchObject({ unlisted: ['a/b'], tests: [{ name: 'a/b/T', message: 'panic: boom' }] });
  });

  test('but one that failed only after all of them could', async () => {
    expect(await reported(start, run('T'), pass('T'), output('PASS\n'), fail())).toMatchObject({ unlisted: [] });
  });
});

describe('where a test ran again', () => {
  const twice = (first: object, second: object) => [start, run('T'), first, run('T'), second, through, fail()];
  test.each([
    [
      'the last run decides: it failed and passed',
      twice(fail('T'), pass('T')),
      { status: 'passed', attempts: 2, flaky: true, message: null },
    ],
    ['the last run decides: it passed and failed', twice(pass('T'), fail('T')), { status: 'failed', attempts: 2, flaky: false }],
    ['a skip takes no failure back', twice(fail('T'), skip('T')), { status: 'failed', attempts: 2 }],
    ['a run that never ended has failed', [start, run('T'), run('T'), pass('T'), pass()], { status: 'passed', attempts: 2, flaky: true }],
    [
      'a second verdict on one run takes no failure back',
      [start, run('T'), fail('T'), pass('T'), through, fail()],
      { status: 'failed', attempts: 1 },
    ],
    [
      'a package may run again',
      [start, run('T'), fail('T'), through, fail(), start, run('T'), pass('T'), pass()],
      { status: 'passed', flaky: true },
    ],
  ])('%s', async (_, events, expected) => {
    expect((await reported(...events)).tests[0]).toMatchObject(expected);
  });

  test('within one run of its package, the package has failed for what its last run does not show', async () => {
    const { tests } = await reported(...twice(fail('T'), pass('T')));
    expect(tests.map(({ name, status, flaky }) => [name, status, flaky])).toEqual([
      ['a/b/T', 'passed', true],
      ['a/b', 'failed', false],
    ]);
  });

  test('runs of a parallel test overlap, and each has to end', async () => {
    const [pause, cont] = [event('pause', 'T'), event('cont', 'T')];
    const begun = [start, run('T'), pause, run('T'), pause, cont, cont];
    const of = async (...events: object[]) =>
      (await reported(...begun, ...events)).tests.map(({ status, attempts, flaky }) => [status, attempts, flaky]);
    expect(await of(pass('T'), pass('T'), through, pass())).toEqual([['passed', 2, false]]);
    expect(await of(pass('T'), fail('T'), through, fail())).toEqual([['failed', 2, false]]);
    expect(await of(pass('T'), through, fail())).toEqual([['failed', 2, false]]);
  });

  test('a package that failed without a failing test stays so', async () => {
    const report = await reported(
      start,
      run('T'),
      pass('T'),
      output('PASS\n'),
      fail(),
      start,
      run('T'),
      pass('T'),
      output('PASS\n'),
      pass(),
    );
    expect(counted(report)).toEqual({ 'a/b': 'failed', 'a/b/T': 'passed' });
  });

  test('a parent that was flaky of itself is shown', async () => {
    const report = await reported(start, run('T'), fail('T'), through, fail(), start, run('T'), run('T/x'), pass('T/x'), pass('T'), pass());
    expect(report.tests).toMatchObject([
      { name: 'a/b/T', flaky: true },
      { name: 'a/b/T/x', flaky: false },
    ]);
  });
});

test('the message begins with what went wrong', async () => {
  const build = { Action: 'build-output', ImportPath: 'a/b [a/b.test]' };
  const failing = [start, run('T'), output('--- FAIL: T (0.00s)\n', 'T'), output('panic: boom\n', 'T'), fail('T'), through, fail()];
  expect((await reported(...failing)).tests).toMatchObject([{ name: 'a/b/T', message: 'panic: boom' }]);
  expect(
    (await reported({ ...build, Output: '# a/b\n' }, { ...build, Output: 'b.go:3: no\n' }, { ...build, Action: 'build-fail' })).tests,
  ).toMatchObject([{ name: 'a/b', message: 'b.go:3: no' }]);
  expect((await reported(start, run('T'), pass('T'))).tests).toMatchObject([
    { name: 'a/b/T', status: 'passed' },
    { name: 'a/b', status: 'failed', message: 'the stream ends before the package does' },
  ]);
});

test('the message is what the test wrote, shortened in its middle', async () => {
  const log = output(`${'x'.repeat(999)}\n`, 'T');
  const { tests } = await reported(
    start,
    run('T'),
    output('=== RUN   T\n', 'T'),
    output('panic: first\n', 'T'),
    ...Array(50).fill(log),
    output('last', 'T'),
    fail('T'),
    fail(),
  );
  const message = tests[0]?.message ?? '';
  expect(message).toMatch(/^panic: first\n.*….*last$/s);
  expect(message.length).toBeLessThan(4010);
});

describe('lines between the events', () => {
  test.each([
    ['prose', 'go: downloading x v1.2.3'],
    ['JSON of another program', '{"level":"info","Action":"deleted"}'],
    ['half a document of another program', '{"level":"info",'],
    ['what the test printed', '--- FAIL: T (0.00s)'],
  ])('are no events: %s', async (_, line) => {
    expect(counted(await reported(line, start, run('T'), line, pass('T'), pass(), 'done'))).toEqual({ 'a/b/T': 'passed' });
  });

  test('an event behind prose without a line end is read', async () => {
    expect(counted(await reported(start, run('T'), `log: ${JSON.stringify(fail('T'))}`, through, fail()))).toEqual({ 'a/b/T': 'failed' });
  });
});

describe('is refused', () => {
  const whole = lines(start, run('T'), pass('T'), pass());
  test.each([
    ['half an event at the end', `${whole}{"Time":"2026-11-23T00:52:21Z","Act`, 'TRUNCATED'],
    ['a first brace at the end', `${whole}{`, 'TRUNCATED'],
    ['half an event in the middle', `${lines(start)}{"Time":"2026-11-23T00\n${whole}`, 'TRUNCATED'],
    ['an event inside another', `${lines(start)}{"Time":"2026{"Time":"2026","Action":"fail","Package":"a/b"}\n${whole}`, 'JSON_SYNTAX'],
    ['an event without a package', `${whole}{"Action":"fail","Test":"T"}\n`, 'SHAPE'],
    ['a key that stands twice', `${whole}{"Action":"fail","Package":"a/b","Action":"pass"}\n`, 'DUPLICATE_KEY'],
    ['a time that is text', `${whole}{"Action":"pass","Package":"a/b","Elapsed":"1"}\n`, 'SHAPE'],
    ['a negative time', `${whole}{"Action":"pass","Package":"a/b","Elapsed":-1}\n`, 'SHAPE'],
    ['text of several packages under one name', lines(start, output('FAIL\ta/c [build failed]\n'), run('T'), pass('T'), pass()), 'SHAPE'],
    ['plain text', '=== RUN   T\n--- PASS: T (0.00s)\nPASS\nok  \ta/b\t0.003s\n', 'FORMAT_MISMATCH'],
    ['JSON lines of another tool', '{"level":"info","msg":"x"}\n{"level":"info","Action":"pass"}\n', 'FORMAT_MISMATCH'],
  ])('%s', async (_, content, code) => {
    const outcome = await read(content);
    expect(outcome).toMatchObject({ state: 'refused', problems: [expect.objectContaining({ code })] });
  });
});

test('a stream cut anywhere is refused, or shows a failure as the whole of it does', async () => {
  const content = readFileSync('test/samples/go-test/before-1.20.json', 'utf8');
  const showsFailure = async (text: string) => {
    const outcome = await read(text);
    return outcome.state === 'read' && outcome.report.kind === 'tests' && outcome.report.tests.some(({ status }) => status === 'failed');
  };
  expect(await showsFailure(content)).toBe(true);
  for (let length = 0; length < content.length; length += 97) {
    const cut = content.slice(0, length);
    expect((await read(cut)).state === 'refused' || (await showsFailure(cut))).toBe(true);
  }
});
