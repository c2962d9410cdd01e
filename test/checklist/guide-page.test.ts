import { expect, test } from 'vitest';
import { guideProblems } from '../../src/checklist/guide-page.ts';
import { formatProblem } from '../../src/problem.ts';

const page = (text: string) => ({ 'content/guide/reading.mdx': text });
const frontMatter = 'title: A\ndescription: B\norder: 1\n';
const found = (files: Readonly<Record<string, string>>) =>
  guideProblems(Object.entries(files).map(([path, text]) => ({ path, text }))).map(formatProblem);

test.each<[string, string, readonly RegExp[]]>([
  ['no front matter', 'Text\n', [/^content\/guide\/reading\.mdx:1:1 FRONT_MATTER the page has no front matter - begin the page with/]],
  ['nothing at all', '', [/:1:1 FRONT_MATTER /]],
  ['front matter that is not at its start', `\n---\n${frontMatter}---\n`, [/:1:1 FRONT_MATTER /]],
  ['front matter without an end', `---\n${frontMatter}`, [/:1:1 FRONT_MATTER /]],
  ['front matter in a language that would be run', `---js\nprocess.exit()\n---\n`, [/:1:1 FRONT_MATTER /]],
  ['a value of another kind', '---\ntitle: A\ndescription: B\norder: one\n---\n', [/:4:8 VALUE order: /]],
  ['an unknown key', `---\n${frontMatter}slug: x\n---\n`, [/:5:1 VALUE .*slug/]],
  ['two faults', '---\ntitle: A\norder: one\n---\n', [/ VALUE description: /, /:3:8 VALUE order: /]],
  ['lists that nest without end', `---\n${frontMatter}---\n${'> '.repeat(100)}x\n`, [/:6:1 DEPTH /]],
  ['no YAML', '---\ntitle: [\n---\n', [/:3:1 YAML_SYNTAX /]],
])('a page with %s is refused with its place', (_, text, lines) => {
  expect(found(page(text))).toEqual(lines.map((line) => expect.stringMatching(line)));
});

test.each([
  ['as it should be', `---\n${frontMatter}---\n\nText\n`],
  ['with a byte order mark and line ends of Windows', `\uFEFF---\r\n${frontMatter.replaceAll('\n', '\r\n')}---\r\nText\r\n`],
  ['with a rule in its text', `---\n${frontMatter}---\n\nText\n\n---\n\nText\n`],
])('a page %s is taken', (_, text) => {
  expect(found(page(text))).toEqual([]);
});

test('pages of one address are refused, both named, and so is one without any', () => {
  const text = `---\n${frontMatter}---\n`;
  expect(
    found({ 'content/guide/!.mdx': text, 'content/guide/a b.mdx': text, 'content/guide/a-b.mdx': text, 'content/guide/formats.mdx': text }),
  ).toEqual([
    expect.stringMatching(/^content\/guide\/!\.mdx NAME /),
    expect.stringMatching(/^content\/guide\/a-b\.mdx NAME_COLLISION its address \/guide\/a-b\/ is that of content\/guide\/a b\.mdx - /),
    expect.stringMatching(
      /^content\/guide\/formats\.mdx NAME_COLLISION its address \/guide\/formats\/ is that of a page that every site has/,
    ),
  ]);
});
