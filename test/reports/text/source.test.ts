import { gzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { formatProblem } from '../../../src/problem.ts';
import { readJsonDocument, readReport } from '../../../src/reports/read.ts';
import { bytesOf } from '../files.ts';

const told = async (content: string | Uint8Array, format: string | null = 'json', chunkBytes?: number) =>
  (await readReport(bytesOf(content, 'f', chunkBytes), format)).problems.map(formatProblem);
const codes = async (content: string | Uint8Array, format: string | null = 'json') =>
  (await readReport(bytesOf(content, 'f'), format)).problems.map(({ code }) => code);
const utf16 = (text: string) => Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from(text, 'utf16le')]);

describe('a file is refused for what it is, before any format', () => {
  test.each<[string, string | Uint8Array, string]>([
    ['no bytes', '', 'EMPTY'],
    ['white space', ' \n\t\n', 'EMPTY'],
    ['an HTML page', '\n<!DOCTYPE html>\n<html><body>502</body></html>', 'HTML_PAGE'],
    ['a Git LFS pointer', 'version https://git-lfs.github.com/spec/v1\noid sha256:aa\nsize 3\n', 'LFS_POINTER'],
    ['marks of a merge conflict', '{\n<<<<<<< ours\n"a": 1\n=======\n"a": 2\n>>>>>>> theirs\n}', 'CONFLICT_MARKS'],
    ['NUL characters', '{"a": "\0"}', 'BINARY'],
    ['a truncated gzip', gzipSync('{"a": 1}').subarray(0, 20), 'TRUNCATED'],
    ['a gzip in a gzip', gzipSync(gzipSync('{}')), 'EXPANDS'],
    ['a gzip bomb', gzipSync(Buffer.alloc(8 * 1024 * 1024, 32)), 'EXPANDS'],
    ['two documents', '{"a": 1}\n{"a": 2}', 'TWO_DOCUMENTS'],
    ['half a document', '{"a": [1, 2', 'TRUNCATED'],
    ['half a string', '{"a": "b', 'TRUNCATED'],
    ['NaN', '{"a": NaN}', 'NUMBER'],
    ['a number beyond doubles', '{"a": 1e999}', 'NUMBER'],
    ['a trailing comma', '{"a": 1,}', 'JSON_SYNTAX'],
    ['65 levels', `${'['.repeat(65)}${']'.repeat(65)}`, 'DEPTH'],
    ['5,000,000 levels', '['.repeat(5_000_000), 'DEPTH'],
  ])('%s', async (_, content, code) => {
    expect(await codes(content)).toEqual([code]);
  });

  test('a document that is read as a whole and takes more memory than it may', async () => {
    const chunk = new Uint8Array(1024 * 1024).fill(0x20);
    const file = {
      path: 'f',
      size: 200 * chunk.length,
      async *chunks() {
        yield new TextEncoder().encode('{"a": 1,');
        for (let count = 0; count < 200; count += 1) yield chunk;
      },
    };
    expect((await readReport(file, 'json')).problems.map(formatProblem)).toEqual([
      'f TOO_LARGE a document that is read as a whole has at most 67108864 characters, and it has more - write a summary instead of every event',
    ]);
  });

  test('64 levels are read', async () => {
    expect(await codes(`${'['.repeat(64)}${']'.repeat(64)}`)).toEqual([]);
  });
});

describe('encodings', () => {
  test.each<[string, string | Uint8Array]>([
    ['a byte order mark', '\ufeff{"a": "ü"}'],
    ['UTF-16 with its mark', utf16('{"a": "ü"}')],
    ['UTF-16 the other way round', Buffer.from(utf16('{"a": "ü"}')).swap16()],
    ['gzip', gzipSync('{"a": "ü"}')],
  ])('%s is read', async (_, content) => {
    for (const size of [1, 7, 4096]) {
      expect(await readJsonDocument(bytesOf(content, 'f', size))).toEqual({ state: 'read', value: { a: 'ü' }, problems: [] });
    }
  });

  test.each([1, 2, 3, 5, 64])('invalid UTF-8 is refused with its byte offset, in chunks of %d', async (size) => {
    const bytes = Buffer.concat([Buffer.from('{"a": "ü€😀'), Buffer.from([0xc3, 0x28]), Buffer.from('"}')]);
    expect(await told(bytes, 'json', size)).toEqual(['f ENCODING byte 16 is not UTF-8 - write it as UTF-8']);
  });
});

describe('keys of JSON', () => {
  test('a key that stands twice names both places', async () => {
    expect(await told('{\n  "a": 1,\n  "b": {"a": 2},\n  "a": 3\n}')).toEqual([
      'f:4:3 DUPLICATE_KEY key "a" stands twice (first at 2:3) - check what wrote the file: each key may stand once',
    ]);
  });

  test.each(['{"__proto__": {"polluted": 1}}', '{"a": [{"\\u005f_proto__": 1}]}'])('%s is refused and pollutes nothing', async (text) => {
    expect(await codes(text)).toEqual(['KEY']);
    expect({}).not.toHaveProperty('polluted');
  });

  test('a key in a string or of another object is no duplicate', async () => {
    expect(await codes('{"a": "\\"a\\": 1, {", "b": [{"a": 1}, {"a": 2}]}')).toEqual([]);
  });
});

describe('XML', () => {
  test.each([
    ['<!DOCTYPE a><testsuite><testcase name="a"/></testsuite>', 'XML_DOCTYPE'],
    ['<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><testsuite><testcase name="&x;"/></testsuite>', 'XML_DOCTYPE'],
    ['<testsuite><testcase name="&lol;"/></testsuite>', 'XML_ENTITY'],
    ['<testsuite><testcase name="a"></testsuite>', 'XML_SYNTAX'],
    ['<testsuite><testcase name="a"/>', 'TRUNCATED'],
    ['<testsuite><testcase name="a"/></testsuite><testsuite/>', 'TWO_DOCUMENTS'],
    [`${'<testsuite>'.repeat(65)}${'</testsuite>'.repeat(65)}`, 'DEPTH'],
    ['<testsuite><testcase name="\u0001"/></testsuite>', 'XML_SYNTAX'],
  ])('%s is refused with %s', async (text, code) => {
    expect(await codes(text, 'junit')).toEqual([code]);
  });
});

describe('which reader', () => {
  test('is the declared one, where the file is of its format', async () => {
    expect(await told('{"a": 1}', 'gosec')).toEqual([expect.stringMatching(/^f FORMAT_MISMATCH declared as gosec, but it /)]);
    expect(await told('{}', 'nonsense')).toEqual([
      expect.stringMatching(/^f FORMAT_UNKNOWN there is no format "nonsense" - declare one of ab, /),
    ]);
  });

  test('is none for what no format fits', async () => {
    const [line] = await told('{"numTotalTests": 3}', null);
    expect(line).toMatch(/^f FORMAT_UNKNOWN no reader knows this file - let the tool write a format of /);
  });
});
