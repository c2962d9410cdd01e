import { describe, expect, test } from 'vitest';
import { Portal } from '../../src/checklist/portal.ts';
import { codeLinks, forgeOf } from '../../src/publish/code-links.ts';
import { type PathBase, repositoryPath } from '../../src/reports/repository-path.ts';
import { JobRun } from '../../src/reports/run.ts';
import { sourceLinks } from '../../src/views/links.ts';

const commit = 'c'.repeat(40);
const at = (repository: string, forge?: 'github' | 'gitlab' | 'bitbucket' | 'gitea') => ({ repository, forge });

test.each([
  ['https://github.com/o/r', `https://github.com/o/r/commit/${commit}`, `https://github.com/o/r/blob/${commit}/a/b.go#L3-L5`],
  ['https://github.com/o/r.git/', `https://github.com/o/r/commit/${commit}`, `https://github.com/o/r/blob/${commit}/a/b.go#L3-L5`],
  ['https://gitlab.com/g/s/r', `https://gitlab.com/g/s/r/-/commit/${commit}`, `https://gitlab.com/g/s/r/-/blob/${commit}/a/b.go#L3-5`],
  [
    'https://gitlab.example/g/r',
    `https://gitlab.example/g/r/-/commit/${commit}`,
    `https://gitlab.example/g/r/-/blob/${commit}/a/b.go#L3-5`,
  ],
  ['https://bitbucket.org/o/r', `https://bitbucket.org/o/r/commits/${commit}`, `https://bitbucket.org/o/r/src/${commit}/a/b.go#lines-3:5`],
  ['https://codeberg.org/o/r', `https://codeberg.org/o/r/commit/${commit}`, `https://codeberg.org/o/r/src/commit/${commit}/a/b.go#L3-L5`],
  [
    'https://forgejo.example/o/r',
    `https://forgejo.example/o/r/commit/${commit}`,
    `https://forgejo.example/o/r/src/commit/${commit}/a/b.go#L3-L5`,
  ],
])('%s has its forge’s own addresses', (repository, ofCommit, ofLines) => {
  const links = codeLinks({ repository });
  expect([links.commit(commit), links.file('a/b.go', commit, { first: 3, last: 5 })]).toEqual([ofCommit, ofLines]);
});

test('a forge that the host does not name is stated, and what is stated goes before the host', () => {
  expect(codeLinks({ repository: 'https://git.example/o/r' }).commit(commit)).toBeNull();
  expect(codeLinks(at('https://git.example/o/r', 'gitea')).commit(commit)).toBe(`https://git.example/o/r/commit/${commit}`);
  expect(forgeOf(at('https://github.example/o/r', 'gitlab'))).toBe('gitlab');
  // Bitbucket on an own host is another product with other addresses.
  expect(codeLinks({ repository: 'https://bitbucket.example/o/r' }).commit(commit)).toBeNull();
  expect(Portal.safeParse({ product: 'Demo', forge: 'svn' }).success).toBe(false);
});

test('one line, a text that is laid out, and the newest of a file', () => {
  const links = codeLinks({ repository: 'https://github.com/o/r' });
  expect(links.file('a b/ü#?.md', commit, { first: 7, last: 7 })).toBe(
    `https://github.com/o/r/blob/${commit}/a%20b/%C3%BC%23%3F.md?plain=1#L7`,
  );
  expect(links.file('a.go', null, { first: 7, last: 7 })).toBe('https://github.com/o/r/blob/HEAD/a.go');
  expect(codeLinks({ repository: 'https://codeberg.org/o/r' }).file('a.go', null)).toBeNull();
});

test.each([
  'https://github.com/only-owner',
  'https://github.com/o/r?x=',
  'https://github.com/o/r#',
  'https://github.com/o/r#x',
  'javascript://github.com/o/r',
  'ftp://github.com/o/r',
  'no address',
])('%s is no repository that anything is linked in', (repository) => {
  const links = codeLinks(at(repository, 'github'));
  expect([links.commit(commit), links.file('a', commit)].filter((link) => link !== null && /[?#]/.test(link))).toEqual([]);
  if (!repository.endsWith('#')) expect(links.commit(commit)).toBeNull();
});

test.each(['', '..', '../x', 'a/../../x', '/etc/passwd', 'C:/x', 'https://evil.example/x', 'a//b', 'a\\..\\b', 'a\nb', '\ud800'])(
  'the path %j leads nowhere',
  (path) => expect(codeLinks({ repository: 'https://github.com/o/r' }).file(path, commit)).toBeNull(),
);

test.each(['', 'HEAD', '../..', `${commit}/..`, commit.slice(1)])('%j is no commit that is linked', (hash) => {
  const links = codeLinks({ repository: 'https://github.com/o/r' });
  expect([links.commit(hash), links.file('a', hash)]).toEqual([null, null]);
});

describe('the path of a file in the repository is known where it is certain', () => {
  const run = {
    directory: 'apps/backend',
    modules: { 'forge.example/o/r': 'apps/backend/', 'forge.example/o/r/sdk': 'sdk', '/build/x': '.' },
  };
  test.each<readonly [string, PathBase, string | null]>([
    ['main.go', 'working-directory', 'apps/backend/main.go'],
    ['./cmd/../main.go', 'working-directory', 'apps/backend/main.go'],
    ['../shared/a.ts', 'working-directory', 'apps/shared/a.ts'],
    ['../../../a.ts', 'working-directory', null],
    ['main.go', 'unknown', null],
    ['/home/somebody/main.go', 'working-directory', null],
    ['-', 'working-directory', null],
    ['<stdin>', 'working-directory', null],
    ['forge.example/o/r/internal/a.go', 'unknown', 'apps/backend/internal/a.go'],
    ['forge.example/o/r/sdk/a.go', 'unknown', 'sdk/a.go'],
    ['forge.example/o/rest/a.go', 'unknown', null],
    ['forge.example/o/r/../../../../a.go', 'unknown', null],
    ['/build/x/a.ts', 'unknown', 'a.ts'],
  ])('%s of a format whose paths begin in %s', (named, base, path) => expect(repositoryPath(named, run, base)).toBe(path));

  test('a run that says neither makes none certain, and an empty prefix stands for every path without a root', () => {
    expect(repositoryPath('main.go', {}, 'working-directory')).toBeNull();
    expect(repositoryPath('main.go', { directory: '.' }, 'working-directory')).toBe('main.go');
    expect(repositoryPath('main.go', { modules: { '': 'web' } }, 'unknown')).toBe('web/main.go');
    expect(repositoryPath('/main.go', { modules: { '': 'web' } }, 'unknown')).toBeNull();
  });

  test('a run.json that says them in another form still says where its files come from', () => {
    const run = JobRun.parse({ job: 'unit', commit, finished: '2026-11-20T10:00:00Z', commands: [], directory: 7, modules: ['x'] });
    expect([run.directory, run.modules]).toEqual([null, null]);
  });
});

test('a line of the checklist is linked where it is stated that the root stands in the repository', () => {
  const place = { file: 'content/checklist/1-a.md', line: 12, column: 1 };
  const repository = 'https://github.com/o/r';
  expect(sourceLinks({ repository }, commit).line(place)).toBeNull();
  expect(sourceLinks({ repository, directory: 'portal' }, null).line(place)).toBeNull();
  expect(sourceLinks({ repository, directory: 'portal' }, commit).line(place)).toBe(
    `https://github.com/o/r/blob/${commit}/portal/content/checklist/1-a.md?plain=1#L12`,
  );
  expect(sourceLinks({ repository, directory: '.' }, commit).source('docs/a.md', 'b c')).toBe(
    `https://github.com/o/r/blob/${commit}/docs/a.md#b%20c`,
  );
});
