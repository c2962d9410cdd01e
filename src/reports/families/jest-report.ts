import { z } from 'zod';
import type { JsonValue, Partial, TestAttempt, TestCase, TestDifference, TestsReport } from '../report.ts';
import { excerptOf } from '../text/excerpt.ts';
import { isList, isObject } from '../text/json-value.ts';
import { placeInStack } from './stack-place.ts';

const count = z.int().nonnegative();
const milliseconds = z.number().nonnegative();

const matcherResult = z.object({ actual: z.unknown(), expected: z.unknown() });

/** What Jest's JSON and Vitest's have in common; the words of a test's status differ. */
export const jestShape = {
  numTotalTests: count,
  numFailedTests: count,
  numPendingTests: count,
  numTodoTests: count.nullish(),
  success: z.boolean(),
  startTime: milliseconds.nullish(),
};

/** A test file, with its tests in the words of a tool. */
export function jestFile<Status extends string>(statuses: readonly Status[]) {
  return z.object({
    name: z.string(),
    status: z.string(),
    message: z.string().nullish(),
    endTime: milliseconds.nullish(),
    assertionResults: z.array(
      z.object({
        ancestorTitles: z.array(z.string()).nullish(),
        title: z.string(),
        status: z.enum(statuses),
        duration: milliseconds.nullish(),
        failureMessages: z.array(z.string()).nullish(),
        invocations: count.nullish(),
        retryReasons: z.array(z.string()).nullish(),
        location: z.object({ line: count }).nullish().catch(null),
        failureDetails: z
          .array(z.object({ matcherResult: matcherResult.nullish() }))
          .nullish()
          .catch(null),
      }),
    ),
  });
}

type File = z.output<ReturnType<typeof jestFile>>;
/** One test as Jest and Vitest list it. */
export type JestTest = File['assertionResults'][number];

interface Document {
  readonly numTotalTests: number;
  readonly numFailedTests: number;
  readonly numPendingTests: number;
  readonly numTodoTests?: number | null | undefined;
  readonly success: boolean;
  readonly startTime?: number | null | undefined;
  readonly testResults: readonly File[];
}

/** A test in the words of its tool. */
export type JestOutcome = Pick<TestCase, 'status' | 'attempts'> & {
  /** Why it was run again, an entry an attempt. */
  readonly retried: readonly string[];
};

/** Null for a document of the shape that Jest and Vitest share. */
export function unlikeJest(document: JsonValue): string | null {
  if (!isObject(document)) return 'is no JSON object';
  if (!isList(document['testResults'])) return 'has no list `testResults`';
  return typeof document['numTotalTests'] === 'number' ? null : 'has no number `numTotalTests`';
}

/**
 * What the two tools' documents come to. One test is one `it`; a file that failed while none of its tests did is one more, failed.
 *
 * @param outcome Reads a test in the words of the tool.
 */
export function jestReport(document: Document, tool: string, outcome: (test: JestTest) => JestOutcome, errors: number): TestsReport {
  const { testResults: files } = document;
  const start = commonFolder(files.map(({ name }) => name)).length;
  const nameOfFile = ({ name }: File) => name.slice(start).replaceAll('\\', '/');
  const cases = files.flatMap((file) => file.assertionResults.map((test) => testCase(test, outcome(test), file.name, nameOfFile(file))));
  const failedFiles = files.filter(
    (file) => file.status === 'failed' && !file.assertionResults.some((test) => outcome(test).status === 'failed'),
  );
  const tests = [
    ...cases,
    ...failedFiles.map((file) => failedFile(nameOfFile(file), (file.message ?? '').replace(/^\s*● Test suite failed to run\n\s*/, ''))),
  ];
  const unexplained = document.success || errors > 0 || tests.some(({ status }) => status === 'failed') ? 0 : 1;
  return {
    kind: 'tests',
    tool: { name: tool, version: null },
    partial: [
      ...differences(document, cases),
      ...(errors + unexplained > 0 ? [{ code: 'tool-errors', count: errors + unexplained } as const] : []),
    ],
    tests,
    unlisted: failedFiles.filter(({ assertionResults }) => assertionResults.length === 0).map(nameOfFile),
    durationMs: durationOf(document),
  };
}

function testCase(test: JestTest, { status, attempts, retried }: JestOutcome, file: string, shortFile: string): TestCase {
  const titles = [...(test.ancestorTitles ?? []), test.title].filter((title) => title !== '');
  const failures = (test.failureMessages ?? []).join('\n');
  return {
    name: titles.join('/'),
    status,
    durationMs: test.duration ?? null,
    attempts,
    flaky: status === 'passed' && attempts > 1,
    message: status === 'failed' ? excerptOf(failures) : null,
    path: [shortFile, ...titles],
    place: test.location ? { file: file.replaceAll('\\', '/'), line: test.location.line } : placeInStack(file, failures),
    difference: status === 'failed' ? differenceOf(test) : undefined,
    ...(retried.length > 0 ? { retries: retried.map((text): TestAttempt => ({ message: excerptOf(text), durationMs: null })) } : {}),
  };
}

function differenceOf({ failureDetails }: JestTest): TestDifference | undefined {
  const compared = failureDetails?.find(({ matcherResult: result }) => result?.expected !== undefined && result.actual !== undefined);
  if (compared?.matcherResult == null) return undefined;
  const { expected, actual } = compared.matcherResult;
  return { expected: printed(expected), received: printed(actual) };
}

function printed(value: unknown): string {
  return excerptOf(typeof value === 'string' ? value : JSON.stringify(value, null, 2)) ?? '';
}

function failedFile(name: string, message: string): TestCase {
  return {
    name,
    status: 'failed',
    durationMs: null,
    attempts: 1,
    flaky: false,
    message: excerptOf(message),
    path: [name],
    place: { file: name },
    standsFor: 'suite',
  };
}

function differences(document: Document, cases: readonly TestCase[]): Partial[] {
  const listed = (status: TestCase['status']) => cases.filter((test) => test.status === status).length;
  const found: Partial[] = [];
  const differ = (what: string, declared: number, listed: number) => found.push({ code: 'declared-differs', what, declared, listed });
  const { numTotalTests: total, numFailedTests: failed, numPendingTests: pending, numTodoTests: todo } = document;
  if (total !== cases.length) differ('tests', total, cases.length);
  if (failed > listed('failed')) differ('failed tests', failed, listed('failed'));
  const unfinished = pending + (todo ?? 0);
  const notPassed = cases.length - listed('passed');
  if (failed + unfinished > notPassed) differ('tests that did not pass', failed + unfinished, notPassed);
  return found;
}

/** Both name the file by its path on the machine that ran it: what all have in common says nothing. */
function commonFolder(paths: readonly string[]): string {
  const [first = '', ...others] = paths;
  let folder = first.slice(0, Math.max(first.lastIndexOf('/'), first.lastIndexOf('\\')) + 1);
  while (folder !== '' && !others.every((path) => path.startsWith(folder))) {
    const parent = folder.slice(0, -1);
    folder = parent.slice(0, Math.max(parent.lastIndexOf('/'), parent.lastIndexOf('\\')) + 1);
  }
  return folder;
}

/** From the start of the run to the end of its last file. */
function durationOf({ startTime, testResults }: Document): number | null {
  const ends = testResults.flatMap(({ endTime }) => endTime ?? []);
  const end = ends.reduce((latest, time) => Math.max(latest, time), 0);
  return startTime && end >= startTime ? Math.round((end - startTime) * 1000) / 1000 : null;
}
