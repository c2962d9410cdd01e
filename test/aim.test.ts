import { beforeAll, describe, expect, test } from 'vitest';
import type { AssessedItem } from '../src/assessment/assessment.ts';
import { itemsOf } from '../src/assessment/items.ts';
import { contradictions } from '../src/assessment/readiness.ts';
import { type LoadedRoot, loadRoot } from '../src/disk/root.ts';
import { measuredWords } from '../src/publish/words/measure-words.ts';
import { citationName } from '../src/publish/words/name-words.ts';
import { reasonWords } from '../src/publish/words/reason-words.ts';

let root: LoadedRoot;
beforeAll(async () => {
  const outcome = await loadRoot('.', new Date('2026-11-24T12:00:00Z'));
  if (outcome.state === 'refused') throw new Error(outcome.problems.map(({ message }) => message).join('; '));
  root = outcome.value;
});

const item = (id: string): AssessedItem => {
  const found = itemsOf(root.assessment.pages).find((each) => each.id === id);
  if (found === undefined) throw new Error(`there is no item ${id}`);
  return found;
};
const said = (id: string) =>
  item(id).citations.map(
    ({ measured, verdict }) =>
      `${verdict.state}: ${verdict.state === 'unproven' ? reasonWords(verdict.reason) : measured && measuredWords(measured)}`,
  );

test('the checklist is whole: 197 items, 3 of them parents, 20 complete and 177 not started', () => {
  const items = itemsOf(root.assessment.pages);
  expect(items).toHaveLength(197);
  expect(items.filter(({ items: children }) => children.length > 0)).toHaveLength(3);
  expect(items.filter(({ mark }) => mark === 'complete')).toHaveLength(20);
  expect(items.filter(({ mark }) => mark === 'not-started')).toHaveLength(177);
});

test('the release is not ready, and every contradiction is a quality gate', () => {
  expect(root.assessment.state).toBe('not-ready');
  expect(contradictions(root.assessment).map(({ id }) => id.split('/')[0])).toEqual(Array(10).fill('gates'));
});

describe('what the evidence of the release in preparation says', () => {
  test.each<[string, AssessedItem['status'], string[]]>([
    ['unit-testing/deliverables/all-tests-passing', 'failing', ['fail: 15 tests passed, 1 failed']],
    [
      'unit-testing/test-coverage/coverage-for-services',
      'unproven',
      ['unproven: nothing measured there: internal/application selects none of 93'],
    ],
    ['gates/testing/unit-test-coverage', 'contradicted', ['fail: 0.3 % of statements']],
    ['integration-testing/test-quality/all-tests-pass-consistently', 'failing', ['fail: 199 tests passed, 12 failed']],
    ['gates/testing/integration-test-coverage', 'contradicted', ['fail: 54.7 %']],
    ['performance-benchmarking/performance-targets/p95-api-latency', 'failing', ['fail: 1,720.6 ms']],
    ['gates/performance/p95-latency', 'contradicted', ['fail: 1,720.6 ms']],
    ['performance-benchmarking/performance-targets/error-rate-normal-load', 'verified', ['pass: 0 %']],
    [
      'security-validation/vulnerability-scanning/critical-vulnerabilities',
      'unproven',
      [
        'unproven: scan/npm-audit.json holds the tool’s error, not a result',
        'unproven: scan/govulncheck.json holds the tool’s error, not a result',
      ],
    ],
    ['gates/code-quality/todo-fixme-in-critical-paths', 'contradicted', ['fail: 32']],
    ['gates/deployment/health-checks-operational', 'verified', ['pass: 1 test passed']],
    ['staging-deployment/post-deployment/health-endpoints-responding', 'unproven', ['unproven: measured in local, asked for in staging']],
    ['integration-testing/endpoint-coverage/all-webhook-endpoints-tested', 'failing', ['fail: 83.3 %', 'pass: 8 tests passed']],
    ['security-validation/penetration-testing/authentication-bypass-attempts-pass', 'failing', ['fail: 97 tests passed, 1 failed']],
    ['staging-deployment/pre-deployment/migration-files-tested-locally', 'verified', ['pass: 0']],
    ['gates/code-quality/all-queries-parameterized', 'verified', ['pass: 0 findings', 'pass: 0']],
  ])('%s is %s', (id, status, words) => {
    expect(item(id).status).toBe(status);
    expect(said(id)).toEqual(words);
  });

  test('one test of 98 that ask without a token got an answer', () => {
    expect(item('security-validation/penetration-testing/authentication-bypass-attempts-pass').citations[0]?.examples).toEqual([
      'github.com/opena2a/identity/backend/tests/integration/TestGetMCPServerAgentsUnauthorized',
    ]);
  });
});

test('every citation names a file that is there', () => {
  const missing = itemsOf(root.assessment.pages).flatMap(({ citations }) =>
    citations.filter(({ verdict }) => verdict.state === 'unproven' && verdict.reason.code === 'missing'),
  );
  expect(missing.map(citationName)).toEqual([]);
});
