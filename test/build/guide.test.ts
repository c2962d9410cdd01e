import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { makeRoot, readiness } from '../cli/run.ts';

const page = (title: string, order: number, text: string) =>
  `---\ntitle: ${title}\ndescription: ${title}\norder: ${order}\n---\n\n${text}\n`;

test('every site has the guide with the name of its product; a root adds pages, and replaces them', { timeout: 60_000 }, () => {
  const root = makeRoot({
    'content/guide/signing.mdx': page('Our way to sign', 3, 'We sign on <Product />.'),
    'content/guide/brewing.mdx': page('How to brew', 2, 'Slowly.'),
  });
  const out = join(root, 'site');
  expect(readiness('build', '--root', root, '--out', out, '--now', '2026-11-24T12:00:00Z')).toMatchObject({ code: 0, err: '' });
  const read = (path: string) => readFileSync(join(out, 'guide', path, 'index.html'), 'utf8');
  const titles = [...(read('').split('</main>')[0] ?? '').matchAll(/href="\/guide\/([\w-]+)\/"/g)].map(([, id]) => id);
  expect(titles).toEqual(['reading', 'brewing', 'evidence', 'signing', 'checking', 'publishing', 'statuses', 'formats', 'problem-codes']);
  expect(read('reading')).toContain('<strong>claim</strong> of Teapot.');
  expect(read('signing')).toContain('We sign on Teapot.');
  expect(read('brewing')).toContain('Slowly.');
});
