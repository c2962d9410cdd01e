import { describe, expect, test } from 'vitest';
import { measuredWords } from '../../src/publish/words/measure-words.ts';
import { assessRoot, citationOf, commit, run } from './root-of.ts';

const junit = (...cases: string[]) => `<testsuite name="s">${cases.join('')}</testsuite>`;
const passed = (name: string) => `<testcase classname="c" name="${name}" time="1"/>`;
const failed = (name: string) => `<testcase classname="c" name="${name}"><failure>no</failure></testcase>`;
const skipped = (name: string) => `<testcase classname="c" name="${name}"><skipped/></testcase>`;
const lcov = (covered: number, total: number, file = 'src/a.ts') =>
  `SF:${file}\n${Array.from({ length: total }, (_, line) => `DA:${line + 1},${line < covered ? 1 : 0}`).join('\n')}\nend_of_record\n`;
const link = (path: string, title = '') => `[r](/results/next/${path}${title === '' ? '' : ` "${title}"`})`;
const reasonOf = ({ verdict }: Awaited<ReturnType<typeof citationOf>>) => (verdict.state === 'pass' ? 'pass' : verdict.reason.code);

describe('a result that says nothing of this release is unproven', () => {
  const tests = junit(passed('a'));
  test.each<[string, Record<string, string | null>, string]>([
    ['a file that is not there', {}, 'missing'],
    [
      'no commit of the release',
      { 'run.json': JSON.stringify({ product: 'Demo', version: '1.0.0' }), 'unit/j.xml': tests },
      'commit-not-stated',
    ],
    ['no run.json', { 'unit/j.xml': tests, 'unit/run.json': null }, 'no-provenance'],
    ['a broken run.json', { 'unit/j.xml': tests, 'unit/run.json': '{"job": "unit"' }, 'no-provenance'],
    ['a run.json of another job', { 'unit/j.xml': tests, 'unit/run.json': run('lint') }, 'no-provenance'],
    ['another commit', { 'unit/j.xml': tests, 'unit/run.json': run('unit', { commit: 'f00'.padEnd(40, '0') }) }, 'other-commit'],
    [
      'a job that ended in the future',
      { 'unit/j.xml': tests, 'unit/run.json': run('unit', { finished: '2099-01-01T00:00:00Z' }) },
      'from-the-future',
    ],
    ['an empty file', { 'unit/j.xml': '' }, 'unreadable'],
    ['a truncated file', { 'unit/j.xml': '<testsuite><testcase name="a"/>' }, 'unreadable'],
    ['an HTML page', { 'unit/j.xml': '<!doctype html><html></html>' }, 'unreadable'],
    ['no test in it', { 'unit/j.xml': junit() }, 'no-tests'],
    ['nothing but skipped tests', { 'unit/j.xml': junit(skipped('a')) }, 'all-skipped'],
  ])('%s', async (_, results, code) => {
    const citation = await citationOf(`Tests ${link('unit/j.xml')}`, results);
    expect(reasonOf(citation)).toBe(code);
    expect(citation.verdict.state).toBe('unproven');
  });

  test('older than the freshness rule', async () => {
    const portal = { product: 'Demo', freshness: { default: '30 days', jobs: { unit: '1 day' } } };
    const results = { 'unit/j.xml': tests, 'unit/run.json': run('unit', { finished: '2026-11-20T00:00:00Z' }) };
    expect(reasonOf(await citationOf(`Tests ${link('unit/j.xml')}`, results, { portal }))).toBe('stale');
    expect(reasonOf(await citationOf(`Tests ${link('other/j.xml')}`, { 'other/j.xml': tests }, { portal }))).toBe('pass');
  });

  test('another environment than asked for', async () => {
    const items = `<!-- environment: staging -->\n- [x] Up ${link('smoke/j.xml')}`;
    const { items: assessed } = await assessRoot({ items, results: { 'smoke/j.xml': tests } });
    expect(assessed[0]?.citations[0]?.verdict).toEqual({
      state: 'unproven',
      reason: { code: 'other-environment', measured: 'local', asked: 'staging' },
    });
    const staged = await assessRoot({
      items,
      results: { 'smoke/j.xml': tests, 'smoke/run.json': run('smoke', { environment: { name: 'staging' } }) },
    });
    expect(staged.items[0]?.status).toBe('verified');
  });
});

describe('what shows only a part may fail and never pass', () => {
  const shard = (index: number) => run('unit', { shard: { index, total: 2 } });
  const commands = (exitCode: number, files: string[]) => run('unit', { commands: [{ command: 'x', exitCode, files }] });

  test('an absent shard', async () => {
    const one = (test_: string) => ({ 'unit/shard-1/j.xml': junit(test_), 'unit/shard-1/run.json': shard(1) });
    expect(reasonOf(await citationOf(`Tests ${link('unit/j.xml')}`, one(passed('a'))))).toBe('shards-absent');
    expect(reasonOf(await citationOf(`Tests ${link('unit/j.xml')}`, one(failed('a'))))).toBe('tests-failed');
  });

  test('a shard whose file is missing', async () => {
    const results = { 'unit/shard-1/j.xml': junit(passed('a')), 'unit/shard-1/run.json': shard(1), 'unit/shard-2/run.json': shard(2) };
    expect(reasonOf(await citationOf(`Tests ${link('unit/j.xml')}`, results))).toBe('shards-absent');
  });

  test('both shards together are whole', async () => {
    const results = {
      'unit/shard-1/j.xml': junit(passed('a')),
      'unit/shard-1/run.json': shard(1),
      'unit/shard-2/j.xml': junit(passed('b')),
      'unit/shard-2/run.json': shard(2),
    };
    const citation = await citationOf(`Tests ${link('unit/j.xml')}`, results);
    expect(citation.verdict.state).toBe('pass');
    expect(citation.measured).toEqual({ kind: 'tests', passed: 2, failed: 0, skipped: 0 });
  });

  test('a file that its job promised', async () => {
    const results = { 'unit/a.xml': junit(passed('a')), 'unit/run.json': run('unit', { files: { 'a.xml': {}, 'b.xml': {} } }) };
    expect(reasonOf(await citationOf(`Tests ${link('unit/*.xml')}`, results))).toBe('file-absent');
    expect(reasonOf(await citationOf(`Tests ${link('unit/a.xml')}`, results))).toBe('pass');
  });

  test('a declared count that differs', async () => {
    const results = { 'unit/j.xml': `<testsuite tests="3">${passed('a')}</testsuite>` };
    expect(reasonOf(await citationOf(`Tests ${link('unit/j.xml')}`, results))).toBe('declared-differs');
  });

  test('a failed command that nothing explains', async () => {
    expect(
      reasonOf(
        await citationOf(`Tests ${link('unit/j.xml')}`, { 'unit/j.xml': junit(passed('a')), 'unit/run.json': commands(2, ['j.xml']) }),
      ),
    ).toBe('command-failed');
    expect(
      reasonOf(
        await citationOf(`Tests ${link('unit/j.xml#a')}`, {
          'unit/j.xml': junit(passed('a'), failed('b')),
          'unit/run.json': commands(1, ['j.xml']),
        }),
      ),
    ).toBe('pass');
    const report = { 'unit/m.json': '{"failed": 8}', 'unit/run.json': commands(1, ['m.json']) };
    expect(reasonOf(await citationOf(`Applied ${link('unit/m.json#/failed', '= 0')}`, report))).toBe('criterion-missed');
    expect(reasonOf(await citationOf(`Applied ${link('unit/m.json#/failed', '= 8')}`, report))).toBe('command-failed');
  });

  test('coverage of a run in which tests failed', async () => {
    const results = { 'unit/j.xml': junit(failed('a')), 'unit/c.info': lcov(95, 100) };
    expect(reasonOf(await citationOf(`Coverage >= 90% ${link('unit/c.info')}`, results))).toBe('coverage-of-failed-tests');
    expect(reasonOf(await citationOf(`Coverage >= 99% ${link('unit/c.info')}`, results))).toBe('criterion-missed');
    expect(reasonOf(await citationOf(`Report there ${link('unit/c.info', 'exists')}`, results))).toBe('pass');
  });
});

describe('attempts', () => {
  const attempt = (number: number, test_: string) => ({
    [`unit/attempt-${number}/j.xml`]: junit(test_),
    [`unit/attempt-${number}/run.json`]: run('unit', { attempt: number }),
  });

  test('the newest decides, and what passed again is flaky', async () => {
    const results = { ...attempt(1, failed('a')), ...attempt(2, passed('a')) };
    expect(reasonOf(await citationOf(`Tests ${link('unit/j.xml')}`, results))).toBe('pass');
    const flaky = await citationOf(`None flaky ${link('unit/j.xml#@flaky')}`, results);
    expect(flaky.verdict.state).toBe('fail');
    expect(flaky.examples).toEqual(['c/a']);
  });

  test('a file that the newest lacks is missing', async () => {
    const results = { ...attempt(1, passed('a')), 'unit/attempt-2/run.json': run('unit', { attempt: 2 }) };
    expect(reasonOf(await citationOf(`Tests ${link('unit/j.xml')}`, results))).toBe('missing');
  });

  test('where nothing ran twice, flakiness is not measured', async () => {
    expect(reasonOf(await citationOf(`None flaky ${link('unit/j.xml#@flaky')}`, { 'unit/j.xml': junit(passed('a')) }))).toBe(
      'not-measured',
    );
  });
});

describe('tests', () => {
  const results = { 'unit/j.xml': junit(passed('login'), failed('logout'), skipped('later')) };
  test.each([
    ['unit/j.xml', '', 'tests-failed'],
    ['unit/j.xml#login', '', 'pass'],
    ['unit/j.xml#log*', '', 'tests-failed'],
    ['unit/j.xml#later', '', 'all-skipped'],
    ['unit/j.xml#nothing', '', 'nothing-selected'],
    ['unit/j.xml#login', '>= 1 passed', 'pass'],
    ['unit/j.xml#login', '>= 2 passed', 'criterion-missed'],
    ['unit/j.xml', '>= 1 passed', 'tests-failed'],
    ['unit/j.xml', '<= 1 failed', 'tests-failed'],
    ['unit/j.xml', 'exists', 'pass'],
  ])('%s %j: %s', async (path, title, code) => {
    expect(reasonOf(await citationOf(`Tests ${link(path, title)}`, results))).toBe(code);
  });

  test('their duration is the longest part', async () => {
    const citation = await citationOf(`Tests run in < 5 minutes ${link('unit/j.xml#@duration')}`, {
      'unit/j.xml': `<testsuite time="61.5">${passed('a')}</testsuite>`,
    });
    expect(citation.criterion).toMatchObject({ value: 5, unit: 'min', from: 'text' });
    expect(citation.measured && measuredWords(citation.measured)).toBe('61,500 ms');
  });
});

describe('coverage', () => {
  test.each([
    ['Coverage >= 90%', 'unit/c.info', 'pass'],
    ['Coverage >= 96%', 'unit/c.info', 'criterion-missed'],
    ['Covered', 'unit/c.info', 'no-criterion'],
    ['Coverage >= 90%', 'unit/c.info#src', 'pass'],
    ['Coverage >= 90%', 'unit/c.info#lib', 'nothing-selected'],
    ['Coverage >= 90%', 'unit/c.info#@branches', 'not-measured'],
  ])('%s by %s: %s', async (text, path, code) => {
    expect(reasonOf(await citationOf(`${text} ${link(path)}`, { 'unit/c.info': lcov(95, 100) }))).toBe(code);
  });

  test('a line that any shard covers is covered', async () => {
    const shard = (index: number) => run('unit', { shard: { index, total: 2 } });
    const results = {
      'unit/shard-1/c.info': 'SF:a.ts\nDA:1,1\nDA:2,0\nend_of_record\n',
      'unit/shard-1/run.json': shard(1),
      'unit/shard-2/c.info': 'SF:a.ts\nDA:1,0\nDA:2,4\nend_of_record\n',
      'unit/shard-2/run.json': shard(2),
    };
    expect((await citationOf(`Coverage >= 90% ${link('unit/c.info')}`, results)).measured).toMatchObject({
      value: 100,
      covered: 2,
      total: 2,
    });
  });
});

describe('any JSON', () => {
  const results = {
    'soak/s.json':
      '{"restarts": 0, "durationSeconds": 600, "errorRate": 0.004, "ok": true, "bad": false, "state": "ok", "none": null, "list": [1], "p95Ms": 80, "percent": 99.97}',
  };
  test.each([
    ['None', '/restarts', '= 0', 'pass'],
    ['Zero restarts', '/restarts', '', 'pass'],
    ['A day', '/durationSeconds', '>= 24 h', 'criterion-missed'],
    ['Ten minutes', '/durationSeconds', '>= 10 min', 'pass'],
    ['Errors', '/errorRate', '< 1 % in ratio', 'pass'],
    ['Errors', '/errorRate', '< 1 %', 'unit-not-stated'],
    ['Error rate < 1%', '/errorRate', '', 'unit-not-stated'],
    ['Error rate < 1%', '/errorRate', 'in ratio', 'pass'],
    ['Works', '/ok', '', 'pass'],
    ['Works', '/bad', '', 'boolean-unclear'],
    ['Works', '/bad', '= false', 'pass'],
    ['Works', '/bad', '= true', 'criterion-missed'],
    ['State', '/state', '= ok', 'pass'],
    ['State', '/state', '= up', 'text-differs'],
    ['State', '/state', '', 'no-criterion'],
    ['State', '/state', '= 0', 'wrong-type'],
    ['Value', '/none', '= 0', 'not-computable'],
    ['Value', '/list', '= 0', 'wrong-type'],
    ['Value', '/nowhere', '= 0', 'nothing-selected'],
    ['Value', '/restarts', '', 'no-criterion'],
    ['Value', '/restarts', 'exists', 'pass'],
    ['p95 < 100ms', '/p95Ms', '', 'pass'],
    ['Plain', '/p95Ms', '< 100', 'pass'],
    ['100% of it', '/percent', '', 'criterion-missed'],
  ])('%s at %s %j: %s', async (text, pointer, title, code) => {
    expect(reasonOf(await citationOf(`${text} ${link(`soak/s.json#${pointer}`, title)}`, results))).toBe(code);
  });

  test('without a pointer proves nothing', async () => {
    expect(reasonOf(await citationOf(`Value ${link('soak/s.json')}`, results))).toBe('pointer-needed');
  });

  test('must hold in the file of every shard', async () => {
    const shard = (index: number) => run('a', { shard: { index, total: 2 } });
    const both = (second: number) => ({
      'a/shard-1/v.json': '{"n": 0}',
      'a/shard-1/run.json': shard(1),
      'a/shard-2/v.json': `{"n": ${second}}`,
      'a/shard-2/run.json': shard(2),
    });
    expect(reasonOf(await citationOf(`None ${link('a/v.json#/n', '= 0')}`, both(0)))).toBe('pass');
    expect(reasonOf(await citationOf(`None ${link('a/v.json#/n', '= 0')}`, both(3)))).toBe('criterion-missed');
  });

  test('a title of another dimension leaves its citation unproven, and is no fault of the checklist', async () => {
    const { problems, items } = await assessRoot({ items: `- [x] Fast ${link('soak/s.json#/p95Ms', '< 90 %')}`, results });
    expect(problems).toEqual([]);
    expect(items[0]?.citations[0]?.verdict).toEqual({
      state: 'unproven',
      reason: { code: 'other-dimension', asked: 'share', found: 'time' },
    });
  });
});

describe('roll-ups', () => {
  const ok = { 'unit/j.xml': junit(passed('a'), failed('b')) };
  const body = (mark: string, link_: string) =>
    `- [x] Whole [part](#part)\n## Part\n- [${mark}] First ${link_}\n- [n/a] Other because: none`;
  test.each([
    [body('x', link('unit/j.xml#a')), 'verified'],
    [body('x', link('unit/j.xml#b')), 'contradicted'],
    [body('x', ''), 'claimed'],
  ])('%j is %s', async (items, status) => {
    expect((await assessRoot({ items, results: ok })).items[0]?.status).toBe(status);
  });
});

describe('waivers', () => {
  const waiver = (until: string) => [{ item: 'audit/all/tests', because: 'the vendor fixes it', until }];
  const results = { 'unit/j.xml': junit(failed('b')) };
  test('in force make an item waived, expired ones have no effect, unused ones are a warning', async () => {
    const item = `- [x] Tests ${link('unit/j.xml')}`;
    expect((await assessRoot({ items: item, results, waivers: waiver('2026-11-24') })).items[0]?.status).toBe('waived');
    const expired = await assessRoot({ items: item, results, waivers: waiver('2026-11-23') });
    expect(expired.items[0]?.status).toBe('contradicted');
    expect(expired.problems.map(({ code }) => code)).toEqual(['WAIVER_EXPIRED']);
    const unused = await assessRoot({ items: item, results: { 'unit/j.xml': junit(passed('b')) }, waivers: waiver('2026-12-31') });
    expect(unused.items[0]?.status).toBe('verified');
    expect(unused.problems.map(({ code }) => code)).toEqual(['WAIVER_UNUSED']);
  });

  test('of an unknown item are refused', async () => {
    const { problems } = await assessRoot({ items: '- [x] A', waivers: [{ item: 'audit/all/b', because: 'x', until: '2026-12-31' }] });
    expect(problems.map(({ code }) => code)).toContain('WAIVER_ITEM');
  });
});

describe('readiness', () => {
  test('needs every item, every required sign-off and no contradiction', async () => {
    const results = { 'unit/j.xml': junit(passed('a')) };
    expect((await assessRoot({ items: `- [x] A ${link('unit/j.xml')}`, results })).assessment.state).toBe('ready');
    expect((await assessRoot({ items: `- [x] A ${link('unit/j.xml')}\n\n**Sign-off**: ____ Date: ____`, results })).assessment.state).toBe(
      'awaiting-sign-off',
    );
    expect((await assessRoot({ items: `- [x] A ${link('unit/j.xml')}\n- [x] B`, results })).assessment.state).toBe('not-ready');
  });

  test('an empty checklist is not ready', async () => {
    expect((await assessRoot({ items: 'Nothing yet.' })).assessment.state).toBe('not-ready');
  });

  test('a layer that does not block is left out, unless it is contradicted', async () => {
    const portal = { product: 'Demo', layers: { audit: { blocking: false } } };
    const results = { 'unit/j.xml': junit(passed('a'), failed('b')) };
    expect((await assessRoot({ items: '- [ ] A', portal })).assessment.state).toBe('ready');
    expect((await assessRoot({ items: `- [x] A ${link('unit/j.xml#b')}`, results, portal })).assessment.state).toBe('not-ready');
  });

  test('says when the first cited evidence grows stale, and which files nothing cites', async () => {
    const { assessment } = await assessRoot({
      items: `- [x] A ${link('unit/j.xml')}`,
      results: { 'unit/j.xml': junit(passed('a')), 'lint/j.xml': junit(passed('a')) },
      portal: { product: 'Demo', freshness: { default: '10 days' } },
    });
    expect(assessment.staleAfter).toBe('2026-12-03T09:00:00.000Z');
    expect(assessment.uncited.map(({ file }) => file)).toEqual(['lint/j.xml']);
    expect(assessment.commit).toBe(commit);
  });
});
