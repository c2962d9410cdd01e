import fc from 'fast-check';
import { expect, test } from 'vitest';
import { readJsonDocument } from '../../src/reports/read.ts';
import { resolvePointer } from '../../src/reports/text/json-value.ts';
import { documents } from '../samples/json/generated.ts';
import { bytesOf } from './files.ts';

test('any JSON document is read as the value that was written, and a pointer leads to each of its values', async () => {
  await fc.assert(
    fc.asyncProperty(documents, fc.integer({ min: 1, max: 9 }), async ({ value, content }, chunkBytes) => {
      const read = await readJsonDocument(bytesOf(content, 'a.json', chunkBytes));
      if (read.state === 'refused') return expect.fail(JSON.stringify(read.problems));
      expect(read.value).toEqual(value);
      for (const [pointer, each] of pointersInto(value)) expect(resolvePointer(read.value, pointer)).toBe(each);
    }),
  );
});

/** The pointers (RFC 6901) to what is neither a list nor an object. */
function pointersInto(value: unknown, pointer = ''): [string, unknown][] {
  if (typeof value !== 'object' || value === null) return [[pointer, value]];
  return Object.entries(value).flatMap(([key, each]) =>
    pointersInto(each, `${pointer}/${key.replaceAll('~', '~0').replaceAll('/', '~1')}`),
  );
}
