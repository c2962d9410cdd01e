import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { appendFileSync, existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { makeRoot } from './run.ts';

test('a file that changes while a site is built ends the build with its name, and nothing is written', { timeout: 120_000 }, async () => {
  const root = makeRoot();
  const build = spawn('node', ['src/cli/main.ts', 'build', '--root', root, '--out', join(root, 'site')], {
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let err = '';
  build.stderr.on('data', (chunk) => {
    err += String(chunk);
  });
  const ended = once(build, 'close');
  while (!readdirSync(root).some((name) => name.startsWith('.site')) && build.exitCode === null) await delay(20);
  appendFileSync(join(root, 'results/next/unit/junit.xml'), '\n');
  const [code] = await ended;
  expect({ code, err }).toEqual({
    code: 2,
    err: expect.stringMatching(/^results\/next\/unit\/junit\.xml INPUT_CHANGED [^\n]+ - [^\n]+\n$/),
  });
  expect(existsSync(join(root, 'site'))).toBe(false);
  expect(readdirSync(root).sort()).toEqual(['content', 'results']);
});
