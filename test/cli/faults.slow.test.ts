import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { makeRoot, readiness } from './run.ts';

const now = ['--now', '2026-11-24T12:00:00Z'];
const frontMatter = '---\ntitle: A\ndescription: B\norder: 1\n---\n\n';

/** Runs the command line under a shell, with what it needs before the command. */
function run(
  before: string,
  args: readonly string[],
  after = '',
): { readonly code: number | null; readonly out: string; readonly err: string } {
  const command = `${before} "$@" ${after}`;
  const { status, stdout, stderr } = spawnSync('sh', ['-c', command, 'sh', 'src/cli/main.ts', ...args], { encoding: 'utf8' });
  return { code: status, out: stdout, err: stderr };
}

/** Lets the import of a package fail, as a broken installation does. */
const without = (name: string) => {
  const code = `import { registerHooks } from 'node:module';
    registerHooks({ resolve(id, context, next) { if (id === '${name}') throw new Error('Cannot find package ${name}'); return next(id, context); } });`;
  return `node --import 'data:text/javascript,${encodeURIComponent(code).replaceAll("'", '%27')}'`;
};

describe('a fault of the tool or its environment is exit 4 with one line', () => {
  const root = makeRoot();
  const site = (name: string) => ['build', '--root', root, '--out', join(root, name), ...now];
  test.each<[string, string, readonly string[], string?]>([
    ['a variable that Astro takes for its own', 'ASTRO_KEY=1 node', site('key')],
    ['a package that is gone', without('zod'), ['check', '--root', root, ...now]],
    ['a package that is gone and only a build needs', without('pagefind'), site('pagefind')],
    ['a stack too deep', 'node --stack-size=60', ['check', ...now]],
    ['a full disk behind standard output', 'node', ['check', '--json', '--root', root, ...now], '> /dev/full'],
  ])(
    '%s',
    (_, before, args, after) => {
      const { code, err, out } = run(before, args, after);
      expect(err).toMatch(/^readiness-portal ENVIRONMENT [^\n]+ - [^\n]+\n$/);
      expect({ code, out }).toEqual({ code: 4, out: '' });
      expect(readdirSync(root).sort()).toEqual(['content', 'results']);
    },
    60_000,
  );

  test('and a reader that has seen enough is none', () => {
    const { code, err } = run('node', ['check', '--json', '--root', root, ...now], '| head -n 1 >&2; exit 0');
    expect({ code, err }).toEqual({ code: 0, err: '{\n' });
  });
});

describe('a page of the guide that is no MDX refuses the build with its place', () => {
  test.each<[string, Record<string, string>, readonly RegExp[]]>([
    [
      'whatever the compiler finds, in each page',
      { open: 'Text\n\n<b>open\n', expression: 'Text\n\n{1 +}\n' },
      [/^content\/guide\/expression\.mdx:9:\d+ GUIDE /, /^content\/guide\/open\.mdx:9:\d+ GUIDE Expected a closing tag for `<b>`/],
    ],
    [
      'an import that leads nowhere',
      { a: "import x from './nowhere.js'\n" },
      [/^content\/guide\/a\.mdx:7:16 GUIDE it imports \.\/nowhere\.js, /],
    ],
    [
      'a component that nobody gives it',
      { a: 'Text\n\n <Nothing/>\n' },
      [/^content\/guide\/a\.mdx:9:2 GUIDE there is no component Nothing - /],
    ],
    [
      'an expression that fails',
      { a: '{undefined.size}\n' },
      [/^content\/guide\/a\.mdx GUIDE it fails when it is shown: Cannot read .*size/],
    ],
  ])(
    '%s',
    (_, pages, lines) => {
      const root = makeRoot(
        Object.fromEntries(Object.entries(pages).map(([name, text]) => [`content/guide/${name}.mdx`, frontMatter + text])),
      );
      const out = join(root, 'dist');
      const { code, err } = readiness('build', '--root', root, '--out', out, ...now);
      expect(err.trimEnd().split('\n').sort()).toEqual(lines.map((line) => expect.stringMatching(line)));
      expect(code).toBe(2);
      expect(existsSync(out)).toBe(false);
      expect(readdirSync(root).sort()).toEqual(['content', 'results']);
    },
    60_000,
  );
});
