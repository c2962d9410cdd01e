import { type ChildProcess, execFileSync, spawn, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { makeRoot, readiness } from './cli/run.ts';
import { bareRemote, checkedOut, git } from './remote/git-remote.ts';
import { freePort } from './remote/real-store.ts';

const guide = readFileSync('src/guide/publishing.mdx', 'utf8');
/** A block of code of the guide that holds some words, for a site in another folder. */
const recipe = (words: string, folder: string) => {
  const block = [...guide.matchAll(/```\w+\n([\s\S]*?)```/g)].map(([, code = '']) => code).find((code) => code.includes(words));
  if (block === undefined) throw new Error(`the guide has no recipe with ${words}`);
  return block.replaceAll('/var/www', folder);
};

const hasNginx = spawnSync('nginx', ['-v']).status === 0;
const readers = 12;
const turns = 12;

/** Three sites of a branch: of two results, and of the second by a version of the tool whose style sheet has another name. */
let remote: string;
let commits: readonly string[];
/** The digests of what each page ever was. */
const known = new Map<string, Set<string>>();

beforeAll(() => {
  remote = bareRemote();
  const root = makeRoot();
  const publish = () => {
    const published = readiness('publish', '--branch', 'pages', '--to', remote, '--root', root, '--site', 'http://127.0.0.1/');
    expect(published).toMatchObject({ code: 0 });
    const site = checkedOut(remote);
    note(site);
    return git(site, 'rev-parse', 'HEAD');
  };
  const first = publish();
  writeFileSync(join(root, 'results/next/unit/junit.xml'), '<testsuite tests="1"><testcase name="other"/></testsuite>');
  const second = publish();
  const site = checkedOut(remote);
  const style = filesIn(site).find((path) => /^_astro\/.*\.css$/.test(path)) ?? '';
  execFileSync('git', ['mv', style, '_astro/other.css'], { cwd: site });
  for (const path of filesIn(site).filter((each) => each.endsWith('.html')))
    writeFileSync(join(site, path), readFileSync(join(site, path), 'utf8').replaceAll(`/${style}`, '/_astro/other.css'));
  git(
    site,
    '-c',
    'user.name=Person',
    '-c',
    'user.email=person@example.org',
    'commit',
    '--quiet',
    '--all',
    '--message',
    'Another style sheet',
  );
  git(site, 'push', '--quiet', 'origin', 'HEAD:pages');
  note(site);
  commits = [first, second, git(site, 'rev-parse', 'HEAD')];
}, 120_000);

function filesIn(site: string): string[] {
  return git(site, 'ls-files').split('\n');
}

function note(site: string): void {
  for (const path of filesIn(site).filter((each) => each.endsWith('.html'))) {
    const digest = createHash('sha256')
      .update(readFileSync(join(site, path)))
      .digest('hex');
    known.set(path, new Set([...(known.get(path) ?? []), digest]));
  }
}

describe.skipIf(!hasNginx)('a site behind nginx, by the configuration and the commands of the guide', () => {
  let folder: string;
  let server: ChildProcess;
  let address: string;

  const bring = (commit: string) => {
    git(remote, 'update-ref', 'refs/heads/pages', commit);
    execFileSync('sh', ['-euc', recipe('portal.next', folder)], { cwd: folder, stdio: 'pipe' });
  };

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'www-'));
    mkdirSync(join(folder, 'logs'));
    git(folder, 'clone', '--quiet', '--bare', remote, 'portal.git');
    bring(commits[0] ?? '');
    const port = await freePort();
    address = `http://127.0.0.1:${port}/`;
    const user = process.getuid?.() === 0 ? 'user root;' : '';
    const types = existsSync('/etc/nginx/mime.types') ? 'include /etc/nginx/mime.types;' : 'types { text/html html; text/css css; }';
    writeFileSync(
      join(folder, 'nginx.conf'),
      `${user} daemon off; worker_processes 2; pid ${folder}/nginx.pid; error_log ${folder}/logs/error.log;
      events { worker_connections 256; }
      http {
        ${types} access_log off;
        ${['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'].map((name) => `${name}_temp_path ${folder}/logs/${name};`).join(' ')}
        server { listen 127.0.0.1:${port}; ${recipe('error_page 404', folder)} }
      }`,
    );
    server = spawn('nginx', ['-c', join(folder, 'nginx.conf'), '-p', folder], { stdio: 'ignore' });
    for (let turn = 0; turn < 100 && !(await isUp(address)); turn += 1) await new Promise((resume) => setTimeout(resume, 50));
  });

  afterAll(async () => {
    const ended = new Promise((resume) => server.once('exit', resume));
    server.kill('SIGTERM');
    await ended;
    rmSync(folder, { recursive: true, force: true });
  });

  test('shows a whole page with all that it needs to each reader, while other sites take its place', async () => {
    const pages = [...known.keys()].filter((path) => path.endsWith('index.html'));
    const faults: string[] = [];
    let read = 0;
    let goesOn = true;
    const reader = async (at: number) => {
      for (let turn = at; goesOn; turn += readers) {
        const path = pages[turn % pages.length] ?? '';
        const page = await fetch(address + path.replace(/index\.html$/, ''));
        const text = Buffer.from(await page.arrayBuffer());
        const digest = createHash('sha256').update(text).digest('hex');
        if (page.status !== 200 || !known.get(path)?.has(digest)) faults.push(`${path}: ${page.status}, ${text.length} bytes`);
        for (const [, asset = ''] of text.toString().matchAll(/(?:href|src)="([^"]*\/_astro\/[^"]+)"/g)) {
          const needed = await fetch(new URL(asset, address));
          await needed.arrayBuffer();
          if (needed.status !== 200) faults.push(`${path} needs ${asset}: ${needed.status}`);
        }
        read += 1;
      }
    };
    const reading = Array.from({ length: readers }, (_, at) => reader(at));
    for (let turn = 1; turn <= turns; turn += 1) {
      bring(commits[turn % commits.length] ?? '');
      await new Promise((resume) => setTimeout(resume, 100));
    }
    goesOn = false;
    await Promise.all(reading);
    expect(faults).toEqual([]);
    expect(read).toBeGreaterThan(readers);
  });

  test('says how long each kind of file counts, and that an object is text and nothing else', async () => {
    const headersOf = async (path: string) => (await fetch(address + path)).headers;
    const files = filesIn(checkedOut(remote));
    const of = (pattern: RegExp) => files.find((path) => pattern.test(path)) ?? '';
    expect((await headersOf('')).get('cache-control')).toBe('no-cache');
    expect((await headersOf(of(/^_astro\//))).get('cache-control')).toContain('immutable');
    expect((await headersOf(of(/^badges\/[^/]+\//))).get('cache-control')).toBe('max-age=300');
    expect((await headersOf('api/v1/readiness.json')).get('access-control-allow-origin')).toBe('*');
    const object = await headersOf(of(/^objects\//));
    expect([object.get('content-type'), object.get('x-content-type-options')]).toEqual(['text/plain; charset=utf-8', 'nosniff']);
    expect(object.get('content-security-policy')).toContain('sandbox');
    expect((await fetch(`${address}none/`)).status).toBe(404);
  });
});

async function isUp(address: string): Promise<boolean> {
  return fetch(address).then(
    ({ ok }) => ok,
    () => false,
  );
}
