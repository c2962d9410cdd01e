import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { Refusal } from '../../../src/reports/refusal.ts';
import type { JsonValue } from '../../../src/reports/report.ts';
import { type JsonPath, openingKeys, readDocuments, readElements } from '../../../src/reports/text/json-elements.ts';
import { isList, isObject, parseJson } from '../../../src/reports/text/json-value.ts';
import { openSource } from '../../../src/reports/text/source.ts';
import { bytesOf } from '../files.ts';

const isResults = (path: JsonPath) => path.length === 3 && path[0] === 'runs' && path[2] === 'results';

/** What `readElements` makes of a text, with the elements put back into their lists, or the codes of its refusal. */
async function read(text: string, chunkBytes = 64 * 1024): Promise<{ value: JsonValue } | { codes: string[] }> {
  const elements: JsonValue[] = [];
  try {
    const source = await openSource(bytesOf(text, 'file', chunkBytes));
    const rest = await readElements(source, isResults, (element) => elements.push(element));
    return { value: putBack(rest, [], elements) };
  } catch (cause) {
    if (!(cause instanceof Refusal)) throw cause;
    return { codes: cause.problems.map(({ code }) => code) };
  }
}

function putBack(value: JsonValue, path: JsonPath, elements: JsonValue[]): JsonValue {
  if (isList(value))
    return isResults(path)
      ? value.map(() => elements.shift() ?? null)
      : value.map((each, index) => putBack(each, [...path, index], elements));
  if (isObject(value))
    return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, putBack(each, [...path, key], elements)]));
  return value;
}

function parse(text: string): { value: JsonValue } | { codes: string[] } {
  try {
    return { value: parseJson(text, 'file') };
  } catch (cause) {
    if (!(cause instanceof Refusal)) throw cause;
    return { codes: cause.problems.map(({ code }) => code) };
  }
}

const value = fc.jsonValue({ maxDepth: 3, noUnicodeString: false });
const key = fc.oneof(fc.constantFrom('runs', 'results', 'tool', 'a"b', '\\', '{[,', ' '), fc.string());
const log = fc.record({
  version: value,
  runs: fc.array(fc.oneof(fc.record({ results: fc.array(value), tool: value }), fc.dictionary(key, value)), { maxLength: 3 }),
  more: fc.dictionary(key, value),
});
const text = fc.tuple(log, fc.constantFrom(undefined, 1, '\t')).map(([document, space]) => JSON.stringify(document, null, space));

test('a document read element by element is the document', async () => {
  await fc.assert(
    fc.asyncProperty(text, fc.integer({ min: 1, max: 40 }), async (document, chunkBytes) => {
      fc.pre(!document.includes('__proto__'));
      expect(await read(document, chunkBytes)).toEqual(parse(document));
    }),
    { numRuns: 200 },
  );
});

test('a damaged document is refused just where the strict parser refuses it', async () => {
  const damage = fc.record({
    at: fc.nat(),
    remove: fc.integer({ min: 0, max: 3 }),
    insert: fc.constantFrom('', ',', '"', '\\', '[', ']', '{', '}', ':', '0', 'x', '\n', '"runs":'),
  });
  await fc.assert(
    fc.asyncProperty(text, damage, fc.integer({ min: 1, max: 40 }), async (document, { at, remove, insert }, chunkBytes) => {
      const start = at % (document.length + 1);
      const damaged = document.slice(0, start) + insert + document.slice(start + remove);
      fc.pre(damaged.trim() !== '' && !damaged.includes('__proto__') && damaged.isWellFormed());
      const expected = parse(damaged);
      const found = await read(damaged, chunkBytes);
      if ('value' in expected) expect(found).toEqual(expected);
      else expect(found).toHaveProperty('codes');
    }),
    { numRuns: 500 },
  );
});

describe('what the strict parser refuses, at its place in the file', () => {
  const around = (element: string) => `{\n "runs": [\n  {"tool": 1, "results": [{"a": 1},\n   ${element}\n  ]}\n ]\n}`;
  test.each([
    ['a key that stands twice', '{"a": 1, "a": 2}', 'DUPLICATE_KEY', 4, 13],
    ['the key __proto__', '{"__proto__": 1}', 'KEY', 4, 5],
    ['a number too large', '[1e999]', 'NUMBER', 4, 5],
    ['no number', '{"a": NaN}', 'NUMBER', 4, 10],
    ['a missing comma', '{} {}', 'JSON_SYNTAX', 4, 7],
    ['a word', '{"a": tru}', 'JSON_SYNTAX', 4, 10],
    ['a depth beyond the limit', '['.repeat(100_000), 'DEPTH', 4, 64],
  ])('%s', async (_, element, code, line, column) => {
    const source = await openSource(bytesOf(around(element)));
    const reading = readElements(source, isResults, () => {});
    await expect(reading).rejects.toMatchObject({ problems: [{ code, line, column, file: 'results/next/job/file' }] });
  });

  test.each([
    ['a key that stands twice outside of the elements', '{"runs": [{"results": [1],\n"results": [2]}]}', 'DUPLICATE_KEY', 2],
    ['a trailing comma', '{"runs": [{"results": [\n{"a":\n1},\n]}]}', 'JSON_SYNTAX', 4],
    ['a second document', '{"runs": [{"results": [{}]}]}\n{}', 'TWO_DOCUMENTS', 2],
    ['an end in an element', '{"runs": [{"results": [{"a":\n"b', 'TRUNCATED', 2],
    ['an end between elements', '{"runs": [{"results": [{}, ', 'TRUNCATED', 1],
    ['an end after the elements', '{"runs": [{"results": [{}]', 'TRUNCATED', 1],
  ])('%s', async (_, document, code, line) => {
    const source = await openSource(bytesOf(document));
    await expect(readElements(source, isResults, () => {})).rejects.toMatchObject({ problems: [{ code, line }] });
  });
});

test('elements are handed over with their path and line', async () => {
  const source = await openSource(bytesOf('{"runs": [{"results": []}, {"results": [1,\n{"a":\n2},\n3]}]}'));
  const elements: unknown[] = [];
  const rest = await readElements(source, isResults, (...element) => elements.push(element));
  expect(elements).toEqual([
    [1, ['runs', 1, 'results', 0], 1],
    [{ a: 2 }, ['runs', 1, 'results', 1], 2],
    [3, ['runs', 1, 'results', 2], 4],
  ]);
  expect(rest).toEqual({ runs: [{ results: [] }, { results: [0, 0, 0] }] });
});

test('documents that follow each other are read one by one', async () => {
  const documents = fc.array(fc.oneof(fc.array(value), fc.dictionary(fc.string(), value)), { minLength: 1, maxLength: 5 });
  await fc.assert(
    fc.asyncProperty(
      documents,
      fc.constantFrom('', '\n', ' \r\n'),
      fc.constantFrom(undefined, 2),
      fc.integer({ min: 1, max: 40 }),
      async (all, between, space, chunkBytes) => {
        const content = all.map((each) => JSON.stringify(each, null, space)).join(between);
        fc.pre(!content.includes('__proto__'));
        const found: JsonValue[] = [];
        await readDocuments(await openSource(bytesOf(content, 'file', chunkBytes)), (document) => found.push(document));
        expect(found).toEqual(JSON.parse(JSON.stringify(all)));
      },
    ),
    { numRuns: 200 },
  );
});

test.each([
  ['a comma between documents', '{},{}', 'JSON_SYNTAX'],
  ['a word between documents', '{}\nx {}', 'JSON_SYNTAX'],
  ['a bracket too many', '{}}{}', 'JSON_SYNTAX'],
  ['an end in a document', '{}{"a": [', 'TRUNCATED'],
  ['a word at the end', '{} x', 'TRUNCATED'],
  ['a key that stands twice', '{"a": 1}\n{"a": 1, "a": 2}', 'DUPLICATE_KEY'],
])('%s is refused', async (_, content, code) => {
  const source = await openSource(bytesOf(content));
  await expect(readDocuments(source, () => {})).rejects.toMatchObject({ problems: [{ code }] });
});

describe('the keys of an opening', () => {
  test.each([
    ['{"a": 1, "b": {"c": 2}, "d": [{"e": "}"}]}', ['a', 'b', 'd'], true],
    ['{"a": "x\\"y", "b": ["c", "d"], "e', ['a', 'b'], false],
    ['{"a": {"b": [1, 2', ['a'], false],
    ['{}', [], true],
    ['[{"a": 1}]', [], true],
    ['{"\\u0061": 1}', ['a'], true],
  ])('%s', (opening, expected, whole) => {
    const found = openingKeys(opening);
    expect([[...found.keys.keys()], found.whole]).toEqual([expected, whole]);
  });
});
