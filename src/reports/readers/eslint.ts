import { z } from 'zod';
import { codePlace, helpAddress, shownText } from '../families/finding-details.ts';
import { defineJsonReader } from '../reader.ts';
import type { Finding, JsonValue, Partial } from '../report.ts';
import { checkShape, isList, isObject } from '../text/json-value.ts';

const message = z.object({
  ruleId: z.string().nullable(),
  severity: z.union([z.literal(1), z.literal(2)]),
  message: z.string(),
  line: z.int().nonnegative().nullish(),
  fatal: z.boolean().nullish(),
});

const count = z.int().nonnegative();
const result = z.object({
  filePath: z.string(),
  messages: z.array(message),
  suppressedMessages: z.array(message).optional(),
  errorCount: count,
  warningCount: count,
});

/** What `json-with-metadata` says of the rules that ran. */
const rulesMeta = z
  .record(z.string(), z.object({ docs: z.object({ description: shownText, url: shownText }).optional().catch(undefined) }).catch({}))
  .optional()
  .catch(undefined);

const withMetadata = z.object({ results: z.array(result), metadata: z.object({ rulesMeta }).optional().catch(undefined) });

type Message = z.output<typeof message>;
type Rules = NonNullable<z.output<typeof rulesMeta>>;
type Result = z.output<typeof result>;

/**
 * What ESLint's formatters `json` and `json-with-metadata` write (https://eslint.org/docs/latest/use/formatters/). One finding is one
 * message at one place: an error is high and a warning medium, as for the levels of SARIF. Messages of no rule (a file that could not be
 * parsed, an unused directive) have the rule `eslint`.
 */
export const eslint = defineJsonReader({
  format: 'eslint',
  kind: 'findings',
  guide: {
    title: 'ESLint JSON',
    source: 'https://eslint.org/docs/latest/use/formatters/#json',
    make: 'eslint --format json --output-file eslint.json .',
    selectors: [
      { selector: '#high', selects: 'the errors' },
      { selector: '#high,medium', selects: 'the errors and warnings; `--quiet` leaves warnings out of the file' },
      { selector: '#no-eval,no-implied-eval', selects: 'the messages of these rules' },
    ],
    unit: 'one message at one place, errors as high and warnings as medium; those that a directive suppresses are counted apart',
    unproven:
      'a file that could not be parsed, or that was named and ignored; counts that differ from the messages listed; no file; `critical`, `low` and `info`, which ESLint cannot give; a rule that found nothing, since the report does not say which rules ran',
  },
  unlike(document) {
    const results = isObject(document) && isObject(document['metadata']) ? document['results'] : document;
    if (!isList(results)) return 'is no JSON list, and no `results` with `metadata`';
    if (results.length === 0) return 'is an empty list, which names no tool';
    return results.every(isResult) ? null : 'lists what has no `filePath`, `messages` and `errorCount`';
  },
  schema: z.unknown(),
  report(document, { path }) {
    const { results, metadata } = Array.isArray(document)
      ? { results: checkShape(z.array(result), document, path), metadata: undefined }
      : checkShape(withMetadata, document, path);
    const rules = metadata?.rulesMeta ?? {};
    const unread = results.flatMap(({ messages }) => messages.filter(isUnread)).length;
    const partial: Partial[] = unread === 0 ? [] : [{ code: 'tool-errors', count: unread }];
    return {
      kind: 'findings',
      tool: { name: 'eslint', version: null },
      partial: [...partial, ...differs(results)],
      findings: results.flatMap(({ filePath, messages, suppressedMessages = [] }) => [
        ...messages.map((each) => findingOf(each, filePath, false, rules)),
        ...suppressedMessages.map((each) => findingOf(each, filePath, true, rules)),
      ]),
      rates: ['high', 'medium'],
      rules: { listed: [], all: null },
      targets: results.map(({ filePath }) => filePath),
    };
  },
});

function isResult(value: JsonValue): boolean {
  return isObject(value) && typeof value['filePath'] === 'string' && isList(value['messages']) && value['errorCount'] !== undefined;
}

/** The rules did not see this file. */
function isUnread({ fatal, ruleId, message }: Message): boolean {
  return fatal === true || (ruleId === null && message.startsWith('File ignored'));
}

function findingOf({ ruleId, severity, message, line }: Message, file: string, suppressed: boolean, rules: Rules): Finding {
  const docs = ruleId !== null && Object.hasOwn(rules, ruleId) ? rules[ruleId]?.docs : undefined;
  return {
    rule: ruleId ?? 'eslint',
    aliases: [],
    severity: severity === 2 ? 'high' : 'medium',
    title: message,
    place: line ? `${file}:${line}` : file,
    suppressed,
    ruleTitle: docs?.description,
    help: helpAddress(docs?.url),
    source: codePlace(file, line),
  };
}

function differs(results: readonly Result[]): Partial[] {
  const messages = results.flatMap((each) => each.messages);
  return [
    {
      what: 'errors',
      declared: sum(results.map(({ errorCount }) => errorCount)),
      listed: messages.filter(({ severity }) => severity === 2).length,
    },
    {
      what: 'warnings',
      declared: sum(results.map(({ warningCount }) => warningCount)),
      listed: messages.filter(({ severity }) => severity === 1).length,
    },
  ].flatMap((each) => (each.declared === each.listed ? [] : { code: 'declared-differs', ...each }));
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, each) => total + each, 0);
}
