import type { Nodes } from 'mdast';
import remarkGfm from 'remark-gfm';
import remarkParse from 'remark-parse';
import { unified } from 'unified';
import { expect, test } from 'vitest';
import { compareReleases } from '../../src/comparison/compare-releases.ts';
import type { ReleaseFacts } from '../../src/comparison/compared-release.ts';
import { commentMark, previewComment } from '../../src/publish/preview-comment.ts';
import { hostileTexts } from './hostile-text.ts';

function flat(node: Nodes): Nodes[] {
  return [node, ...('children' in node ? node.children.flatMap(flat) : [])];
}

/** A release with an item of each text, whose layer is called by a text too. */
function release(texts: readonly string[], status: 'verified' | 'contradicted'): ReleaseFacts {
  const items = texts.map((text, index) => {
    const none = { because: text, was: [], environment: text, citations: [], items: [] };
    return { id: `tests/all/${index}`, text, mark: 'complete' as const, status, ...none };
  });
  const page = { id: 'tests', kind: 'layer' as const, number: 1, title: texts[0] ?? '', blocking: true };
  const layers = [
    { ...page, state: status === 'verified' ? ('ready' as const) : ('not-ready' as const), sections: [{ title: 'All', items }] },
  ];
  return { product: texts[0] ?? '', version: '1.0.0', commit: null, state: 'not-ready', layers, signOffs: [], waivers: [], uncited: [] };
}

function comment(texts: readonly string[]): string {
  const sides = (['verified', 'contradicted'] as const).map((status) => ({ name: 'next', facts: release(texts, status) }));
  const [from = expect.fail(), to = expect.fail()] = sides;
  const answer = `${texts.join(' ')} is not ready.`;
  return previewComment({ number: 12, address: 'https://example.org/previews/12/', answer, comparison: compareReleases(from, to) });
}

const commands = [
  '/close',
  '/merge',
  '/assign me',
  '!1',
  '%"a milestone"',
  '~label',
  '&5',
  '$7',
  '^alert#1',
  '[issue:1]',
  'GH-1',
  '1c830fe2',
];

test('whatever the texts of a change, a comment has one link, to the preview, and what forges read of themselves stands in code', () => {
  const texts = [...commands, ...hostileTexts];
  for (const text of [comment(texts), ...texts.map((each) => comment([each]))]) {
    const nodes = flat(unified().use(remarkParse).use(remarkGfm).parse(text));
    const made = [
      'linkReference',
      'image',
      'imageReference',
      'definition',
      'footnoteReference',
      'footnoteDefinition',
      'emphasis',
      'strong',
      'delete',
    ];
    expect(nodes.filter(({ type }) => made.includes(type))).toEqual([]);
    expect(nodes.flatMap((node) => (node.type === 'link' ? [node.url] : []))).toEqual(['https://example.org/previews/12/']);
    expect(nodes.flatMap((node) => (node.type === 'html' ? [node.value] : []))).toEqual([commentMark]);
    const plain = nodes.flatMap((node) => (node.type === 'text' ? [node.value] : [])).join('\n');
    expect(plain.replace('Preview of #12', '').replace('https://example.org/previews/12/', '')).not.toMatch(
      /@|:\/\/|www\.|#\d|GH-\d|[!$%&~^][\w"]|\[\w+:|1c830fe2/i,
    );
    expect(text.split('\n').filter((line) => !/^(?:$|<!-- |#{2,3} |- |\| |Against |… and )/.test(line))).toEqual([]);
  }
});

test('a comment is as long as a forge takes it, and says how much it leaves out', () => {
  const long = comment(Array.from({ length: 2000 }, (_, index) => `${index} ${'*'.repeat(280)}`));
  expect(long.length).toBeLessThan(65_000);
  expect(long).toMatch(/\n… and 1,\d\d\d more\.\n/);
  expect(comment(['Tests pass'])).not.toContain('more.');
});
