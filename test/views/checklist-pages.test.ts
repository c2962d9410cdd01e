import { expect, test } from 'vitest';
import { checklistPageView } from '../../src/views/checklist-pages.ts';
import { currentLinks } from '../../src/views/links.ts';
import { assessRoot } from '../assessment/root-of.ts';

const nothing = { measured: null, frozen: null, commitLink: () => null, released: null, before: null, changes: null };

async function pageOf(items: number) {
  const { assessment } = await assessRoot({ items: Array.from({ length: items }, (_, index) => `- [ ] Thing ${index}`).join('\n') });
  const [page] = assessment.pages;
  if (page === undefined) throw new Error('there is no page');
  const signed = { signOffs: [], roles: undefined, released: null };
  return checklistPageView(page, assessment, currentLinks, signed, nothing, { evidence: null, roles: undefined });
}

test('a page of hundreds of items has each in a line, says so, and lists few of them by cause', async () => {
  const [few, many] = [await pageOf(100), await pageOf(500)];
  expect(few).toMatchObject({ folded: null, total: 100, causes: [{ more: '' }] });
  expect([few, many].map(({ causes: [cause] }) => cause?.items.length)).toEqual([100, 30]);
  expect(many).toMatchObject({
    folded: 'These are 500 items, so each stands in a line: what proves it is on its own page.',
    total: 500,
    causes: [{ more: '470 more items, on the pages of their layers' }],
  });
});
