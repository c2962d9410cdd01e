import { spawn } from 'node:child_process';
import { existsSync, watch } from 'node:fs';
import { createServer, type Server } from 'node:http';
import { join } from 'node:path';
import sirv from 'sirv';
import { readPortalFile } from '../disk/portal-file.ts';
import { openScratch } from '../disk/scratch-folder.ts';
import { problem } from '../problem.ts';
import { isLocalAddress } from '../web-address.ts';
import { buildApart } from './build-apart.ts';
import type { ServeOptions } from './options.ts';
import { type ExitCode, exitCodes, print, refuse, tell } from './print.ts';

/** How long files rest before the site is built again, in milliseconds: a job writes several. */
const restMs = 300;

/**
 * `readiness-portal serve`: builds the site of a root, serves it on this machine, and builds it again when a file of the root changes. Ends
 * with the process that started it.
 */
export async function serve({ root, port, site, open = false }: ServeOptions): Promise<ExitCode> {
  const out = join(openScratch('serve').path, 'site');
  const server = await listen(port);
  if (typeof server === 'string') {
    return refuse([problem('ENVIRONMENT', { file: '--port' }, server, 'name another port with --port')], false);
  }
  const here = `http://localhost:${portOf(server)}/`;
  const published = site ?? readPortalFile(root)?.site;
  const order = ['--root', root, '--out', out, ...(site !== undefined || published === undefined ? ['--site', site ?? here] : [])];
  const first = (await buildApart(order, 'inherit')).code;
  if (first !== exitCodes.ok) {
    server.close();
    return first;
  }
  const address = published ?? here;
  const base = new URL(address).pathname.replace(/\/*$/, '/');
  const files = sirv(out, { dev: true, etag: true });
  server.on('request', (request, response) => {
    const path = request.url ?? '/';
    if (!path.startsWith(base)) {
      response.writeHead(302, { location: base }).end();
      return;
    }
    request.url = `/${path.slice(base.length)}`;
    files(request, response, () => {
      response.writeHead(404, { 'content-type': 'text/plain; charset=utf-8' }).end('There is no such page.\n');
    });
  });
  const served = new URL(base, here).href;
  print(`The site of ${root} is at ${served}, until this command ends.`);
  if (site !== undefined || !isLocalAddress(address))
    tell(`Its pages say that they are published at ${address}; here they are served from ${served}.`);
  if (open) openInBrowser(served);
  await untilEnded(watchRoot(root, async () => (await buildApart(order, 'ignore')).code));
  server.close();
  server.closeAllConnections();
  return exitCodes.ok;
}

/** Listens on a port, or on one of the next where it is taken; in words, why it cannot. */
async function listen(wanted: number): Promise<Server | string> {
  for (let port = wanted; port < wanted + 20; port += 1) {
    const outcome = await new Promise<Server | string>((done) => {
      const server = createServer();
      server.once('error', (cause) => done(cause.message));
      server.listen(port, '127.0.0.1', () => done(server));
    });
    if (typeof outcome !== 'string' || wanted === 0) return outcome;
  }
  return `no port from ${wanted} to ${wanted + 19} is free`;
}

function portOf(server: Server): number {
  const address = server.address();
  return typeof address === 'object' && address !== null ? address.port : 0;
}

/** Builds again each time that files of the root have changed and come to rest; returns what ends it. */
function watchRoot(root: string, rebuild: () => Promise<ExitCode>): () => void {
  let timer: NodeJS.Timeout | undefined;
  let running = false;
  let waiting = false;
  const run = async () => {
    if (running) {
      waiting = true;
      return;
    }
    running = true;
    const code = await rebuild();
    running = false;
    tell(code === exitCodes.ok ? 'Built again.' : 'What is served is the site of before.');
    if (waiting) {
      waiting = false;
      await run();
    }
  };
  const watchers = ['content', 'results']
    .map((name) => join(root, name))
    .filter((folder) => existsSync(folder))
    .map((folder) =>
      watch(folder, { recursive: true }, (_, name) => {
        if (name?.split(/[\\/]/).at(-1)?.startsWith('.')) return;
        clearTimeout(timer);
        timer = setTimeout(() => void run(), restMs);
      }),
    );
  return () => {
    clearTimeout(timer);
    for (const watcher of watchers) watcher.close();
  };
}

/** Waits for a signal, or for the process that started this one to be gone. */
function untilEnded(stop: () => void): Promise<void> {
  const parent = process.ppid;
  return new Promise((done) => {
    const end = () => {
      clearInterval(look);
      stop();
      done();
    };
    const look = setInterval(() => {
      if (process.ppid !== parent) end();
    }, 500);
    // A terminal and a parent may both send one.
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, end);
  });
}

/** Where there is no browser, the address was printed. */
function openInBrowser(address: string): void {
  const [program, ...args] =
    process.platform === 'darwin' ? ['open'] : process.platform === 'win32' ? ['cmd', '/c', 'start', ''] : ['xdg-open'];
  const child = spawn(program ?? 'xdg-open', [...args, address], { stdio: 'ignore', detached: true });
  child.once('error', () => undefined);
  child.unref();
}
