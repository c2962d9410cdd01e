import { expect, test } from 'vitest';
import { countedNoun } from '../../../src/publish/words/counted-noun.ts';

test.each([
  ['Zero TODO/FIXME in critical paths', '/todo/count', 'TODO/FIXME'],
  ['Zero mocked data', '/mockMentions/count', 'mocked data'],
  ['No memory leaks detected', '/leaks', 'memory leaks'],
  ['Critical vulnerabilities: 0', '/critical', 'critical vulnerabilities'],
  ['Open incidents < 3', '/n', 'open incidents'],
  ['At most 5 restarts per day', '/restarts', 'restarts'],
  ['0 crashes (soak test)', '', 'crashes'],
  ['Fewer than 1,000 slow queries', '', 'slow queries'],
  ['Code is clean', '/deadFunctions/count', 'dead functions'],
  ['Code is clean', '/lint_errors', 'lint errors'],
  ['Code is clean', '/HTTPErrors/total', 'HTTP errors'],
  ['Queries are fast', '/statementsOver50Ms', 'statements over 50 ms'],
  ['Code is clean', '/count', ''],
  ['Code is clean', 'errors.count', ''],
  ['', '', ''],
])('%s at %s counts %s', (text, selector, noun) => {
  expect(countedNoun(text, selector)).toBe(noun);
});
