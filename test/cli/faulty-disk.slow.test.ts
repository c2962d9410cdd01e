import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { digestsBelow, openSiteFolder } from '../../src/build/site-folder.ts';
import { withFolderLock } from '../../src/disk/lock.ts';
import { closeStaging, openStaging } from '../../src/disk/replace-folder.ts';
import { loadRoot } from '../../src/disk/root.ts';
import { inventoryFile } from '../../src/publish/inventory.ts';
import { verifyRelease } from '../../src/release/verify-release.ts';
import { anyReleaseOf, copyOf, filesBelow, freezeIn, frozenRoot, loadHistory, read, write } from '../release/frozen-root.ts';
import { layOutSite } from '../remote/laid-out-site.ts';
import { countChanges, type DiskFault, momentsOf, runOnFaultyDisk, runOnReadOnlyDisk } from './faulty-disk.ts';
import { makeRoot, readiness } from './run.ts';

const instant = new Date('2026-11-24T12:00:00Z');
const now = ['--now', instant.toISOString()];
const hasSshKeygen = spawnSync('ssh-keygen', ['-?']).error === undefined;

/** What `collect` says besides of a folder that is no repository of the commit. */
const asides = /^collect (?:COMMIT_DIFFERS|TREE_CHANGED) .*\n/gm;

/** A command that writes, and what holds however it ends. */
interface Writing {
  readonly root: string;
  readonly args: (root: string) => readonly string[];
  /** What holds when the command has ended, wherever it did. */
  readonly whole: (root: string) => unknown;
  /** Makes another command find what a killed one left, and holds that all is well then. Where it is absent the same command is run again. */
  readonly heal?: (root: string) => Promise<void>;
  /** What holds once the command was run again. */
  readonly done: (root: string) => unknown;
}

const commands: Readonly<Record<string, () => Writing | Promise<Writing>>> = {
  build: () => {
    const root = makeRoot({ 'content/guide/reading.mdx': '---\ntitle: A\ndescription: B\norder: 1\n---\n\nText\n' });
    const args = (folder: string) => ['build', '--root', folder, '--out', join(folder, 'dist'), ...now];
    expect(readiness(...args(root)).code).toBe(0);
    writeFileSync(join(root, 'dist/CNAME'), 'example.org');
    const whole = (folder: string) => {
      const out = join(folder, 'dist');
      const site = openSiteFolder(out, folder);
      const inventory = site.state === 'read' ? site.value.inventory : null;
      const { CNAME, [inventoryFile]: _, ...files } = digestsBelow(out);
      expect(files).toEqual(inventory?.files);
      expect(CNAME).toBeDefined();
    };
    return {
      root,
      args,
      whole,
      // The next build begins so; building it all again would show no more.
      heal: async (folder) => {
        const out = join(folder, 'dist');
        const waiting = { patience: 0, onWait: () => undefined };
        const held = await withFolderLock(out, 'a build', waiting, async () => closeStaging(openStaging(out), out));
        expect(held.state).toBe('read');
      },
      done: (folder) => {
        whole(folder);
        expect(readdirSync(folder).sort()).toEqual(['content', 'dist', 'results']);
      },
    };
  },
  init: () => {
    const root = mkdtempSync(join(tmpdir(), 'product-'));
    write(root, 'package.json', '{ "name": "kettle", "version": "1.0.0" }');
    const whole = copyOf(root);
    expect(readiness('init', whole).code).toBe(0);
    return {
      root,
      args: (folder) => ['init', folder],
      whole: (folder) => {
        const made = filesBelow(folder).filter((file) => !file.includes('partial'));
        for (const file of made) expect(read(folder, file), file).toBe(read(whole, file));
      },
      done: (folder) => expect(filesBelow(folder)).toEqual(filesBelow(whole)),
    };
  },
  import: () => {
    const root = makeRoot({
      'content/checklist/notes.txt': 'mine',
      'list.md': '# List\n\n## Layer 1: Code\n\n- [ ] A\n\n## Layer 2: Docs\n\n- [ ] B\n',
    });
    const args = (folder: string) => ['import', join(folder, 'list.md'), '--root', folder, '--force'];
    const pages = (folder: string) => readdirSync(join(folder, 'content/checklist')).sort();
    return {
      root,
      args,
      whole: (folder) => {
        if (existsSync(join(folder, 'content/checklist')))
          expect([
            ['1-code.md', '2-docs.md', 'notes.txt'],
            ['1-tests.md', 'notes.txt'],
          ]).toContainEqual(pages(folder));
      },
      done: (folder) => {
        expect(pages(folder)).toEqual(['1-code.md', '2-docs.md', 'notes.txt']);
        expect(readdirSync(join(folder, 'content')).sort()).toEqual(['checklist', 'portal.yaml']);
      },
    };
  },
  collect: () => {
    const [old, commit] = ['b'.repeat(40), 'c'.repeat(40)];
    const run = (of: string, name: string) =>
      JSON.stringify({
        job: 'unit',
        commit: of,
        finished: '2026-11-23T00:00:00Z',
        commands: [{ command: 'test', exitCode: 0, files: [name] }],
      });
    const suite = (name: string) => `<testsuite><testcase classname="a" name="${name}"/></testsuite>`;
    const root = makeRoot({
      'results/next/run.json': JSON.stringify({ product: 'Teapot', version: '1.0.0', commit: old }),
      'results/next/unit/run.json': run(commit, 'junit.xml'),
      'results/next/unit/attempt-2/run.json': run(old, 'old.xml'),
      'results/next/unit/attempt-2/old.xml': suite('old'),
      'in/b.xml': suite('b'),
      'in/c/d.xml': suite('d'),
    });
    const files = (folder: string) => filesBelow(folder).filter((file) => /^results\/(?!\.)/.test(file));
    return {
      root,
      args: (folder) => ['collect', '--job', 'unit', '--root', folder, '--commit', commit, '--next', '--exit-code', '1', `${folder}/in/**`],
      whole: (folder) => {
        for (const name of ['b.xml', 'c/d.xml'].filter((each) => files(folder).includes(`results/next/unit/${each}`))) {
          expect(JSON.parse(read(folder, 'results/next/unit/run.json')).commands[1]).toMatchObject({
            exitCode: 1,
            files: expect.arrayContaining([name]),
          });
        }
        if (files(folder).some((file) => !file.includes('attempt-2') && file.endsWith('b.xml'))) {
          expect(JSON.parse(read(folder, 'results/next/run.json')).commit).toBe(commit);
        }
      },
      done: (folder) => {
        const names = ['run.json', 'unit/b.xml', 'unit/c/d.xml', 'unit/junit.xml', 'unit/run.json'];
        expect(files(folder)).toEqual(names.map((name) => `results/next/${name}`));
        expect(filesBelow(folder).filter((file) => file.includes('partial'))).toEqual([]);
      },
    };
  },
  snapshot: () => ({
    root: makeRoot(),
    args: (root) => ['snapshot', '1.0.0', '--then', '1.1.0', '--root', root, ...now],
    whole: async (root) => {
      const frozen = existsSync(join(root, 'results/1.0.0'));
      const history = await loadHistory(root);
      expect(history.releases).toHaveLength(frozen ? 1 : 0);
      if (frozen) expect(await verifyRelease(anyReleaseOf(history, '1.0.0'))).toEqual({ state: 'verified' });
      expect((await loadRoot(root, instant)).state).toBe('read');
    },
    done: async (root) => {
      expect(
        readdirSync(join(root, 'results'))
          .filter((name) => !name.startsWith('.'))
          .sort(),
      ).toEqual(['1.0.0', 'next']);
      expect(readdirSync(join(root, 'results/next'))).toEqual(['run.json']);
      expect(await verifyRelease(anyReleaseOf(await loadHistory(root), '1.0.0'))).toEqual({ state: 'verified' });
    },
  }),
  pull: async () => {
    const published = await frozenRoot();
    const root = copyOf(published);
    write(published, 'results/1.0.0/sign-offs/later.json', '{}');
    write(published, 'results/next/run.json', JSON.stringify({ product: 'Teapot', version: '1.1.0', commit: 'a'.repeat(40) }));
    await freezeIn(published, '1.1.0', { now: new Date(instant.getTime() + 1000) });
    const site = mkdtempSync(join(tmpdir(), 'site-'));
    await layOutSite(published, site);
    return {
      root,
      args: (folder) => ['pull', '--from', site, '--next', '--root', folder],
      whole: async (folder) => {
        const { releases } = await loadHistory(folder);
        expect(releases.map(({ integrity }) => integrity)).toEqual(releases.map(() => 'intact'));
      },
      done: (folder) => {
        for (const file of filesBelow(join(published, 'results'))) {
          expect(read(folder, `results/${file}`)).toBe(read(published, `results/${file}`));
        }
        expect(readdirSync(join(folder, 'results')).sort()).toEqual(['1.0.0', '1.1.0', 'next']);
      },
    };
  },
  withdraw: async () => ({
    root: await frozenRoot(),
    args: (root) => ['withdraw', '1.0.0', 'unit/junit.xml', '--because', 'a token', '--root', root, ...now],
    whole: () => undefined,
    done: async (root) => {
      expect(anyReleaseOf(await loadHistory(root), '1.0.0').integrity).toBe('withdrawn-in-part');
      expect(filesBelow(root).filter((file) => file.includes('partial'))).toEqual([]);
    },
  }),
  ...(hasSshKeygen ? { 'sign-off': signing } : {}),
};

function signing(): Writing {
  const keys = mkdtempSync(join(tmpdir(), 'keys-'));
  const key = join(keys, 'jo');
  execFileSync('ssh-keygen', ['-q', '-t', 'ed25519', '-N', '', '-f', key]);
  const root = makeRoot({
    'content/checklist/1-tests.md': '# Tests\n\n- [x] Pass [tests](/results/next/unit/junit.xml)\n\n**Sign-off**: ____\n',
    'content/portal.yaml': 'product: Teapot\nroles: { lead: { title: Lead } }\n',
    'content/trust/allowed_signers': `jo@example.org ${read(keys, 'jo.pub')}`,
  });
  const state = async (folder: string) => {
    const outcome = await loadRoot(folder, instant);
    return outcome.state === 'read' ? outcome.value.assessment.state : outcome.problems;
  };
  return {
    root,
    args: (folder) => [
      'sign-off',
      '--release',
      'next',
      '--layer',
      'tests',
      '--role',
      'lead',
      '--decision',
      'approved',
      '--key',
      key,
      '--root',
      folder,
      ...now,
    ],
    whole: async (folder) => expect(['ready', 'awaiting-sign-off']).toContain(await state(folder)),
    done: async (folder) => {
      expect(await state(folder)).toBe('ready');
      expect(filesBelow(folder).filter((file) => file.includes('partial'))).toEqual([]);
    },
  };
}

describe.each(Object.keys(commands))('%s', (name) => {
  let writing: Writing;
  let moments: number[];
  beforeAll(async () => {
    writing = (await commands[name]?.()) ?? expect.fail(name);
    moments = momentsOf(countChanges(writing.args(copyOf(writing.root))));
    expect(moments.length).toBeGreaterThan(2);
  }, 60_000);

  async function endAt(
    fault: DiskFault,
    at: number,
  ): Promise<{ readonly killed: boolean; readonly code: number | null; readonly err: string }> {
    const { args, whole, heal, done, root: original } = writing;
    const root = copyOf(original);
    const ended = runOnFaultyDisk(fault, at, args(root));
    if (heal === undefined) await whole(root);
    else await heal(root);
    // That the next run finds nothing in its way is held by those that were killed: they leave more behind.
    if (heal === undefined && fault === 'full') return ended;
    if (heal === undefined) expect(readiness(...args(root)), `${fault} at ${at}`).toMatchObject({ code: 0 });
    await done(root);
    return ended;
  }

  test('killed at any moment it leaves what was there or what was to be, and the next run finds nothing in its way', {
    timeout: 1_800_000,
  }, async () => {
    for (const at of moments) expect(await endAt('kill', at)).toMatchObject({ killed: true });
  });

  test('on a disk that nothing can be written to it says so in one line, and changes nothing', () => {
    const root = copyOf(writing.root);
    const before = filesBelow(root);
    const { code, err: said } = runOnReadOnlyDisk(root, writing.args(root));
    const err = said.replace(asides, '');
    expect({ code, err }).toEqual({ code: 4, err: expect.stringMatching(/^[^\n]* ENVIRONMENT [^\n]+ - [^\n]+\n$/) });
    expect(filesBelow(root)).toEqual(before);
  });

  test('on a disk that is full from any moment on it says so in one line, and changes nothing by halves', {
    timeout: 1_800_000,
  }, async () => {
    for (const at of moments.filter((_, index) => index % 3 === 0)) {
      const { code, err } = await endAt('full', at);
      if (code === 0) continue;
      expect(code).toBe(4);
      expect(err.replace(asides, '')).toMatch(/^[^\n]* ENVIRONMENT [^\n]+ - [^\n]+\n$/);
    }
  });
});
