import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { manifests, pagesAddress, repositoryAddress } from '../../src/cli/product-facts.ts';
import { programFor, writeFiles } from './run.ts';

function makeProduct(files: Readonly<Record<string, string>> = {}): string {
  const folder = mkdtempSync(join(tmpdir(), 'product-'));
  writeFiles(folder, files);
  return folder;
}

/** Runs the command line in a folder. */
function runIn(folder: string, ...args: readonly string[]) {
  const { status, stdout, stderr } = spawnSync('node', [programFor(args), ...args], { cwd: folder, encoding: 'utf8' });
  return { code: status, out: stdout, err: stderr };
}

describe('init', () => {
  test('makes a root that checks and builds at once, not ready, and says what comes next', { timeout: 60_000 }, () => {
    const folder = makeProduct({ 'package.json': '{"name":"@shop/kettle","version":"1.4.0","repository":"github:shop/kettle"}' });
    const { code, out, err } = runIn(folder, 'init');
    expect({ code, err }).toEqual({ code: 0, err: '' });
    expect(out).toMatch(/^kettle 1\.4\.0\.\n {2}made content\/portal\.yaml\n[\s\S]*npx readiness-portal check/);
    expect(parse(readFileSync(join(folder, 'content/portal.yaml'), 'utf8'))).toMatchObject({
      product: 'kettle',
      repository: 'https://github.com/shop/kettle',
      site: 'https://shop.github.io/kettle/',
    });
    const checked = runIn(folder, 'check');
    expect(checked.code).toBe(1);
    expect(checked.out).toMatch(/^kettle 1\.4\.0 is not ready: /);
    expect(runIn(folder, 'build', '--out', 'site').code).toBe(0);
  });

  test('twice is once: what is there stays as it is', () => {
    const folder = makeProduct();
    expect(runIn(folder, 'init').code).toBe(0);
    writeFileSync(join(folder, 'content/portal.yaml'), 'product: Mine\n');
    const again = runIn(folder, 'init', '--json');
    expect(JSON.parse(again.out).made).toEqual([]);
    expect(readFileSync(join(folder, 'content/portal.yaml'), 'utf8')).toBe('product: Mine\n');
  });

  test("stands aside where content/ is the product's own, and commands find it there", () => {
    const folder = makeProduct({ 'content/blog/first.md': '# Hello\n', 'go.mod': 'module github.com/shop/kettle/v2\n' });
    expect(runIn(folder, 'init').code).toBe(0);
    expect(readdirSync(folder).sort()).toEqual(['content', 'go.mod', 'readiness']);
    expect(runIn(folder, 'check').out).toMatch(/^kettle 0\.1\.0 is not ready/);
  });

  test('takes a checklist that is there, with what is wrong in it', () => {
    const folder = makeProduct({ 'LIST.md': '# Launch\n\n## Code\n\n- [ ] Reviewed\n- [x] Tested\n' });
    expect(runIn(folder, 'init', '--from', 'LIST.md').code).toBe(0);
    expect(readdirSync(join(folder, 'content/checklist'))).toEqual(['1-code.md']);
    const wrong = makeProduct({ 'LIST.md': '# Launch\n\n## Code\n\n- [ ] Reviewed\n- [?] Tested\n' });
    expect(runIn(wrong, 'init', '--from', 'LIST.md')).toMatchObject({ code: 2, err: expect.stringMatching(/^LIST\.md:6:1 MARK_UNKNOWN /) });
    expect(readdirSync(wrong)).toEqual(['LIST.md']);
    const missing = runIn(makeProduct(), 'init', '--from', 'NONE.md');
    expect(missing).toMatchObject({ code: 2, err: expect.stringMatching(/^NONE\.md CONTENT_MISSING /) });
  });

  test('says of a document what import says, and has the roles that it asks', () => {
    const table = '| Role | Signature |\n|---|---|\n| QA Lead | |\n';
    const folder = makeProduct({
      'LIST.md': `# Launch\n\n## Code\n\n- Reviewed\n\n### Sign-off\n\n${table}\n## Approvals\n\nAsk them.\n`,
    });
    const { code, out, err } = runIn(folder, 'init', '--from', 'LIST.md');
    expect(code).toBe(0);
    expect(err).toMatch(/^LIST\.md:13:1 ROLES_MISSING "Approvals" asks no role to sign in a form that is read - /);
    expect(out).toContain('Items, by the lines of the document:\n     5  bullet  [ ]    Reviewed  → 1-code.md\n');
    expect(out).toMatch(/11 {2}QA Lead \| {2}\(asks for a signature\)/);
    expect(Object.keys(parse(readFileSync(join(folder, 'content/portal.yaml'), 'utf8')).roles)).toEqual(['qa-lead']);
    expect(runIn(folder, 'check').code).toBe(1);
  });

  test('writes nothing where something of it cannot be written', () => {
    const folder = makeProduct({ results: 'a file\n' });
    const { code, err } = runIn(folder, 'init');
    expect(existsSync(join(folder, 'content'))).toBe(false);
    expect(code === 0 ? readdirSync(join(folder, 'readiness')).sort() : err).toEqual(['content', 'results']);
  });

  test('writes the jobs of a CI system beside the root', () => {
    const folder = makeProduct({ 'content/a.md': 'x' });
    const { code, out } = runIn(folder, 'init', '--ci', 'github', '--json');
    expect(code).toBe(0);
    const made = JSON.parse(out).made.filter((path: string) => !path.startsWith('readiness/'));
    expect(made).toEqual(['.github/workflows/readiness.yml', '.github/workflows/readiness-preview.yml']);
    expect(readFileSync(join(folder, made[0]), 'utf8')).toContain('--root readiness --job unit');
  });
});

test.each<[string, string, Record<string, string | null>]>([
  [
    'package.json',
    '{"name":"@a/b","version":"1.2.3","repository":{"url":"git+https://jo:word@github.com/a/b.git"}}',
    { product: 'b', version: '1.2.3', repository: 'https://github.com/a/b' },
  ],
  ['package.json', '{', {}],
  ['package.json', '{"name":3,"version":"next"}', { product: null, version: null }],
  [
    'pyproject.toml',
    '[project]\nname = "shop"\nversion = "2.0.0"\n[project.urls]\nSource = "https://gitlab.com/a/shop"\n',
    { product: 'shop', version: '2.0.0', repository: 'https://gitlab.com/a/shop' },
  ],
  ['pyproject.toml', '[tool.poetry]\nname = "shop"\nversion = "2.0"\n', { product: 'shop', version: null }],
  ['Cargo.toml', '[package]\nname = "pot"\nversion = "0.3.1"\n', { product: 'pot', version: '0.3.1' }],
  ['go.mod', '// a\nmodule github.com/a/pot/v3\n\ngo 1.24\n', { product: 'pot', repository: 'https://github.com/a/pot' }],
  [
    'pom.xml',
    '<project><parent><artifactId>no</artifactId></parent><artifactId>pot</artifactId><version>1.0.0-SNAPSHOT</version></project>',
    { product: 'pot', version: '1.0.0' },
  ],
])('%s says what a product is: %s', (file, text, expected) => {
  const said = manifests.find((each) => each.file === file)?.read(text) ?? null;
  if (Object.keys(expected).length === 0) expect(said).toBeNull();
  else expect(said).toMatchObject(expected);
});

test.each([
  ['git@github.com:shop/kettle.git', 'https://github.com/shop/kettle', 'https://shop.github.io/kettle/'],
  ['ssh://git@gitlab.com/shop/kettle.git', 'https://gitlab.com/shop/kettle', 'https://shop.gitlab.io/kettle/'],
  ['https://github.com/shop/shop.github.io', 'https://github.com/shop/shop.github.io', 'https://shop.github.io/'],
  ['https://jo:word@forge.example/shop/kettle.git', 'https://forge.example/shop/kettle', null],
  ['../kettle', null, null],
])('a repository at %s is at %s, with its pages at %s', (written, repository, pages) => {
  expect(repositoryAddress(written)).toBe(repository);
  expect(repository === null ? null : pagesAddress(repository)).toBe(pages);
});
