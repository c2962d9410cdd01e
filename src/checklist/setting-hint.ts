import { stringify } from 'yaml';
import { z } from 'zod';

type Schema = z.core.JSONSchema.BaseSchema;

/** What to type where a setting has another shape than its schema asks for; undefined where nothing better is known than to correct it. */
export function settingHint(schema: z.ZodType, path: readonly PropertyKey[], value: unknown): string | undefined {
  const asked = schemaAt(z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' }), path);
  if (asked === null) return undefined;
  const key = String(path.at(-1) ?? '');
  const isScalar = ['string', 'number', 'boolean'].includes(typeof value);
  if (asked.type === 'object' && isScalar) {
    const inner = Object.entries(asked.properties ?? {}).find(([, property]) => typeof property === 'object' && accepts(property, value));
    if (inner !== undefined) return `write \`${flow({ [inner[0]]: value })}\` below it`;
  }
  if (asked.type === 'array' && isScalar && typeof asked.items === 'object' && !Array.isArray(asked.items) && accepts(asked.items, value)) {
    return `write it as a list: ${flow({ [key]: [value] })}`;
  }
  if (asked.type === 'string' && isScalar && accepts(asked, String(value))) return 'put it into quotes';
  const [example] = asked.examples ?? [];
  if (example === undefined) return undefined;
  return `write it like this: ${key === '' ? flow(example) : flow({ [key]: example })}`;
}

/** The part of a schema for what stands at a path; null where it has none. */
function schemaAt(root: Schema, path: readonly PropertyKey[]): Schema | null {
  let at: Schema = root;
  for (const part of path) {
    const next = typeof part === 'number' ? at.items : (at.properties?.[String(part)] ?? at.additionalProperties);
    if (typeof next !== 'object' || next === null || Array.isArray(next)) return null;
    at = next;
  }
  return at;
}

function accepts({ type, pattern, enum: choices }: Schema, value: unknown): boolean {
  if (choices !== undefined) return choices.some((choice) => choice === value);
  return typeof value === type && (pattern === undefined || new RegExp(pattern).test(String(value)));
}

/** A map in YAML on one line, without its outer braces: `freshness: { default: 90 days }`. */
function flow(value: unknown): string {
  return stringify(value, { collectionStyle: 'flow', lineWidth: 0 })
    .trim()
    .replace(/^\{ (.*) \}$/s, '$1');
}
