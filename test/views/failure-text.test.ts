import { expect, test } from 'vitest';
import { failureText } from '../../src/views/failure-text.ts';

test.each([
  [
    'what JUnit says in its attribute and again in its text stands once, and the trace of Vitest apart',
    'expected 2 to be 3\n\nAssertionError: expected 2 to be 3\n\n- Expected\n+ Received\n\n- 3\n+ 2\n\n ❯ unit/a.test.js:7:126\n ❯ run src/a.js:1:2',
    [
      [null, 'AssertionError: expected 2 to be 3\n'],
      ['expected', '- Expected'],
      ['received', '+ Received'],
      [null, ''],
      ['expected', '- 3'],
      ['received', '+ 2'],
    ],
    '❯ unit/a.test.js:7:126\n ❯ run src/a.js:1:2',
  ],
  [
    'a unified diff of testify has its sides, and what stands above it none',
    '\tError: \tNot equal:\n\t- a list\n\tDiff:\n\t--- Expected\n\t+++ Actual\n\t@@ -1 +1 @@\n\t-foo\n\t+bar',
    [
      [null, '\tError: \tNot equal:\n\t- a list\n\tDiff:'],
      ['expected', '\t--- Expected'],
      ['received', '\t+++ Actual'],
      [null, '\t@@ -1 +1 @@'],
      ['expected', '\t-foo'],
      ['received', '\t+bar'],
    ],
    null,
  ],
  ['a list of hyphens is no diff', '- one\n+ two', [[null, '- one\n+ two']], null],
  [
    'a second paragraph that only begins alike is another one',
    'no rate\n\nError: no rates at all',
    [[null, 'no rate\n\nError: no rates at all']],
    null,
  ],
])('%s', (_, message, lines, trace) => {
  const text = failureText(message);
  expect(text.lines.map((each) => [each.side, each.text])).toEqual(lines);
  expect(text.trace).toBe(trace);
});
