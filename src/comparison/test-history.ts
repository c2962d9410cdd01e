import type { TestCase } from '../reports/report.ts';

/** The tests of a result file as a release before had it, by full name; where a name is listed twice its worst counts. */
export interface EarlierTests {
  readonly version: string;
  readonly statuses: ReadonlyMap<string, TestCase['status']>;
}

/** What became of a test since the release before. */
export type TestChange =
  /** The release before does not have it. */
  | { readonly kind: 'new' }
  /** It fails now, and did not there. */
  | { readonly kind: 'newly-failing'; readonly before: 'passed' | 'skipped'; readonly version: string }
  /** It has failed in each release since this one. */
  | { readonly kind: 'still-failing'; readonly since: string; readonly isOldest: boolean }
  /** It failed there and passes now. */
  | { readonly kind: 'fixed'; readonly version: string };

/** What changed in a result file's tests, by name, since the newest release before that has the file. */
export interface TestHistory {
  readonly version: string;
  /** By full name; a test of which there is nothing to say is not in it. */
  readonly changes: ReadonlyMap<string, TestChange>;
  /** Names that the release before has, and this file has no more. */
  readonly gone: readonly string[];
}

/**
 * Compares the tests of a file with those of the releases before.
 *
 * @param earlier The newest release first; further back than the first test that did not fail is not looked at.
 * @returns Null where no release before has the file.
 */
export function testHistory(tests: readonly TestCase[], earlier: readonly EarlierTests[]): TestHistory | null {
  const [before] = earlier;
  if (before === undefined) return null;
  const now = worstByName(tests);
  const changes = new Map<string, TestChange>();
  for (const [name, status] of now) {
    const change = changeOf(status, before.statuses.get(name), before.version, () => failingSince(name, earlier));
    if (change !== null) changes.set(name, change);
  }
  return { version: before.version, changes, gone: [...before.statuses.keys()].filter((name) => !now.has(name)) };
}

function changeOf(
  status: TestCase['status'],
  before: TestCase['status'] | undefined,
  version: string,
  since: () => { readonly since: string; readonly isOldest: boolean },
): TestChange | null {
  if (before === undefined) return { kind: 'new' };
  if (status === 'failed') return before === 'failed' ? { kind: 'still-failing', ...since() } : { kind: 'newly-failing', before, version };
  return status === 'passed' && before === 'failed' ? { kind: 'fixed', version } : null;
}

/** The oldest of the releases in a row, the newest first, in which a test failed, and whether none before is known. */
function failingSince(name: string, earlier: readonly EarlierTests[]): { since: string; isOldest: boolean } {
  const end = earlier.findIndex(({ statuses }) => statuses.get(name) !== 'failed');
  const inRow = end === -1 ? earlier : earlier.slice(0, end);
  return { since: inRow.at(-1)?.version ?? '', isOldest: end === -1 };
}

const worst = { failed: 2, skipped: 1, passed: 0 } as const;

/** The status of each name: failed, then skipped, then passed. */
export function worstByName(tests: readonly Pick<TestCase, 'name' | 'status'>[]): Map<string, TestCase['status']> {
  const statuses = new Map<string, TestCase['status']>();
  for (const { name, status } of tests) {
    const other = statuses.get(name);
    if (other === undefined || worst[status] > worst[other]) statuses.set(name, status);
  }
  return statuses;
}
