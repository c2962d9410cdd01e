import { describe, expect, test } from 'vitest';
import { itemsOf } from '../../src/assessment/items.ts';
import { contentView } from '../../src/views/content-view.ts';
import { currentLinks } from '../../src/views/links.ts';
import type { JsonNode } from '../../src/views/text-view.ts';
import { assessRoot } from '../assessment/root-of.ts';

async function viewOf(items: string, name: string, text: string) {
  const { input, assessment } = await assessRoot({ items, results: { [`soak/${name}`]: text } });
  const file = input.evidence.byPath.get(`soak/${name}`);
  const citations = itemsOf(assessment.pages).flatMap((item) => item.citations);
  return file === undefined ? null : contentView(file, input, citations, 'plain', currentLinks, text, []);
}

const flat = (node: JsonNode): JsonNode[] => [node, ...(node.nodes ?? []).flatMap(flat)];

describe('a JSON file', () => {
  test('is a tree in which what items point at is open, with what came of it', async () => {
    const many = Object.fromEntries(Array.from({ length: 100 }, (_, index) => [`k${index}`, { a: index }]));
    const text = JSON.stringify({ many, 'a/b': { restarts: 3, ok: true } });
    const view = await viewOf('- [ ] No restarts [soak](/results/next/soak/soak.json#/a~1b/restarts "= 0")', 'soak.json', text);
    if (view?.kind !== 'json') throw new Error('it is no tree');
    const nodes = flat(view.root);
    expect(nodes.filter(({ verdicts }) => verdicts.length > 0).map(({ key, text: value, verdicts }) => [key, value, verdicts])).toEqual([
      ['restarts', '3', ['fail']],
    ]);
    expect(nodes.filter(({ isOpen }) => isOpen).map(({ key }) => key)).toEqual([null, 'a/b']);
    expect(view.more).toBe('');
  });

  test('is as large on a page as that can carry, and what items point at is always there', async () => {
    const text = JSON.stringify({ list: Array.from({ length: 4000 }, (_, index) => index), last: true });
    const view = await viewOf('- [ ] It holds [soak](/results/next/soak/soak.json#/last)', 'soak.json', text);
    if (view?.kind !== 'json') throw new Error('it is no tree');
    expect(flat(view.root).length).toBeLessThan(1300);
    expect(flat(view.root).at(-1)).toMatchObject({ key: 'last', verdicts: ['pass'] });
    expect(view.more).toBe(`${(4003 - flat(view.root).length).toLocaleString('en')} more values are in the file.`);
  });
});

test('a document is shown as its author meant it, below the heading of its page, and runs nothing', async () => {
  const text = '# Report\n\n## Part\n\n[out](https://example.com/) [here](./x.md) <script>alert(1)</script> [bad](javascript:alert(1))\n';
  const view = await viewOf('- [ ] Something', 'report.md', text);
  if (view?.kind !== 'document') throw new Error('it is no document');
  expect(view.html).toMatch(/^<h2>Report<\/h2>\n<h3>Part<\/h3>/);
  expect(view.html).toContain('href="https://example.com/"');
  expect(view.html).not.toMatch(/script|javascript|x\.md/);
});
