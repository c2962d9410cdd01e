import fc from 'fast-check';
import { type Generated, names } from '../../reports/generated.ts';

const line = fc.oneof(names, fc.constantFrom('', '\t', '# no heading', '{"a": 1}', '<a>', '=======', 'vet: a.go:10:5: undefined: b'));

const encodings = {
  'utf-8': (text: string) => text,
  'utf-8 with a mark': (text: string) => `\uFEFF${text}`,
  'utf-16le': (text: string) => Buffer.from(`\uFEFF${text}`, 'utf16le'),
  'utf-16be': (text: string) => Buffer.from(`\uFEFF${text}`, 'utf16le').swap16(),
};

export const generated: Generated = fc
  .record({
    before: fc.array(line),
    name: names,
    after: fc.array(line),
    end: fc.constantFrom('\n', '\r\n'),
    encode: fc.constantFrom(...Object.values(encodings)),
  })
  .map(({ before, name, after, end, encode }) => ({
    content: encode([...before, name, ...after].join(end)),
    counts: { title: null, headings: [], blank: false },
  }));
