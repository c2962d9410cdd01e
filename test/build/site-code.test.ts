import { existsSync, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { layOutSite } from '../../src/build/site-code.ts';

test('the code of a preview has no page of what a site alone has', () => {
  const folder = mkdtempSync(join(tmpdir(), 'site-code-'));
  layOutSite(folder, true);
  const isThere = (page: string) => existsSync(join(folder, 'src/pages', page));
  expect(['index.astro', 'items', 'evidence', 'feed.xml.ts', 'feed', 'trends', 'releases', 'matrix', 'badges'].filter(isThere)).toEqual([
    'index.astro',
    'items',
    'evidence',
  ]);
});
