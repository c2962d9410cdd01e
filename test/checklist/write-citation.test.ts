import { expect, test } from 'vitest';
import { readPage } from '../../src/checklist/read-page.ts';
import { writeCitation } from '../../src/checklist/write-citation.ts';

test.each([
  ['junit.xml', ''],
  ['a/b c.json', '/groups/0/a~1b/p(95)'],
  ['résultats [1] #2 100%25.xml', 'a b#c%41'],
  ['<x>\'"`_*.xml', 'TestAuth*/sub'],
  ['](evil) x.xml', '](evil)'],
  ['c:\u{1f600}.xml', '@lines'],
])('a citation of %j at %j is read back as it was meant', (name, selector) => {
  const citation = writeCitation('unit', name, selector);
  const { value: page, problems } = readPage(`# T\n\n- [ ] Tests pass ${citation}\n`, 'content/checklist/1-t.md');
  expect(problems).toEqual([]);
  expect(page?.sections[0]?.items[0]?.citations).toMatchObject([{ label: 'unit', path: `unit/${name.replace('*', '\\*')}`, selector }]);
  expect(citation).toMatch(/^\[unit\]\(\/results\/next\/unit\/\S+\)$/);
});
