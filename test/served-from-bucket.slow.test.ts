import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openBucket } from '../src/remote/bucket-archive.ts';
import { freePort, makingTime, programAt, type RealStore, startRealStore, storeNames } from './remote/real-store.ts';
import { publish, wanted } from './remote/small-site.ts';

const guide = readFileSync('src/guide/publishing.mdx', 'utf8');
/** A block of code of the guide that holds some words. */
const recipe = (words: string) => {
  const block = [...guide.matchAll(/```\w+\n([\s\S]*?)```/g)].map(([, code = '']) => code).find((code) => code.includes(words));
  if (block === undefined) throw new Error(`the guide has no recipe with ${words}`);
  return block.replaceAll('BUCKET/PREFIX', 'portal/teapot');
};

const readers = 8;
const builds = 12;

/** Something in front of a store, at an address. */
interface Front {
  readonly address: string;
  stop(): void;
}

/** How each is started before a store, by the configuration of the guide; null where it is not here. */
const fronts: Readonly<Record<string, ((store: number, work: string) => Promise<Front>) | null>> = {
  nginx: spawnSync('nginx', ['-v']).status === 0 ? startNginx : null,
  Caddy: programAt('caddy') === null ? null : startCaddy,
  'an edge function': startEdgeFunction,
};

async function startNginx(store: number, work: string): Promise<Front> {
  const port = await freePort();
  const server = recipe('auth_request')
    .replace('storage.example.org:443', 'storage.example.org')
    .replaceAll('storage.example.org', `127.0.0.1:${store}`)
    .replaceAll('https://store', 'http://store')
    .replace('server_name portal.example.org', `listen 127.0.0.1:${port}`);
  mkdirSync(join(work, 'logs'));
  const kept = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'].map((name) => `${name}_temp_path ${work}/logs/${name};`).join(' ');
  const user = process.getuid?.() === 0 ? 'user root;' : '';
  const configuration = `${user} daemon off; pid ${work}/nginx.pid; error_log ${work}/logs/error.log; events {} http { access_log off; ${kept} ${server} }`;
  writeFileSync(join(work, 'nginx.conf'), configuration);
  return started(spawn('nginx', ['-c', join(work, 'nginx.conf'), '-p', work], { stdio: 'ignore' }), port, 'SIGTERM');
}

async function startCaddy(store: number, work: string): Promise<Front> {
  const port = await freePort();
  const site = recipe('forward_auth')
    .replace('portal.example.org', `http://127.0.0.1:${port}`)
    .replaceAll('https://storage.example.org', `http://127.0.0.1:${store}`);
  writeFileSync(join(work, 'Caddyfile'), `{\n  admin off\n}\n${site}`);
  const env = { ...process.env, HOME: work, XDG_CONFIG_HOME: work, XDG_DATA_HOME: work };
  const args = ['run', '--adapter', 'caddyfile', '--config', join(work, 'Caddyfile')];
  return started(spawn(programAt('caddy') ?? '', args, { env, stdio: 'ignore' }), port, 'SIGTERM');
}

async function startEdgeFunction(store: number, work: string): Promise<Front> {
  const file = join(work, 'edge.mjs');
  writeFileSync(file, `const STORE = 'http://127.0.0.1:${store}/portal/teapot';\n${recipe('export default')}`);
  const { default: edge } = await import(pathToFileURL(file).href);
  const server = createServer(async (request, response) => {
    const answer: Response = await edge.fetch(new Request(`http://portal${request.url}`));
    response.writeHead(answer.status).end(Buffer.from(await answer.arrayBuffer()));
  });
  const port = await freePort();
  server.listen(port, '127.0.0.1');
  return { address: `http://127.0.0.1:${port}/`, stop: () => server.closeAllConnections() ?? server.close() };
}

async function started(server: ChildProcess, port: number, signal: NodeJS.Signals): Promise<Front> {
  const address = `http://127.0.0.1:${port}/`;
  for (let turn = 0; turn < 200; turn += 1) {
    const isUp = await fetch(address).then(
      () => true,
      () => false,
    );
    if (isUp) return { address, stop: () => server.kill(signal) };
    await new Promise((resume) => setTimeout(resume, 50));
  }
  server.kill(signal);
  throw new Error('it does not start');
}

describe('a site in a bucket, behind a front by the configuration of the guide', () => {
  let store: RealStore | { readonly unavailable: string };
  const work = mkdtempSync(join(tmpdir(), 'front-'));
  /** A site whose pages say of which build they are, and ask for a style sheet of its name. One page is always the same. */
  const site = (build: number) => {
    const page = `<link rel="stylesheet" href="/_astro/${build}.css">`;
    const same = { 'same.html': 'same', '404.html': 'There is no such page.' };
    return { 'index.html': page, 'releases/1.0.0+r2/a b%.html': page, [`_astro/${build}.css`]: `${build}`, ...same };
  };
  const pages = ['', 'releases/1.0.0+r2/a%20b%25.html'];

  beforeAll(async () => {
    for (const name of storeNames.toReversed()) {
      store = await startRealStore(name);
      if ('port' in store) return;
    }
  }, 2 * makingTime);
  afterAll(() => {
    if ('port' in store) store.stop();
    rmSync(work, { recursive: true, force: true });
  });

  test.for(Object.keys(fronts))(
    'is seen by each reader through %s as one build after the other, each whole, while it is published',
    {
      timeout: 300_000,
    },
    async (name, { skip }) => {
      if ('unavailable' in store) return skip(store.unavailable);
      const start = fronts[name] ?? null;
      if (start === null) return skip(`${name} is not here: neither on the path nor in STORES`);
      const { environment, port } = store;
      const bring = async (build: number) =>
        wanted(await publish(wanted(openBucket('s3://portal/teapot', environment)), () => site(build)));
      await bring(0);
      const folder = join(work, name);
      mkdirSync(folder);
      const front = await start(port, folder);
      try {
        const faults: string[] = [];
        let isOver = false;
        let read = 0;
        const reader = async (at: number) => {
          for (let turn = at, before = 0; !isOver && faults.length === 0; turn += 1) {
            const path = pages[turn % pages.length] ?? '';
            const page = await fetch(front.address + path);
            const build = Number(/_astro\/(\d+)\.css/.exec(await page.text())?.[1] ?? Number.NaN);
            const style = await fetch(`${front.address}_astro/${build}.css`);
            if (page.status !== 200 || (await style.text()) !== String(build))
              faults.push(`${path} of ${build}: ${page.status} ${style.status}`);
            if (!(build >= before)) faults.push(`${path} of ${build} after ${before}`);
            before = build;
            read += 1;
          }
        };
        const reading = Array.from({ length: readers }, (_, at) => reader(at));
        for (let build = 1; build <= builds; build += 1) await bring(build);
        isOver = true;
        await Promise.all(reading);
        expect(faults).toEqual([]);
        expect(read).toBeGreaterThan(readers);
        const answers = await Promise.all(['same.html', 'none/', 'current.json', 'builds/x'].map((path) => fetch(front.address + path)));
        expect(answers.map(({ status }) => status)).toEqual([200, 404, 404, 404]);
      } finally {
        front.stop();
      }
    },
  );
});
