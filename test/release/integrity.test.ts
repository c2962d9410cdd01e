import { mkdirSync, readFileSync, renameSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { beforeAll, expect, test } from 'vitest';
import type { Damage } from '../../src/release/integrity.ts';
import { anyReleaseOf, copyOf, filesBelow, frozenRoot, loadHistory, write } from './frozen-root.ts';

let root: string;
beforeAll(async () => {
  root = await frozenRoot();
});

async function damagesOf(folder: string): Promise<readonly Damage[]> {
  const release = anyReleaseOf(await loadHistory(folder), '1.0.0');
  return release.integrity === 'broken' ? release.damages : [];
}

/** The damages that something done to a copy of the release leaves. */
async function damagesAfter(done: (release: string, copy: string) => void): Promise<string[]> {
  const copy = copyOf(root);
  done(join(copy, 'results/1.0.0'), copy);
  return (await damagesOf(copy)).map(({ kind, file }) => `${kind} ${file}`);
}

test('line ends that were converted are named as such, in the manifest too', async () => {
  const copy = copyOf(root);
  const folder = join(copy, 'results/1.0.0');
  const text = (file: string) => readFileSync(join(folder, file), 'latin1');
  for (const file of filesBelow(folder).filter((each) => !each.endsWith('notes.md')))
    writeFileSync(join(folder, file), text(file).replaceAll('\n', '\r\n'), 'latin1');
  writeFileSync(join(folder, 'notes/notes.md'), text('notes/notes.md').replaceAll('\r\n', '\n'), 'latin1');
  const damages = await damagesOf(copy);
  const withLines = filesBelow(folder).filter((file) => text(file).includes('\n'));
  expect(damages.map(({ file }) => file).sort()).toEqual(withLines.sort());
  for (const { file, problem } of damages) {
    const ends = file === 'notes/notes.md' ? 'LF, and were frozen with CRLF' : 'CRLF, and were frozen with LF';
    expect(problem.message).toBe(`its lines end in ${ends}: Git or an editor converted them`);
    expect(problem.hint).toContain('.gitattributes');
  }
});

test('a changed byte beside converted line ends is a changed byte', async () => {
  const copy = copyOf(root);
  write(copy, 'results/1.0.0/unit/lcov.info', 'SF:src/a.ts\r\nDA:1,1\r\nDA:2,1\r\nend_of_record\r\n');
  expect((await damagesOf(copy)).map(({ problem }) => problem.message)).toEqual([expect.stringMatching(/^its SHA-256 is /)]);
});

test('a release that nobody touched is intact', async () => {
  expect(await damagesOf(root)).toEqual([]);
});

test.each<[string, (release: string) => void, string[]]>([
  ['a changed byte', (release) => writeFileSync(join(release, 'unit/junit.xml'), 'x'), ['changed unit/junit.xml']],
  ['a file that is gone', (release) => rmSync(join(release, 'unit/junit.xml')), ['missing unit/junit.xml']],
  ['a file more', (release) => writeFileSync(join(release, 'unit/more.xml'), 'x'), ['added unit/more.xml']],
  ['a hidden file more', (release) => writeFileSync(join(release, '.DS_Store'), 'x'), ['added .DS_Store']],
  [
    'a file with another name',
    (release) => renameSync(join(release, 'unit/junit.xml'), join(release, 'unit/other.xml')),
    ['renamed unit/other.xml'],
  ],
  ['an empty folder', (release) => mkdirSync(join(release, 'more')), ['empty-folder more']],
  [
    'a link in the place of a file',
    (release) => {
      rmSync(join(release, 'unit/junit.xml'));
      symlinkSync(join(root, 'results/1.0.0/unit/junit.xml'), join(release, 'unit/junit.xml'));
    },
    ['not-regular unit/junit.xml', 'missing unit/junit.xml'],
  ],
  ['a link in a new place', (release) => symlinkSync('/etc/hostname', join(release, 'unit/more')), ['not-regular unit/more']],
  ['a changed snapshot', (release) => writeFileSync(join(release, 'snapshot.json'), '{}'), ['changed snapshot.json']],
  ['a snapshot that is gone', (release) => rmSync(join(release, 'snapshot.json')), ['missing snapshot.json']],
  ['a manifest that is gone', (release) => rmSync(join(release, 'MANIFEST.sha256')), ['missing MANIFEST.sha256']],
  ['an empty manifest', (release) => writeFileSync(join(release, 'MANIFEST.sha256'), ''), ['unreadable MANIFEST.sha256']],
  ['a folder among the sign-offs', (release) => write(release, 'sign-offs/more/a.json', '{}'), ['added sign-offs/more/a.json']],
  ['another file among the sign-offs', (release) => write(release, 'sign-offs/a.txt', ''), ['added sign-offs/a.txt']],
  [
    'a withdrawal of nothing',
    (release) => write(release, `withdrawn/${'0'.repeat(64)}.json`, '{}'),
    [`unreadable withdrawn/${'0'.repeat(64)}.json`],
  ],
  ['another file among the withdrawals', (release) => write(release, 'withdrawn/a.json', '{}'), ['added withdrawn/a.json']],
])('%s is found and named', async (_, done, expected) => {
  expect(await damagesAfter(done)).toEqual(expected);
});

test('a changed file is named with the digest that it has and the one that it should have', async () => {
  const copy = copyOf(root);
  writeFileSync(join(copy, 'results/1.0.0/unit/junit.xml'), 'x');
  const [damage] = await damagesOf(copy);
  expect(damage?.problem.file).toBe('results/1.0.0/unit/junit.xml');
  expect(damage?.problem.message).toBe(`its SHA-256 is ${damage?.found}, the manifest says ${damage?.expected}`);
  expect(damage?.found).toMatch(/^2d711642/);
});

test('a sign-off that comes later, and the folder that it comes into, change nothing', async () => {
  expect(await damagesAfter((release) => mkdirSync(join(release, 'sign-offs')))).toEqual([]);
  expect(await damagesAfter((release) => write(release, 'sign-offs/a.json', '{}'))).toEqual([]);
});

test('1,000 random edits of a byte, deletions, additions and renames in a release are all found', { timeout: 120_000 }, async () => {
  const copy = copyOf(root);
  const release = join(copy, 'results/1.0.0');
  const files = filesBelow(release);
  const random = seeded(20_261_124);
  const pick = (count: number) => Math.floor(random() * count);
  const missed: string[] = [];
  for (let round = 0; round < 1000; round += 1) {
    const file = files[pick(files.length)] ?? '';
    const path = join(release, file);
    const bytes = readFileSync(path);
    const other = join(release, `${file}${['', '.more', '/more'][pick(3)] || 'x'}`.replace(/\/more$/, `-${round}/more`));
    const kind = (['edit', 'delete', 'add', 'rename'] as const)[pick(4)] ?? 'edit';
    if (kind === 'edit') {
      const at = pick(bytes.length);
      const edited = Buffer.from(bytes);
      edited[at] = ((edited[at] ?? 0) + 1 + pick(255)) % 256;
      writeFileSync(path, edited);
    }
    if (kind === 'delete') rmSync(path);
    if (kind === 'add' || kind === 'rename') mkdirSync(dirname(other), { recursive: true });
    if (kind === 'add') writeFileSync(other, bytes);
    if (kind === 'rename') renameSync(path, other);

    const named = (await damagesOf(copy)).map((damage) => damage.file);
    const expected = kind === 'add' || (kind === 'rename' && file !== 'MANIFEST.sha256') ? other.slice(release.length + 1) : file;
    // A digest in the manifest that was changed into another shows at the file that it is of.
    const found = file === 'MANIFEST.sha256' ? named.length > 0 : named.includes(expected);
    if (!found) missed.push(`${kind} ${expected}`);

    if (kind === 'add' || kind === 'rename') rmSync(other);
    if (dirname(other) !== dirname(path)) rmSync(dirname(other), { recursive: true, force: true });
    writeFileSync(path, bytes);
  }
  expect(missed).toEqual([]);
  expect(await damagesOf(copy)).toEqual([]);
});

/** The same numbers each time (mulberry32). */
function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}
