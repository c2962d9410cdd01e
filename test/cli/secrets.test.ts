import { createHash } from 'node:crypto';
import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { makeRoot, readiness } from './run.ts';

// Made here, so that no file of this repository holds what looks like a secret.
const secret = `ghp_${'aB3dE6gH9jK2mN5pQ8rS1tU4vW7xY0zA1bC3'}`;
const sha256 = createHash('sha256').update(secret).digest('hex');
const junit = `<testsuite tests="1">\n<testcase classname="a" name="b"><system-out>used ${secret} to log in</system-out></testcase></testsuite>`;
const now = ['--now', '2026-11-24T00:00:00Z'];

test.each([
  ['check', (root: string) => ['check', '--root', root, ...now]],
  ['build', (root: string) => ['build', '--root', root, '--out', join(root, 'site'), ...now]],
  ['snapshot', (root: string) => ['snapshot', '1.0.0', '--root', root, ...now]],
])('%s refuses a result with a secret by its place, says its value nowhere and writes nothing', (_, args) => {
  const root = makeRoot({ 'results/next/unit/junit.xml': junit });
  const { code, out, err } = readiness(...args(root));
  expect(code).toBe(2);
  expect(err).toMatch(/^results\/next\/unit\/junit\.xml:2:\d+ SECRET this looks like a secret \(.+\) - take it out and revoke it/m);
  expect(out + err).not.toContain(secret);
  expect([existsSync(join(root, 'site')), existsSync(join(root, 'results/1.0.0'))]).toEqual([false, false]);
});

test('a secret in the checklist, in the guide or in what no reader knows is found too', () => {
  const root = makeRoot({
    'content/checklist/2-more.md': `# More\n\n- [ ] Key ${secret} is rotated\n`,
    'content/guide/keys.mdx': `---\ntitle: Keys\ndescription: Of ours\norder: 1\n---\n\nUse ${secret}.\n`,
    'results/next/unit/notes.bin': `\u0000 ${secret} `,
  });
  const { code, err } = readiness('check', '--root', root, ...now);
  expect(code).toBe(2);
  expect(err).toMatch(/^content\/checklist\/2-more\.md:3:11 SECRET /m);
  expect(err).toMatch(/^content\/guide\/keys\.mdx:7:5 SECRET /m);
  expect(err).toMatch(/^results\/next\/unit\/notes\.bin:1:3 SECRET /m);
});

test('what portal.yaml allows by its digest is published, and the reason is said', () => {
  const portal = `product: Teapot\nsecrets:\n  - sha256: ${sha256}\n    because: made up for the tests of the login\n`;
  const root = makeRoot({ 'results/next/unit/junit.xml': junit, 'content/portal.yaml': portal });
  const { code, out } = readiness('check', '--root', root, '--json', ...now);
  expect(code).toBe(0);
  expect(JSON.parse(out)).toMatchObject({ state: 'ready' });
  expect(readiness('check', '--root', root, '--json', ...now).err).toMatch(
    /junit\.xml:2:\d+ SECRET_ALLOWED .*made up for the tests of the login/,
  );
});

test('a frozen release that holds one is not published again until it is withdrawn', () => {
  const allowed = `product: Teapot\nsecrets:\n  - { sha256: ${sha256}, because: not known to open anything }\n`;
  const root = makeRoot({ 'results/next/unit/log.txt': `used ${secret}\n`, 'content/portal.yaml': allowed });
  expect(readiness('snapshot', '1.0.0', '--root', root, ...now).code).toBe(0);
  writeFileSync(join(root, 'results/next/unit/log.txt'), 'nothing any more\n');
  writeFileSync(join(root, 'content/portal.yaml'), 'product: Teapot\n');
  const build = () => readiness('build', '--root', root, '--out', join(root, 'site'), ...now);
  const refused = build();
  expect(refused.code).toBe(2);
  expect(refused.err).toMatch(
    /^results\/1\.0\.0\/unit\/log\.txt:1:6 SECRET .* - run: npx readiness-portal withdraw 1\.0\.0 unit\/log\.txt /m,
  );
  expect(readiness('withdraw', '1.0.0', 'unit/log.txt', '--because', 'It shows a token', '--root', root, ...now).code).toBe(0);
  expect(build().code).toBe(0);
});
