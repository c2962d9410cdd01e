import type { TestChange, TestHistory } from '../../comparison/test-history.ts';
import type { TestCase } from '../../reports/report.ts';
import type { TestCounts } from '../../reports/summary.ts';
import { formatNumber } from '../../unit.ts';
import { listWords, plural, verb } from './grammar.ts';

/** What became of a test, as filters and rows say it. */
export type TestOutcome = 'failed' | 'flaky' | 'skipped' | 'passed';

/** The outcome of a test; one that failed and then passed is flaky. */
export function outcomeOfTest({ status, flaky }: Pick<TestCase, 'status' | 'flaky'>): TestOutcome {
  return flaky && status === 'passed' ? 'flaky' : status;
}

/** How long something took, in units that a person reads: `12 ms`, `1.2 s`, `2 min 5 s`; empty where it is not known. */
export function durationWords(ms: number | null): string {
  if (ms === null) return '';
  if (ms < 1) return ms === 0 ? '0 ms' : '< 1 ms';
  if (ms < 999.5) return `${Math.round(ms)} ms`;
  if (ms < 59_950) return `${formatNumber(ms / 1000, 1)} s`;
  const seconds = Math.round(ms / 1000);
  const [hours, minutes] = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60];
  return hours > 0 ? `${hours} h ${minutes} min` : `${minutes} min ${seconds % 60} s`;
}

/** Counts of tests by what became of them, the worst first: `2 failed, 1 flaky, 240 passed`. */
export function testCountWords({ failed, flaky, skipped, passed }: Pick<TestCounts, TestOutcome>): string {
  const counts = [
    [failed, 'failed'],
    [flaky, 'flaky'],
    [skipped, 'skipped'],
    [passed - flaky, 'passed'],
  ] as const;
  return counts.flatMap(([count, word]) => (count === 0 ? [] : `${formatNumber(count)} ${word}`)).join(', ');
}

/** What is said of a failure since the release before. */
export function testChangeWords(change: TestChange): string {
  switch (change.kind) {
    case 'new':
      return 'new';
    case 'newly-failing':
      return `${change.before} in ${change.version}`;
    case 'still-failing':
      return change.isOldest ? `failing since ${change.since}, as far as is known` : `failing since ${change.since}`;
    case 'fixed':
      return `fixed: failed in ${change.version}`;
  }
}

/** What changed in all since the release before, in a sentence. */
export function testHistoryWords({ version, changes, gone }: TestHistory): string {
  const count = (kind: TestChange['kind']) => [...changes.values()].filter((change) => change.kind === kind).length;
  const [added, broken, still, fixed] = [count('new'), count('newly-failing'), count('still-failing'), count('fixed')];
  const parts = [
    broken > 0 ? `${plural(broken, 'test')} newly ${verb(broken, 'fails', 'fail')}` : '',
    still > 0 ? `${formatNumber(still)} still ${verb(still, 'fails', 'fail')}` : '',
    fixed > 0 ? `${formatNumber(fixed)} ${verb(fixed, 'is', 'are')} fixed` : '',
    added > 0 ? `${formatNumber(added)} ${verb(added, 'is', 'are')} new` : '',
    gone.length > 0 ? `${formatNumber(gone.length)} ${verb(gone.length, 'is', 'are')} no longer there` : '',
  ];
  const said = listWords(parts);
  return `Since ${version}, by name: ${said === '' ? 'the same tests, with the same outcomes' : said}.`;
}

/** What stands in the place of tests that could not be listed. */
export const standsForWords = { build: 'did not build', suite: 'failed as a whole' } as const;

/** That packages did not list their tests; empty where each did. */
export function unlistedTestsWords(unlisted: readonly string[]): string {
  if (unlisted.length === 0) return '';
  return `${plural(unlisted.length, 'package or suite', 'packages or suites')} could not list ${verb(unlisted.length, 'its', 'their')} tests: which there are, and what becomes of them, is not known.`;
}

/** How many tests fail with one message. */
export function sameMessageWords(count: number): string {
  return `${formatNumber(count)} tests fail with this message`;
}

/** How often a test ran. */
export function attemptsWords(attempts: number): string {
  return attempts < 2 ? '' : `passed at attempt ${attempts}`;
}

/** An attempt of a test by its number, with what it says in a line. */
export function attemptTitle(number: number, said: string): string {
  return `Attempt ${number}: ${said}`;
}

/** How many attempts before the last failed with the same message; empty where none did. */
export function alikeAttemptsWords(count: number): string {
  return count === 0 ? '' : `${plural(count, 'attempt')} before failed alike`;
}

/** Tests that stand in no package and no suite. */
export const noPackageWords = 'in no suite';

/** Tests that were skipped without a word. */
export const noSkipReasonWords = 'no reason given';

/** How many more tests are in the lists below. */
export function moreTestsWords(more: number): string {
  return more === 0 ? '' : `${formatNumber(more)} more ${verb(more, 'is', 'are')} in the list of all tests.`;
}

/** How many more packages are on the pages of all tests; empty where none is. */
export function morePackagesWords(more: number): string {
  return more === 0 ? '' : `${plural(more, 'more package is', 'more packages are')} on these pages:`;
}

/** How many tests a filter by name finds, and how many of them are shown. */
export function foundTestsWords(found: number, shown: number): string {
  return `${plural(found, 'test')}${found > shown ? `, the first ${formatNumber(shown)} shown` : ''}`;
}

/** A page of the list of tests. */
export function testPageWords(page: number, pages: number): string {
  return `Tests, page ${formatNumber(page)} of ${formatNumber(pages)}`;
}
