import { isMap, isScalar, LineCounter, parseDocument } from 'yaml';
import type { z } from 'zod';
import { problem } from '../problem.ts';
import type { Reading } from '../reading.ts';

/** Parses YAML 1.2 and checks it against a schema. Every problem has its line and column. */
export function readYaml<Shape>(text: string, file: string, schema: z.ZodType<Shape>): Reading<Shape> {
  const lineCounter = new LineCounter();
  const document = parseDocument(text, { lineCounter, prettyErrors: false });
  const placeAt = (offset: number) => {
    const { line, col } = lineCounter.linePos(offset);
    return { file, line: Math.max(line, 1), column: Math.max(col, 1) };
  };
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
  const checked = schema.safeParse(value);
  if (checked.success) return { state: 'read', value: checked.data, problems: [] };
  const problems = checked.error.issues.map((issue) => {
    const unknown = issue.code === 'unrecognized_keys' ? issue.keys[0] : undefined;
    const place = placeAt(unknown === undefined ? offsetOf(document, issue.path) : keyOffset(document, issue.path, unknown));
    const where = issue.path.length === 0 ? '' : `${issue.path.map(String).join('.')}: `;
    return problem('VALUE', place, `${where}${issue.message}`);
  });
  return { state: 'refused', problems };
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
