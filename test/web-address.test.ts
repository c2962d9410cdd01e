import { expect, test } from 'vitest';
import { readPage } from '../src/checklist/read-page.ts';
import { renderMarkdown } from '../src/publish/render-markdown.ts';
import { isSiteAddress, webAddress } from '../src/web-address.ts';

test.each([
  ['https://example.org/a?b#c', 'https://example.org/a?b#c'],
  ['https://jo:word@example.org/a', 'https://example.org/a'],
  ['HTTP://jo@example.org', 'http://example.org/'],
  ['mailto:jo@example.org', 'mailto:jo@example.org'],
  ['javascript:alert(1)', null],
  ['data:text/html,x', null],
  ['//example.org', null],
  ['https://', null],
  ['docs/a.md', null],
])('%s leads to %s', (text, address) => {
  expect(webAddress(text)).toBe(address);
});

test.each([
  ['https://example.org/', true],
  ['https://example.org/a-b/c.d_e~/', true],
  ['https://example.org/a b/', false],
  ['https://example.org/$(id)/', false],
  ['https://example.org/%C3%A9/', false],
  ['ftp://example.org/', false],
  ['example.org', false],
])('a site can be published at %s: %s', (text, can) => {
  expect(isSiteAddress(text)).toBe(can);
});

test('a link of an item loses its user and password, in its address and in its label', () => {
  const text = '# A\n\n- [ ] See [the run](https://jo:word@example.org/y) and <https://jo:word@example.org/z>\n';
  const [item] = readPage(text, 'content/checklist/1-a.md').value?.sections[0]?.items ?? [];
  expect(item?.links).toMatchObject([{ target: { url: 'https://example.org/y' } }, { target: { url: 'https://example.org/z' } }]);
  expect(JSON.stringify(item)).not.toContain('word@');
});

test('prose loses them too, leads where it is told to, and nowhere else', () => {
  const html = renderMarkdown(
    'https://jo:word@example.org/y [run](docs/run.md) ![x](https://jo:word@example.org/i.png) [bad](javascript:alert)',
    (url) => (url === 'docs/run.md' ? 'https://forge.example/run.md' : webAddress(url)),
  );
  expect(html).toBe(
    '<p><a href="https://example.org/y">https://example.org/y</a> <a href="https://forge.example/run.md">run</a> ' +
      '<img src="https://example.org/i.png" alt="x"> <a>bad</a></p>',
  );
});
