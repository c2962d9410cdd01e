import { describe, expect, test } from 'vitest';
import { readPage } from '../../src/checklist/read-page.ts';

const good = '[e](/results/next/unit/r.xml)';
const read = (body: string) => readPage(`# X\n\n${body}\n`, 'content/checklist/1-x.md');
const itemIn = (body: string) => read(body).value?.sections[0]?.items[0];

describe('what is nearly a citation is told with its place, beside a good one and alone', () => {
  test.each([
    '[e](results/next/unit/r.xml)',
    '[e](../results/next/unit/r.xml)',
    '[e](/result/next/unit/r.xml)',
    '[e](/Results/next/unit/r.xml)',
    '[e](/RESULTS/NEXT/unit/r.xml)',
    '[e](/app/results/next/unit/r.xml)',
    '[e](\\\\results\\next\\unit\\r.xml)',
    '[e](https://example.org/o/r/blob/main/results/next/unit/r.xml)',
    '[e](//example.org/results/next/unit/r.xml)',
    '[e](file:///results/next/unit/r.xml)',
    '<https://example.org/results/next/unit/r.xml>',
    'https://example.org/results/next/unit/r.xml',
    '![e](/results/next/unit/r.xml)',
    '![e](results/next/unit/r.xml)',
    '![e][image]\n\n[image]: /results/next/unit/r.xml',
    '<a href="/results/next/unit/r.xml">e</a>',
    '<a href=/results/next/unit/r.xml>e</a>',
    "<img src='/results/next/unit/r.xml'>",
    '<a href="results/next/unit/r.xml">e</a>',
    '[e] (/results/next/unit/r.xml)',
    '[e](/results/next/unit/r b.xml)',
    '(/results/next/unit/r.xml)[e]',
    '[[/results/next/unit/r.xml]]',
    '[e][/results/next/unit/r.xml]',
    '~~[e](/results/next/unit/r.xml)~~',
    '/results/next/unit/r.xml',
    'results/next/unit/r.xml',
    '[e][ref]\n\n[ref]: results/next/unit/r.xml',
    '[^1]\n\n[^1]: [e](/results/next/unit/r.xml)',
    '[e] (/content/checklist/2-y.md#a)',
    '[e](/content/checklist/2-y)',
    '[e](/Content/checklist/2-y.md)',
    '[e](/content/checklist/2-Y.MD)',
    '[e](content/checklist/2-y.md)',
    '[e](/content/checklist/)',
  ])('%s', (form) => {
    for (const body of [`- [x] One ${form}`, `- [x] One ${good} ${form}`]) {
      const { problems } = read(body);
      expect(problems.map(({ code, line }) => [code, line])).toEqual([['CITATION_FORM', 3]]);
    }
  });

  test.each(['[e][nope]', '[e][]', '[nope]'])('%s, which is defined nowhere, beside a good one', (form) => {
    expect(read(`- [x] One ${good} ${form}`).problems.map(({ code }) => code)).toEqual(['CITATION_FORM']);
    expect(read(`- [ ] One ${form}`).problems).toEqual([]);
  });
});

test.each([
  ['[Optional] One [e](/results/next/unit/r.xml)'],
  ['One table[i][j] [e](/results/next/unit/r.xml)'],
  ['`results/next/unit/r.xml` is kept [e](/results/next/unit/r.xml)'],
  ['Nothing below results/next/ is kept'],
  ['<!-- [e](/results/next/unit/old.xml) --> One'],
  ['One ![a picture](https://example.org/x.png)'],
  ['One <a href="https://example.org">there</a>'],
  ['One[^1]\n\n[^1]: [there](https://example.org)'],
  ['One [results](https://example.org/results/next-year)'],
])('%s holds no such thing', (words) => {
  expect(read(`- [ ] ${words}`).problems).toEqual([]);
});

test('the first of two definitions counts, as on a forge', () => {
  const item = itemIn('- [ ] One [e][r]\n\n[r]: /results/next/a/1.xml\n[r]: /results/next/b/2.xml');
  expect(item?.citations).toMatchObject([{ path: 'a/1.xml' }]);
});

describe('a link to anything else stays one', () => {
  test.each([
    ['[runbook](https://example.org/a?b#c)', { kind: 'address', url: 'https://example.org/a?b#c' }],
    ['<mailto:a@example.org>', { kind: 'address', url: 'mailto:a@example.org' }],
    ['[docs](/docs/x.md#y%20z)', { kind: 'repository', path: 'docs/x.md', fragment: 'y z' }],
    ['[docs](docs/x.md)', { kind: 'repository', path: 'content/checklist/docs/x.md', fragment: '' }],
    ['[docs](../x)', { kind: 'repository', path: 'content/x', fragment: '' }],
    ['[docs](../../README.md)', { kind: 'repository', path: 'README.md', fragment: '' }],
    ['[docs](/docs/100%)', { kind: 'repository', path: 'docs/100%', fragment: '' }],
    ['[docs][d]\n\n[d]: /docs/x.md', { kind: 'repository', path: 'docs/x.md', fragment: '' }],
  ])('%s', (link, target) => {
    const item = itemIn(`- [ ] One ${link}`);
    expect(item?.links).toMatchObject([{ target }]);
    expect(item?.text).toBe(`One ${item?.links[0]?.label}`);
    expect(item?.citations).toEqual([]);
  });

  test.each(['javascript:alert(1)', 'data:text/html,x', '//example.org/x', 'vbscript:x'])('unless its address could do harm: %s', (url) => {
    expect(itemIn(`- [ ] One [there](${url})`)).toMatchObject({ text: 'One there', links: [] });
  });
});
