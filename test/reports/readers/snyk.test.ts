import { expect, test } from 'vitest';
import { readReport } from '../../../src/reports/read.ts';
import { summariseOutcome } from '../../../src/reports/summary.ts';
import { bytesOf } from '../files.ts';

const issue = (id: string, severity: string) => ({ id, title: id, severity, name: 'lodash', version: '1.0.0', from: ['product@1.0.0'] });
const project = (vulnerabilities: readonly unknown[], more = {}) => ({
  ok: vulnerabilities.length === 0,
  vulnerabilities,
  dependencyCount: 3,
  packageManager: 'npm',
  projectName: 'product',
  ...more,
});
const failure = { ok: false, error: 'Authentication failed', path: '/product' };
const read = (document: unknown) => readReport(bytesOf(JSON.stringify(document)), null);

test.each([
  ['one error', failure],
  ['a list of errors', [failure, failure]],
])('%s is no test', async (_, document) => {
  expect(await read(document)).toMatchObject({ format: 'snyk', state: 'refused', problems: [{ code: 'TOOL_ERROR' }] });
});

test.each([
  ['a project that failed beside one that passed', [project([]), failure], [{ code: 'tool-errors', count: 1 }]],
  ['an application of an image that failed', project([], { applications: [failure] }), [{ code: 'tool-errors', count: 1 }]],
  ['a project that is not ok and lists nothing', project([], { ok: false }), [{ code: 'tool-errors', count: 1 }]],
  [
    'a count that differs',
    project([issue('A', 'low')], { uniqueCount: 2 }),
    [{ code: 'declared-differs', what: 'issues', declared: 2, listed: 1 }],
  ],
  ['one issue on two paths', project([issue('A', 'low'), issue('A', 'low')], { uniqueCount: 1 }), []],
])('%s', async (_, document, partial) => {
  expect(await read(document)).toMatchObject({ state: 'read', report: { partial } });
});

test.each([
  ['critical', ['critical']],
  ['medium', ['critical', 'high', 'medium']],
  [undefined, ['critical', 'high', 'medium', 'low']],
])('with the threshold %s it rates %j', async (severityThreshold, rates) => {
  expect(await read([project([]), project([], { severityThreshold })])).toMatchObject({ report: { rates } });
});

test('an issue that one project ignores counts where another does not', async () => {
  const ignoring = project([], { filtered: { ignore: [issue('A', 'high')], patch: [] } });
  expect(summariseOutcome(await read(ignoring)).findings).toMatchObject({ total: 0, suppressed: 1 });
  expect(summariseOutcome(await read([ignoring, project([issue('A', 'high')])])).findings).toMatchObject({ high: 1, suppressed: 0 });
});

test('a test of infrastructure is not read as one of dependencies', async () => {
  const outcome = await read(project([], { infrastructureAsCodeIssues: [{ id: 'SNYK-CC-K8S-1', severity: 'high' }] }));
  expect(outcome).toMatchObject({ state: 'refused', format: null });
});

test('a project without a dependency was nothing to test', async () => {
  const report = async (more: object) => {
    const outcome = await read(project([], more));
    return outcome.state === 'read' && outcome.report.kind === 'findings' ? outcome.report.targets : outcome;
  };
  expect(await report({ dependencyCount: 0 })).toEqual([]);
  expect(await report({})).toEqual(['product']);
});
