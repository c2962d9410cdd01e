import { describe, expect, test } from 'vitest';
import { readPage } from '../../src/checklist/read-page.ts';

/** The places of what looks like a box and is none, in a page that has one item on its third line. */
const boxesIn = (body: string, file = 'content/checklist/1-audit.md') =>
  readPage(`# Audit\n\n- [ ] One\n\n${body}\n`, file)
    .problems.filter(({ code }) => code === 'BOX')
    .map(({ line, column }) => `${(line ?? 0) - 4}:${column}`);
const codesIn = (body: string) =>
  readPage(`# Audit\n\n- [ ] One\n\n${body}\n`, 'content/checklist/1-audit.md').problems.map(({ code }) => code);
const itemsIn = (body: string) =>
  readPage(`# Audit\n\n${body}\n`, 'content/checklist/1-audit.md').value?.sections.flatMap(({ items }) => items.map(({ text }) => text));

test.each([
  ['- [ ] One', ['One']],
  ['* [x] One\n+ [X] Two\n1. [ ] Three\n2) [x] Four', ['One', 'Two', 'Three', 'Four']],
  ['-\t[ ]\tOne', ['One']],
  ['- [ ] One\r\n- [x] Two\r\n', ['One', 'Two']],
  ['<details>\n<summary>More</summary>\n\n- [ ] One\n\n</details>', ['One']],
  ['- Group\n  - [ ] One', ['One']],
  ['- [✅\uFE0F] One\n- [❌\uFE0E] Two', ['One', 'Two']],
  ['- [ ] One that [x](https://example.org) marks', ['One that x marks']],
  ['- [ ] `One` is *code*\n- [x] <!-- a note --> Two\n- [ ] **Three**\n- [✅] `Four`', ['One is code', 'Two', 'Three', 'Four']],
  ['- [ ] One\n  with a second line', ['One with a second line']],
])('%j has the items that GitHub shows', (body, texts) => {
  expect(itemsIn(body)).toEqual(texts);
  expect(codesIn(body)).toEqual([]);
});

describe('what looks like a box and is none is told with its place', () => {
  test.each([
    ['- [x]No space', ['1:3']],
    ['- [ ]No space', ['1:3']],
    ['-[ ] One', ['1:2']],
    ['1.[x] One', ['1:3']],
    ['*[ ] One', ['1:2']],
    ['– [ ] One', ['1:3']],
    ['• [x] One', ['1:3']],
    ['- **[ ] Bold**', ['1:5']],
    ['- _[x] Italic_', ['1:4']],
    ['- ~~[ ] Struck~~', ['1:5']],
    ['- \\[ \\] Escaped', ['1:3']],
    ['- \\[x] Escaped', ['1:3']],
    ['- &#91; &#93; Character references', ['1:3']],
    ['- ［ ］ Full width', ['1:3']],
    ['- 【x】 Full width', ['1:3']],
    ['- ( ) Round', ['1:3']],
    ['- (x) Round', ['1:3']],
    ['- [ Not closed', ['1:3']],
    ['- [x Not closed', ['1:3']],
    ['- ] Not opened', ['1:3']],
    ['- [ ](https://example.org) A link', ['1:3']],
    ['- [[ ] In a link](https://example.org)', ['1:4']],
    ['- [\t] A tab', ['1:3']],
    ['- [ ]\u00A0A no-break space behind it', ['1:3']],
    ['- [x]\n  on a line of its own', ['1:3']],
    ['- - [ ] In a list on one line', ['1:5']],
    ['1. - [x] In a list on one line', ['1:6']],
    ['- ☐ Ballot', ['1:3']],
    ['- ☑ Ballot', ['1:3']],
    ['- ❌ Cross', ['1:3']],
    ['- ✅ Tick', ['1:3']],
    ['- **☐** Ballot', ['1:3']],
    ['1. ☐ Ballot', ['1:4']],
    ['- :white_check_mark: Short code', ['1:3']],
    ['- [ ] Two\n  - ❌ Below it', ['2:5']],
    ['- [ ] Two [ ] Three', ['1:11']],
    ['- [ ] [x] Twice', ['1:7']],
    ['- [ ] Two\n[x] Three', ['2:1']],
    ['- [ ] Two\n          - [x] Three', ['2:13']],
    ['Text\n2. [ ] Not the start of a list', ['2:4']],
    ['> - [x] Quoted', ['1:5']],
    ['> [!IMPORTANT]\n> - [ ] Alert\n> - [x] Alert', ['2:5', '3:5']],
    ['> > 1. [ ] Deep', ['1:8']],
    ['- [ ] Two\n\n  > - [x] Quoted in an item', ['3:7']],
    ['- # [ ] Heading in a list', ['1:5']],
    ['| [ ] | a |\n|---|---|\n| [x] One | - [ ] Two |', ['1:3', '3:3', '3:15']],
    ['### [ ] Heading', ['1:5']],
    ['## One [x]', ['1:8']],
    ['[ ] Underlined\n---', ['1:1']],
    ['[ ] Paragraph', ['1:1']],
    ['**[✅]** Paragraph', ['1:3']],
    ['[n/a] Paragraph', ['1:1']],
    ['Ready: [x] yes [ ] no', ['1:8', '1:16']],
    ['Intro:\n[ ] One\n[x] Two', ['2:1', '3:1']],
    ['<ul><li>[ ] One</li><li>[x] Two</li></ul>', ['1:9', '1:25']],
    ['<div>\n- [ ] One\n</div>', ['2:3']],
    ['<details><summary>[x] One</summary>\n- [ ] Two\n</details>', ['1:19', '2:3']],
    ['<input type="checkbox" checked> One', ['1:1']],
    ['<!-- note --> - [ ] Behind a comment', ['1:17']],
    ['Text<br>[ ] One', ['1:9']],
    ['[^1]: - [ ] Footnote', ['1:9']],
    ['[x]: https://example.org', ['1:1']],
    ['Text\n\n    - [ ] Indented\n    - [x] Indented', ['3:7', '4:7']],
  ])('%j', (body, places) => {
    expect(boxesIn(body)).toEqual(places);
  });

  test('also where the page has nothing else', () => {
    const { value, problems } = readPage('# Audit\n\n> - [x] Quoted\n', 'content/checklist/1-audit.md');
    expect(problems.map(({ code }) => code)).toEqual(['BOX']);
    expect(value?.sections.flatMap(({ items }) => items)).toEqual([]);
  });

  test('and on a sign-off page what to write instead', () => {
    const { problems } = readPage('# Sign-off\n\n| [ ] | QA Engineer |\n|---|---|\n', 'content/checklist/sign-off.md');
    expect(problems.find(({ code }) => code === 'BOX')?.hint).toMatch(/\*\*QA Lead\*\*: ____/);
  });
});

test.each([
  ['`[ ]` not started, `[x]` complete'],
  ['```md\n- [ ] An example\n[x] Another\n```'],
  ['~~~\n- [x] An example\n~~~'],
  ['- [ ] Two\n  ```\n  - [x] An example\n  ```'],
  ['<!-- - [ ] An item of last year -->'],
  ['<!--\n- [ ] An item of last year\n-->'],
  ['- TODO: words'],
  ['- [ ] [Optional] words'],
  ['- [docs](https://example.org) to read'],
  ['- a[x] and b[ ]y'],
  ['[1] Knuth, The Art'],
  ['[…] and so on'],
  ['[Unreleased] changes'],
  ['| a | ✅ |\n|---|---|\n| b | ❌ |'],
  ['## ✅ Done'],
  ['✅ A paragraph'],
  ['<code>[ ]</code> not started'],
  ['![x](https://example.org/x.png) A picture'],
  ['**Sign-off**: ____ Date: ____'],
  ['- - -'],
  ['- A [reference][x1] to it\n\n[x1]: https://example.org'],
])('%j holds nothing that looks like a box', (body) => {
  expect(codesIn(body)).toEqual([]);
});

describe('what is never closed', () => {
  test.each([
    ['<!-- TODO\n- [ ] Two', ['UNCLOSED', 'BOX']],
    ['Text <!-- TODO', ['UNCLOSED']],
    ['- [ ] Two\n  <!-- TODO\n- [ ] Three', ['UNCLOSED']],
    ['<div>\n<!-- TODO\n\n- [ ] Two', ['UNCLOSED']],
    ['```\n- [ ] Two', ['UNCLOSED', 'BOX']],
    ['- [ ] Two\n  ```\n  code\n\n- [ ] Three', ['UNCLOSED']],
    ['````\n```\ncode', ['UNCLOSED']],
    ['```\n    ```', ['UNCLOSED']],
  ])('%j is a problem, with what is lost in it', (body, codes) => {
    expect(codesIn(body)).toEqual(codes);
  });

  test.each(['```\n```', '```\n\n```', '````\n```\n````', '```\na ```\n```', '> ```\n> a\n> ```', '<!---->', 'a \\<!-- b'])(
    '%j is closed',
    (body) => {
      expect(codesIn(body)).toEqual([]);
    },
  );
});

test.each([
  ['content/checklist/1-a.md', ['ITEMS_MISSING']],
  ['content/checklist/gates.md', ['ITEMS_MISSING']],
  ['content/checklist/post-release.md', []],
])('%s without an item', (file, codes) => {
  expect(readPage('# Title\n\nTo be written.\n', file).problems.map(({ code }) => code)).toEqual(codes);
});
