import type { Measure } from '../../checklist/requirements/measure.ts';
import { isWildcard, literalStart, nameMatcher } from '../../glob.ts';
import type { EvidenceFile } from '../../reports/evidence.ts';
import type { TestCase, TestsReport } from '../../reports/report.ts';
import type { UnprovenReason } from '../reason.ts';
import { type Measurement, maxExamples, numberMeasured, type Reported, unproven } from './measurement.ts';

/**
 * Measures test results: a glob over full names, `@duration` or `@flaky`.
 *
 * @param parts The files of all shards: one set, in which a test listed twice counts by its worst.
 * @param earlier The same files of earlier attempts: a test that failed there and passes now is flaky.
 */
export function measureTests(selector: string, parts: readonly Reported<TestsReport>[], earlier: readonly EvidenceFile[]): Measurement {
  if (selector === '@duration') return duration(parts);
  const tests = mergeByName(parts.flatMap(({ report }) => report.tests));
  if (tests.length === 0) return unproven({ code: 'no-tests' });
  if (selector === '@flaky') return flaky(tests, earlier);

  const matches = nameMatcher(selector);
  const selected = tests.filter(({ name }) => matches(name));
  if (selected.length === 0) {
    return unproven(
      { code: 'nothing-selected', selector, available: tests.length },
      tests.map(({ name }) => name),
    );
  }
  const withStatus = (status: TestCase['status']) => selected.filter((test) => test.status === status);
  const failed = withStatus('failed');
  const skipped = withStatus('skipped').length;
  if (skipped === selected.length) return unproven({ code: 'all-skipped', skipped });
  return {
    state: 'measured',
    measured: { kind: 'tests', passed: selected.length - failed.length - skipped, failed: failed.length, skipped },
    number: null,
    own: {
      rule: 'none-failed',
      verdict:
        failed.length === 0
          ? { state: 'pass' }
          : { state: 'fail', reason: { code: 'tests-failed', failed: failed.length, total: selected.length } },
    },
    partial: unlisted(selector, parts, tests),
    examples: failed.slice(0, maxExamples).map(({ name }) => name),
  };
}

/** The count of tests that a measure asks for, of tests that were measured; null for what no count of tests says. */
export function countTests(measure: Measure | null, tests: Measurement): Measurement | null {
  if (tests.state === 'unproven' || tests.measured.kind !== 'tests') return tests;
  const { passed, failed, skipped } = tests.measured;
  const counts = new Map<Measure | null, number>([
    ['tests', passed + failed + skipped],
    ['passed-tests', passed],
    ['failed-tests', failed],
    ['skipped-tests', skipped],
  ]);
  const value = counts.get(measure);
  return value === undefined ? null : { ...tests, number: { value, unit: 'count' } };
}

/** One entry a name, the worst where shards or reruns list it twice: failed, then skipped, then passed. */
function mergeByName(tests: readonly TestCase[]): TestCase[] {
  const worst = { failed: 2, skipped: 1, passed: 0 };
  const byName = new Map<string, TestCase>();
  for (const test of tests) {
    const other = byName.get(test.name);
    if (other === undefined || worst[test.status] > worst[other.status]) byName.set(test.name, test);
  }
  return [...byName.values()];
}

function duration(parts: readonly Reported<TestsReport>[]): Measurement {
  const durations = parts.flatMap(({ report }) => report.durationMs ?? []);
  if (durations.length < parts.length) return unproven({ code: 'not-measured', what: 'duration' });
  return numberMeasured(Math.max(...durations), 'ms');
}

function flaky(tests: readonly TestCase[], earlier: readonly EvidenceFile[]): Measurement {
  const before = new Map<string, TestCase['status']>();
  for (const { outcome } of earlier) {
    if (outcome.state !== 'read' || outcome.report.kind !== 'tests') continue;
    for (const { name, status } of outcome.report.tests) if (before.get(name) !== 'failed') before.set(name, status);
  }
  if (before.size === 0 && !tests.some(({ attempts }) => attempts > 1)) return unproven({ code: 'not-measured', what: 'flaky' });
  const found = tests.filter((test) => test.flaky || (test.status === 'passed' && before.get(test.name) === 'failed'));
  return {
    ...numberMeasured(found.length, 'count'),
    own: {
      rule: 'none-flaky',
      verdict: found.length === 0 ? { state: 'pass' } : { state: 'fail', reason: { code: 'criterion-missed' } },
    },
    examples: found.slice(0, maxExamples).map(({ name }) => name),
  };
}

/** A wildcard over tests is partial where a package could not list its tests, unless the selector names others. */
function unlisted(selector: string, parts: readonly Reported<TestsReport>[], tests: readonly TestCase[]): UnprovenReason[] {
  if (selector !== '' && !isWildcard(selector)) return [];
  const start = literalStart(selector);
  const named = start === '' ? null : nameMatcher(start);
  const namesOthers = (name: string) => named !== null && !named(name) && tests.some((test) => named(test.name));
  const packages = parts.flatMap(({ report }) => report.unlisted).filter((name) => !namesOthers(name));
  return packages.length === 0 ? [] : [{ code: 'tests-unlisted', packages: packages.length }];
}
