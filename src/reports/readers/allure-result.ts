import { z } from 'zod';
import { defineJsonReader } from '../reader.ts';
import type { TestCase, TestDifference } from '../report.ts';
import { excerptOf } from '../text/excerpt.ts';
import { isObject } from '../text/json-value.ts';

const schema = z.object({
  name: z.string(),
  fullName: z.string().nullish(),
  status: z.string().nullish(),
  stage: z.string().nullish(),
  statusDetails: z
    .object({
      message: z.string().nullish(),
      flaky: z.boolean().nullish(),
      expected: z.string().nullish().catch(null),
      actual: z.string().nullish().catch(null),
    })
    .nullish(),
  titlePath: z.array(z.string()).nullish().catch(null),
  labels: z.array(z.object({ name: z.string().nullish(), value: z.string().nullish() })).nullish(),
  start: z.number().nonnegative().nullish(),
  stop: z.number().nonnegative().nullish(),
});

type Result = z.output<typeof schema>;

/**
 * One `*-result.json` of an `allure-results` folder (`TestResult` of github.com/allure-framework/allure-js, and of Allure's other adaptors).
 * One file is one attempt at one test. Steps are its parts: a step that failed inside a test that passed was handled by the test.
 */
export const allureResult = defineJsonReader({
  format: 'allure-result',
  kind: 'tests',
  guide: {
    title: 'Allure result',
    source: 'https://allurereport.org/docs/how-it-works-test-result-file/',
    make: 'pytest --alluredir=allure-results',
    selectors: [
      { selector: '', selects: 'all tests, cited by a glob: `allure-results/*-result.json`; attempts at one test count by the worst' },
      { selector: '#*Checkout*', selects: 'the tests whose full name matches' },
    ],
    unit: 'one attempt at one test',
    unproven:
      'a glob that also matches `*-container.json` or `categories.json`; hooks that failed stand in those files, and in the exit code of the command',
  },
  unlike(document) {
    if (!isObject(document)) return 'is no JSON object';
    if (typeof document['name'] !== 'string') return 'has no text `name`';
    const { status, stage } = document;
    // A test that is only planned has no status.
    const isPlanned = status === undefined && typeof stage === 'string' && /^(?:pending|scheduled)$/i.test(stage);
    if (status !== null && typeof status !== 'string' && !isPlanned) return 'has no key `status`';
    if (typeof status === 'string' && !statusWords.has(status.toLowerCase()))
      return `has a status ${JSON.stringify(status.slice(0, 40))} that Allure does not know`;
    const other = Object.keys(document).find((key) => !keys.has(key));
    if (other !== undefined) return `has a key ${JSON.stringify(other.slice(0, 40))} that Allure does not write`;
    return hasMark(document) ? null : 'has none of `uuid`, `fullName`, `historyId`, `statusDetails`, `steps`, `labels`';
  },
  schema,
  report: (result) => {
    const span = result.start == null || result.stop == null ? null : result.stop - result.start;
    // A clock that was set back while it ran measured nothing.
    const durationMs = span !== null && span < 0 ? null : span;
    return {
      kind: 'tests',
      tool: { name: 'allure', version: null },
      partial: [],
      tests: [testCase(result, durationMs)],
      unlisted: [],
      durationMs,
    };
  },
});

const statusWords = new Set(['passed', 'failed', 'broken', 'skipped', 'unknown', 'canceled', 'pending']);

/** What Allure's adaptors write at the root of a result: one more key means another tool's document. */
const keys = new Set(
  [
    'uuid name fullName historyId testCaseId testCaseName rerunOf titlePath status statusDetails stage description descriptionHtml',
    'start stop steps attachments parameters labels links',
  ].flatMap((line) => line.split(' ')),
);

/** Something besides a name and a status, which any tool may write. */
function hasMark(document: { readonly [key: string]: unknown }): boolean {
  const isText = ['uuid', 'fullName', 'historyId'].some((key) => typeof document[key] === 'string');
  const isListed = ['steps', 'labels'].some((key) => Array.isArray(document[key]));
  return isText || isListed || (typeof document['statusDetails'] === 'object' && document['statusDetails'] !== null);
}

function testCase(result: Result, durationMs: number | null): TestCase {
  const status = statusOf(result);
  return {
    name: nameOf(result),
    status,
    durationMs,
    attempts: 1,
    flaky: status === 'passed' && result.statusDetails?.flaky === true,
    message:
      result.statusDetails?.message ??
      (result.status == null && status === 'failed' ? 'the result has no status: not accounted for' : null),
    path: [...(result.titlePath?.length ? result.titlePath : suitesOf(result)), result.name].filter((part) => part !== ''),
    difference: differenceOf(result),
  };
}

function differenceOf({ statusDetails }: Result): TestDifference | undefined {
  const { expected, actual } = statusDetails ?? {};
  return expected == null || actual == null ? undefined : { expected: excerptOf(expected) ?? '', received: excerptOf(actual) ?? '' };
}

function statusOf({ status, stage }: Result): TestCase['status'] {
  if (status === undefined && stage?.toLowerCase() === 'pending') return 'skipped';
  if (['running', 'scheduled', 'interrupted'].includes(stage?.toLowerCase() ?? '')) return 'failed';
  const word = status?.toLowerCase();
  return word === 'passed' || word === 'skipped' ? word : 'failed';
}

function nameOf(result: Result): string {
  if (result.fullName != null && result.fullName !== '') return result.fullName;
  return [...suitesOf(result), result.name].filter((part) => part !== '').join('/');
}

function suitesOf({ labels }: Result): string[] {
  return ['parentSuite', 'suite', 'subSuite'].flatMap((kind) => labels?.find((label) => label.name === kind)?.value ?? []);
}
