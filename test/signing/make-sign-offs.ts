/**
 * Makes everything in `fixtures/sign-offs/` anew, with new keys: `node test/signing/make-sign-offs.ts`. Needs ssh-keygen.
 * Private keys live in a temporary folder while it runs.
 */
import { spawnSync } from 'node:child_process';
import { copyFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { cases, folder, keys, trustFiles } from './sign-off-world.ts';

const secret = mkdtempSync(join(tmpdir(), 'fixtures-'));
rmSync(folder, { recursive: true, force: true });
mkdirSync(folder, { recursive: true });

for (const name of keys) {
  keygen('-q', '-t', 'ed25519', '-N', '', '-C', `test-${name}`, '-f', join(secret, name));
  copyFileSync(join(secret, `${name}.pub`), join(folder, `test-${name}.pub`));
}
for (const { name, key, namespace, bytes } of cases) {
  const file = join(folder, `${name}.json`);
  writeFileSync(file, bytes);
  keygen('-q', '-Y', 'sign', '-n', namespace, '-f', join(secret, key), file);
}
const { allowed, revoked } = trustFiles((name) =>
  readFileSync(join(secret, `${name}.pub`), 'utf8')
    .split(' ')
    .slice(0, 2)
    .join(' '),
);
writeFileSync(join(folder, 'allowed_signers'), allowed);
writeFileSync(join(folder, 'revoked_keys'), revoked);
rmSync(secret, { recursive: true });

function keygen(...args: string[]): void {
  const { status, stderr } = spawnSync('ssh-keygen', args, { encoding: 'utf8', input: '' });
  if (status !== 0) throw new Error(`ssh-keygen ${args.join(' ')}: ${stderr}`);
}
