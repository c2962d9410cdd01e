import { expect, test } from 'vitest';
import type { Entries } from '../../src/remote/archive.ts';
import { mergeSite } from '../../src/remote/merge-site.ts';

const entries = (files: Readonly<Record<string, string>>): Entries =>
  new Map(Object.entries(files).map(([path, object]) => [path, { mode: '100644', object }]));
const merge = (there: Record<string, string>, own: readonly string[], made: Record<string, string>) => {
  const merged = mergeSite(entries(there), new Set(own), entries(made));
  return merged.state === 'read'
    ? Object.fromEntries([...merged.value].map(([path, { object }]) => [path, object]))
    : merged.problems.map(({ code, file }) => `${code} ${file}`);
};

test('the files of the new site stand in place of those of the one before, and what is no file of a site stays', () => {
  expect(
    merge({ CNAME: 'c', 'index.html': '1', 'old/index.html': '1', 'docs/a.html': 'd' }, ['index.html', 'old/index.html'], {
      'index.html': '2',
      'new/index.html': '2',
    }),
  ).toEqual({ CNAME: 'c', 'docs/a.html': 'd', 'index.html': '2', 'new/index.html': '2' });
});

test('a link or a repository of others stays what it is', () => {
  const link = { mode: '120000', object: 'l' };
  const merged = mergeSite(new Map([['link', link]]), new Set(), entries({ 'index.html': '1' }));
  expect(merged.state === 'read' && merged.value.get('link')).toBe(link);
});

test.each([
  ['in its place', { 'index.html': 'x' }, ['USAGE index.html']],
  ['where it has a folder', { api: 'x' }, ['USAGE api']],
  ['in a folder where it has a file', { 'index.html/a': 'x' }, ['USAGE index.html/a']],
])('a file of others %s is never replaced', (_, there, problems) => {
  expect(merge(there, [], { 'index.html': '1', 'api/a.json': '1' })).toEqual(problems);
});

test('one of others with the same bytes is no other, and neither is .nojekyll, whatever it holds', () => {
  expect(merge({ 'index.html': '1', '.nojekyll': 'x' }, [], { 'index.html': '1', '.nojekyll': '1' })).toEqual({
    'index.html': '1',
    '.nojekyll': '1',
  });
});
