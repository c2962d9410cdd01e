import { type ParseError, parse as parseLoosely } from 'jsonc-parser';
import type { z } from 'zod';
import { type Problem, problem } from '../../problem.ts';
import type { Reading } from '../../reading.ts';
import { shapeWords } from '../../shape-words.ts';
import { Refusal } from '../refusal.ts';
import type { JsonValue } from '../report.ts';
import { maxDepth } from './text-limits.ts';

/**
 * Parses one JSON document (RFC 8259) strictly: besides what `JSON.parse` refuses, also a depth above the limit, a key that stands twice
 * in one object, the key `__proto__`, and a number too large for a double. Throws a `Refusal` with the place of each.
 *
 * @param firstLine The line of the file that the text starts on, for a document that is one line of a stream.
 */
export function parseJson(text: string, file: string, firstLine = 1): JsonValue {
  const found = scanKeys(text, file, firstLine);
  if (found.some((each) => each.code === 'DEPTH')) throw new Refusal(found);
  let value: JsonValue;
  try {
    value = JSON.parse(text);
  } catch (cause) {
    throw new Refusal([syntaxProblem(text, file, firstLine, cause instanceof Error ? cause.message : '')]);
  }
  if (found.length > 0) throw new Refusal(found);
  return value;
}

/** Checks a value against the schema of its format and returns it typed, or throws a `Refusal` that names each place by its pointer. */
export function checkShape<Shape>(schema: z.ZodType<Shape>, value: unknown, file: string, line?: number): Shape {
  const read = readShape(schema, value, file, line);
  if (read.state === 'refused') throw new Refusal(read.problems);
  return read.value;
}

/** Checks a document against a schema. */
export function readShape<Shape>(schema: z.ZodType<Shape>, value: unknown, file: string, line?: number): Reading<Shape> {
  const checked = schema.safeParse(value, { error: shapeWords });
  if (checked.success) return { state: 'read', value: checked.data, problems: [] };
  return { state: 'refused', problems: shapeProblems(checked.error, file, line) };
}

/** The issues of a schema as problems, at most ten. */
function shapeProblems(error: z.ZodError, file: string, line?: number): Problem[] {
  return error.issues.slice(0, 10).map((issue) => {
    const pointer = issue.path.map((part) => `/${String(part).replaceAll('~', '~0').replaceAll('/', '~1')}`).join('');
    const code = issue.code === 'unrecognized_keys' && issue.keys.includes('__proto__') ? 'KEY' : 'SHAPE';
    return problem(code, { file, line, pointer: pointer === '' ? undefined : pointer }, issue.message);
  });
}

/**
 * The value at a JSON Pointer (RFC 6901), or undefined where there is none.
 *
 * @example resolvePointer({ groups: [{ 'a/b': 1 }] }, '/groups/0/a~1b') // 1
 */
export function resolvePointer(value: JsonValue, pointer: string): JsonValue | undefined {
  if (pointer === '') return value;
  let at: JsonValue | undefined = value;
  for (const escaped of pointer.slice(1).split('/')) {
    const part = escaped.replaceAll('~1', '/').replaceAll('~0', '~');
    if (isList(at)) at = /^(?:0|[1-9]\d*)$/.test(part) ? at[Number(part)] : undefined;
    else if (isObject(at)) at = Object.hasOwn(at, part) ? at[part] : undefined;
    else return undefined;
  }
  return at;
}

/** Is it a JSON array? */
export function isList(value: JsonValue | undefined): value is readonly JsonValue[] {
  return Array.isArray(value);
}

/** Is it a JSON object, and neither a list nor null? */
export function isObject(value: JsonValue | undefined): value is { readonly [key: string]: JsonValue } {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

const quote = 34;
const backslash = 92;

/** Walks over the tokens of JSON text without parsing it, so that depth is known before any recursive code sees the text. */
function scanKeys(text: string, file: string, firstLine: number): Problem[] {
  const found: Problem[] = [];
  /** One entry an open bracket: the keys so far of an object and where each stood, null for a list. */
  const open: (Map<string, number> | null)[] = [];
  let keyNext = false;
  for (let index = 0; index < text.length; index += 1) {
    const code = text.charCodeAt(index);
    if (code === quote) {
      const end = endOfString(text, index);
      const keys = open[open.length - 1];
      if (keyNext && keys) {
        const key = unescapeKey(text.slice(index + 1, end));
        const first = keys.get(key);
        if (first !== undefined) {
          const at = placeOf(text, first, firstLine);
          found.push(
            problem(
              'DUPLICATE_KEY',
              { file, ...placeOf(text, index, firstLine) },
              `key ${JSON.stringify(key)} stands twice (first at ${at.line}:${at.column})`,
            ),
          );
        }
        if (key === '__proto__') found.push(problem('KEY', { file, ...placeOf(text, index, firstLine) }, 'the key __proto__ is refused'));
        keys.set(key, index);
        keyNext = false;
      }
      index = end;
    } else if (code === 123 || code === 91) {
      open.push(code === 123 ? new Map() : null);
      keyNext = code === 123;
      if (open.length > maxDepth) {
        found.push(problem('DEPTH', { file, ...placeOf(text, index, firstLine) }, `the document nests deeper than ${maxDepth} levels`));
        return found;
      }
    } else if (code === 125 || code === 93) {
      open.pop();
      keyNext = false;
    } else if (code === 44) {
      keyNext = open[open.length - 1] instanceof Map;
    } else if ((code >= 48 && code <= 57) || code === 45) {
      const start = index;
      while (index + 1 < text.length && /[-+.\deE]/.test(text.charAt(index + 1))) index += 1;
      const literal = text.slice(start, index + 1);
      if (literal.length > 3 && Math.abs(Number(literal)) === Number.POSITIVE_INFINITY) {
        found.push(problem('NUMBER', { file, ...placeOf(text, start, firstLine) }, `${literal.slice(0, 40)} is too large for a number`));
      }
    }
  }
  return found;
}

/** The index of the quote that closes the string opened at `start`, or the end of the text. */
function endOfString(text: string, start: number): number {
  let end = text.indexOf('"', start + 1);
  while (end !== -1) {
    let before = end - 1;
    while (text.charCodeAt(before) === backslash) before -= 1;
    if ((end - before) % 2 === 1) return end;
    end = text.indexOf('"', end + 1);
  }
  return text.length;
}

function unescapeKey(raw: string): string {
  if (!raw.includes('\\')) return raw;
  try {
    return String(JSON.parse(`"${raw}"`));
  } catch {
    return raw; // JSON.parse of the whole will say what is wrong with it.
  }
}

function placeOf(text: string, offset: number, firstLine: number): { line: number; column: number } {
  let line = firstLine;
  let start = 0;
  for (let end = text.indexOf('\n'); end !== -1 && end < offset; end = text.indexOf('\n', start)) {
    line += 1;
    start = end + 1;
  }
  return { line, column: offset - start + 1 };
}

function syntaxProblem(text: string, file: string, firstLine: number, cause: string): Problem {
  const mistakes: ParseError[] = [];
  parseLoosely(text, mistakes, { disallowComments: true });
  const stated = / at position (\d+)/.exec(cause)?.[1];
  const offset = stated === undefined ? (mistakes[0]?.offset ?? 0) : Number(stated);
  const place = { file, ...placeOf(text, offset, firstLine) };
  const rest = text.slice(offset).trimStart();
  if (/^-?(?:NaN|Infinity)\b/.test(rest)) return problem('NUMBER', place, `${/^-?\w+/.exec(rest)?.[0]} is no JSON number`);
  if (/non-whitespace character after JSON/.test(cause) && /^[{["]/.test(rest)) {
    return problem('TWO_DOCUMENTS', place, 'a second JSON document starts here');
  }
  if (rest === '' || /Unexpected end|Unterminated string/.test(cause)) return problem('TRUNCATED', place, 'the JSON ends in the middle');
  return problem('JSON_SYNTAX', place, `no JSON from here: ${JSON.stringify(rest.slice(0, 20))}`);
}
