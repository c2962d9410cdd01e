import type { JsonValue } from '../reports/report.ts';
import { isList, isObject } from '../reports/text/json-value.ts';

/** One place in which two JSON documents differ. */
export interface Difference {
  /** RFC 6901. */
  readonly pointer: string;
  /** The nearest `id` around it: of the item, section or page. */
  readonly id: string | null;
  /** Undefined where one of the two has nothing there. */
  readonly left: JsonValue | undefined;
  readonly right: JsonValue | undefined;
}

/** Where two JSON documents differ, in the order of the first, at most so many places. */
export function differences(left: JsonValue, right: JsonValue, limit: number): Difference[] {
  const found: Difference[] = [];
  const visit = (a: JsonValue | undefined, b: JsonValue | undefined, pointer: string, id: string | null): void => {
    if (found.length >= limit || a === b) return;
    if (isList(a) && isList(b)) {
      for (let index = 0; index < Math.max(a.length, b.length); index += 1) visit(a[index], b[index], `${pointer}/${index}`, id);
    } else if (isObject(a) && isObject(b)) {
      const inside = typeof a['id'] === 'string' ? a['id'] : id;
      for (const key of new Set([...Object.keys(a), ...Object.keys(b)]))
        visit(at(a, key), at(b, key), `${pointer}/${escaped(key)}`, inside);
    } else found.push({ pointer, id, left: a, right: b });
  };
  visit(left, right, '', null);
  return found;
}

function at(object: { readonly [key: string]: JsonValue }, key: string): JsonValue | undefined {
  return Object.hasOwn(object, key) ? object[key] : undefined;
}

function escaped(key: string): string {
  return key.replaceAll('~', '~0').replaceAll('/', '~1');
}
