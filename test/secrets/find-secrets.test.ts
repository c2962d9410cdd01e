import { createHash } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import type { InputFile } from '../../src/file.ts';
import { formatProblem } from '../../src/problem.ts';
import { findSecrets, secretProblems } from '../../src/secrets/find-secrets.ts';

/** A file of bytes that come in pieces of a size. */
function fileOf(content: string | Uint8Array, piece = 64 * 1024): InputFile {
  const bytes = Buffer.from(content);
  return {
    path: 'results/next/job/file.json',
    size: bytes.length,
    async *chunks() {
      for (let at = 0; at < bytes.length; at += piece) yield bytes.subarray(at, at + piece);
    },
  };
}

/** Signs as a machine draws them, the same at every run; nothing that looks like a secret stands in this file. */
function drawn(length: number, signs = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789', seed = 7): string {
  let state = seed;
  return Array.from({ length }, () => {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
    return signs.charAt(Math.floor((state / 2_147_483_648) * signs.length));
  }).join('');
}
const upper = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';
const hex = '0123456789abcdef';
const base64url = (text: string) => Buffer.from(text).toString('base64url');
const jwt = () => `${base64url('{"alg":"HS256","typ":"JWT"}')}.${base64url('{"sub":"1234567890","admin":true}')}.${drawn(43)}`;

/** Kinds of secrets, each made when the test runs. */
const kinds: readonly (readonly [string, () => string])[] = [
  ['a GitHub token', () => `ghp_${drawn(36)}`],
  ['a fine-grained GitHub token', () => `github_pat_${drawn(22)}_${drawn(59)}`],
  ['a GitLab token', () => `glpat-${drawn(20)}`],
  ['an npm token', () => `npm_${drawn(36)}`],
  ['a PyPI token', () => `pypi-AgEIcHlwaS5vcmc${drawn(80)}`],
  ['a Slack token', () => `xoxb-${drawn(12, '0123456789')}-${drawn(12, '0123456789')}-${drawn(24)}`],
  ['a Stripe key', () => `sk_live_${drawn(24)}`],
  ['a lone AWS key id', () => `AKIA${drawn(16, upper)}`],
  ['a Google API key', () => `AIza${drawn(35)}`],
  ['a Google service account', () => `-----BEGIN PRIVATE KEY-----\n${drawn(64)}\n${drawn(64)}\n-----END PRIVATE KEY-----\n`],
  ['a short RSA key', () => `-----BEGIN RSA PRIVATE KEY-----\n${drawn(40)}\n-----END RSA PRIVATE KEY-----`],
  ['a JSON Web Token', jwt],
  ['an Authorization header', () => `Authorization: Bearer ${drawn(40)}`],
  ['basic credentials', () => `authorization: Basic ${Buffer.from(`deploy:${drawn(14)}`).toString('base64')}`],
  ['a session cookie', () => `Set-Cookie: session_id=${drawn(32)}; HttpOnly; Path=/`],
  ['a password in an address', () => `postgres://app:${drawn(12)}@db.internal:5432/app`],
  ['an address with a token', () => `https://x-access-token:${drawn(30)}@github.com/owner/name.git`],
  ['an AWS secret', () => `aws_secret_access_key = ${drawn(40)}`],
  ['an Azure storage key', () => `DefaultEndpointsProtocol=https;AccountName=a;AccountKey=${drawn(86)}==;EndpointSuffix=core`],
  ['an API key by its name', () => `api_key: "${drawn(32)}"`],
  ['a SendGrid key', () => `SG.${drawn(22)}.${drawn(43)}`],
  ['a DigitalOcean token', () => `dop_v1_${drawn(64, hex)}`],
];

/** How a result file may hold a text. */
const carriers: readonly (readonly [string, (secret: string) => string | Uint8Array])[] = [
  ['as text', (secret) => `line one\n  > log: ${secret}\nlast line\n`],
  ['in a JSON string', (secret) => JSON.stringify({ suites: [{ output: `got ${secret} back` }] }, null, 2)],
  ['in JSON that holds JSON', (secret) => JSON.stringify({ body: JSON.stringify({ detail: secret }) })],
  ['in JUnit output', (secret) => `<testsuite><testcase name="a"><system-out>${escapeXml(secret)}</system-out></testcase></testsuite>`],
  ['in base64', (secret) => `{"attachment":"${Buffer.from(`the log says: ${secret} and goes on`).toString('base64')}"}`],
  ['gzipped', (secret) => gzipSync(`log: ${secret}\n`)],
];

function escapeXml(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;').replaceAll('\n', '&#10;');
}

describe.each(kinds)('%s', (_, make) => {
  test.each(carriers)('is found %s', async (_carrier, carry) => {
    expect(await findSecrets(fileOf(carry(make())))).not.toEqual([]);
  });
});

test('a secret has the place and the digest that it is allowed by, and its value is said nowhere', async () => {
  const secret = `ghp_${drawn(36)}`;
  const found = await findSecrets(fileOf(`first line\nlog: ${secret}\n`));
  const sha256 = createHash('sha256').update(secret).digest('hex');
  expect(found).toMatchObject([{ line: 2, column: 6, digest: sha256 }]);
  const problems = secretProblems('results/next/job/file.json', found, []);
  expect(problems.map(formatProblem)).toEqual([
    expect.stringMatching(/^results\/next\/job\/file\.json:2:6 SECRET this looks like a secret \(.+\) - /),
  ]);
  expect(JSON.stringify([found, problems])).not.toContain(secret);
  const allowed = secretProblems('results/next/job/file.json', found, [{ sha256, because: 'made up for a test' }]);
  expect(allowed).toMatchObject([{ code: 'SECRET_ALLOWED', severity: 'warning', message: expect.stringContaining('made up for a test') }]);
});

test('a file is looked through whole, however long it is and wherever a secret stands across its pieces', async () => {
  const line = `${'an ordinary line of a log, with nothing in it'.padEnd(99, '.')}\n`;
  const secret = `ghp_${drawn(36)}`;
  for (const lines of [0, 41_942, 83_886]) {
    const text = `${line.repeat(lines)}${secret}\n${line.repeat(100_000 - lines)}`;
    expect(await findSecrets(fileOf(text, 1024 * 1024))).toMatchObject([{ line: lines + 1, column: 1 }]);
  }
});

test.each([
  ['an e-mail address', 'reported by someone@example.org'],
  ['a private address', 'http://10.0.0.5:8080/health and svc.internal'],
  ['a home folder', 'at /home/someone/project/src/index.ts:10:4'],
  ['a commit and digests', `commit ${drawn(40, hex)} sha256:${drawn(64, hex)}`],
  ['an integrity hash', `"integrity": "sha512-${drawn(86)}=="`],
  ['a UUID', 'id: 3f2504e0-4f89-41d3-9a0c-0305e82c3301'],
  ['a masked token', 'Authorization: Bearer *** and https://user:***@host/'],
  ['a variable', 'password: ${DB_PASSWORD}, token={{ secrets.TOKEN }}'],
  ['words about secrets', 'The password is hashed, the token expires after 30 minutes, no secret is logged.'],
  ['a public key', `ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAA${drawn(43)} someone`],
  ['a placeholder', 'postgres://user:<password>@localhost/db'],
])('%s is no secret', async (_, text) => {
  expect(await findSecrets(fileOf(text))).toEqual([]);
});

test.each([
  ['escapes', '\\'.repeat(400_000)],
  ['percent signs', '%25'.repeat(150_000)],
  ['base64 in base64', Buffer.from(Buffer.from('a'.repeat(200_000)).toString('base64')).toString('base64')],
  ['names without values', 'password: '.repeat(50_000)],
  ['half an address', 'http://'.repeat(60_000)],
  ['half a key', '-----BEGIN PRIVATE KEY-----\n'.repeat(10_000)],
])('a bait of %s is looked through to its end', async (_, text) => {
  expect(Array.isArray(await findSecrets(fileOf(text)))).toBe(true);
});
