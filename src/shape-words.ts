import type { z } from 'zod';
import { clipText } from './clip-text.ts';

/** What a schema asks for, as people call it. */
const expectedWords: Readonly<Record<string, string>> = {
  object: 'a map of keys',
  record: 'a map of keys',
  array: 'a list',
  string: 'a text',
  number: 'a number',
  int: 'a whole number',
  boolean: 'true or false',
};

/** The words for what a value fails in, where they are not the schema's own: the error map of every reading of what people and tools write. */
export function shapeWords(issue: z.core.$ZodRawIssue): string | undefined {
  switch (issue.code) {
    case 'invalid_type':
      if (issue.input === undefined) return 'is missing';
      return `must be ${expectedWords[issue.expected] ?? issue.expected}, and is ${kindWords(issue.input)}`;
    case 'invalid_value':
      return `must be ${issue.values.length === 1 ? '' : 'one of '}${issue.values.map((each) => JSON.stringify(each)).join(', ')}`;
    case 'too_small':
      return issue.origin === 'string' && issue.minimum === 1 ? 'must not be empty' : undefined;
    // The others are rare here, and the library says them well.
    default:
      return undefined;
  }
}

function kindWords(value: unknown): string {
  if (value === null) return 'empty';
  if (Array.isArray(value)) return 'a list';
  switch (typeof value) {
    case 'string':
      return `the text ${clipText(JSON.stringify(value), 60)}`;
    case 'number':
    case 'boolean':
    case 'bigint':
      return String(value);
    case 'object':
      return 'a map of keys';
    // Neither YAML nor JSON has anything else.
    default:
      return 'nothing of these';
  }
}
