import type { Nodes } from 'mdast';
import remarkGfm from 'remark-gfm';
import remarkParse from 'remark-parse';
import { unified } from 'unified';
import { expect, test } from 'vitest';
import { hostileTexts } from '../publish/hostile-text.ts';
import { freezeIn, write } from '../release/frozen-root.ts';
import { commit, makeRoot, readiness } from './run.ts';

const parser = unified().use(remarkParse).use(remarkGfm);

function flat(node: Nodes): Nodes[] {
  return [node, ...('children' in node ? node.children.flatMap(flat) : [])];
}

/** One line of a checklist: what would end it or the file, or have it refused, stands in other texts. */
const lines = hostileTexts.map((text) =>
  text
    .toWellFormed()
    .replace(/[\r\n\u0000]/g, ' ')
    .replaceAll('[x]', '[y]')
    .replaceAll('src=x', 'src=/x'),
);

test('no summary in Markdown has a link, markup or a sign that is acted on, whatever the names in it', async () => {
  const checklist = (mark: string) =>
    [
      `# Layer ${lines.join(' ')}`,
      '',
      ...lines.slice(0, 3).map((line, index) => `## Section ${index} ${line}\n`),
      ...lines.map((line, index) => `- [${mark}] Item ${index} ${line} [t](/results/next/unit/junit.xml)`),
      '- [ ] Waived at https://evil.example',
      '',
    ].join('\n');
  const root = makeRoot({
    'content/portal.yaml': `product: ${JSON.stringify(lines.join(' '))}\n`,
    'content/checklist/1-tests.md': checklist('x'),
    'results/next/run.json': JSON.stringify({ product: lines.join(' '), version: '1.0.0', commit }),
  });
  const listed = readiness('inspect', `${root}/content/checklist/1-tests.md`, '--json').out;
  const id = /"id": "([^"]*waived-at[^"]*)"/.exec(listed)?.[1] ?? '';
  expect(id).not.toBe('');
  write(
    root,
    'content/waivers.yaml',
    `waivers:\n  - item: ${id}\n    because: ${JSON.stringify(lines.join(' '))}\n    until: 2027-01-01\n`,
  );
  await freezeIn(root, '1.0.0-rc.1');
  write(root, 'content/checklist/1-tests.md', checklist('x'));
  write(root, 'results/next/unit/junit.xml', '<testsuite><testcase classname="a" name="b"><failure/></testcase></testsuite>');
  write(root, 'content/waivers.yaml', 'waivers: []\n');
  const now = ['--root', root, '--markdown', '--now', '2026-11-24T12:00:00Z'];
  const outputs = [
    readiness('check', ...now),
    readiness('check', '--against', '1.0.0-rc.1', ...now),
    readiness('compare', '1.0.0-rc.1', 'next', ...now),
  ];
  for (const { code, out, err } of outputs) {
    expect([0, 1], err).toContain(code);
    expect(out).toContain('0 tests passed, 1 failed');
    expect(out).toContain('evil.example');
    expect(out.replaceAll('\n', '')).not.toMatch(/[\p{Cc}\p{Bidi_Control}\p{Cs}\p{Zl}\p{Zp}]/u);
    const types = new Set(flat(parser.parse(out)).map(({ type }) => type));
    expect(
      [...types].filter((type) =>
        ['link', 'linkReference', 'image', 'html', 'definition', 'footnoteReference', 'emphasis', 'strong', 'delete'].includes(type),
      ),
    ).toEqual([]);
  }
});
