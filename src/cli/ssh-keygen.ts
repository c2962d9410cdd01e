import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { signOffNamespace } from '../signing/record.ts';
import { decodeBase64, readPublicKey, type SshKey } from '../signing/ssh-key.ts';

/** A key as `ssh-keygen -f` takes it: a private key, or a public one whose private half an agent or a device holds. */
export interface SigningKey {
  readonly file: string;
  readonly key: SshKey;
}

/** What became of something asked of OpenSSH. */
export type SshOutcome<Value> =
  | { readonly state: 'done'; readonly value: Value }
  | { readonly state: 'failed'; readonly message: string; readonly hint: string };

/**
 * The key to sign with: the one that is named, else one of ssh-agent, else `~/.ssh/id_ed25519`.
 *
 * @param listed Is a key listed among those that may sign? Of several in the agent the first listed one is taken.
 * @param scratch A folder for the public half of an agent's key.
 */
export function findKey(named: string | undefined, listed: (key: SshKey) => boolean, scratch: string): SshOutcome<SigningKey> {
  if (named !== undefined) return keyOfFile(named);
  const agent = run('ssh-add', ['-L']);
  const lines = agent.state === 'done' ? agent.output.toString().split('\n') : [];
  const keys = lines.flatMap((line) => publicKeyOf(line) ?? []);
  const key = keys.find(listed) ?? keys[0];
  if (key !== undefined) {
    const file = join(scratch, 'agent.pub');
    writeFileSync(file, `${key.type} ${key.blob}\n`);
    return { state: 'done', value: { file, key } };
  }
  const usual = join(homedir(), '.ssh', 'id_ed25519');
  if (existsSync(usual) || existsSync(`${usual}.pub`)) return keyOfFile(existsSync(usual) ? usual : `${usual}.pub`);
  return failed('ssh-agent holds no key, and there is no ~/.ssh/id_ed25519', 'name a key: --key FILE');
}

/**
 * Signs bytes with `ssh-keygen -Y sign`, which asks for a passphrase, a PIN or a touch where the key wants one. The signature's bytes.
 *
 * @param file Where the bytes may be written to be signed; the signature comes to stand beside it.
 */
export function signBytes({ file: key }: SigningKey, bytes: string | Uint8Array, file: string): SshOutcome<Uint8Array> {
  writeFileSync(file, bytes);
  const signed = run('ssh-keygen', ['-q', '-Y', 'sign', '-n', signOffNamespace, '-f', key, file], 'shown');
  if (signed.state === 'absent') return absent;
  const made = `${file}.sig`;
  if (signed.state === 'failed' || !existsSync(made)) return failed('ssh-keygen did not sign', 'see what it says above');
  return { state: 'done', value: readFileSync(made) };
}

function keyOfFile(file: string): SshOutcome<SigningKey> {
  if (!existsSync(file)) return failed(`there is no key ${file}`, 'name a private key, or a public one whose private half ssh-agent holds');
  const beside = [file, `${file}.pub`]
    .filter((path) => existsSync(path))
    .flatMap((path) => publicKeyOf(readFileSync(path, 'latin1')) ?? []);
  const [key] = beside;
  if (key !== undefined) return { state: 'done', value: { file, key } };
  const derived = run('ssh-keygen', ['-y', '-f', file], 'shown');
  if (derived.state === 'absent') return absent;
  const own = derived.state === 'done' ? publicKeyOf(derived.output.toString()) : null;
  if (own === null) return failed(`${file} is no key that is accepted`, 'use an Ed25519, ECDSA or RSA key, in a file or on a device');
  return { state: 'done', value: { file, key: own } };
}

/** The key of a line as in a `.pub` file; null for anything else, certificates too. */
function publicKeyOf(line: string): SshKey | null {
  const [type = '', encoded = ''] = line.trim().split(/\s+/);
  const blob = decodeBase64(encoded);
  const outcome = blob === undefined ? null : readPublicKey(blob);
  return outcome?.state === 'read' && outcome.publicKey.key.type === type ? outcome.publicKey.key : null;
}

type RunOutcome = { readonly state: 'done'; readonly output: Buffer } | { readonly state: 'failed' } | { readonly state: 'absent' };

const absent = failed('ssh-keygen is not installed', 'install OpenSSH');

/** @param talk Whether what it asks and says is shown to the person at the terminal. */
function run(program: string, args: readonly string[], talk: 'shown' | 'hidden' = 'hidden'): RunOutcome {
  const [input, errors] = talk === 'shown' ? (['inherit', 'inherit'] as const) : (['ignore', 'ignore'] as const);
  const { error, status, stdout } = spawnSync(program, args, { stdio: [input, 'pipe', errors] });
  if (error !== undefined && 'code' in error && error.code === 'ENOENT') return { state: 'absent' };
  return status === 0 ? { state: 'done', output: stdout } : { state: 'failed' };
}

function failed(message: string, hint: string): { state: 'failed'; message: string; hint: string } {
  return { state: 'failed', message, hint };
}
