import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { loadPublication } from '../../src/disk/releases.ts';
import { compareSuccessive } from '../../src/publish/successive-releases.ts';
import { releaseView } from '../../src/views/release-pages.ts';
import { readiness } from '../cli/run.ts';
import { frozenRoot } from '../release/frozen-root.ts';

test('a release says how far it can be checked, and promises no file that is not there', async () => {
  const root = await frozenRoot();
  const view = async () => {
    const [release] = compareSuccessive([], (await loadPublication(root)).releases);
    if (release === undefined) throw new Error('there is no release');
    return releaseView(release, 'https://example.org/');
  };
  expect(await view()).toMatchObject({ check: expect.stringMatching(/^Every byte that this release was made of is here\./) });

  expect(readiness('withdraw', '1.0.0', 'unit/junit.xml', '--because', 'a token', '--root', root).code).toBe(0);
  expect(await view()).toMatchObject({ check: expect.stringContaining('is here, but for what was withdrawn') });

  rmSync(join(root, 'results/1.0.0/unit/lcov.info'));
  expect(await view()).toMatchObject({
    check: expect.stringMatching(/^Neither its snapshot nor its manifest is here/),
    commands: ['npx readiness-portal verify 1.0.0 --from https://example.org/'],
    downloads: [],
  });
});
