import { z } from 'zod';
import { defineJsonReader } from '../reader.ts';
import type { Partial, TestCase } from '../report.ts';
import { isList, isObject } from '../text/json-value.ts';

const count = z.int().nonnegative();
const error = z.object({ name: z.string().nullish(), message: z.string().nullish(), code: z.string().nullish() });
const variables = z.object({ values: z.array(z.object({ key: z.string().nullish(), value: z.unknown() })).nullish() }).nullish();

const item = z.object({
  id: z.string().nullish(),
  name: z.string().nullish(),
  get item() {
    return z.array(item).nullish();
  },
});

const execution = z.object({
  item: z.object({ id: z.string().nullish(), name: z.string().nullish() }),
  requestError: error.nullish(),
  assertions: z.array(z.object({ assertion: z.string(), skipped: z.boolean().nullish(), error: error.nullish() })).nullish(),
  prerequestScript: z.array(z.object({ error: error.nullish() })).nullish(),
  testScript: z.array(z.object({ error: error.nullish() })).nullish(),
});

const schema = z.object({
  collection: z.object({ item: z.array(item).nullish() }),
  environment: variables,
  globals: variables,
  run: z.object({
    error: z.unknown().optional(),
    stats: z.record(z.string(), z.object({ total: count, pending: count, failed: count })),
    timings: z.object({ started: z.number().nullish(), completed: z.number().nullish() }).nullish(),
    executions: z.array(execution),
    failures: z.array(z.unknown()),
  }),
});

type Document = z.output<typeof schema>;
type Item = z.output<typeof item>;
type Execution = z.output<typeof execution>;
type Redact = (text: string) => string;

/**
 * The JSON reporter of Newman (`lib/reporters/json` of github.com/postmanlabs/newman, which writes the summary of a run). One test is one
 * assertion (`pm.test`) at one run of a request; a request that failed, and a script that threw, are one more, failed. Requests without
 * assertions are no tests. The file holds the values of environment and globals: they do not get into the report.
 */
export const newman = defineJsonReader({
  format: 'newman',
  kind: 'tests',
  guide: {
    title: 'Newman JSON',
    source: 'https://github.com/postmanlabs/newman#json-reporter',
    make: 'newman run collection.json --reporters json --reporter-json-export newman.json',
    selectors: [
      { selector: '#Orders', selects: 'the assertions of a folder, or of a request' },
      { selector: '#**/status is 200', selects: 'one assertion of every request' },
      { selector: '@duration', selects: 'how long the run took' },
    ],
    unit: 'one assertion (`pm.test`) at one run of its request; a failed request and a script that threw count as one more each',
    unproven: 'requests without assertions alone; counts in `run.stats` that differ from the executions; anything still pending',
  },
  unlike(document) {
    if (!isObject(document)) return 'is no JSON object';
    if (!isObject(document['collection'])) return 'has no object `collection`';
    const { run } = document;
    if (!isObject(run)) return 'has no object `run`';
    return isObject(run['stats']) && isList(run['executions']) && isList(run['failures'])
      ? null
      : 'has no `run.stats`, `run.executions` and `run.failures`';
  },
  schema,
  report(document, context) {
    const { error: fatal, timings, executions } = document.run;
    if (fatal != null) context.refuse('TOOL_ERROR', 'the run ended with an error of its own', { pointer: '/run/error' });
    const redact = redactor(document);
    const folders = foldersOf(document.collection.item ?? [], []);
    const duration = timings?.started == null || timings.completed == null ? null : timings.completed - timings.started;
    return {
      kind: 'tests',
      tool: { name: 'newman', version: null },
      partial: partialOf(document),
      tests: executions.flatMap((each) => testsOf(each, folders, redact)),
      unlisted: [],
      durationMs: duration !== null && duration >= 0 ? duration : null,
    };
  },
});

function testsOf(
  { item: request, requestError, assertions, prerequestScript, testScript }: Execution,
  folders: ReadonlyMap<string, readonly string[]>,
  redact: Redact,
): TestCase[] {
  const above = folders.get(request.id ?? '') ?? [request.name ?? ''];
  const test = (name: string, status: TestCase['status'], cause: z.output<typeof error> | null | undefined): TestCase => ({
    name: redact([...above, name].filter((part) => part !== '').join('/')),
    path: [...above, name].filter((part) => part !== '').map(redact),
    status,
    durationMs: null,
    attempts: 1,
    flaky: false,
    message: cause == null ? null : redact(cause.message ?? cause.code ?? cause.name ?? 'failed'),
  });
  const scripts = [
    ...(prerequestScript ?? []).map((script) => ({ name: 'pre-request script', cause: script.error })),
    ...(testScript ?? []).map((script) => ({ name: 'test script', cause: script.error })),
  ];
  return [
    ...(assertions ?? []).map((each) =>
      test(each.assertion, each.error != null ? 'failed' : each.skipped === true ? 'skipped' : 'passed', each.error),
    ),
    ...(requestError == null ? [] : [test('request', 'failed', requestError)]),
    ...scripts.flatMap(({ name, cause }) => (cause == null ? [] : [test(name, 'failed', cause)])),
  ];
}

/** The path of each request below the collection, by its id. */
function foldersOf(items: readonly Item[], above: readonly string[]): Map<string, readonly string[]> {
  const paths = new Map<string, readonly string[]>();
  for (const { id, name, item: children } of items) {
    const path = [...above, name ?? ''];
    if (id != null)
      paths.set(
        id,
        path.filter((part) => part !== ''),
      );
    for (const [childId, childPath] of foldersOf(children ?? [], path)) paths.set(childId, childPath);
  }
  return paths;
}

/** Puts `{{key}}` in the place of each value of environment and globals, the longest first. */
function redactor({ environment, globals }: Document): Redact {
  const values = [...(environment?.values ?? []), ...(globals?.values ?? [])]
    .flatMap(({ key, value }) => (value == null || typeof value === 'object' ? [] : { key: key ?? '', value: String(value) }))
    .filter(({ value }) => value.length >= shortestSecret)
    .sort((a, b) => b.value.length - a.value.length);
  return (text) => values.reduce((redacted, { key, value }) => redacted.replaceAll(value, () => `{{${key}}}`), text);
}

/** Shorter values (a port, `true`) hide nothing, and stand in many a text by chance. */
const shortestSecret = 4;

function partialOf({ run: { stats, executions, failures } }: Document): Partial[] {
  const assertions = executions.flatMap((each) => each.assertions ?? []);
  const failed = assertions.filter((each) => each.error != null).length;
  const errors = executions.filter((each) => each.requestError != null).length;
  const scripts = executions
    .flatMap((each) => [...(each.prerequestScript ?? []), ...(each.testScript ?? [])])
    .filter((script) => script.error != null).length;
  const differing = [
    { what: 'assertions', declared: stats['assertions']?.total ?? 0, listed: assertions.length },
    { what: 'failed assertions', declared: stats['assertions']?.failed ?? 0, listed: failed },
    { what: 'failed requests', declared: stats['requests']?.failed ?? 0, listed: errors },
    { what: 'failed scripts', declared: stats['scripts']?.failed ?? 0, listed: scripts },
    { what: 'failures', declared: failures.length, listed: failed + errors + scripts },
  ].filter(({ declared, listed }) => declared !== listed);
  const pending = Object.values(stats).reduce((sum, each) => sum + each.pending, 0);
  return [
    ...differing.map((each) => ({ code: 'declared-differs', ...each }) as const),
    ...(pending > 0 ? [{ code: 'tool-errors', count: pending } as const] : []),
  ];
}
