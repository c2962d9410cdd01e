import { expect, test } from 'vitest';
import type { CiRun } from '../../src/ci/ci-run.ts';
import { addToJobRun, jobRun, partFolder, settlePlace, stateCommit, type WorkingTree, withoutResults } from '../../src/ci/job-run.ts';
import { JobRun } from '../../src/reports/run.ts';
import { commandLine, commandsIn } from '../../src/reports/shell-words.ts';
import { silentRun } from './silent-run.ts';

const commit = 'a'.repeat(40);
const other = 'b'.repeat(40);
const head = 'c'.repeat(40);
const tree: WorkingTree = { commit, ref: 'main', committed: '2026-11-20T10:00:00+01:00', changed: [], directory: '.', modules: {} };
const ci: CiRun = { system: 'GitLab CI', ...silentRun, commit };

function settled(stated: Parameters<typeof settlePlace>[1], where: Partial<Parameters<typeof settlePlace>[2]>) {
  const place = settlePlace('unit', stated, { ci: null, tree: null, head: null, ...where });
  return place.state === 'read' ? { ...place.value, said: place.problems.map(({ code }) => code) } : place.problems.map(({ code }) => code);
}

test('what a person states goes before what is checked out, and that before the CI system’s word; differences are said', () => {
  expect(settled({}, { tree, ci })).toEqual({
    job: 'unit',
    commit,
    ref: 'main',
    committed: '2026-11-20T09:00:00Z',
    directory: '.',
    said: [],
  });
  expect(settled({}, { ci: { ...ci, commit: other, committed: '2026-11-20T09:00:00Z' } })).toMatchObject({
    commit: other,
    committed: '2026-11-20T09:00:00Z',
  });
  expect(settled({}, { tree, ci: { ...ci, commit: other } })).toMatchObject({ commit, said: ['COMMIT_DIFFERS'] });
  const stated = settled({ commit: other.toUpperCase() }, { tree, ci });
  expect(stated).toMatchObject({ commit: other, said: ['COMMIT_DIFFERS', 'COMMIT_DIFFERS'] });
  expect(stated).not.toHaveProperty('committed');
  expect(settled({}, {})).toEqual(['COMMIT_UNKNOWN']);
});

test('the head of a pull request is that of the CI system’s own commit', () => {
  expect(settled({}, { tree, ci, head })).toMatchObject({ commit, head });
  expect(settled({}, { ci: { ...ci, head } })).toMatchObject({ head });
  expect(settled({}, { tree, ci, head: commit })).not.toHaveProperty('head');
  expect(settled({}, { tree, ci: { ...ci, commit: other }, head })).not.toHaveProperty('head');
});

test.each(['', '../x', 'a b', 'a/b', 'shard-1', 'attempt-2', 'sign-offs', 'withdrawn', 'checklist', 'run.json', 'Run.JSON', '-x', 'é'])(
  '%j is no name of a job',
  (job) => {
    const place = settlePlace(job, {}, { ci, tree, head: null });
    expect(place).toMatchObject({ state: 'refused', problems: [{ code: 'NAME' }] });
  },
);

test('versions of tools have an environment, which is named for where the job ran', () => {
  expect(settled({ tools: { node: '24', go: '1.25' } }, { tree })).toMatchObject({
    environment: { go: '1.25', node: '24', name: 'local' },
  });
  expect(settled({ tools: { go: '1.25' } }, { ci })).toMatchObject({ environment: { go: '1.25', name: 'ci' } });
  expect(settled({ environment: 'staging' }, { ci: { ...ci, environment: 'other' } })).toMatchObject({ environment: { name: 'staging' } });
});

test('results that are tracked are no change of the product', () => {
  const place = { job: 'unit', commit, changed: ['a.ts', 'junit.xml'] };
  expect(withoutResults(place, new Set(['junit.xml']))).toEqual({ job: 'unit', commit, changed: ['a.ts'] });
  expect(withoutResults(place, new Set(['junit.xml', 'a.ts']))).toEqual({ job: 'unit', commit });
});

test('a part stands in the folder of its shard and its attempt, the first one without', () => {
  expect(partFolder({ job: 'unit' })).toBe('unit');
  expect(partFolder({ job: 'unit', attempt: 1 })).toBe('unit');
  expect(partFolder({ job: 'unit', shard: { index: 2, total: 3 }, attempt: 4 })).toBe('unit/shard-2/attempt-4');
});

const call = (name: string, finished: string, more: Partial<JobRun> = {}) =>
  jobRun(
    { job: 'unit', commit, ...more },
    {
      started: null,
      finished,
      commands: [{ command: name, exitCode: 0, files: [name] }],
      files: { [name]: { format: 'junit' } },
      notes: [],
      ...more,
    },
  );

function merged(...runs: JobRun[]): JobRun | string | undefined {
  let at: JobRun | null = null;
  for (const run of runs) {
    const added = addToJobRun(at, run, 'run.json');
    if (added.state === 'refused') return added.problems[0]?.message;
    at = added.value;
  }
  return JobRun.parse(at);
}

test('calls for one part come to the same whichever is added first, and their files are as old as the oldest', () => {
  const first = call('a.xml', '2026-11-20T10:00:00Z', { started: '2026-11-20T09:59:00Z', changed: ['x'] });
  const second = call('b.xml', '2026-11-25T10:00:00Z', { started: '2026-11-25T09:59:00Z', notes: ['n'] });
  const run = merged(first, second);
  expect(JSON.stringify(merged(second, first))).toBe(JSON.stringify(run));
  expect(run).toEqual({
    job: 'unit',
    commit,
    started: '2026-11-20T09:59:00Z',
    finished: '2026-11-20T10:00:00Z',
    changed: ['x'],
    commands: [...first.commands, ...second.commands],
    files: { 'a.xml': { format: 'junit' }, 'b.xml': { format: 'junit' } },
    notes: ['n'],
  });
  // A start that is known of the later one alone says nothing of the whole.
  expect(merged(call('a.xml', '2026-11-20T10:00:00Z'), second)).not.toHaveProperty('started');
});

test('a job is in one folder of the repository, or in none that is known', () => {
  const inFolder = (name: string, directory: string | null) => call(name, '2026-11-20T10:00:00Z', directory === null ? {} : { directory });
  expect(
    settled({ modules: { '/build': '.' } }, { tree: { ...tree, directory: 'api', modules: { 'forge.example/o/r': 'api' } } }),
  ).toMatchObject({
    directory: 'api',
    modules: { '/build': '.', 'forge.example/o/r': 'api' },
  });
  expect(settled({ commit: other }, { tree: { ...tree, directory: 'api' } })).not.toHaveProperty('directory');
  expect(merged(inFolder('a.xml', 'api'), inFolder('b.xml', 'api'))).toMatchObject({ directory: 'api' });
  expect(merged(inFolder('a.xml', 'api'), inFolder('b.xml', 'web'), inFolder('c.xml', 'api'))).not.toHaveProperty('directory');
  expect(merged(inFolder('a.xml', null), inFolder('b.xml', 'api'))).not.toHaveProperty('directory');
  const inModule = (name: string, path: string) => call(name, '2026-11-20T10:00:00Z', { modules: { m: path } });
  expect(merged(inModule('a.xml', 'api'), inModule('b.xml', 'web'))).toBe('it is of m in api, and these files are of m in web');
});

test('the same call again changes nothing, whenever it ends', () => {
  const run = call('a.xml', '2026-11-20T10:00:00Z');
  expect(addToJobRun(run, call('a.xml', '2026-11-21T10:00:00Z'), 'run.json')).toEqual({ state: 'read', value: run, problems: [] });
  expect(merged(run, call('a.xml', '2026-11-21T10:00:00Z', { changed: ['x'] }))).toMatchObject({ changed: ['x'] });
});

test.each<[Partial<JobRun>, string]>([
  [{ commit: other }, `commit ${other}`],
  [{ attempt: 2 }, 'attempt 2'],
  [{ shard: { index: 1, total: 2 } }, 'shard 1 of 2'],
  [{ environment: { name: 'staging' } }, 'environment "staging"'],
])('a part is not of %j and of something else', (more, words) => {
  expect(merged(call('a.xml', '2026-11-20T10:00:00Z'), call('b.xml', '2026-11-20T10:00:00Z', more))).toContain(words);
});

test('the first job states the commit of a release, and others have the same', () => {
  const release = { product: 'Teapot', version: '1.0.0' };
  const place = { job: 'unit', commit, ref: 'main', committed: '2026-11-20T09:00:00Z' };
  const stated = { commit, ref: 'main', committed: '2026-11-20T09:00:00Z' };
  expect(stateCommit(release, place, false, 'run.json')).toEqual({ value: stated, problems: [] });
  expect(stateCommit({ ...release, commit: commit.toUpperCase() }, place, false, 'run.json')).toEqual({ value: null, problems: [] });
  expect(stateCommit({ ...release, commit: other }, place, false, 'run.json')).toMatchObject({
    value: null,
    problems: [{ code: 'CONFLICT' }],
  });
  expect(stateCommit({ ...release, commit: other }, place, true, 'run.json')).toEqual({ value: stated, problems: [] });
});

test.each([[['go', 'test', './...']], [['sh', '-c', 'a && "b" \'c\' > d']], [['pytest', '-k', "it's", '', '*']]])(
  '%j is written as a line that a shell reads so',
  (words) => {
    expect(commandsIn(commandLine(words))[0]).toEqual(words);
  },
);
