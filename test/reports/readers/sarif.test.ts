import { describe, expect, test } from 'vitest';
import { readReport } from '../../../src/reports/read.ts';
import { bytesOf } from '../files.ts';

const schema = 'https://json.schemastore.org/sarif-2.1.0.json';
const result = (fields: object = {}) => ({ ruleId: 'R1', message: { text: 'x' }, ...fields });
const run = (results: object[] | null | undefined, fields: object = {}, driver: object = {}) => ({
  tool: { driver: { name: 'T', ...driver } },
  results,
  ...fields,
});
const log = (...runs: object[]) => ({ $schema: schema, version: '2.1.0', runs });
const read = (document: unknown) => readReport(bytesOf(typeof document === 'string' ? document : JSON.stringify(document)), null);

async function findings(document: unknown) {
  const outcome = await read(document);
  return outcome.state === 'read' && outcome.report.kind === 'findings' ? outcome.report.findings : outcome;
}

describe('severity', () => {
  const rules = (security: unknown, level?: string) => ({
    rules: [{ id: 'R1', properties: { 'security-severity': security }, ...(level ? { defaultConfiguration: { level } } : {}) }],
  });
  test.each([
    ['a score of 9', result(), rules('9.0'), 'critical'],
    ['a score below 9', result(), rules('8.9'), 'high'],
    ['a score of 4, as a number', result({ level: 'error' }), rules(4), 'medium'],
    ['a score below 4', result(), rules('0.1'), 'low'],
    ['a score of 0, which leaves it to the level', result(), rules('0.0', 'error'), 'high'],
    ['a score that is none', result(), rules('high'), 'medium'],
    ['a score beyond the scale', result(), rules('42'), 'medium'],
    ['a score of the result', result({ properties: { 'security-severity': '9.9' } }), rules('1.0'), 'critical'],
    ['its level before that of the rule', result({ level: 'note' }), rules(undefined, 'error'), 'low'],
    ['the level of the rule', result(), rules(undefined, 'error'), 'high'],
    ['no level anywhere', result(), {}, 'medium'],
    ['the level none', result({ level: 'none' }), {}, 'info'],
    ['a rule found by its index', result({ ruleId: undefined, ruleIndex: 0 }), rules(undefined, 'error'), 'high'],
    ['an index of another rule', result({ ruleId: 'R2', ruleIndex: 0 }), rules(undefined, 'error'), 'medium'],
    ['a rule of a hierarchical id', result({ ruleId: 'R1/a/b' }), rules(undefined, 'error'), 'high'],
    ['a review that nobody made', result({ kind: 'review' }), {}, 'unknown'],
    ['a secret, which Gitleaks does not rate', result(), { name: 'gitleaks' }, 'unknown'],
    [
      'a vulnerability without a score, beside which OSV-Scanner always writes warning',
      result({ level: 'warning' }),
      { name: 'osv-scanner' },
      'unknown',
    ],
    ['a vulnerability with one', result({ level: 'warning' }), { name: 'osv-scanner', ...rules('9.8') }, 'critical'],
    [
      'what nobody has rated, beside which Trivy writes note',
      result({ level: 'note' }),
      { name: 'Trivy', rules: [{ id: 'R1', properties: { 'security-severity': '0.0', tags: ['vulnerability', 'UNKNOWN'] } }] },
      'unknown',
    ],
  ])('of %s', async (_, each, driver, severity) => {
    expect(await findings(log(run([each], {}, driver)))).toMatchObject([{ severity }]);
  });

  test.each(['pass', 'notApplicable', 'informational'])('of the kind %s is no finding', async (kind) => {
    expect(await findings(log(run([result({ kind, level: 'error' })])))).toEqual([]);
  });
});

test('a rule and its level are the same wherever the tool stands in the file', async () => {
  const driver = { rules: [{ id: 'R1', defaultConfiguration: { level: 'error' } }] };
  const late = `{"runs": [{"results": [${JSON.stringify(result())}], "tool": ${JSON.stringify({ driver: { name: 'T', ...driver } })}}], "version": "2.1.0"}`;
  expect(await findings(late)).toEqual(await findings(log(run([result()], {}, driver))));
});

describe('suppressed', () => {
  test.each([
    ['where each suppression is accepted', { suppressions: [{ status: 'accepted' }, { kind: 'inSource' }] }, true],
    ['not where one is under review', { suppressions: [{ status: 'accepted' }, { status: 'underReview' }] }, false],
    ['not where one is rejected', { suppressions: [{ status: 'rejected' }] }, false],
    ['not where the list is empty', { suppressions: [] }, false],
    ['where the baseline had it and it is gone', { baselineState: 'absent' }, true],
    ['not where it is as before', { baselineState: 'unchanged' }, false],
  ])('%s', async (_, fields, suppressed) => {
    expect(await findings(log(run([result(fields)])))).toMatchObject([{ suppressed }]);
  });
});

describe('what is known to have run', () => {
  const rules = [{ id: 'R1' }, { id: 'R2', defaultConfiguration: { enabled: false } }];
  test.each([
    ['the rules that are listed and not switched off', run([], {}, { rules }), ['R1']],
    ['a rule that passed', run([result({ ruleId: 'R3', kind: 'pass' })], {}, { rules }), ['R1', 'R3']],
    ['no rule, where a result names none', run([result({ ruleId: undefined })], {}, { rules }), []],
    [
      'a rule that an invocation switched on',
      run(
        [],
        { invocations: [{ ruleConfigurationOverrides: [{ descriptor: { id: 'R2' }, configuration: { enabled: true } }] }] },
        { rules },
      ),
      ['R1', 'R2'],
    ],
    [
      'not a rule that an invocation switched off',
      run(
        [],
        { invocations: [{ ruleConfigurationOverrides: [{ descriptor: { index: 0 }, configuration: { enabled: false } }] }] },
        { rules },
      ),
      [],
    ],
  ])('%s', async (_, each, listed) => {
    expect(await read(log(each))).toMatchObject({ report: { rules: { listed, all: null } } });
  });
});

describe('severity critical', () => {
  const scored = { rules: [{ id: 'R1', properties: { 'security-severity': '3.0' } }] };
  test.each([
    ['is rated where a rule has a score', log(run([], {}, scored)), true],
    ['is not rated without', log(run([])), false],
    ['is not rated where one of the runs has no scores', log(run([], {}, scored), run([])), false],
    ['is rated by Trivy even where it found nothing', log(run([], {}, { name: 'Trivy' })), true],
    ['is not rated by no run', log(), false],
  ])('%s', async (_, document, rated) => {
    const outcome = await read(document);
    expect(outcome.state === 'read' && outcome.report.kind === 'findings' && outcome.report.rates.includes('critical')).toBe(rated);
  });
});

describe('a scan that was not whole', () => {
  test.each([
    ['an invocation that failed', log(run([], { invocations: [{ executionSuccessful: false }] })), 1],
    [
      'errors noted by an invocation',
      log(
        run([], {
          invocations: [
            {
              executionSuccessful: true,
              toolExecutionNotifications: [{ level: 'error' }, { level: 'error' }, {}],
              toolConfigurationNotifications: [{ level: 'error' }],
            },
          ],
        }),
      ),
      3,
    ],
    ['a run without results beside one with', log(run([result({ ruleId: 'a' })]), run(undefined)), 1],
    ['code that Staticcheck could not compile', log(run([result({ ruleId: 'compile' })], {}, { name: 'Staticcheck' })), 1],
  ])('is a part: %s', async (_, document, count) => {
    expect(await read(document)).toMatchObject({ state: 'read', report: { partial: [{ code: 'tool-errors', count }] } });
  });

  test.each([
    ['no run', log()],
    ['null in place of runs', { version: '2.1.0', $schema: schema, runs: null }],
    ['a run without results', log(run(undefined))],
    ['a run whose results are null', log(run(null))],
  ])('names no target: %s', async (_, document) => {
    expect(await read(document)).toMatchObject({ state: 'read', report: { targets: [] }, problems: [{ code: 'NO_TARGET' }] });
  });
});

describe('refused', () => {
  test.each([
    ['SARIF 1.0.0', { ...log(), version: '1.0.0' }, 'SHAPE'],
    ['results in other files', log(run(undefined, { externalPropertyFileReferences: { results: [{}] } })), 'SHAPE'],
    ['results outside of runs', { ...log(), inlineExternalProperties: [{ results: [{}] }] }, 'SHAPE'],
    ['a run without a tool', log({ results: [] }), 'SHAPE'],
    ['a result without a message', log(run([{ ruleId: 'R1' }])), 'SHAPE'],
    ['an unknown kind', log(run([result({ kind: 'odd' })])), 'SHAPE'],
    ['an unknown level', log(run([result({ level: 'fatal' })])), 'SHAPE'],
    ['results that are no list', log({ ...run([]), results: {} }), 'SHAPE'],
    ['a schema alone', { $schema: schema, version: '2.1.0' }, 'FORMAT_UNKNOWN'],
    ['runs of another program', { version: '1', runs: [{ id: 1 }] }, 'FORMAT_UNKNOWN'],
    ['runs without a version', { runs: [{ tool: {}, results: [] }] }, 'FORMAT_UNKNOWN'],
    ['a file that ends in a result', JSON.stringify(log(run([result(), result()]))).slice(0, -40), 'TRUNCATED'],
    [
      'two results lists in one run',
      JSON.stringify(log(run([result()]))).replace('"results"', '"results": [], "results"'),
      'DUPLICATE_KEY',
    ],
  ])('%s', async (_, document, code) => {
    const outcome = await read(document);
    expect(outcome).toMatchObject({ state: 'refused' });
    expect(outcome.problems[0]?.code).toBe(code);
  });
});

test('a file larger than an opening is recognised by how its first run begins', async () => {
  const text = `{"runs": [{"results": [${Array.from({ length: 8000 }, () => JSON.stringify(result())).join(',')}], "tool": {"driver": {"name": "T"}}}], "version": "2.1.0"}`;
  expect(text.length).toBeGreaterThan(300_000);
  const outcome = await read(text);
  expect(outcome).toMatchObject({ state: 'read', format: 'sarif' });
  expect(await read(text.slice(0, -5))).toMatchObject({ state: 'refused', format: 'sarif', problems: [{ code: 'TRUNCATED' }] });
  expect(await read(text.replace('2.1.0', '2.0.0'))).toMatchObject({ state: 'refused', format: 'sarif', problems: [{ code: 'SHAPE' }] });
});

test.each([
  ['Semgrep OSS', 'warning', 1],
  ['Semgrep OSS', 'note', 0],
  ['CodeQL', 'warning', 0],
  ['CodeQL', 'error', 1],
])('of %s a notification of level %s is %d error of its own', async (name, level, count) => {
  const invocations = [{ executionSuccessful: true, toolExecutionNotifications: [{ level, message: { text: 'x' } }] }];
  const outcome = await read(log(run([], { invocations }, { name, rules: [{ id: 'R1' }] })));
  expect(outcome).toMatchObject({ state: 'read', report: { partial: count === 0 ? [] : [{ code: 'tool-errors', count }] } });
});
