import fc from 'fast-check';
import type { Generated } from '../../reports/generated.ts';

const words = fc.stringMatching(/^[A-Z][a-zé0-9]{0,8}(?: [a-zé0-9]{1,8}){0,2}$/);

interface Block {
  readonly lines: readonly string[];
  readonly headings: readonly { readonly text: string; readonly level: number }[];
}

/** The markup of a heading, which its text does not have. */
const marked = fc
  .tuple(words, words)
  .chain(([a, b]) =>
    fc.constantFrom(
      { source: a, text: a },
      { source: `\`${a}\` and *${b}*`, text: `${a} and ${b}` },
      { source: `**${a}** ~~${b}~~`, text: `${a} ${b}` },
      { source: `[${a}](https://example.com) &amp; \\*${b}\\*`, text: `${a} & *${b}*` },
      { source: `<b>${a}</b> ![${b}](b.png)`, text: `${a} ${b}` },
    ),
  );

const numberSigns = fc
  .record({ heading: marked, level: fc.integer({ min: 1, max: 6 }), indent: fc.nat(3), close: fc.constantFrom('', ' #', ' ####  ') })
  .map(({ heading: { source, text }, level, indent, close }) => ({
    lines: [`${' '.repeat(indent)}${'#'.repeat(level)} ${source}${close}`],
    headings: [{ text, level }],
  }));

const underlined = fc
  .record({
    heading: marked,
    more: fc.option(words),
    level: fc.constantFrom(1, 2),
    length: fc.integer({ min: 1, max: 9 }),
    before: fc.constantFrom([], ['* * *'], ['> a quote', '***']),
  })
  .map(({ heading: { source, text }, more, level, length, before }) => ({
    lines: [...before, source, ...(more === null ? [] : [more]), (level === 1 ? '=' : '-').repeat(length)],
    headings: [{ text: more === null ? text : `${text} ${more}`, level }],
  }));

/** What only looks like a heading. */
const hidden = fc
  .tuple(words, fc.constantFrom('#', '## '))
  .chain(([text, marks]) =>
    fc.constantFrom(
      [`${text}, a paragraph`, 'that goes on'],
      ['```sh', `${marks} ${text}`, '~~~', '', '---', '````'],
      ['~~~~ `', `# ${text}`, '~~~', '~~~~'],
      ['<!--', `# ${text}`, '', '===', '-->'],
      ['<details>', `# ${text}`],
      ['<pre>', '', `# ${text}`, '</pre>'],
      [`> # ${text}`, '> ---'],
      [`> ${text}`, 'going on', '---'],
      [`- ${text}`, 'going on', '---'],
      [`    # ${text}`],
      [`#${text}`, '', `####### ${text}`],
      ['***'],
      [`| ${text} |`, '| - |', `| ${text} |`, '---'],
      [`[${text}]: https://example.com`],
    ),
  )
  .map((lines): Block => ({ lines, headings: [] }));

export const generated: Generated = fc
  .record({
    blocks: fc.array(fc.oneof(numberSigns, underlined, hidden), { minLength: 1, maxLength: 12 }),
    hasFrontMatter: fc.boolean(),
    end: fc.constantFrom('\n', '\r\n'),
    path: fc.constantFrom('results/next/job/audit.md', 'AUDIT.MARKDOWN'),
  })
  .map(({ blocks, hasFrontMatter, end, path }) => {
    const frontMatter = hasFrontMatter ? ['---', 'title: none', '# no heading', '---'] : [];
    const headings = blocks.flatMap((block) => block.headings);
    return {
      content: [...frontMatter, ...blocks.flatMap(({ lines }) => [...lines, '']), ''].join(end),
      counts: { title: headings.find(({ level }) => level === 1)?.text ?? null, headings: headings.map(({ text }) => text), blank: false },
      path,
    };
  });
