import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, writeFileSync } from 'node:fs';
import { get, type IncomingMessage } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { makeRoot } from './run.ts';

async function fetched(
  address: string,
): Promise<{ readonly status: number | undefined; readonly text: string; readonly location: string | undefined }> {
  const response = await new Promise<IncomingMessage>((done, failed) => get(address, done).once('error', failed));
  let text = '';
  for await (const chunk of response.setEncoding('utf8')) text += String(chunk);
  return { status: response.statusCode, text, location: response.headers.location };
}

/** Waits until something holds. */
async function until(holds: () => boolean | Promise<boolean>): Promise<void> {
  while (!(await holds())) await delay(100);
}

test('a root is served below its path, built again when it changes, kept where it is refused then, and left without a trace', {
  timeout: 120_000,
}, async () => {
  // Of its own: others serve at the same time.
  const temporary = mkdtempSync(join(tmpdir(), 'serve-'));
  const env = { ...process.env, TMPDIR: temporary };
  const root = makeRoot({ 'content/portal.yaml': 'product: Teapot\nsite: https://teapot.example/portal/\n' });
  const child = spawn('node', ['src/cli/main.ts', 'serve', '--root', root, '--port', '0'], { env, stdio: ['ignore', 'pipe', 'pipe'] });
  let [out, err] = ['', ''];
  child.stdout.on('data', (chunk) => {
    out += String(chunk);
  });
  child.stderr.on('data', (chunk) => {
    err += String(chunk);
  });
  await until(() => out.includes('until this command ends') || child.exitCode !== null);
  const address = /http:\/\/localhost:\d+\/portal\//.exec(out)?.[0] ?? expect.fail(err);
  expect(err).toContain('published at https://teapot.example/portal/; here they are served from');
  expect((await fetched(address)).text).toContain('Teapot');
  expect(await fetched(new URL('/', address).href)).toMatchObject({ status: 302, location: '/portal/' });
  expect((await fetched(`${address}nowhere/`)).status).toBe(404);
  expect((await fetched(new URL('/portal/..%2f..%2f..%2fetc/passwd', address).href)).status).toBe(404);

  const page = join(root, 'content/checklist/1-tests.md');
  writeFileSync(page, '# Tests\n\n- [ ] The lid fits\n');
  // While the site is replaced, a page may break off.
  const shows = (text: string) =>
    fetched(`${address}layers/tests/`).then(
      (page) => page.text.includes(text),
      () => false,
    );
  await until(() => shows('The lid fits'));
  writeFileSync(page, '# Tests\n\n- [?] The lid fits\n');
  await until(() => err.includes('What is served is the site of before.'));
  expect(err).toContain('content/checklist/1-tests.md:3:1 MARK_UNKNOWN');
  expect(await shows('The lid fits')).toBe(true);

  child.kill('SIGTERM');
  const [code] = await once(child, 'close');
  expect(code).toBe(0);
  expect(readdirSync(temporary).filter((name) => name.startsWith('readiness-'))).toEqual([]);
});

test('what refuses a build is said, and nothing is served', async () => {
  const root = makeRoot({ 'content/portal.yaml': null });
  const child = spawn('node', ['src/cli/main.ts', 'serve', '--root', root, '--port', '0'], { stdio: ['ignore', 'ignore', 'pipe'] });
  let err = '';
  child.stderr.on('data', (chunk) => {
    err += String(chunk);
  });
  const [code] = await once(child, 'close');
  expect({ code, err }).toEqual({ code: 2, err: expect.stringMatching(/^content\/portal\.yaml CONTENT_MISSING [^\n]+\n$/) });
});
