import fc from 'fast-check';
import type { Nodes } from 'mdast';
import remarkGfm from 'remark-gfm';
import remarkParse from 'remark-parse';
import { unified } from 'unified';
import { describe, expect, test } from 'vitest';
import { escapeMarkdown } from '../../src/publish/escape-markdown.ts';
import { visibleText } from '../../src/visible-text.ts';
import { hostileTexts } from './hostile-text.ts';

const parser = unified().use(remarkParse).use(remarkGfm);

function flat(node: Nodes): Nodes[] {
  return [node, ...('children' in node ? node.children.flatMap(flat) : [])];
}

/** Where foreign text stands in the Markdown that is printed: alone in a cell, in a heading, in an entry of a list. */
const places = {
  cell: (text: string) => `| a | b |\n| --- | --- |\n| ${text} | z |\n`,
  heading: (text: string) => `## ${text}\n`,
  entry: (text: string) => `- ${text}\n`,
  sentence: (text: string) => `- a: ${text}, b\n`,
};

const frame = {
  cell: ['root', 'table', 'tableRow', 'tableCell', 'text', 'tableCell', 'text', 'tableRow', 'tableCell', 'tableCell', 'text'],
  heading: ['root', 'heading'],
  entry: ['root', 'list', 'listItem', 'paragraph'],
  sentence: ['root', 'list', 'listItem', 'paragraph'],
} as const;

/** What a reader of the Markdown sees of a text, and what it is made of beside text and code. */
function shown(place: keyof typeof places, text: string): { structure: string[]; words: string } {
  const nodes = flat(parser.parse(places[place](escapeMarkdown(text))));
  const structure = nodes.map(({ type }) => type).filter((type) => type !== 'inlineCode');
  return {
    structure: place === 'cell' ? structure : structure.filter((type) => type !== 'text'),
    words: nodes.flatMap((node) => (node.type === 'text' || node.type === 'inlineCode' ? node.value : [])).join(''),
  };
}

const plain = (text: string) => visibleText(text.trim().replace(/\s+/g, ' '));

describe('foreign text in Markdown is shown as it is written, and makes nothing else', () => {
  test.each(hostileTexts)('%j', (text) => {
    for (const place of ['heading', 'entry', 'sentence'] as const) {
      const { structure, words } = shown(place, text);
      expect(structure).toEqual(frame[place]);
      expect(words).toBe(place === 'sentence' ? `a: ${plain(text)}, b` : plain(text));
    }
    expect(shown('cell', text).words).toBe(`ab${plain(text)}z`);
    expect(escapeMarkdown(text)).not.toMatch(/[\p{Cc}\p{Bidi_Control}\p{Cs}\p{Zl}\p{Zp}]/u);
  });

  test('whatever it is made of', () => {
    const parts = fc.constantFrom(
      ...[
        '`',
        '``',
        '|',
        '\\',
        '*',
        '_',
        '[',
        ']',
        '(',
        ')',
        '<',
        '>',
        '!',
        '&',
        '#',
        '~',
        '$',
        '^',
        ':',
        '//',
        '@',
        '.',
        '-',
        '+',
        '1',
        ')',
      ],
      ...[
        'https://e.example',
        'www.e.example',
        'a@b.example',
        'x',
        'y z',
        ' ',
        '\n',
        '\t',
        '\u202e',
        '\ud800',
        '&amp;',
        '<b>',
        '---',
        '===',
      ],
    );
    fc.assert(
      fc.property(
        fc.array(parts, { maxLength: 12 }).map((all) => all.join('')),
        (text) => {
          for (const place of ['heading', 'entry'] as const) {
            const { structure, words } = shown(place, text);
            const isEmpty = plain(text) === '';
            expect(words).toBe(plain(text));
            if (!isEmpty) expect(structure).toEqual(frame[place]);
          }
          expect(shown('cell', text).words).toBe(`ab${plain(text)}z`);
        },
      ),
      { numRuns: 200 },
    );
  });
});
