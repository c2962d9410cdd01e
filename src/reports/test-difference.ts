import type { TestCase, TestDifference } from './report.ts';

/** What a test expected and received: as its tool says apart, else as its assertion words it; null where neither does. */
export function differenceOf({ difference, status, message }: Pick<TestCase, 'difference' | 'status' | 'message'>): TestDifference | null {
  if (difference !== undefined) return difference;
  if (status !== 'failed' || message === null) return null;
  const head = message.slice(0, mostLooked);
  for (const { pattern, receivedFirst } of wordings) {
    const [, first, second] = pattern.exec(head) ?? [];
    if (first === undefined || second === undefined) continue;
    const [expected, received] = receivedFirst ? [second, first] : [first, second];
    return { expected: expected.trim(), received: received.trim() };
  }
  return null;
}

/** An assertion states its values at its start. In UTF-16 units. */
const mostLooked = 2000;

/** How assertion libraries say which of two values was expected; what does not say it is not guessed. */
const wordings: readonly { readonly pattern: RegExp; readonly receivedFirst: boolean }[] = [
  // JUnit, AssertJ, Hamcrest: `expected: <3> but was: <2>`; MSTest: `Expected:<7>. Actual:<5>.`
  { pattern: /\bexpected: ?<(.*)> but was: ?<(.*)>/i, receivedFirst: false },
  { pattern: /\bExpected:<(.*)>\. Actual:<(.*)>\./, receivedFirst: false },
  // Jest and Playwright, xUnit.net, NUnit, testify, RSpec and PHPUnit's kin: a line each.
  { pattern: /^[ \t]*Expected[^:\n]{0,24}:(.*)\n(?:[ \t]*\n)?[ \t]*(?:Received|Actual|But was)[^:\n]{0,24}:(.*)$/im, receivedFirst: false },
  { pattern: /^[ \t]*expected:(.*)\n[ \t]*got:(.*)$/im, receivedFirst: false },
  // Go: `Area() = 12, want 13`, `got 12, want 13`.
  { pattern: /(?: = |\bgot:? )(\S.*?)[,;] want:? (\S.*)$/m, receivedFirst: true },
  // Chai and Vitest: `expected 2 to be 3`, `expected [ 1 ] to deeply equal [ 2 ]`.
  {
    pattern: /^(?:AssertionError: )?expected (\S.*?) to (?:be|(?:deeply |strictly )?equal|eql) (\S.*?)(?: \/\/ .*)?$/m,
    receivedFirst: true,
  },
];
