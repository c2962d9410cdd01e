/**
 * Makes everything in `fixtures/` anew, with new keys: `node test/signing/make-fixtures.ts`. Needs ssh-keygen.
 * Private keys live in a temporary folder while it runs. What ssh-keygen cannot make without hardware, or does not make any more,
 * is encoded here from the specifications, independently of `src/signing/`.
 */
import { spawnSync } from 'node:child_process';
import { createHash, createPrivateKey, generateKeyPairSync, type KeyObject, sign } from 'node:crypto';
import { copyFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { armor, envelope, string, text, toBeSigned, unarmor } from './wire.ts';

const folder = join(import.meta.dirname, 'fixtures');
const secret = mkdtempSync(join(tmpdir(), 'fixtures-'));
const namespace = 'sign-off@example.org';

const message = Buffer.from('{\n  "release": "1.0.0",\n  "decision": "approved"\n}\n');
const data = toBeSigned(createHash('sha512').update(message).digest(), namespace);
const messages = {
  'message.json': message,
  'message-crlf.json': Buffer.from(message.toString().replaceAll('\n', '\r\n')),
  'message-one-byte.json': Buffer.from(message.toString().replace('1.0.0', '1.0.1')),
  'message-other.json': Buffer.from('{\n  "release": "2.0.0",\n  "decision": "rejected"\n}\n'),
};

function main(): void {
  for (const [name, bytes] of Object.entries(messages)) write(name, bytes);

  const keys = ['ed25519', 'other', 'unlisted', 'git-only', 'expired', 'future', 'revoked', 'negated', 'wildcard'].map((name) => [
    'ed25519',
    '256',
    name,
  ]);
  for (const [type = '', bits = '', name = ''] of [
    ...keys,
    ['rsa', '2048', 'rsa'],
    ['rsa', '1024', 'rsa-1024'],
    ['ecdsa', '256', 'ecdsa-256'],
    ['ecdsa', '384', 'ecdsa-384'],
    ['ecdsa', '521', 'ecdsa-521'],
  ]) {
    keygen(
      '-q',
      '-t',
      type,
      '-b',
      bits,
      '-m',
      type === 'rsa' ? 'PEM' : 'RFC4716',
      '-N',
      '',
      '-C',
      `test-${name}`,
      '-f',
      join(secret, `test-${name}`),
    );
    copyFileSync(join(secret, `test-${name}.pub`), join(folder, `test-${name}.pub`));
    signMessage(name, `test-${name}`, namespace);
  }
  signMessage('ed25519-sha256', 'test-ed25519', namespace, '-Ohashalg=sha256');
  signMessage('ed25519-git', 'test-ed25519', 'git');
  signMessage('ed25519-other-namespace', 'test-ed25519', 'sign-off@example.com');
  makeCertificate();
  makeRsa();
  makeHardware();
  makeBroken();

  write('allowed_signers', allowedSigners());
  write('revoked_keys', `# Keys that were lost\n\n${publicLine('revoked')} lost\n`);
  rmSync(secret, { recursive: true });
}

function allowedSigners(): string {
  const line = (principals: string, options: string, key: string) => `${principals} ${options}${publicLine(key)}\n`;
  return [
    '# Keys for tests only\n\n',
    line('jo@example.org', `namespaces="${namespace}" `, 'ed25519'),
    ...['rsa', 'ecdsa-256', 'ecdsa-384', 'ecdsa-521', 'sk-ed25519', 'sk-ecdsa'].map((key) => line('jo@example.org', '', key)),
    line('"kim@example.org,kim@example.net"', `Namespaces="file,${namespace}" `, 'other'),
    line('jo@example.org', 'namespaces="git" ', 'git-only'),
    line('jo@example.org', 'valid-after="20200101Z",valid-before="202101011230Z" ', 'expired'),
    line('jo@example.org', 'valid-after="20300101000000Z" ', 'future'),
    line('jo@example.org', '', 'revoked'),
    line('!jo@example.org,*@example.org', '', 'negated'),
    line('*@example.org', 'namespaces="*@example.org,!*@mail.example.org" ', 'wildcard'),
  ].join('');
}

function signMessage(name: string, key: string, ns: string, ...options: string[]): void {
  const file = join(secret, 'message');
  writeFileSync(file, message);
  rmSync(`${file}.sig`, { force: true });
  keygen('-q', '-Y', 'sign', ...options, '-f', join(secret, key), '-n', ns, file);
  copyFileSync(`${file}.sig`, join(folder, `${name}.sig`));
}

function makeCertificate(): void {
  copyFileSync(join(secret, 'test-ed25519'), join(secret, 'test-certified'));
  copyFileSync(join(secret, 'test-ed25519.pub'), join(secret, 'test-certified.pub'));
  keygen('-q', '-s', join(secret, 'test-other'), '-I', 'test', '-n', 'jo@example.org', join(secret, 'test-certified.pub'));
  copyFileSync(join(secret, 'test-certified-cert.pub'), join(secret, 'test-certified.pub'));
  signMessage('certificate', 'test-certified.pub', namespace);
}

function makeRsa(): void {
  const key = createPrivateKey(readFileSync(join(secret, 'test-rsa')));
  const blob = Buffer.from(publicLine('rsa').split(' ')[1] ?? '', 'base64');
  const rsa = (algorithm: string, hash: string) =>
    envelope(blob, Buffer.concat([text(algorithm), string(sign(hash, data, key))]), namespace);
  write('rsa-sha256.sig', rsa('rsa-sha2-256', 'sha256'));
  write('rsa-sha1.sig', rsa('ssh-rsa', 'sha1'));
}

function makeHardware(): void {
  const application = text('ssh:');
  const ed25519 = generateKeyPairSync('ed25519');
  const point = (key: KeyObject, part: 'x' | 'y') => Buffer.from(key.export({ format: 'jwk' })[part] ?? '', 'base64url');
  const edBlob = Buffer.concat([text('sk-ssh-ed25519@openssh.com'), string(point(ed25519.publicKey, 'x')), application]);
  const ec = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const ecPoint = Buffer.concat([Buffer.from([4]), point(ec.publicKey, 'x'), point(ec.publicKey, 'y')]);
  const ecBlob = Buffer.concat([text('sk-ecdsa-sha2-nistp256@openssh.com'), text('nistp256'), string(ecPoint), application]);
  write('test-sk-ed25519.pub', `sk-ssh-ed25519@openssh.com ${edBlob.toString('base64')} test-sk-ed25519\n`);
  write('test-sk-ecdsa.pub', `sk-ecdsa-sha2-nistp256@openssh.com ${ecBlob.toString('base64')} test-sk-ecdsa\n`);

  const touch = (flags: number) => Buffer.from([flags, 0, 0, 1, 7]); // and a counter
  const asserted = (flags: number) => Buffer.concat([sha256(Buffer.from('ssh:')), touch(flags), sha256(data)]);
  const ed = (flags: number) =>
    envelope(
      edBlob,
      Buffer.concat([text('sk-ssh-ed25519@openssh.com'), string(sign(null, asserted(flags), ed25519.privateKey)), touch(flags)]),
      namespace,
    );
  const scalars = sign('sha256', asserted(1), { key: ec.privateKey, dsaEncoding: 'ieee-p1363' });
  const value = Buffer.concat([integer(scalars.subarray(0, 32)), integer(scalars.subarray(32))]);
  write('sk-ed25519.sig', ed(1));
  write('sk-ed25519-pin.sig', ed(5));
  write('sk-ed25519-untouched.sig', ed(0));
  write('sk-ecdsa.sig', envelope(ecBlob, Buffer.concat([text('sk-ecdsa-sha2-nistp256@openssh.com'), string(value), touch(1)]), namespace));
}

function makeBroken(): void {
  const good = readFileSync(join(folder, 'ed25519.sig'), 'utf8');
  const blob = unarmor(good);
  const version2 = Buffer.from(blob);
  version2.writeUInt32BE(2, 6);
  const reserved = blob.indexOf(namespace) + namespace.length;
  write('broken-version-2.sig', armor(version2));
  write('broken-truncated.sig', armor(blob.subarray(0, -1)));
  write('broken-trailing-byte.sig', armor(Buffer.concat([blob, Buffer.from([0])])));
  write('broken-reserved.sig', armor(Buffer.concat([blob.subarray(0, reserved), text('tag'), blob.subarray(reserved + 4)])));
  write('broken-hash.sig', armor(Buffer.from(blob.toString('latin1').replace('sha512', 'sha384'), 'latin1')));
  write('broken-magic.sig', armor(Buffer.concat([Buffer.from('SSHSIX'), blob.subarray(6)])));
  write('broken-crlf.sig', good.replaceAll('\n', '\r\n'));
  write('broken-text-after.sig', `${good}text\n`);
  write('broken-text-before.sig', `text\n${good}`);
  write('broken-no-end.sig', good.replace('-----END SSH SIGNATURE-----\n', ''));
  write('broken-empty.sig', '');
}

function publicLine(name: string): string {
  return readFileSync(join(folder, `test-${name}.pub`), 'utf8')
    .split(' ')
    .slice(0, 2)
    .join(' ');
}

function integer(magnitude: Buffer): Buffer {
  const first = magnitude.findIndex((byte) => byte !== 0);
  const short = magnitude.subarray(first);
  return string((short[0] ?? 0) >= 0x80 ? Buffer.concat([Buffer.from([0]), short]) : short);
}

function sha256(bytes: Buffer): Buffer {
  return createHash('sha256').update(bytes).digest();
}

function write(name: string, content: string | Buffer): void {
  writeFileSync(join(folder, name), content);
}

function keygen(...args: string[]): void {
  const { status, stderr } = spawnSync('ssh-keygen', args, { encoding: 'utf8', input: '' });
  if (status !== 0) throw new Error(`ssh-keygen ${args.join(' ')}: ${stderr}`);
}

main();
