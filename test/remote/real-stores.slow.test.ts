import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync } from 'node:fs';
import { createServer, request } from 'node:http';
import { homedir, tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { expect, test } from 'vitest';
import type { Archive } from '../../src/remote/archive.ts';
import { openBucket } from '../../src/remote/bucket-archive.ts';
import { folderOf, publish, wanted } from './small-site.ts';

/** A store that others wrote: how it is started on a port of this machine; null where it is not here. */
interface RealStore {
  readonly name: string;
  readonly port: number;
  readonly command: readonly [string, ...string[]] | null;
}

const data = mkdtempSync(join(tmpdir(), 'store-'));
mkdirSync(join(data, 'portal'));

function found(name: string, ...places: readonly string[]): string | null {
  const path = [...places, ...(process.env['PATH'] ?? '').split(':')].map((folder) => join(folder, name));
  return path.find((file) => existsSync(file)) ?? null;
}

const gateway = found('versitygw', process.env['STORES'] ?? '', join(homedir(), 'go/bin'));
const moto = found('moto_server', process.env['STORES'] ?? '');
const stores: readonly RealStore[] = [
  { name: 'versitygw', port: 7181, command: gateway === null ? null : [gateway, '--port', '127.0.0.1:7181', 'posix', data] },
  { name: 'moto', port: 7182, command: moto === null ? null : [moto, '-H', '127.0.0.1', '-p', '7182'] },
];

const environment = (port: number) => ({
  AWS_ACCESS_KEY_ID: 'key',
  AWS_SECRET_ACCESS_KEY: 'sesame',
  AWS_ENDPOINT_URL_S3: `http://127.0.0.1:${port}`,
});
const open = (port: number): Archive => wanted(openBucket('s3://portal/teapot', environment(port)));

/** Stands before a store, and answers some requests late, with 503, or not at all, before or after they were carried out. */
function faultyProxy(port: number) {
  let count = 0;
  const server = createServer((incoming, outgoing) => {
    count += 1;
    const fault = count % 23;
    if (fault === 1) return void outgoing.writeHead(503).end('<Error><Code>SlowDown</Code></Error>');
    if (fault === 2) return void incoming.socket.destroy();
    // The signature is for the address that was asked.
    const forwarded = request(
      { port, host: '127.0.0.1', method: incoming.method, path: incoming.url, headers: incoming.headers },
      (answer) => {
        if (fault === 3) return void incoming.socket.destroy();
        outgoing.writeHead(answer.statusCode ?? 500, answer.headers);
        answer.pipe(outgoing);
      },
    );
    forwarded.on('error', () => incoming.socket.destroy());
    setTimeout(() => incoming.pipe(forwarded), fault === 4 ? 300 : 0);
  });
  server.listen(port + 100, '127.0.0.1');
  return { port: port + 100, close: () => server.closeAllConnections() ?? server.close() };
}

for (const { name, port, command } of stores) {
  const title = `${name} keeps all that fifty publish at once, through a network that fails, with some of them killed`;
  test.skipIf(command === null)(
    command === null ? `${title} (not tried: neither on the path nor in STORES)` : title,
    async () => {
      const [program = '', ...args] = command ?? [];
      const server = spawn(program, args, { env: { ...process.env, ROOT_ACCESS_KEY: 'key', ROOT_SECRET_KEY: 'sesame' }, stdio: 'ignore' });
      const proxy = faultyProxy(port);
      try {
        for (let turn = 0; turn < 100 && !(await isUp(port)); turn += 1) await delay(200);
        if (name === 'moto') await fetch(`http://127.0.0.1:${port}/portal`, { method: 'PUT' });
        const names = Array.from({ length: 50 }, (_, at) => `releases/${at}.0.0/index.html`);
        const victims = [1, 2, 3, 4, 5].map((at) =>
          spawn('node', ['test/remote/publish-to-store.ts', String(proxy.port), `victim ${at}`], { stdio: 'ignore' }),
        );
        for (const [at, victim] of victims.entries()) void delay(1000 + 1500 * at).then(() => victim.kill('SIGKILL'));
        const outcomes = await Promise.all(
          names.map((each) =>
            publish(open(proxy.port), (there) =>
              Object.fromEntries([...there.filter((path) => path.startsWith('releases/')), each].map((path) => [path, path])),
            ),
          ),
        );
        // Who was never first in its time says so, and has published nothing.
        const refusals = outcomes.flatMap((outcome) => (outcome.state === 'refused' ? outcome.problems.map(({ message }) => message) : []));
        expect(refusals.filter((message) => !/^other publishers were first \d+ times$/.test(message))).toEqual([]);
        const published = names.filter((_, at) => outcomes[at]?.state === 'read');
        expect(published.length).toBeGreaterThan(5);
        const archive = open(port);
        const tip = wanted(await archive.readTip());
        if (tip === null) throw new Error('nothing is published');
        expect(published.filter((each) => !tip.entries.has(each))).toEqual([]);
        await folderOf(archive, tip, [...tip.entries.keys()]);
      } finally {
        proxy.close();
        server.kill('SIGKILL');
      }
    },
    900_000,
  );
}

async function isUp(port: number): Promise<boolean> {
  try {
    return (await fetch(`http://127.0.0.1:${port}/`)).status > 0;
  } catch {
    return false;
  }
}
