import { linkSync, mkdirSync, renameSync, symlinkSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { inputChanges, readInputState } from '../../src/disk/input-changes.ts';
import { loadRoot } from '../../src/disk/root.ts';
import { formatProblem } from '../../src/problem.ts';
import { makeRoot } from '../cli/run.ts';

const now = new Date('2026-11-24T12:00:00Z');
const load = async (root: string) => {
  const outcome = await loadRoot(root, now);
  return outcome.state === 'read' ? [] : outcome.problems.map(formatProblem);
};
const files = {
  'content/trust/allowed_signers': '',
  'content/guide/reading.mdx': '---\ntitle: A\ndescription: B\norder: 1\n---\n',
  'content/waivers.yaml': 'waivers: []\n',
};

describe('a link is refused by name, wherever it stands', () => {
  test.each([
    'content',
    'content/checklist',
    'content/checklist/1-tests.md',
    'content/portal.yaml',
    'content/waivers.yaml',
    'content/trust',
    'content/trust/allowed_signers',
    'content/guide',
    'content/guide/reading.mdx',
    'results',
    'results/next',
    'results/next/run.json',
    'results/next/unit',
    'results/next/unit/junit.xml',
  ])('%s', async (path) => {
    const root = makeRoot(files);
    renameSync(join(root, path), join(root, 'elsewhere'));
    symlinkSync(join(root, 'elsewhere'), join(root, path));
    const problems = await load(root);
    expect(problems).toContainEqual(expect.stringMatching(`^${path} NOT_REGULAR_FILE this is a symbolic link - replace it by the f`));
    expect(problems.filter((line) => line.includes('NOT_REGULAR_FILE'))).toHaveLength(1);
  });

  test('and a hard link is a file', async () => {
    const root = makeRoot(files);
    linkSync(join(root, 'results/next/unit/junit.xml'), join(root, 'results/next/unit/again.xml'));
    expect(await load(root)).toEqual([]);
  });
});

test.each([
  ['unit/A.xml', 'unit/a.xml'],
  ['unit/caf\u00e9.xml', 'unit/cafe\u0301.xml'],
  ['unit/stra\u00dfe.xml', 'unit/STRASSE.xml'],
  ['Unit/junit.xml', 'unit/junit.xml'],
])('two names that some disks take for one are refused, both places named: %j and %j', async (one, other) => {
  const root = makeRoot({ [`results/next/${one}`]: '<a/>', [`results/next/${other}`]: '<a/>' });
  const problems = (await load(root)).filter((line) => line.includes('NAME_COLLISION'));
  const [first, second] = one.startsWith('Unit') ? ['Unit', 'unit'] : [one, other].sort();
  expect(problems).toEqual([
    `results/next/${second} NAME_COLLISION its name cannot be told from that of results/next/${first} everywhere - rename one of them`,
  ]);
});

test.each([
  ['a line feed', 'a\nb.xml'],
  ['an escape', 'a\u001b[2J.xml'],
  ['a mark of direction', 'a\u202eb.xml'],
  ['a backslash', 'a\\b.xml'],
  ['a space at its end', 'a.xml '],
  ['more than 200 bytes', `${'é'.repeat(101)}.xml`],
  ['bytes that are no UTF-8', Buffer.from([0x61, 0xff, 0x62])],
])('a name with %s is refused', async (_, name) => {
  const root = makeRoot();
  writeFileSync(Buffer.concat([Buffer.from(join(root, 'results/next/unit/')), Buffer.from(name)]), '<a/>');
  expect(await load(root)).toEqual([
    expect.stringMatching(/^results\/next\/unit\/[\s\S]* NAME the name "[\s\S]*" cannot be published - rename it: /),
  ]);
});

describe('while a site is made', () => {
  const changed = (change: (root: string) => void) => {
    const root = makeRoot({ ...files, 'results/1.0.0/unit/junit.xml': 'a' });
    const before = readInputState(root);
    change(root);
    return inputChanges(root, before).map(formatProblem);
  };

  test.each([
    'content/checklist/1-tests.md',
    'content/portal.yaml',
    'content/guide/reading.mdx',
    'content/trust/allowed_signers',
    'results/next/run.json',
    'results/next/unit/junit.xml',
    'results/1.0.0/unit/junit.xml',
  ])('a change of %s is told by its name', (file) => {
    expect(changed((root) => writeFileSync(join(root, file), 'b'))).toEqual([
      expect.stringMatching(`^${file} INPUT_CHANGED it was written `),
    ]);
  });

  test('what comes and what goes is told as well, and what is no input is not', () => {
    expect(
      changed((root) => {
        renameSync(join(root, 'content/waivers.yaml'), join(root, 'results/next/unit/new.xml'));
        writeFileSync(join(root, 'content/checklist/.1-tests.md.swp'), '');
        mkdirSync(join(root, 'results/.1.0.1.partial-7'));
        writeFileSync(join(root, 'results/.1.0.1.partial-7/run.json'), '');
        utimesSync(join(root, 'content/checklist'), now, now);
        writeFileSync(join(root, 'README.md'), '');
      }),
    ).toEqual([
      expect.stringMatching(/^content\/waivers\.yaml INPUT_CHANGED it was removed /),
      expect.stringMatching(/^results\/next\/unit\/new\.xml INPUT_CHANGED it was added /),
    ]);
  });
});
