import { describe, expect, test } from 'vitest';
import { assessRoot, citationOf, commit, now, run } from './root-of.ts';

const junit = (...names: string[]) =>
  `<testsuite name="s">${names.map((name) => `<testcase classname="c" name="${name}" time="1"/>`).join('')}</testsuite>`;
const failing = '<testsuite name="s"><testcase classname="c" name="a"/><testcase classname="c" name="b"><failure/></testcase></testsuite>';
const link = (path: string) => `[r](/results/next/${path})`;
const command = (exitCode: number, ...files: string[]) => ({ command: 'x', exitCode, files });
const minutesFromNow = (minutes: number) => new Date(now.getTime() + minutes * 60_000).toISOString();

/** What a citation comes to: `pass`, or the code of its reason. */
async function codeOf(path: string, results: Record<string, string | null>): Promise<string> {
  const { verdict } = await citationOf(`Tests ${link(path)}`, results);
  return verdict.state === 'pass' ? 'pass' : verdict.reason.code;
}

describe('a name in run.json stands for the file that it means', () => {
  test.each<[string, string, string]>([
    ['as it is', 'unit/', 'j.xml'],
    ['with ./', 'unit/', './j.xml'],
    ['from the job', 'unit/', 'unit/j.xml'],
    ['from results/next', 'unit/', 'results/next/unit/j.xml'],
    ['from results/next, with ./', 'unit/', './results/next/unit/j.xml'],
    ['by a pattern', 'unit/', '*.xml'],
    ['by a pattern over folders', 'unit/', '**/j.xml'],
    ['by a pattern from results/next', 'unit/', 'results/next/*/j.xml'],
    ['as Windows writes it', 'unit/', '.\\j.xml'],
    ['from the folder of its shard', 'unit/shard-1/', 'j.xml'],
    ['in a shard, from its job', 'unit/shard-1/', 'shard-1/j.xml'],
    ['in a shard, from results/next', 'unit/shard-1/', 'results/next/unit/shard-1/j.xml'],
    ['in an attempt, from its job', 'unit/attempt-2/', 'unit/attempt-2/j.xml'],
    ['in an attempt of a shard', 'unit/shard-1/attempt-2/', 'unit/shard-1/attempt-2/j.xml'],
  ])('%s', async (_, folder, name) => {
    const shard = folder.includes('shard-1') ? { shard: { index: 1, total: 1 } } : {};
    const results = (exitCode: number) => ({
      [`${folder}j.xml`]: junit('a'),
      [`${folder}run.json`]: run('unit', { ...shard, commands: [command(exitCode, name)] }),
    });
    expect(await codeOf('unit/j.xml', results(0))).toBe('pass');
    // Named, the file is this command's, and nothing in it says why the command failed.
    expect(await codeOf('unit/j.xml', results(2))).toBe('command-failed');
  });

  test.each(['J.xml', 'reports/j.xml', '*.json', '../j.xml', 'other/j.xml', 'run.json', ''])(
    'a command that failed and names only %j, which is not there, makes its job a part',
    async (name) => {
      const results = { 'unit/j.xml': junit('a'), 'unit/run.json': run('unit', { commands: [command(1, name), command(0, 'j.xml')] }) };
      expect(await codeOf('unit/j.xml', results)).toBe('job-failed');
    },
  );

  test('what a pattern promises and no file keeps is absent', async () => {
    const results = { 'unit/a.xml': junit('a'), 'unit/run.json': run('unit', { commands: [command(0, 'a.xml', './unit/b.xml')] }) };
    expect(await codeOf('unit/a.xml', results)).toBe('pass');
    expect(await codeOf('unit/*.xml', results)).toBe('file-absent');
  });

  test.each(['./j.xml', 'unit/j.xml', '*.xml'])('the format that run.json declares for %s is the file’s', async (name) => {
    const results = { 'unit/j.xml': junit('a'), 'unit/run.json': run('unit', { files: { [name]: { format: 'cobertura' } } }) };
    expect(await codeOf('unit/j.xml', results)).toBe('unreadable');
  });
});

describe('a command that failed', () => {
  test.each([-1, 124, 126, 127, 130, 137, 139, 143, 3221225477])(
    'with exit code %i did not end by itself: nothing explains it',
    async (exitCode) => {
      const results = { 'unit/j.xml': failing, 'unit/run.json': run('unit', { commands: [command(exitCode, 'j.xml')] }) };
      expect(await codeOf('unit/j.xml#a', results)).toBe('command-ended');
      expect(await codeOf('unit/j.xml', results)).toBe('tests-failed');
    },
  );

  test('is explained by a failed test, and not where it names no file', async () => {
    const results = (files: string[]) => ({ 'unit/j.xml': failing, 'unit/run.json': run('unit', { commands: [command(1, ...files)] }) });
    expect(await codeOf('unit/j.xml#a', results(['j.xml']))).toBe('pass');
    expect(await codeOf('unit/j.xml#a', results([]))).toBe('job-failed');
  });

  test('in one shard, naming no file, makes every shard a part', async () => {
    const shard = (index: number, commands: unknown[]) => run('unit', { shard: { index, total: 2 }, commands });
    const results = {
      'unit/shard-1/j.xml': junit('a'),
      'unit/shard-1/run.json': shard(1, [command(0, 'j.xml')]),
      'unit/shard-2/j.xml': junit('b'),
      'unit/shard-2/run.json': shard(2, [{ command: 'make build', exitCode: 2 }, command(0, 'j.xml')]),
    };
    expect(await codeOf('unit/j.xml', results)).toBe('job-failed');
  });
});

describe('shards are 1 to N without a gap, and N is stated', () => {
  const shards = (...shards: [number, number | null, string][]) =>
    Object.fromEntries(
      shards.flatMap(([index, total, name]) => [
        [`unit/shard-${index}/j.xml`, junit(name)],
        [`unit/shard-${index}/run.json`, run('unit', total === null ? {} : { shard: { index, total } })],
      ]),
    );
  test.each<[string, Record<string, string>, string]>([
    ['both of two', shards([1, 2, 'a'], [2, 2, 'b']), 'pass'],
    ['a total that one of them states', shards([1, null, 'a'], [2, 2, 'b']), 'pass'],
    ['no total', shards([1, null, 'a'], [2, null, 'b']), 'shards-unclear'],
    ['no total and a gap', shards([1, null, 'a'], [3, null, 'b']), 'shards-unclear'],
    ['two totals', shards([1, 2, 'a'], [2, 2, 'b'], [3, 3, 'c']), 'shards-unclear'],
    ['a gap', shards([1, 3, 'a'], [3, 3, 'b']), 'shards-absent'],
    ['the last missing', shards([1, 3, 'a'], [2, 3, 'b']), 'shards-absent'],
    ['one delivered twice', shards([1, 2, 'a'], [2, 2, 'a']), 'shards-alike'],
  ])('%s', async (_, results, code) => {
    expect(await codeOf('unit/j.xml', results)).toBe(code);
  });
});

describe('attempts', () => {
  test('two folders that are the same attempt say nothing', async () => {
    const results = {
      'unit/j.xml': junit('a'),
      'unit/run.json': run('unit'),
      'unit/attempt-1/j.xml': junit('b'),
      'unit/attempt-1/run.json': run('unit'),
    };
    const { items, problems } = await assessRoot({ items: `- [x] Tests ${link('unit/j.xml')}`, results });
    expect(items[0]?.citations[0]?.verdict).toMatchObject({ reason: { code: 'no-provenance' } });
    expect(problems.map(({ code }) => code)).toEqual(['RUN_INVALID', 'RUN_INVALID']);
  });

  test('each shard has its own', async () => {
    const part = (folder: string, index: number, attempt: number, ...names: string[]) => ({
      [`unit/${folder}/j.xml`]: names.includes('b') ? failing : junit(...names),
      [`unit/${folder}/run.json`]: run('unit', { shard: { index, total: 2 }, attempt }),
    });
    const results = {
      ...part('shard-1', 1, 1, 'c'),
      ...part('shard-2/attempt-1', 2, 1, 'b'),
      ...part('shard-2/attempt-2', 2, 2, 'd', 'e'),
    };
    expect(await codeOf('unit/j.xml#c', results)).toBe('pass');
    expect(await codeOf('unit/j.xml#b', results)).toBe('nothing-selected');
  });
});

describe('a commit is a whole hash', () => {
  const of = (own: string, release: string) => ({
    'run.json': JSON.stringify({ product: 'Demo', version: '1.0.0', commit: release }),
    'unit/j.xml': junit('a'),
    'unit/run.json': run('unit', { commit: own }),
  });
  test('of 40 or 64 digits, in any case', async () => {
    expect(await codeOf('unit/j.xml', of(commit.toUpperCase(), commit))).toBe('pass');
    expect(await codeOf('unit/j.xml', of('ab'.repeat(32), 'AB'.repeat(32)))).toBe('pass');
    expect(await codeOf('unit/j.xml', of('ab'.repeat(20), commit))).toBe('other-commit');
  });

  test.each([commit.slice(0, 7), commit.slice(0, 39), `${commit}0`, `${commit.slice(0, 39)}g`, 'HEAD', `${commit}\n`])(
    'and %j is refused, with what to write',
    async (own) => {
      const { problems, items } = await assessRoot({ items: `- [x] Tests ${link('unit/j.xml')}`, results: of(own, commit) });
      expect(items[0]?.citations[0]?.verdict).toMatchObject({ reason: { code: 'no-provenance' } });
      expect(problems.map(({ code, message }) => [code, message.includes('write all 40 or 64 digits')])).toEqual([['RUN_INVALID', true]]);
    },
  );
});

test.each<[string, Record<string, unknown>, string]>([
  ['changed', { changed: ['src/a.ts'] }, 'tree-changed'],
  ['as the commit has it', { changed: [] }, 'pass'],
  ['of a merge, with the head of its pull request', { head: 'b'.repeat(40) }, 'pass'],
])('a working tree that was %s', async (_, own, code) => {
  const results = { 'unit/j.xml': junit('a'), 'unit/run.json': run('unit', { ...own, commands: [command(0, 'j.xml')] }) };
  expect(await codeOf('unit/j.xml', results)).toBe(code);
  expect((await citationOf(`Tests [r](/results/next/unit/j.xml "exists")`, results)).verdict.state).toBe(
    code === 'pass' ? 'pass' : 'unproven',
  );
});

describe('instants that cannot be true prove nothing', () => {
  test.each<[string, Record<string, string>, string]>([
    ['now', { finished: minutesFromNow(0) }, 'pass'],
    ['within what clocks differ', { finished: minutesFromNow(5) }, 'pass'],
    ['six minutes from now', { finished: minutesFromNow(6) }, 'from-the-future'],
    ['in order', { committed: minutesFromNow(-9), started: minutesFromNow(-8), finished: minutesFromNow(-7) }, 'pass'],
    [
      'in order, in other zones',
      { committed: '2026-11-24T10:00:00+02:00', started: '2026-11-24T09:00:00Z', finished: '2026-11-24T05:30:00-05:00' },
      'pass',
    ],
    [
      'a commit made on a clock that is ahead',
      { committed: minutesFromNow(-5), started: minutesFromNow(-8), finished: minutesFromNow(-7) },
      'pass',
    ],
    ['finished before it started', { started: minutesFromNow(-7), finished: minutesFromNow(-8) }, 'out-of-order'],
    [
      'started before its commit',
      { committed: minutesFromNow(-10), started: minutesFromNow(-20), finished: minutesFromNow(-5) },
      'out-of-order',
    ],
    ['finished before its commit', { committed: minutesFromNow(-10), finished: minutesFromNow(-20) }, 'out-of-order'],
    ['without a zone', { finished: '2026-11-23T09:00:00' }, 'no-provenance'],
    ['a day without a time', { finished: '2026-11-23' }, 'no-provenance'],
    ['a day that no month has', { finished: '2026-11-31T09:00:00Z' }, 'no-provenance'],
  ])('%s', async (_, instants, code) => {
    const results = { 'unit/j.xml': junit('a'), 'unit/run.json': run('unit', instants) };
    expect(await codeOf('unit/j.xml', results)).toBe(code);
    const { problems } = await assessRoot({ items: `- [x] Tests ${link('unit/j.xml')}`, results });
    const clock = code === 'from-the-future' || code === 'out-of-order';
    expect(problems.filter((each) => each.code === 'CLOCK').map(({ file }) => file)).toEqual(clock ? ['results/next/unit/run.json'] : []);
  });

  test('the release’s own commit counts where the job states none', async () => {
    const release = { product: 'Demo', version: '1.0.0', commit, committed: minutesFromNow(-10) };
    const results = (finished: number) => ({
      'run.json': JSON.stringify(release),
      'unit/j.xml': junit('a'),
      'unit/run.json': run('unit', { finished: minutesFromNow(finished) }),
    });
    expect(await codeOf('unit/j.xml', results(-9))).toBe('pass');
    expect(await codeOf('unit/j.xml', results(-60))).toBe('out-of-order');
  });
});

test.each(['shard-1', 'attempt-2', 'shard-size', 'checklist', 'withdrawn', 'trust'])('%s is no name of a job', async (job) => {
  const results = { [`${job}/j.xml`]: junit('a'), [`${job}/run.json`]: run(job) };
  const { items, problems } = await assessRoot({ items: `- [x] Tests ${link(`${job}/j.xml`)}`, results });
  expect(items[0]?.citations[0]?.verdict).toMatchObject({ reason: { code: 'missing' } });
  expect(problems.map(({ code }) => code).filter((code) => code === 'JOB_FOLDER')).toHaveLength(2);
});

test('a pointer over a pattern leaves no file out', async () => {
  const results = (other: string) => ({ 'unit/a.json': '{"ok": true}', 'unit/b': other });
  expect(await codeOf('unit/*#/ok', results('{"ok": true}'))).toBe('pass');
  expect(await codeOf('unit/*#/ok', results('{"ok": false}'))).toBe('value-false');
  expect(await codeOf('unit/*#/ok', results(failing))).toBe('not-json');
  expect(await codeOf('unit/*#/ok', results('{"ok": tr'))).toBe('unreadable');
});

describe('what the command of a result left out', () => {
  const results = (line: string, file = 'j.xml', content = junit('TestWebhook', 'TestAuth')) => ({
    [`unit/${file}`]: content,
    'unit/run.json': run('unit', { commands: [{ command: line, exitCode: 0, files: [file] }] }),
  });
  const lcov = 'SF:a.ts\nDA:1,1\nend_of_record\n';
  test.each<[string, string, string]>([
    ['pytest', '', 'pass'],
    ['pytest --lf', '', 'rerun'],
    ['pytest --lf', '#TestWebhook', 'rerun'],
    ['pytest --collect-only', '', 'dry-run'],
    ['pytest -k Webhook', '', 'filtered'],
    ['pytest -k Webhook', '#*Webhook*', 'pass'],
    ['pytest -k Webhook', '#TestAuth', 'filtered'],
    ['pytest --shard=1/2', '', 'pass'],
    ['npx playwright test --shard=1/2', '', 'filtered'],
    ['pytest -x', '', 'pass'],
    ['npm run test:all', '', 'pass'],
  ])('%s makes tests%s %s', async (line, selector, code) => {
    expect(await codeOf(`unit/j.xml${selector}`, results(line))).toBe(code);
  });

  test('a run that stops at a failure is a part where there is one', async () => {
    expect(await codeOf('unit/j.xml#a', results('pytest -x', 'j.xml', failing))).toBe('stopped-early');
    expect(await codeOf('unit/j.xml#b', results('pytest -x', 'j.xml', failing))).toBe('tests-failed');
  });

  test('coverage of some tests is a part', async () => {
    const cov = async (line: string) => {
      const { verdict } = await citationOf(`Line coverage >= 90% ${link('unit/c.info')}`, results(line, 'c.info', lcov));
      return verdict.state === 'pass' ? 'pass' : verdict.reason.code;
    };
    expect(await cov('pytest --cov')).toBe('pass');
    expect(await cov('pytest --cov -k a')).toBe('filtered');
    expect(await cov('pytest --cov --lf')).toBe('rerun');
  });

  test('what was not applied proves no value', async () => {
    expect(await codeOf('unit/m.json#/ok', results('migrate --dry-run', 'm.json', '{"ok": true}'))).toBe('dry-run');
    expect(await codeOf('unit/m.json#/ok', results('migrate -run x --list', 'm.json', '{"ok": true}'))).toBe('dry-run');
  });

  test('a command that names no file counts where none that runs tests names it', async () => {
    const commands = (...all: [string, string[]][]) => ({
      'unit/j.xml': junit('a'),
      'unit/run.json': run('unit', { commands: all.map(([line, files]) => ({ command: line, exitCode: 0, files })) }),
    });
    expect(await codeOf('unit/j.xml', commands(['pytest --lf', []]))).toBe('rerun');
    expect(await codeOf('unit/j.xml', commands(['pytest --lf', []], ['cp r/j.xml .', ['j.xml']]))).toBe('rerun');
    expect(await codeOf('unit/j.xml', commands(['pytest --lf', []], ['pytest', ['j.xml']]))).toBe('pass');
    expect(await codeOf('unit/j.xml', commands(['helm template --dry-run', []], ['make test', ['j.xml']]))).toBe('pass');
  });

  const gosec = (files: number) =>
    JSON.stringify({ 'Golang errors': {}, Issues: [], Stats: { files, lines: 1, nosec: 0, found: 0 }, GosecVersion: '2' });
  test.each<[string, string, string]>([
    ['gosec ./...', '', 'pass'],
    ['gosec -severity high ./...', '', 'pass'],
    ['gosec -severity high ./...', '#high', 'pass'],
    ['gosec -severity high ./...', '#medium', 'filtered'],
    ['gosec -severity high ./...', '#high,medium', 'filtered'],
    ['gosec -exclude=G104 ./...', '', 'filtered'],
  ])('%s makes findings%s %s', async (line, selector, code) => {
    expect(await codeOf(`unit/g.json${selector}`, results(line, 'g.json', gosec(3)))).toBe(code);
  });
});

describe('filters that shards part their tests by', () => {
  const shards = (...lines: string[]) =>
    Object.fromEntries(
      lines.flatMap((line, index) => [
        [`unit/shard-${index + 1}/j.xml`, junit(`t${index}`)],
        [
          `unit/shard-${index + 1}/run.json`,
          run('unit', { shard: { index: index + 1, total: lines.length }, commands: [{ command: line, exitCode: 0, files: ['j.xml'] }] }),
        ],
      ]),
    );
  test.each<[string, string[], string]>([
    ['each its own names', ["go test -run '^(A|C)$' ./...", "go test -run '^(B|D)$' ./..."], 'pass'],
    ['each its own number', ['npx playwright test --shard=1/2', 'npx playwright test --shard=2/2'], 'pass'],
    ['the same filter in each', ['pytest -m smoke', 'pytest -m smoke'], 'filtered'],
    ['the number of another shard', ['npx playwright test --shard=1/2', 'npx playwright test --shard=1/2'], 'filtered'],
    ['a number of another total', ['npx playwright test --shard=1/3', 'npx playwright test --shard=2/3'], 'filtered'],
    ['a shard of one', ['pytest -k a'], 'filtered'],
    ['a rerun in one of them', ['pytest --group 1', 'pytest --group 2 --lf'], 'rerun'],
  ])('%s', async (_, lines, code) => {
    expect(await codeOf('unit/j.xml', shards(...lines))).toBe(code);
  });
});

describe('an attempt that lists fewer tests than one before it', () => {
  const attempt = (number: number, file: string, content: string, differs = {}) => ({
    [`unit/attempt-${number}/${file}`]: content,
    [`unit/attempt-${number}/run.json`]: run('unit', { attempt: number, ...differs }),
  });
  test.each<[string, Record<string, string>, string]>([
    ['as many', { ...attempt(1, 'j.xml', failing), ...attempt(2, 'j.xml', junit('a', 'b')) }, 'pass'],
    ['fewer', { ...attempt(1, 'j.xml', failing), ...attempt(2, 'j.xml', junit('b')) }, 'fewer-tests'],
    [
      'fewer than the first',
      { ...attempt(1, 'j.xml', failing), ...attempt(2, 'j.xml', junit('b')), ...attempt(3, 'j.xml', junit('b')) },
      'fewer-tests',
    ],
    [
      'fewer than a run of another commit',
      { ...attempt(1, 'j.xml', failing, { commit: 'ab'.repeat(20) }), ...attempt(2, 'j.xml', junit('b')) },
      'pass',
    ],
    ['in files of other names', { ...attempt(1, 'j.xml', failing), ...attempt(2, 'k.xml', junit('b')) }, 'fewer-tests'],
  ])('%s', async (_, results, code) => {
    expect(await codeOf('unit/*.xml', results)).toBe(code);
  });
});
