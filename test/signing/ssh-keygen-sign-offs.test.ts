import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { judgeSignOffs } from '../../src/signing/judge-sign-offs.ts';
import { signOffNamespace } from '../../src/signing/record.ts';
import { cases, filesOf, folder, world } from './sign-off-world.ts';

/** What a record is refused for by its signature and its key alone, which is all that ssh-keygen knows of. */
const ofKeys = new Set([
  'signature',
  'namespace',
  'unknown-key',
  'other-person',
  'key-not-permitted',
  'expired',
  'not-yet-valid',
  'revoked',
]);

const installed = spawnSync('ssh-keygen', ['-?']).error === undefined;

describe.skipIf(!installed)('ssh-keygen -Y verify says of the signature and the key', () => {
  // Where another release, or an unknown layer, is the reason, the key was not looked at.
  test.each(cases.filter(({ name }) => name !== 'other-release' && name !== 'subject-unknown'))(
    'what is said here: $name',
    ({ name, bytes, statement }) => {
      const [judged] = judgeSignOffs(world(filesOf(name))).records;
      const here = !(judged?.standing.state === 'invalid' && ofKeys.has(judged.standing.refusal.code));
      expect(accepts(name, bytes, statement.predicate.person, statement.predicate.time)).toBe(here);
    },
  );

  test('that a record converted to CRLF, or changed by one byte, is not what was signed', () => {
    const good = cases.find(({ name }) => name === 'good');
    const text = Buffer.from(good?.bytes ?? []).toString();
    const verify = (changed: string) => accepts('good', Buffer.from(changed), 'jo@example.org', '2026-11-23T09:00:00Z');
    expect([text, text.replaceAll('\n', '\r\n'), text.replace('approved', 'Approved')].map(verify)).toEqual([true, false, false]);
  });
});

function accepts(name: string, message: Uint8Array, principal: string, at: string): boolean {
  const files = ['-f', join(folder, 'allowed_signers'), '-r', join(folder, 'revoked_keys'), '-s', join(folder, `${name}.json.sig`)];
  const time = `-Overify-time=${at.replaceAll(/[-:T]/g, '')}`;
  return (
    spawnSync('ssh-keygen', ['-Y', 'verify', '-I', principal, '-n', signOffNamespace, time, ...files], { input: message }).status === 0
  );
}
