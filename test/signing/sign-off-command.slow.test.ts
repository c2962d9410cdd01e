import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { findRelease } from '../../src/disk/find-releases.ts';
import { loadRoot } from '../../src/disk/root.ts';
import { loadRevocations } from '../../src/disk/trust-files.ts';
import { openRelease } from '../../src/release/history.ts';
import { judgeFrozen } from '../../src/release/signed-release.ts';
import { makeRoot, readiness } from '../cli/run.ts';
import { at, installed, makeKeys, signedRoot as makeSignedRoot, publicKeyIn, sign } from './signed-root.ts';

const secret = makeKeys();
const key = (name: string) => join(secret, name);
const publicKey = (name: string) => publicKeyIn(secret, name);
const signedRoot = (files: Readonly<Record<string, string | null>> = {}) => makeSignedRoot(secret, files);
const folder = 'results/next/sign-offs';

afterAll(() => rmSync(secret, { recursive: true }));

const approve = (root: string, minute: number, role: string, who: string, ...args: readonly string[]) =>
  sign(root, minute, '--role', role, '--decision', 'approved', '--key', key(who), ...args);

function check(root: string, ...args: readonly string[]) {
  const { code, out, err } = readiness('check', '--root', root, '--json', ...at(30), ...args);
  return { code, err, document: out === '' ? null : JSON.parse(out) };
}

const statusesOf = (root: string, layer: string): string[] =>
  check(root)
    .document.layers.find(({ id }: { id: string }) => id === layer)
    .sections.flatMap(({ items }: { items: { status: string }[] }) => items.map(({ status }) => status));

const recordsOf = (root: string) => readdirSync(join(root, folder)).filter((name) => /^\d{8}T.*\.json$/.test(name));

describe.skipIf(!installed)('npx readiness-portal sign-off', { timeout: 60_000 }, () => {
  test('writes a record that ssh-keygen -Y verify accepts, and a page attests by it', () => {
    const root = signedRoot();
    expect(statusesOf(root, 'tests')).toEqual(['verified', 'claimed', 'contradicted', 'claimed']);
    const { code, out, err } = approve(root, 1, 'tech-lead', 'jo', '--layer', 'tests');
    expect({ code, err }).toEqual({ code: 0, err: '' });
    const [name = ''] = recordsOf(root);
    expect(name).toMatch(/^20261124T120100Z-tech-lead-[0-9a-f]{8}\.json$/);
    expect(out).toContain(`${folder}/${name}: tech-lead, it counts.`);

    const allowed = ['-f', join(root, 'content/trust/allowed_signers'), '-s', join(root, folder, `${name}.sig`)];
    const verify = spawnSync('ssh-keygen', ['-Y', 'verify', '-I', 'jo@example.org', '-n', 'readiness-sign-off', ...allowed], {
      input: readFileSync(join(root, folder, name)),
    });
    expect(verify.status).toBe(0);
    // A signature turns no failing and no unproven citation green, and speaks for its own layer alone.
    expect(statusesOf(root, 'tests')).toEqual(['verified', 'attested', 'contradicted', 'claimed']);
    expect(statusesOf(root, 'docs')).toEqual(['claimed']);
    expect(statusesOf(root, 'gates')).toEqual(['claimed']);
  });

  test('makes a release ready, and a rejection takes that back', () => {
    const root = signedRoot({
      'content/checklist/1-tests.md': '# Tests\n\n- [x] Pass [tests](/results/next/unit/junit.xml)\n\n**Sign-off**: ____\n',
    });
    expect(check(root).document.state).toBe('awaiting-sign-off');
    expect(approve(root, 1, 'tech-lead', 'jo', '--layer', 'tests').code).toBe(0);
    expect(approve(root, 2, 'qa-engineer', 'kim', '--layer', 'docs').code).toBe(0);
    expect(approve(root, 3, 'tech-lead', 'jo').code).toBe(0);
    const conditions = sign(
      root,
      4,
      '--role',
      'qa-engineer',
      '--decision',
      'approved-with-conditions',
      '--note',
      'fill it with water',
      '--key',
      key('kim'),
    );
    expect(conditions.code).toBe(0);
    expect(check(root)).toMatchObject({ code: 0, document: { state: 'ready' } });

    expect(sign(root, 5, '--role', 'qa-engineer', '--decision', 'rejected', '--note', 'it leaks', '--key', key('kim')).code).toBe(0);
    expect(check(root)).toMatchObject({ code: 1, document: { state: 'not-ready' } });
    expect(sign(root, 6, '--role', 'qa-engineer', '--decision', 'withdrawn', '--key', key('kim')).code).toBe(0);
    expect(check(root).document.signOffs).toContainEqual({ subject: 'release', role: 'qa-engineer', state: 'missing' });

    const [first = ''] = recordsOf(root).filter((name) => name.includes('T1205'));
    rmSync(join(root, folder, first));
    const removed = check(root);
    expect(removed.code).toBe(3);
    expect(removed.err).toMatch(/INTEGRITY the record [0-9a-f]{64} that it names is gone/);
  });

  test('a file whose line ends Git converted makes the signature stale, and that is named', () => {
    const root = signedRoot({ 'results/next/unit/notes.md': '# Notes\n\nof the day\n' });
    approve(root, 1, 'qa-engineer', 'kim', '--layer', 'docs');
    approve(root, 2, 'tech-lead', 'jo');
    for (const file of ['content/checklist/2-docs.md', 'results/next/unit/notes.md'])
      writeFileSync(join(root, file), readFileSync(join(root, file), 'utf8').replaceAll('\n', '\r\n'));
    const { err } = readiness('check', '--root', root, ...at(3));
    for (const file of ['content/checklist/2-docs.md', 'results/next/unit/notes.md'])
      expect(err).toContain(
        `${file} SIGN_OFF its lines end in CRLF since it was signed, by Git or an editor, and nothing else of it changed - write`,
      );
  });

  test('a changed file makes the signature stale', () => {
    const root = signedRoot();
    approve(root, 1, 'tech-lead', 'jo', '--layer', 'tests');
    const before = readFileSync(join(root, 'content/checklist/1-tests.md'), 'utf8');
    writeFileSync(join(root, 'content/checklist/1-tests.md'), `${before} `);
    expect(check(root).document.signOffs).toContainEqual({ subject: 'tests', role: null, state: 'stale' });
    expect(readiness('check', '--root', root).out).toMatch(/^Sign-offs: \d of \d current; .*stale: Layer 1: /m);
    expect(statusesOf(root, 'tests')).toContain('claimed');
    expect(statusesOf(root, 'tests')).not.toContain('attested');
  });

  test.each([
    [
      'an unknown role',
      ['--role', 'king', '--decision', 'approved', '--key', 'jo'],
      4,
      /^--role USAGE there is no role "king" - name one of tech-lead, qa-engineer\n$/,
    ],
    [
      'an unknown layer',
      ['--role', 'tech-lead', '--layer', 'x', '--decision', 'approved', '--key', 'jo'],
      4,
      /^--layer USAGE there is no layer "x" - name one of tests, docs\n$/,
    ],
    [
      'conditions that are not stated',
      ['--role', 'tech-lead', '--decision', 'approved-with-conditions', '--key', 'jo'],
      4,
      /^--note USAGE /,
    ],
    [
      'nothing to withdraw',
      ['--role', 'tech-lead', '--decision', 'withdrawn', '--key', 'jo'],
      4,
      /^--decision USAGE tech-lead has not signed this yet/,
    ],
    [
      'a layer that is not the role’s',
      ['--role', 'qa-engineer', '--layer', 'tests', '--decision', 'approved', '--key', 'kim'],
      2,
      /the role qa-engineer may not sign the layer tests/,
    ],
    [
      'a role that is not held',
      ['--role', 'tech-lead', '--decision', 'approved', '--key', 'kim'],
      2,
      /kim@example\.org does not hold the role tech-lead/,
    ],
    [
      'a key that nobody listed',
      ['--role', 'qa-engineer', '--decision', 'approved', '--key', 'stranger'],
      2,
      /nobody listed its key, SHA256:/,
    ],
    [
      'another person’s key',
      ['--role', 'tech-lead', '--decision', 'approved', '--person', 'jo@example.org', '--key', 'kim'],
      2,
      /its key, SHA256:\S+, is not jo@example\.org’s/,
    ],
    [
      'a key that is not there',
      ['--role', 'tech-lead', '--decision', 'approved', '--key', 'none'],
      4,
      /^--key ENVIRONMENT there is no key /,
    ],
  ])('refuses %s with one line, and writes nothing', (_, args, code, line) => {
    const root = signedRoot();
    const done = sign(root, 1, ...args.map((arg, index) => (args[index - 1] === '--key' ? key(arg) : arg)));
    expect(done).toMatchObject({ code, out: '' });
    expect(done.err).toMatch(line);
    expect(done.err.trimEnd().split('\n')).toHaveLength(1);
    expect(existsSync(join(root, folder))).toBe(false);
  });

  test('says all that is wrong at once', () => {
    const { code, err } = sign(
      signedRoot(),
      1,
      '--role',
      'king',
      '--layer',
      'x',
      '--decision',
      'approved-with-conditions',
      '--key',
      key('jo'),
    );
    expect(code).toBe(4);
    expect(
      err
        .trimEnd()
        .split('\n')
        .map((line) => line.split(' ')[0]),
    ).toEqual(['--role', '--layer', '--note']);
  });

  test('refuses a second role of one person, and a release that there is not', () => {
    const root = signedRoot();
    approve(root, 1, 'tech-lead', 'jo');
    const second = approve(root, 2, 'qa-engineer', 'jo');
    expect(second).toMatchObject({ code: 2, out: '' });
    expect(second.err).toContain('the same key signed for the role tech-lead already');
    expect(recordsOf(root)).toHaveLength(1);
    for (const release of ['9.9.9', '../next', 'x']) {
      const done = readiness(
        'sign-off',
        '--root',
        root,
        '--release',
        release,
        '--role',
        'tech-lead',
        '--decision',
        'approved',
        '--key',
        key('jo'),
      );
      expect(done.code).toBe(2);
      expect(done.err).toMatch(/^results RELEASE_MISSING /);
    }
  });

  test('needs ssh-keygen, and says so', () => {
    const root = signedRoot();
    const args = ['--root', root, '--release', 'next', '--role', 'tech-lead', '--decision', 'approved', '--key', key('jo')];
    const { status, stderr } = spawnSync(process.execPath, ['src/cli/main.ts', 'sign-off', ...args, ...at(1)], {
      encoding: 'utf8',
      env: { PATH: '/nowhere' },
    });
    expect(status).toBe(4);
    expect(stderr).toBe('ssh-keygen ENVIRONMENT ssh-keygen is not installed - install OpenSSH\n');
    expect(existsSync(join(root, folder))).toBe(false);
  });

  test('signs with the key of ssh-agent where none is named', () => {
    const root = signedRoot();
    const script = `ssh-add -q "${key('kim')}" && node src/cli/main.ts sign-off --root "${root}" --release next --role qa-engineer --layer docs --decision approved ${at(1).join(' ')}`;
    const { status, stderr } = spawnSync('ssh-agent', ['sh', '-c', script], { encoding: 'utf8' });
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    expect(check(root).document.signOffs).toContainEqual({ subject: 'docs', role: null, state: 'current' });
  });
});

describe.skipIf(!installed)('a published release', { timeout: 120_000 }, () => {
  const judge = async (root: string, version: string) => {
    const release = await openRelease(
      await findRelease({ absolute: join(root, 'results', version), version, folder: `results/${version}` }),
    );
    if (release.integrity === 'broken') throw new Error('the release is broken');
    return judgeFrozen(release, loadRevocations(root));
  };
  const standings = async (root: string, version: string) =>
    (await judge(root, version)).signed.signOffs.map(({ standing }) =>
      standing.state === 'invalid' ? standing.refusal.code : standing.state,
    );

  test('keeps its signatures, by the keys that were frozen with it', async () => {
    const root = signedRoot();
    approve(root, 1, 'tech-lead', 'jo', '--layer', 'tests');
    approve(root, 2, 'qa-engineer', 'kim');
    expect(readiness('snapshot', '1.0.0', '--root', root, ...at(3)).code).toBe(0);
    rmSync(join(root, 'content/trust/allowed_signers'));
    expect(await standings(root, '1.0.0')).toEqual(['current', 'current']);
    // Revocation counts as of today.
    writeFileSync(join(root, 'content/trust/revoked_keys'), `${publicKey('jo')}\n`);
    expect(await standings(root, '1.0.0')).toEqual(['current', 'revoked']);
    const { assessment } = (await judge(root, '1.0.0')).signed;
    expect(assessment.signOffs).toContainEqual({ subject: 'tests', role: null, by: 'tech-lead', state: 'invalid' });
  });

  test('can be signed, and a signature taken back, later', async () => {
    const root = signedRoot();
    approve(root, 1, 'qa-engineer', 'kim', '--layer', 'docs');
    expect(readiness('snapshot', '1.0.0', '--root', root, ...at(2)).code).toBe(0);
    const later = (minute: number, ...args: string[]) =>
      readiness('sign-off', '--root', root, '--release', '1.0.0', '--key', key('kim'), '--role', 'qa-engineer', ...at(minute), ...args);
    expect(later(3, '--decision', 'approved')).toMatchObject({ code: 0, err: '' });
    expect(later(4, '--layer', 'docs', '--decision', 'withdrawn')).toMatchObject({ code: 0, err: '' });
    expect(await standings(root, '1.0.0')).toEqual(['withdrawn', 'current', 'superseded']);
    const verified = readiness('verify', '--root', root);
    expect(verified.code).toBe(0);
    expect(verified.out).toContain('  qa-engineer for docs, kim@example.org: withdrawn; it takes back what the role had said\n');
    expect(readdirSync(join(root, folder)).filter((name) => name.endsWith('.sig'))).toHaveLength(1);
  });

  test.each([
    ['one byte of it was changed', (text: string) => text.replace('"approved"', '"approveD"'), /SIGN_OFF /],
    ['it has a line more', (text: string) => `${text}\r\n`, /SIGN_OFF .*does not count: its signature does not hold/],
    [
      'its lines end as on Windows',
      (text: string) => text.replaceAll('\n', '\r\n'),
      /SIGN_OFF .*does not count: its line ends, .* were converted/,
    ],
  ])('fails verification where a later record is there and %s', (_what, change, expected) => {
    const root = signedRoot();
    expect(readiness('snapshot', '1.0.0', '--root', root, ...at(2)).code).toBe(0);
    const signed = ['--release', '1.0.0', '--key', key('kim'), '--role', 'qa-engineer', '--decision', 'approved', ...at(3)];
    expect(readiness('sign-off', '--root', root, ...signed).code).toBe(0);
    expect(readiness('verify', '--root', root).code).toBe(0);
    const records = join(root, 'results/1.0.0/sign-offs');
    const record = join(records, readdirSync(records).find((name) => /^\d{8}T.*\.json$/.test(name)) ?? '');
    writeFileSync(record, change(readFileSync(record, 'utf8')));
    const { code, err } = readiness('verify', '--root', root);
    expect({ code, err }).toEqual({ code: 3, err: expect.stringMatching(expected) });
  });

  test('fails verification, in the repository and from the site, once its key is revoked', () => {
    const root = signedRoot();
    approve(root, 1, 'qa-engineer', 'kim');
    expect(readiness('snapshot', '1.0.0', '--root', root, ...at(3)).code).toBe(0);
    const site = join(root, 'site');
    const build = () => expect(readiness('build', '--root', root, '--out', site, ...at(4)).code).toBe(0);
    build();
    expect(readiness('verify', '1.0.0', '--from', site)).toMatchObject({ code: 0, err: '' });
    // A site always has the list: one that lost it, or that answers with something else, says nothing of any key.
    for (const lose of [(list: string) => rmSync(list), (list: string) => writeFileSync(list, '<!doctype html>\n')]) {
      lose(join(site, 'trust/revoked_keys'));
      const { code, err } = readiness('verify', '1.0.0', '--from', site);
      expect({ code, err }).toEqual({
        code: 3,
        err: expect.stringMatching(/SIGN_OFF .*does not count: nobody knows which keys are revoked/),
      });
    }
    writeFileSync(join(root, 'content/trust/revoked_keys'), `${publicKey('kim')}\n`);
    build();
    for (const from of [[], ['--from', site]]) {
      const { code, err } = readiness('verify', '1.0.0', '--root', root, ...from);
      expect({ code, err }).toEqual({ code: 3, err: expect.stringMatching(/SIGN_OFF .*is revoked/) });
    }
  });

  describe('where the list of revoked keys cannot be read', () => {
    let root = '';
    const list = () => join(root, 'content/trust/revoked_keys');
    beforeAll(() => {
      root = signedRoot();
      approve(root, 1, 'qa-engineer', 'kim');
      expect(readiness('snapshot', '1.0.0', '--root', root, ...at(3)).code).toBe(0);
    });
    afterEach(() => {
      for (const name of readdirSync(join(root, 'content/trust')).filter((each) => each !== 'allowed_signers'))
        rmSync(join(root, 'content/trust', name), { recursive: true });
    });

    test.each<[string, () => void]>([
      ['holds a line that is no key', () => writeFileSync(list(), `${publicKey('stranger')}\nssh-dss AAAAB3NzaC1kc3MAAACB\n`)],
      ['starts with a byte order mark', () => writeFileSync(list(), `\uFEFF${publicKey('stranger')}\n`)],
      ['is UTF-16', () => writeFileSync(list(), `${publicKey('stranger')}\n`, 'utf16le')],
      ['is a symbolic link', () => symlinkSync('allowed_signers', list())],
      ['leads nowhere', () => symlinkSync('none', list())],
      ['is a folder', () => mkdirSync(list())],
      ['has nearly its name', () => writeFileSync(join(root, 'content/trust/revoked-keys.txt'), `${publicKey('kim')}\n`)],
    ])('and %s, no signature counts', (_, damage) => {
      damage();
      const { code, out, err } = readiness('verify', '--root', root);
      expect(code).toBe(3);
      expect(out).toContain('qa-engineer, kim@example.org: approved; it does not count: nobody knows which keys are revoked');
      expect(err).toMatch(/^content\/trust\/revoked[^ ]* (?:VALUE|NOT_REGULAR_FILE|NAME) /m);
    });

    test.each([
      ['check', []],
      ['build', ['--out', './never']],
      ['compare', ['1.0.0', '1.0.0']],
      ['snapshot', ['1.0.0-rc.1', '--backfill']],
      ['sign-off', ['--release', '1.0.0', '--role', 'qa-engineer', '--decision', 'approved', '--key', key('kim')]],
    ])('%s refuses the root', (command, args) => {
      writeFileSync(list(), 'SSHKRL\n');
      const { code, err } = readiness(command, ...args, '--root', root, ...at(9));
      expect({ code, err }).toEqual({ code: 2, err: expect.stringMatching(/^content\/trust\/revoked_keys VALUE the file is a binary /m) });
      expect(readdirSync(join(root, 'results')).sort()).toEqual(['1.0.0', 'next']);
    });
  });

  describe('signs a withdrawal', () => {
    const withdraw = (root: string, ...args: string[]) =>
      readiness('withdraw', '1.0.0', 'unit/junit.xml', '--because', 'a token', '--root', root, ...at(5), ...args);
    const frozen = () => {
      const root = signedRoot();
      expect(readiness('snapshot', '1.0.0', '--root', root, ...at(2)).code).toBe(0);
      return root;
    };
    const signingOf = async (root: string) => (await judge(root, '1.0.0')).signed.withdrawals.map(({ signing }) => signing);
    const folderOf = (root: string) => join(root, 'results/1.0.0/withdrawn');

    test('for a role, and its pages, verify and the site say who', async () => {
      const root = frozen();
      expect(withdraw(root, '--role', 'tech-lead', '--key', key('jo'))).toMatchObject({ code: 0, err: '' });
      expect(await signingOf(root)).toEqual([{ state: 'signed', role: 'tech-lead', person: 'jo@example.org' }]);
      const line = / {2}withdrawn on 2026-11-24: unit\/junit\.xml, because: a token \(signed by jo@example\.org as tech-lead\)/;
      expect(readiness('verify', '--root', root)).toMatchObject({ code: 0, err: '', out: expect.stringMatching(line) });
      const site = join(root, 'site');
      expect(readiness('build', '--root', root, '--out', site, ...at(6)).code).toBe(0);
      expect(readFileSync(join(site, 'releases/1.0.0/index.html'), 'utf8')).toContain('(signed by jo@example.org as tech-lead)');
      expect(readiness('verify', '1.0.0', '--from', site)).toMatchObject({ code: 0, err: '', out: expect.stringMatching(line) });
    });

    test('as nobody where no role is named, and says so', async () => {
      const root = frozen();
      const { code, out } = withdraw(root);
      expect(code).toBe(0);
      expect(out).toContain('Nobody signed the withdrawal, and the release says so');
      expect(await signingOf(root)).toEqual([{ state: 'unsigned' }]);
      expect(readiness('verify', '--root', root).out).toContain('(nobody signed it)');
    });

    test.each([
      [
        'a role that is not held',
        ['--role', 'tech-lead', '--key', key('kim')],
        /WITHDRAWAL the signature would not count: kim@example\.org does not/,
      ],
      ['a role that is none', ['--role', 'king', '--key', key('jo')], /WITHDRAWAL .*has no role king/],
      ['a key that nobody listed', ['--role', 'tech-lead', '--key', key('stranger')], /WITHDRAWAL .*nobody listed its key/],
      ['a key that is not there', ['--role', 'tech-lead', '--key', './none'], /--key ENVIRONMENT there is no key/],
    ])('and refuses %s, with nothing written', (_what, args, line) => {
      const root = frozen();
      const { code, err } = withdraw(root, ...args);
      expect(code).toBeGreaterThan(1);
      expect(err).toMatch(line);
      expect(existsSync(folderOf(root))).toBe(false);
      expect(existsSync(join(root, 'results/1.0.0/unit/junit.xml'))).toBe(true);
    });

    test.each<[string, (record: string) => void]>([
      ['change', (record) => writeFileSync(record, readFileSync(record, 'utf8').replace('a token', 'nothing'))],
      ['signature that was removed', (record) => rmSync(`${record}.sig`)],
      ['signer that was removed', (record) => writeFileSync(record, readFileSync(record, 'utf8').replace(/,\s*"by": \{[^}]*\}/, ''))],
    ])('whose %s is found', (_what, tamper) => {
      const root = frozen();
      expect(withdraw(root, '--role', 'tech-lead', '--key', key('jo')).code).toBe(0);
      tamper(join(folderOf(root), readdirSync(folderOf(root)).find((name) => name.endsWith('.json')) ?? ''));
      const { code, err } = readiness('verify', '--root', root);
      expect({ code, err }).toEqual({ code: 3, err: expect.stringMatching(/SIGN_OFF the signature of the withdrawal does not count/) });
    });
  });

  test('under another version shows what was given for the first, and does not count it', async () => {
    const root = signedRoot();
    approve(root, 1, 'qa-engineer', 'kim', '--layer', 'docs');
    expect(readiness('snapshot', '1.0.0-rc.1', '--root', root, ...at(2)).code).toBe(0);
    const { signed, problems } = await judge(root, '1.0.0-rc.1');
    expect(signed.signOffs.map(({ standing }) => standing)).toEqual([
      { state: 'invalid', refusal: { code: 'other-release', product: 'Teapot', version: '1.0.0' } },
    ]);
    expect({ problems, state: signed.assessment.signOffs.find(({ subject }) => subject === 'docs')?.state }).toEqual({
      problems: [],
      state: 'missing',
    });
  });
});

describe.skipIf(!installed)('--trust-from', { timeout: 60_000 }, () => {
  const git = (root: string, ...args: string[]) =>
    spawnSync('git', ['-c', 'user.name=Test', '-c', 'user.email=test@example.org', ...args], { cwd: root, encoding: 'utf8' });

  const commitAll = (root: string, message: string) => {
    git(root, 'add', '.');
    git(root, 'commit', '-q', '-m', message);
  };

  test('does not count a signature by a key that came with it', () => {
    const root = signedRoot({ 'content/trust/allowed_signers': `jo@example.org ${publicKey('jo')}\n` });
    git(root, 'init', '-q');
    commitAll(root, 'Before');
    writeFileSync(join(root, 'content/trust/allowed_signers'), `jo@example.org ${publicKey('jo')}\nkim@example.org ${publicKey('kim')}\n`);
    approve(root, 1, 'qa-engineer', 'kim', '--layer', 'docs');
    approve(root, 2, 'tech-lead', 'jo', '--layer', 'tests');
    commitAll(root, 'A key and its signature');

    const stateOf = (subject: string, ...args: string[]) =>
      check(root, ...args).document.signOffs.find((asked: { subject: string }) => asked.subject === subject).state;
    expect([stateOf('docs'), stateOf('tests')]).toEqual(['current', 'current']);
    expect([stateOf('docs', '--trust-from', 'HEAD~1'), stateOf('tests', '--trust-from', 'HEAD~1')]).toEqual(['invalid', 'current']);
    expect(check(root, '--trust-from', 'HEAD~1').err).toContain(
      'content/trust/allowed_signers TRUST_CHANGED trust files changed since HEAD~1: sign-offs are judged as of then',
    );
    expect(stateOf('docs', '--trust-from', 'HEAD')).toBe('current');
  });

  test('does not let a change lower what is asked for, or take a revocation back', () => {
    const root = signedRoot({ 'content/trust/revoked_keys': `${publicKey('kim')}\n` });
    git(root, 'init', '-q');
    commitAll(root, 'Before');
    rmSync(join(root, 'content/trust/revoked_keys'));
    const portal = readFileSync(join(root, 'content/portal.yaml'), 'utf8');
    writeFileSync(join(root, 'content/portal.yaml'), `${portal}signOffs: { release: optional }\n`);
    approve(root, 1, 'qa-engineer', 'kim', '--layer', 'docs');
    const { document, err } = check(root, '--trust-from', 'HEAD');
    expect(document.signOffs.filter(({ subject }: { subject: string }) => subject === 'release')).toHaveLength(2);
    expect(document.signOffs).toContainEqual({ subject: 'docs', role: null, state: 'invalid' });
    expect(err).toContain('is revoked');
    expect(err).toContain('content/portal.yaml TRUST_CHANGED');
  });

  test('holds for a release that was frozen with such a key, and for none that was there before', () => {
    const root = signedRoot({ 'content/trust/allowed_signers': `jo@example.org ${publicKey('jo')}\n` });
    git(root, 'init', '-q');
    commitAll(root, 'Before');
    writeFileSync(join(root, 'content/trust/allowed_signers'), `jo@example.org ${publicKey('jo')}\nkim@example.org ${publicKey('kim')}\n`);
    approve(root, 1, 'qa-engineer', 'kim', '--layer', 'docs');
    expect(readiness('snapshot', '1.0.0', '--root', root, ...at(2)).code).toBe(0);
    commitAll(root, 'A key, its signature and a release');

    expect(readiness('verify', '--root', root)).toMatchObject({ code: 0, err: '' });
    const judged = readiness('verify', '--root', root, '--trust-from', 'HEAD~1');
    expect(judged.err).toContain('TRUST_CHANGED trust files changed since HEAD~1');
    expect(judged.err).toMatch(/SIGN_OFF .*does not count/);
    expect(readiness('verify', '--root', root, '--trust-from', 'HEAD')).toMatchObject({ code: 0, err: '' });
    expect(readiness('verify', '1.0.0', '--from', root, '--trust-from', 'HEAD').code).toBe(4);
  });

  test.each([['nowhere'], ['--help'], ['HEAD:content']])('refuses %s, which is no commit', (ref) => {
    const root = signedRoot();
    git(root, 'init', '-q');
    const { code, err } = readiness('check', '--root', root, `--trust-from=${ref}`);
    expect(code).toBe(4);
    expect(err).toMatch(/^--trust-from ENVIRONMENT there is no commit /);
  });
});

test('the release on the site is signed by nobody, and no key is made up for it', async () => {
  const outcome = await loadRoot('.', new Date('2026-11-24T12:00:00Z'));
  if (outcome.state === 'refused') throw new Error('the root is refused');
  const { signOffs, assessment, subjects } = outcome.value;
  expect(signOffs).toEqual([]);
  expect(new Set(assessment.signOffs.map(({ state }) => state))).toEqual(new Set(['missing']));
  expect(subjects.map(({ name }) => name)).toEqual([
    'release',
    ...assessment.pages.filter(({ kind }) => kind === 'layer').map(({ id }) => id),
  ]);
  expect(['content/trust', folder].filter((path) => existsSync(path))).toEqual([]);
});

test('broken trust files are refused with their places', () => {
  const root = makeRoot({ 'content/trust/allowed_signers': 'jo@example.org ssh-ed25519 AAAA\nkim\n' });
  const { code, err } = readiness('check', '--root', root);
  expect(code).toBe(2);
  expect(
    err
      .trimEnd()
      .split('\n')
      .map((line) => line.split(' ')[0]),
  ).toEqual(['content/trust/allowed_signers:1:16', 'content/trust/allowed_signers:2:1']);
});

test('a root without trust files and records asks for nothing more, and nothing counts', () => {
  const root = makeRoot({
    'content/checklist/1-tests.md': '# Tests\n\n- [x] Pass [t](/results/next/unit/junit.xml)\n\n**Sign-off**: ____\n',
  });
  expect(check(root)).toMatchObject({ code: 1, err: '', document: { state: 'awaiting-sign-off' } });
  mkdirSync(dirname(join(root, folder, 'x')), { recursive: true });
  writeFileSync(join(root, folder, 'x.json'), '{}');
  const stray = check(root);
  expect(stray).toMatchObject({ code: 1, document: { state: 'awaiting-sign-off' } });
  expect(stray.err).toContain(`${folder}/x.json`);
});
