import { describe, expect, test } from 'vitest';
import { limitProblems } from '../../src/checklist/checklist-limits.ts';
import { readChecklist } from '../../src/checklist/read-checklist.ts';
import { readPage } from '../../src/checklist/read-page.ts';
import { formatProblem } from '../../src/problem.ts';

const told = (body: string) => limitProblems(body, 'f.md').map(({ code, line }) => `${line} ${code}`);
const nested = (depth: number) => Array.from({ length: depth }, (_, level) => `${'  '.repeat(level)}- [ ] a`).join('\n');

describe('a page that would keep the parser busy is refused with its place, before it is parsed', () => {
  test.each([
    ['emphasis that is never closed', '~~a'.repeat(50_000), ['1 TOO_MANY']],
    ['the same, a line each', '~~a *b _c\n'.repeat(400), ['1 TOO_MANY']],
    ['a list 3,000 deep', nested(3_000), ['509 TOO_LARGE']],
    ['a list 100 deep', nested(100), ['33 DEPTH']],
    ['a list 100 deep on one line', `${'- '.repeat(100)}a`, ['1 DEPTH']],
    ['100,000 quotes', '>'.repeat(100_000), ['1 DEPTH', '1 TOO_MANY']],
    ['100,000 brackets', '['.repeat(100_000), ['1 TOO_MANY']],
    ['100,000 stars before a word', `${'*'.repeat(100_000)}a`, ['1 TOO_MANY']],
    ['100,000 backticks and words', '`a'.repeat(50_000), ['1 TOO_MANY']],
    ['thousands of links', '[a](/b)\n\n'.repeat(4_500), ['8001 TOO_MANY']],
    ['thousands of items', '- [ ] a\n'.repeat(5_000), ['2501 TOO_MANY']],
    ['thousands of headings', '## a\n'.repeat(2_000), ['1001 TOO_MANY']],
    ['thousands of underlined headings', 'a\n---\n'.repeat(2_000), ['2002 TOO_MANY']],
    ['a huge table', `|a|b|c|\n|-|-|-|\n${'|a|b|c|\n'.repeat(6_000)}`, ['5001 TOO_MANY']],
    ['a table of many columns', `${'|a'.repeat(30_000)}|\n${'|-'.repeat(30_000)}|`, ['1 TOO_MANY']],
    ['many lines', 'a\n'.repeat(20_000), ['10001 TOO_MANY']],
    ['many characters', 'word '.repeat(100_000), ['1 TOO_LARGE']],
    ['a paragraph that looks like a list', `a\n${'    - ~~a ~~b\n'.repeat(600)}`, ['1 TOO_MANY']],
    ['many paragraphs just below the limit', `${'*a '.repeat(900)}\n\n`.repeat(8), ['13 TOO_MANY']],
  ])('%s', (_, body, problems) => {
    expect(told(body)).toEqual(problems);
  });

  test('and says what to do', () => {
    const { value, problems } = readPage(`# X\n\n${'['.repeat(2_000)}`, 'content/checklist/1-x.md');
    expect(value).toBeNull();
    expect(problems.map(formatProblem)).toEqual([
      'content/checklist/1-x.md:3:1 TOO_MANY the paragraph has 2000 signs of emphasis, code, links and the like, and may have 1000 - divide it into several paragraphs',
    ]);
  });
});

test.each([
  ['two thousand items with links, in one list', '- [ ] **A** thing [x](/y) `c_d_e` _f_\n'.repeat(1_900)],
  ['a numbered list of them', Array.from({ length: 900 }, (_, index) => `${index + 1}. [ ] **A** thing [x](/y) \`c_d\``).join('\n')],
  ['a table of items', `| Item | Owner | Done |\n|---|---|---|\n${'| **A** [x](/y) `c_d` | Jo | no |\n'.repeat(1_000)}`],
  ['code with many signs', `\`\`\`json\n${'{ "a": ["b_c", "d_e", [1]] }\n'.repeat(1_000)}\`\`\``],
  ['lines to sign on', '**Sign-off**: ________________________ Date: ____________\n\n'.repeat(100)],
  ['long thematic breaks', `${'- '.repeat(60)}\n\n${'*'.repeat(120)}`],
  ['code that is indented deeply', `\`\`\`yaml\n${' '.repeat(50)}- a\n\`\`\``],
])('what people write is let through: %s', (_, body) => {
  expect(told(body)).toEqual([]);
});

test('an item has no more words than can be held against the rules for requirements', () => {
  expect(readPage(`# X\n\n- [ ] ${'word '.repeat(5_000)}`, 'content/checklist/1-x.md').problems).toMatchObject([
    { code: 'TOO_LARGE', line: 3 },
  ]);
});

test('pages that are long together are refused before any is parsed', () => {
  const page = (number: number) => ({
    path: `content/checklist/${number}-a${number}.md`,
    text: `# A\n\n- [ ] A\n\n${'word '.repeat(50_000)}\n`,
  });
  const { problems } = readChecklist(Array.from({ length: 9 }, (_, index) => page(index + 1)));
  expect(problems.map(({ code, file }) => `${file} ${code}`)).toEqual(['content/checklist TOO_LARGE']);
});
