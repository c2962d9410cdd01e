import { execFileSync, spawn, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { isSiteCode } from '../src/build/site-code.ts';

/** An empty folder that installs the packed package from the registry. */
const place = mkdtempSync(join(realpathSync(tmpdir()), 'readiness-package-'));
/** Another product, in a folder whose name is no plain one, and with no project around it. */
const root = join(place, 'a root [1] & co');
const consumer = join(place, 'consumer');

const commit = 'c0ffee0c0ffee0c0ffee0c0ffee0c0ffee0c0ffe';
const oddName = 'résultats [1] #2 100% & co.xml';
const junit = `<testsuite name="kettle" tests="2">
  <testcase classname="kettle" name="boils" time="0.2"/>
  <testcase classname="kettle" name="whistles &lt;b&gt;" time="0.1"/>
</testsuite>
`;
const measured = '{ "steepSeconds": 240, "clean": true }\n';
const run = (job: string, files: readonly string[]) =>
  JSON.stringify({ job, commit, finished: '2026-11-23T10:00:00Z', commands: [{ command: `make ${job}`, exitCode: 0, files }] });

const files = {
  'content/portal.yaml': 'product: Teapot\n',
  'content/checklist/1-brewing.md': `# Brewing

## Kettle

- [x] All tests passing [JUnit](/results/next/kettle/${encodeURIComponent(oddName)})
- [x] Steeps <= 5 min [timer](/results/next/tea/tea.json#/steepSeconds)
`,
  'content/checklist/gates.md': `# Gates

- [x] Spout is clean [inspection](/results/next/tea/tea.json#/clean)
- [x] Lid fits
- [x] Steeps <= 3 min [timer](/results/next/tea/tea.json#/steepSeconds)
`,
  'content/guide/pouring.mdx': `---
title: How to pour
description: Slowly
order: 1
---

{'Computed'.toUpperCase()}: what each status means.

<StatusTable />
`,
  'results/next/run.json': JSON.stringify({ product: 'Teapot', version: '2.0.0', commit }),
  'results/next/kettle/run.json': run('kettle', [oddName]),
  [`results/next/kettle/${oddName}`]: junit,
  'results/next/tea/run.json': run('tea', ['tea.json']),
  'results/next/tea/tea.json': measured,
};

/** The environment without what `npm run` tells its children of the project that it runs in, and with a name that Astro would listen to. */
const environment = {
  ...Object.fromEntries(Object.entries(process.env).filter(([name]) => !name.startsWith('npm_'))),
  BASE_URL: '/elsewhere/',
};

function npx(...args: readonly string[]): { status: number | null; stdout: string; stderr: string } {
  return spawnSync('npx', ['--no-install', 'readiness-portal', ...args], { cwd: consumer, encoding: 'utf8', env: environment });
}

function npm(...args: readonly string[]): void {
  execFileSync('npm', args, { cwd: consumer, env: environment, stdio: 'ignore' });
}

const now = ['--now', '2026-11-24T12:00:00Z'];

const Lock = z.object({ packages: z.record(z.string(), z.object({ version: z.string().optional() })) });
const Package = z.object({ dependencies: z.record(z.string(), z.string()) });

beforeAll(() => {
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
  }
  const packed = execFileSync('npm', ['pack', '--pack-destination', place], {
    encoding: 'utf8',
    env: environment,
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  const tarball = join(place, packed.trim().split('\n').at(-1) ?? '');
  // The direct dependencies as they are locked here: the test is about the package, not about what was published today.
  const { packages } = Lock.parse(JSON.parse(readFileSync('package-lock.json', 'utf8')));
  const { dependencies } = Package.parse(JSON.parse(readFileSync('package.json', 'utf8')));
  const overrides = Object.fromEntries(Object.keys(dependencies).map((name) => [name, packages[`node_modules/${name}`]?.version]));
  mkdirSync(consumer);
  writeFileSync(join(consumer, 'package.json'), JSON.stringify({ private: true, overrides }));
  npm('install', '--ignore-scripts', '--prefer-offline', '--no-audit', '--no-fund', tarball);
}, 180_000);

afterAll(() => rmSync(place, { recursive: true, force: true }), 180_000);

describe('the package, installed', () => {
  test('holds what it needs and nothing of the product on this site', () => {
    const installed = join(consumer, 'node_modules/readiness-portal');
    const code = listFiles(join(installed, 'src'));
    expect(code.filter((file) => !isSiteCode(file))).toEqual([]);
    expect(code).toEqual(expect.arrayContaining(listFiles('src').filter(isSiteCode)));
    expect(readdirSync(installed).sort()).toEqual(['LICENSE', 'README.md', 'bin', 'build', 'package.json', 'public', 'src']);
    expect(
      listFiles(installed).filter((file) => file !== 'README.md' && /\bAIM\b/.test(readFileSync(join(installed, file), 'utf8'))),
    ).toEqual([]);
  });

  test('goes by its own name and by the short one, and leaves the Node of other scripts alone', () => {
    const commands = readdirSync(join(consumer, 'node_modules/.bin'));
    expect(commands).toEqual(expect.arrayContaining(['readiness', 'readiness-portal']));
    expect(commands).not.toContain('node');
  });

  test('says in one line which Node it needs', () => {
    const old = 'Object.defineProperty(process, "versions", { value: { ...process.versions, node: "22.9.0" } })';
    const program = join(consumer, 'node_modules/readiness-portal/bin/readiness-portal.js');
    const args = ['--import', `data:text/javascript,${encodeURIComponent(old)}`, program, 'check'];
    const { status, stdout, stderr } = spawnSync(process.execPath, args, { encoding: 'utf8' });
    expect(stderr).toMatch(/^readiness-portal ENVIRONMENT this is Node 22\.9\.0, and 22\.\d+\.0 or newer is needed - [^\n]+\n$/);
    expect({ status, stdout }).toEqual({ status: 4, stdout: '' });
  });

  test('checks a root, whole and by layer', () => {
    const whole = npx('check', '--root', root, ...now);
    expect(whole.stderr).toBe('');
    expect(whole.stdout).toContain('Teapot 2.0.0 at c0ffee0 is not ready: ');
    expect(whole.stdout).toContain('Steeps <= 3 min');
    expect(whole.status).toBe(1);
    expect(npx('check', '--root', root, '--layer', 'brewing', ...now).status).toBe(0);
  }, 60_000);

  test('inspects and imports', () => {
    const inspected = npx('inspect', join(root, 'results/next/kettle', oddName), '--json');
    expect(JSON.parse(inspected.stdout)).toMatchObject({ format: 'junit', tests: { total: 2, passed: 2, failed: 0 } });
    const empty = join(place, 'empty');
    mkdirSync(empty);
    writeFileSync(join(place, 'list.md'), '# Release\n\n## Layer 1: Cups\n\n- [ ] Warm\n');
    const imported = npx('import', join(place, 'list.md'), '--root', empty);
    expect(imported.status).toBe(0);
    expect(readdirSync(join(empty, 'content/checklist'))).toEqual(['1-cups.md']);
  }, 60_000);

  test('brings a product from its folder to a served site in four commands, without an edit by hand', async () => {
    const product = join(place, 'kettle');
    mkdirSync(product);
    writeFileSync(join(product, 'package.json'), '{ "name": "kettle", "version": "3.1.0" }');
    writeFileSync(join(product, 'boils.test.js'), "require('node:test')('boils', () => {});\n");
    const git = (...args: readonly string[]) =>
      execFileSync('git', ['-c', 'user.name=Jo', '-c', 'user.email=jo@example.org', ...args], { cwd: product, stdio: 'ignore' });
    git('init');
    git('add', '--all');
    git('commit', '--message', 'first');
    const program = join(consumer, 'node_modules/.bin/readiness-portal');
    const run = (...args: readonly string[]) => spawnSync(program, args, { cwd: product, encoding: 'utf8', env: environment });

    expect(run('init').status).toBe(0);
    const collected = run('collect', '--job', 'unit', '--stdout', 'junit.xml', '--', 'node', '--test', '--test-reporter=junit');
    expect(collected.stdout).toContain('[unit](/results/next/unit/junit.xml) measures 1 test passed');
    expect(run('check')).toMatchObject({
      status: 1,
      stdout: expect.stringMatching(/^kettle 3\.1\.0 at [\da-f]{7} is not ready: .* 1 verified; /),
    });
    const child = spawn(program, ['serve', '--port', '0'], { cwd: product, env: environment });
    try {
      let out = '';
      for await (const chunk of child.stdout.setEncoding('utf8')) {
        out += String(chunk);
        if (out.includes('until this command ends')) break;
      }
      const page = await (await fetch(/http:\/\/localhost:\d+\/(?=, until)/.exec(out)?.[0] ?? expect.fail(out))).text();
      expect(page).toContain('kettle 3.1.0 is not ready.');
      expect(page).toMatch(/\b1\sverified\b/);
      expect(page).not.toMatch(/\bAIM\b/);
    } finally {
      child.kill();
      await once(child, 'exit');
    }
  }, 120_000);

  describe.each([
    { address: undefined, base: '/', scripts: false },
    { address: 'https://x.example/portal/', base: '/portal/', scripts: true },
  ])('builds a site for $base, the scripts of packages run: $scripts', ({ address, base, scripts }) => {
    const out = join(place, `site${base.replaceAll('/', '-')}`, 'dist');
    let before: readonly string[];

    beforeAll(() => {
      if (scripts) npm('rebuild');
      before = listFiles(place);
      const options = ['--root', root, '--out', out, ...(address === undefined ? [] : ['--site', address])];
      const built = npx('build', ...options, ...now);
      expect(built.stderr).toBe('');
      expect(built.status).toBe(0);
    }, 120_000);

    test('that speaks of the root’s product and of no other', () => {
      expect(readFileSync(join(out, 'index.html'), 'utf8')).toContain('Teapot');
      expect(listFiles(out).filter((file) => /\bAIM\b|opena2a/.test(readFileSync(join(out, file), 'latin1')))).toEqual([]);
    });

    test('whose guide is the root’s, and may use the site’s components', () => {
      const page = readFileSync(join(out, 'guide/pouring/index.html'), 'utf8');
      expect(page).toContain('COMPUTED: what each status means.');
      expect(page).toMatch(/<table>.*contradicted.*<\/table>/is);
      expect(page).not.toContain('StatusTable');
    });

    test('that holds the bytes of each result file', () => {
      for (const text of [junit, measured]) {
        expect(readFileSync(join(out, 'objects', `${createHash('sha256').update(text).digest('hex')}.txt`), 'utf8')).toBe(text);
      }
    });

    test('that keeps its content policy', () => {
      expect(readFileSync(join(out, 'index.html'), 'utf8')).toContain('http-equiv="content-security-policy"');
    });

    test('whose links all stay below its base and lead to something', () => {
      const pages = listFiles(out).filter((file) => file.endsWith('.html'));
      expect(pages).toContain(`evidence/kettle/${oddName.replace('#', '~23').replace('%', '~25')}/index.html`);
      const origin = new URL(address ?? 'http://localhost:4321/').origin;
      const broken = pages.flatMap((page) =>
        linksOf(readFileSync(join(out, page), 'utf8')).filter((link) => {
          const target = new URL(link, `${origin}${base}${encodeURI(page)}`);
          return (
            target.origin === origin &&
            !(target.pathname.startsWith(base) && leads(join(out, decodeURIComponent(target.pathname.slice(base.length)))))
          );
        }),
      );
      expect(broken).toEqual([]);
    });

    test('and leaves nothing behind, neither in the package nor where it ran', () => {
      expect(listFiles(place).filter((file) => !before.includes(file) && !join(place, file).startsWith(out))).toEqual([]);
    }, 60_000);
  });
});

function listFiles(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => !entry.isDirectory())
    .map((entry) => join(entry.parentPath, entry.name).slice(folder.length + 1));
}

/** The addresses in a page's attributes, but those that name their scheme and are no web address. */
function linksOf(html: string): string[] {
  return [...html.matchAll(/\s(?:href|src|action)="([^"]*)"/g)]
    .map(([, link = '']) => link.replaceAll('&amp;', '&').replaceAll('&#38;', '&'))
    .filter((link) => !/^(?!https?:)[a-z]+:/.test(link));
}

function leads(path: string): boolean {
  return path.endsWith('/') ? existsSync(join(path, 'index.html')) : existsSync(path);
}
