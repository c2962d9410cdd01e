import { spawn } from 'node:child_process';
import { createServer, request } from 'node:http';
import { setTimeout as delay } from 'node:timers/promises';
import { describe, expect, test } from 'vitest';
import type { Archive } from '../../src/remote/archive.ts';
import { openBucket } from '../../src/remote/bucket-archive.ts';
import { freePort, makingTime, startRealStore, storeNames } from './real-store.ts';
import { folderOf, publish, wanted } from './small-site.ts';

const publishers = 50;
/** How long a publisher goes on that others are ahead of, in milliseconds: each of fifty is first once. */
const patience = 20 * 60_000;

const open = (port: number): Archive =>
  wanted(
    openBucket('s3://portal/teapot', {
      AWS_ACCESS_KEY_ID: 'key',
      AWS_SECRET_ACCESS_KEY: 'sesame',
      AWS_ENDPOINT_URL_S3: `http://127.0.0.1:${port}`,
    }),
  );

/** Stands before a store, and answers some requests late, with 503, or not at all, before or after they were carried out. */
async function faultyProxy(port: number) {
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
  const at = await freePort();
  server.listen(at, '127.0.0.1');
  return { port: at, close: () => server.closeAllConnections() ?? server.close() };
}

/** Starts a publisher again and again, and kills each at some moment, until it is told to end; says how many were killed. */
async function killPublishers(port: number, isOver: () => boolean): Promise<number> {
  let killed = 0;
  while (!isOver()) {
    const victim = spawn('node', ['test/remote/publish-to-store.ts', String(port), `victim ${killed}`], { stdio: 'ignore' });
    await delay(1500 + Math.random() * 5000);
    victim.kill('SIGKILL');
    killed += 1;
  }
  return killed;
}

describe.each(storeNames)('%s', (name) => {
  test(`keeps all that ${publishers} publish at once, through a network that fails, while others are killed at it`, {
    timeout: makingTime + patience + 120_000,
  }, async ({ skip }) => {
    const store = await startRealStore(name);
    if ('unavailable' in store) return skip(store.unavailable);
    const proxy = await faultyProxy(store.port);
    try {
      const names = Array.from({ length: publishers }, (_, at) => `releases/${at}.0.0/index.html`);
      let isOver = false;
      const killing = killPublishers(proxy.port, () => isOver);
      const outcomes = await Promise.all(
        names.map((each) =>
          publish(
            open(proxy.port),
            (there) => Object.fromEntries([...there.filter((path) => path.startsWith('releases/')), each].map((path) => [path, path])),
            patience,
          ),
        ),
      );
      isOver = true;
      expect(await killing).toBeGreaterThan(1);
      expect(outcomes.flatMap((outcome) => (outcome.state === 'refused' ? outcome.problems.map(({ message }) => message) : []))).toEqual(
        [],
      );
      const archive = open(store.port);
      const tip = wanted(await archive.readTip());
      if (tip === null) throw new Error('nothing is published');
      expect(names.filter((each) => !tip.entries.has(each))).toEqual([]);
      await folderOf(archive, tip, [...tip.entries.keys()]);
    } finally {
      proxy.close();
      store.stop();
    }
  });
});
