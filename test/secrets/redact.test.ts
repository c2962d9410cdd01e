import { createHash } from 'node:crypto';
import { expect, test } from 'vitest';
import { redactText } from '../../src/secrets/redact.ts';
import { searchText } from '../../src/secrets/search-text.ts';

const token = `ghp_${'16C7e42F292c6912E7710c838347Ae178B4a'}`;
const key = `-----BEGIN OPENSSH PRIVATE KEY-----\n${'b3BlbnNzaC1rZXktdjEAAAAABG5vbmUAAAAEbm9uZQ\n'.repeat(4)}-----END OPENSSH PRIVATE KEY-----`;
const folders = [
  { folder: '/home/jo/pot/', shown: '' },
  { folder: '/home/jo/', shown: '~/' },
];

test.each([
  ['a token', `{"token": "${token}", "n": 1}`],
  ['two on one line', `${token} ${token.replace('16C7', '27D8')}`],
  ['a key over several lines', `before\n${key}\nafter`],
  ['a key in a JSON string', JSON.stringify({ key })],
  ['one in base64', `blob: ${Buffer.from(`the token is ${token}`).toString('base64')}`],
])('of %s nothing is left, and what is around it stays', async (_, text) => {
  expect(await searchText(text)).not.toEqual([]);
  const redacted = await redactText(text, new Set(), folders);
  expect(await searchText(redacted.text)).toEqual([]);
  expect(redacted.text).toContain('REDACTED');
  expect(redacted.text.slice(0, 3)).toBe(text.startsWith('ghp_') ? 'RED' : text.slice(0, 3));
  expect(await redactText(redacted.text, new Set(), folders)).toEqual({ text: redacted.text, secrets: 0, paths: 0 });
});

test('what may be published stays', async () => {
  const allowed = new Set([createHash('sha256').update(token).digest('hex')]);
  expect(await redactText(`token ${token}`, allowed, [])).toEqual({ text: `token ${token}`, secrets: 0, paths: 0 });
});

test.each([
  ['at /home/jo/pot/src/a.ts:3', 'at src/a.ts:3', 1],
  ['"/home/jo/.npmrc" file:///home/jo/pot/b', '"~/.npmrc" file://b', 2],
  ['cc -I/home/jo/pot/include --out=/home/jo/pot/x', 'cc -Iinclude --out=x', 2],
  ['/mnt/home/jo/pot/a /home/joan/x x-/home/jo/', '/mnt/home/jo/pot/a /home/joan/x x-/home/jo/', 0],
])('paths of the machine in %j are made relative', async (text, shown, paths) => {
  expect(await redactText(text, new Set(), folders)).toEqual({ text: shown, secrets: 0, paths });
});
