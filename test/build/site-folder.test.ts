import {
  existsSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { digestsBelow, openSiteFolder, replaceSite } from '../../src/build/site-folder.ts';
import { closeStaging, openStaging } from '../../src/disk/replace-folder.ts';
import { type Inventory, inventoryFile, inventoryText } from '../../src/publish/inventory.ts';

const place = () => realpathSync(mkdtempSync(join(tmpdir(), 'site-')));
/** A process that has ended. */
const gone = 2 ** 22 + 1;

function write(folder: string, files: Readonly<Record<string, string>>): void {
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
}

function writeSite(folder: string, files: Readonly<Record<string, string>>): Inventory {
  write(folder, files);
  const inventory: Inventory = { schemaVersion: 1, files: digestsBelow(folder), releases: {} };
  writeFileSync(join(folder, inventoryFile), inventoryText(inventory));
  return inventory;
}

function open(out: string, root = join(dirname(out), 'root')) {
  mkdirSync(root, { recursive: true });
  const folder = openSiteFolder(out, root);
  if (folder.state === 'refused') throw new Error(folder.problems.map(({ message }) => message).join());
  return folder.value;
}

/** Puts a site into a folder, as a build does. */
function replace(out: string, files: Readonly<Record<string, string>>) {
  const target = open(out);
  const staging = openStaging(target.path);
  try {
    return replaceSite(target, writeSite(staging.made, files), staging);
  } finally {
    closeStaging(staging, target.path);
  }
}

describe('a site is not written to', () => {
  test.each<[string, (out: string) => void, RegExp]>([
    ['a clone of a pages branch', (out) => writeSite(out, { 'index.html': '', '.git/HEAD': 'ref: refs/heads/pages' }), /Git repository/],
    ['a worktree', (out) => writeSite(out, { 'index.html': '', '.git': 'gitdir: /elsewhere' }), /Git repository/],
    ['a folder with a clone somewhere in it', (out) => writeSite(out, { 'index.html': '', 'a/b/.git/HEAD': '' }), /Git repository/],
    ['a folder of something else', (out) => write(out, { 'thesis.txt': '' }), /not empty, and has no inventory\.json/],
    ['a site that was built before there were inventories', (out) => write(out, { 'api/v1/readiness.json': '{}' }), /no inventory\.json/],
    ['a folder whose inventory is something else', (out) => write(out, { [inventoryFile]: '{"files": ["a"]}' }), /no inventory\.json/],
    ['a file', (out) => writeFileSync(out, ''), /there is a file of this name/],
    ['a link that leads nowhere', (out) => symlinkSync('nowhere', out), /there is a file of this name/],
  ])('%s', (_, make, message) => {
    const out = join(place(), 'dist');
    make(out);
    const folder = openSiteFolder(out, place());
    expect(folder).toMatchObject({
      state: 'refused',
      problems: [{ code: 'USAGE', file: '--out', message: expect.stringMatching(message) }],
    });
  });

  test('the root, a folder around it, or its inputs, by whatever name', () => {
    const root = join(place(), 'root');
    for (const folder of ['content', 'results/next']) mkdirSync(join(root, folder), { recursive: true });
    const link = join(place(), 'link');
    symlinkSync(join(root, 'content'), link);
    const outs = [root, dirname(root), '/', join(root, 'content'), join(root, 'results/next/site'), link, join(link, 'site')];
    for (const out of outs) expect(openSiteFolder(out, root).state, out).toBe('refused');
    expect(openSiteFolder(join(root, 'dist'), root).state).toBe('read');
  });
});

describe('a site replaces another', () => {
  test('whole, and keeps every file that is none of its own', () => {
    const out = join(place(), 'dist');
    expect(replace(out, { 'index.html': 'old', 'old/index.html': 'old' })).toEqual([]);
    write(out, { CNAME: 'example.org', 'old/notes.txt': 'mine', 'old/deep/er.txt': 'mine' });
    symlinkSync('../index.html', join(out, 'old/link'));
    expect(replace(out, { 'index.html': 'new', 'new/index.html': 'new' })).toEqual([]);
    expect(Object.keys(digestsBelow(out)).sort()).toEqual(
      ['CNAME', 'index.html', inventoryFile, 'new/index.html', 'old/deep/er.txt', 'old/link', 'old/notes.txt'].sort(),
    );
    expect(readFileSync(join(out, 'index.html'), 'utf8')).toBe('new');
    expect(lstatSync(join(out, 'old/link')).isSymbolicLink()).toBe(true);
    expect(readdirSync(dirname(out)).sort()).toEqual(['dist', 'root']);
  });

  test('and stays away where a file that is not its own stands in its way', () => {
    for (const file of ['added/index.html', 'added', 'added/index.html/below']) {
      const out = join(place(), 'dist');
      replace(out, { 'index.html': 'old' });
      write(out, { [file]: 'mine' });
      expect(replace(out, { 'index.html': 'new', 'added/index.html': 'new' }), file).toMatchObject([{ code: 'USAGE' }]);
      expect(readFileSync(join(out, file), 'utf8')).toBe('mine');
      expect(readFileSync(join(out, 'index.html'), 'utf8')).toBe('old');
    }
  });

  test('through a link to its folder, which stays a link', () => {
    const folder = place();
    const out = join(folder, 'dist');
    mkdirSync(join(folder, 'served'));
    symlinkSync('served', out);
    replace(out, { 'index.html': 'new' });
    expect(lstatSync(out).isSymbolicLink()).toBe(true);
    expect(readFileSync(join(folder, 'served/index.html'), 'utf8')).toBe('new');
  });
});

describe('what a command leaves that was killed', () => {
  test('is removed by the next, and never seen by git', () => {
    const out = join(place(), 'dist');
    const left = join(dirname(out), `.dist.partial-${gone}`);
    write(left, { 'made/index.html': 'half' });
    const staging = openStaging(open(out).path);
    expect(existsSync(left)).toBe(false);
    expect(readFileSync(join(staging.folder, '.gitignore'), 'utf8')).toBe('*\n');
  });

  test('is put back where it is the site of before, with all that stood there', () => {
    const out = join(place(), 'dist');
    replace(out, { 'index.html': 'old' });
    write(join(dirname(out), `.dist.partial-${gone}/replaced`), { 'index.html': 'old', CNAME: 'example.org', [inventoryFile]: '' });
    expect(open(out).inventory).not.toBeNull();

    const other = join(place(), 'dist');
    const left = join(dirname(other), `.dist.partial-${gone}`);
    writeSite(join(left, 'replaced'), { 'index.html': 'old' });
    write(join(left, 'replaced'), { CNAME: 'example.org' });
    expect(replace(other, { 'index.html': 'new' })).toEqual([]);
    expect(readFileSync(join(other, 'CNAME'), 'utf8')).toBe('example.org');
    expect(readFileSync(join(other, 'index.html'), 'utf8')).toBe('new');
    expect(existsSync(left)).toBe(false);
  });

  test('stays as long as its command may still run', () => {
    const out = join(place(), 'dist');
    const left = join(dirname(out), `.dist.partial-${process.ppid}`);
    write(left, { 'made/index.html': 'half' });
    openStaging(open(out).path);
    expect(existsSync(left)).toBe(true);
  });
});
