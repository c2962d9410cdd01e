import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { expect, test } from 'vitest';
import { compareBytes, formatManifest, parseManifest } from '../../src/release/manifest.ts';

const digestOf = (text: string) => createHash('sha256').update(text).digest('hex');
const names = [
  'snapshot.json',
  'a b.txt',
  'a.txt',
  'a/b.txt',
  'é.txt',
  'z\uffee.txt',
  'z\u{1f600}.txt',
  'back\\slash',
  'new\nline',
  'return\rhere',
  '*star',
  ' lead',
];
const files = names.map((file) => ({ file, digest: digestOf(file) }));

test('a manifest is what sha256sum prints, sorted by bytes, and sha256sum -c accepts it', () => {
  const folder = mkdtempSync(join(tmpdir(), 'manifest-'));
  for (const name of names) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), name);
  }
  const sorted = [...names].sort(compareBytes);
  const printed = spawnSync('sha256sum', ['--', ...sorted], { cwd: folder, encoding: 'utf8' });
  expect(formatManifest(files)).toBe(printed.stdout);
  writeFileSync(join(folder, 'MANIFEST.sha256'), formatManifest(files));
  expect(spawnSync('sha256sum', ['-c', '--strict', '--quiet', 'MANIFEST.sha256'], { cwd: folder }).status).toBe(0);
});

test('a manifest is read as it was written', () => {
  const outcome = parseManifest(formatManifest(files), 'M');
  expect(outcome.state === 'read' && formatManifest(outcome.files)).toBe(formatManifest(files));
  expect(outcome.state === 'read' && outcome.files.map(({ file }) => file)).toEqual([...names].sort(compareBytes));
});

const line = (file: string) => `${digestOf(file)}  ${file}\n`;
test.each([
  ['is empty', ''],
  ['lists no snapshot', line('a')],
  ['does not end its last line', line('snapshot.json').trimEnd()],
  ['is out of order', line('snapshot.json') + line('a')],
  ['lists a file twice', line('snapshot.json') + line('snapshot.json')],
  ['marks a file as binary', `${digestOf('a')} *a\n${line('snapshot.json')}`],
  ['has a digest in capitals', `${digestOf('a').toUpperCase()}  a\n${line('snapshot.json')}`],
  ['has a short digest', `abc  a\n${line('snapshot.json')}`],
  ['has line ends of another system', line('snapshot.json').replace('\n', '\r\n')],
  ['leaves the release', line('../a') + line('snapshot.json')],
  ['starts at the top', line('/a') + line('snapshot.json')],
  ['lists itself', line('MANIFEST.sha256') + line('snapshot.json')],
  ['lists a withdrawal', line('snapshot.json') + line('withdrawn/a.json')],
  ['escapes what needs no escape', `\\${line('a')}${line('snapshot.json')}`],
])('a manifest that %s is refused', (_, text) => {
  const outcome = parseManifest(text, 'results/1.0.0/MANIFEST.sha256');
  expect(outcome.state).toBe('refused');
  expect(outcome.state === 'refused' && outcome.problems.every(({ code }) => code === 'INTEGRITY')).toBe(true);
});
