import { isMap, isScalar, LineCounter, parseDocument } from 'yaml';
import type { z } from 'zod';
import { type Place, type Problem, problem } from '../problem.ts';
import type { Reading } from '../reading.ts';
import { shapeWords } from '../shape-words.ts';
import { settingHint } from './setting-hint.ts';

/** In UTF-16 units: the parser holds each key of a map against each before it. */
const maxLength = 64 * 1024;

/** How deep collections may nest, and lines be indented: the parser takes minutes for some that nest deeper. */
const maxDepth = 64;

/** Where the values of a YAML text stand, by their paths: the key of a map, else the value or the nearest one around it. */
export function yamlPlaces(text: string, file: string): (path: readonly (string | number)[]) => Place {
  const lineCounter = new LineCounter();
  const placeAt = placesIn(lineCounter, file);
  let parsed: ReturnType<typeof parseDocument> | undefined;
  return (path) => {
    parsed ??= parseDocument(text, { lineCounter, prettyErrors: false });
    const document = parsed;
    const key = path.at(-1);
    return placeAt(typeof key === 'string' ? keyOffset(document, path.slice(0, -1), key) : offsetOf(document, path));
  };
}

/** Where offsets stand, once a text was parsed with this counter. */
function placesIn(lineCounter: LineCounter, file: string): (offset: number) => Place {
  return (offset) => {
    const { line, col } = lineCounter.linePos(offset);
    return { file, line: Math.max(line, 1), column: Math.max(col, 1) };
  };
}

/** Parses YAML 1.2 and checks it against a schema. Every problem has its line and column. */
export function readYaml<Shape>(text: string, file: string, schema: z.ZodType<Shape>): Reading<Shape> {
  const excess = excessOf(text, file);
  if (excess !== null) return { state: 'refused', problems: [excess] };
  const lineCounter = new LineCounter();
  const document = parseDocument(text, { lineCounter, prettyErrors: false });
  const placeAt = placesIn(lineCounter, file);
  if (document.errors.length > 0) {
    return { state: 'refused', problems: document.errors.map(({ message, pos }) => problem('YAML_SYNTAX', placeAt(pos[0]), message)) };
  }
  let value: unknown;
  try {
    value = document.toJS() ?? undefined;
  } catch (cause) {
    return {
      state: 'refused',
      problems: [problem('YAML_SYNTAX', placeAt(0), cause instanceof Error ? cause.message : 'the YAML cannot be expanded')],
    };
  }
  const checked = schema.safeParse(value, { error: shapeWords, reportInput: true });
  if (checked.success) return { state: 'read', value: checked.data, problems: [] };
  const problems = checked.error.issues.flatMap((issue) => {
    const where = issue.path.length === 0 ? '' : `${issue.path.map(String).join('.')}: `;
    if (issue.code !== 'unrecognized_keys') {
      const hint = issue.code === 'invalid_type' ? settingHint(schema, issue.path, issue.input) : undefined;
      return [problem('VALUE', placeAt(offsetOf(document, issue.path)), `${where}${issue.message}`, hint)];
    }
    return issue.keys.map((key) =>
      problem(
        'VALUE',
        placeAt(keyOffset(document, issue.path, key)),
        `${where}the key ${JSON.stringify(key)} is unknown`,
        'correct its name, or remove it',
      ),
    );
  });
  return { state: 'refused', problems };
}

/** What keeps a text from being parsed in little time; null where nothing does. */
function excessOf(text: string, file: string): Problem | null {
  const hint = 'a file of settings is short and flat: write it anew';
  if (text.length > maxLength) {
    const message = `the file has ${text.length} characters, and may have ${maxLength}`;
    return problem('TOO_LARGE', { file, line: 1, column: 1 }, message, hint);
  }
  let brackets = 0;
  for (const [index, line] of text.split(/\r\n|\r|\n/).entries()) {
    const opened = line.match(/[[{]/g)?.length ?? 0;
    const entries = line.match(/(?<=^|\s)[-?](?=\s|$)/g)?.length ?? 0;
    if (Math.max(brackets + opened, entries, line.search(/\S|$/)) > maxDepth) {
      return problem('DEPTH', { file, line: index + 1, column: 1 }, `what it holds nests more than ${maxDepth} deep`, hint);
    }
    brackets += opened - (line.match(/[\]}]/g)?.length ?? 0);
  }
  return null;
}

/** Where a key of the map at a path stands. */
function keyOffset(document: ReturnType<typeof parseDocument>, path: readonly PropertyKey[], key: string): number {
  const map = path.length === 0 ? document.contents : document.getIn(path, true);
  if (!isMap(map)) return offsetOf(document, path);
  const found = map.items.map((pair) => pair.key).find((each) => isScalar(each) && each.value === key);
  return isScalar(found) ? (found.range?.[0] ?? 0) : offsetOf(document, path);
}

/** Where the value at a path starts, or the nearest value around it that exists. */
function offsetOf(document: ReturnType<typeof parseDocument>, path: readonly PropertyKey[]): number {
  for (let length = path.length; length > 0; length -= 1) {
    const node = document.getIn(path.slice(0, length), true);
    if (typeof node === 'object' && node !== null && 'range' in node && Array.isArray(node.range)) {
      const start: unknown = node.range[0];
      if (typeof start === 'number') return start;
    }
  }
  return 0;
}
