import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Case, decide, fixtures, namespace, readFixture, sharedCases } from './cases.ts';
import { sharedLines } from './signer-lines.ts';

const probe = run(['-Y', 'check-novalidate', '-n', namespace, '-s', join(fixtures, 'ed25519.sig')], 'message.json');

test.skipIf(probe === 0)('ssh-keygen is not installed: what it says is not compared', () => {
  expect(probe).not.toBe(0);
});

describe.skipIf(probe !== 0)('ssh-keygen -Y verify says the same', () => {
  test.each(sharedCases)('of $name', (each) => {
    expect(accepts(each, join(fixtures, 'allowed_signers'))).toBe(decide(each) === 'allowed');
  });

  describe('of the line', () => {
    let folder = '';
    beforeAll(() => {
      folder = mkdtempSync(join(tmpdir(), 'allowed-signers-'));
    });
    afterAll(() => rmSync(folder, { recursive: true }));

    test.each(sharedLines)('$name', ({ line, expected }) => {
      const file = join(folder, 'allowed_signers');
      writeFileSync(file, `${line}\n`);
      const usual = { signature: 'ed25519', message: 'message.json', namespace, principal: 'jo@example.org', at: '2026-11-23T09:03:33Z' };
      expect(accepts(usual, file)).toBe(expected === 'allowed');
    });
  });
});

function accepts({ signature, message, namespace: wanted, principal, at }: Omit<Case, 'name' | 'expected'>, allowed: string): boolean {
  const time = at.replaceAll(/[-:T]/g, '');
  const files = ['-f', allowed, '-s', join(fixtures, `${signature}.sig`), '-r', join(fixtures, 'revoked_keys')];
  return run(['-Y', 'verify', '-I', principal, '-n', wanted, `-Overify-time=${time}`, ...files], message) === 0;
}

/** The exit code; null where there is no such program. */
function run(args: readonly string[], message: string): number | null {
  return spawnSync('ssh-keygen', args, { input: readFixture(message) }).status;
}
