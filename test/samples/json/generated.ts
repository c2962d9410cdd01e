import fc from 'fast-check';
import type { Generated } from '../../reports/generated.ts';

/** JSON values as different tools write them: with white space or not, and with escapes where a text need not have them. */
export const documents = fc
  .record({
    // A key of this name is refused.
    value: fc.jsonValue({ maxDepth: 6, stringUnit: 'binary' }).filter((value) => !JSON.stringify(value).includes('"__proto__":')),
    space: fc.constantFrom('', ' ', '\n\t', '\r\n  '),
    isEscaped: fc.boolean(),
  })
  .map(({ value, space, isEscaped }) => {
    const text = written(value, space);
    return { value, content: isEscaped ? escapeAll(text) : text };
  });

export const generated: Generated = documents.map(({ content }) => ({ content, counts: {} }));

function written(value: unknown, space: string): string {
  const join = (parts: readonly string[]) => `${space}${parts.join(`,${space}`)}${space}`;
  if (Array.isArray(value)) return `[${join(value.map((each) => written(each, space)))}]`;
  if (typeof value !== 'object' || value === null) return Object.is(value, -0) ? '-0' : JSON.stringify(value);
  return `{${join(Object.entries(value).map(([key, each]) => `${JSON.stringify(key)}${space}:${space}${written(each, space)}`))}}`;
}

function escapeAll(text: string): string {
  return text.replace(/[^ -~\r\n\t]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`).replaceAll('/', '\\/');
}
