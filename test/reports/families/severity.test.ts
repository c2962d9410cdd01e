import { describe, expect, test } from 'vitest';
import { distinctFindings, severityOfLevel, severityOfWord, worstSeverity } from '../../../src/reports/families/severity.ts';
import type { Finding, Severity } from '../../../src/reports/report.ts';

const finding = (rule: string, severity: Severity, more: { suppressed?: boolean; aliases?: string[] } = {}): Finding => ({
  rule,
  aliases: more.aliases ?? [],
  severity,
  title: rule,
  place: null,
  suppressed: more.suppressed ?? false,
});

describe('one finding an id', () => {
  test('takes the worst severity of its findings', () => {
    const [found] = distinctFindings([finding('CVE-1', 'low'), finding('CVE-1', 'critical'), finding('CVE-1', 'medium')]);
    expect(found?.severity).toBe('critical');
  });

  test('is suppressed only where each of them is', () => {
    const mixed = distinctFindings([finding('CVE-1', 'low', { suppressed: true }), finding('CVE-1', 'low')]);
    const whole = distinctFindings([finding('CVE-1', 'low', { suppressed: true }), finding('CVE-1', 'low', { suppressed: true })]);
    expect([mixed, whole].map(([each]) => each?.suppressed)).toEqual([false, true]);
  });

  test('is as severe as what is not suppressed', () => {
    const [found] = distinctFindings([finding('CVE-1', 'critical', { suppressed: true }), finding('CVE-1', 'low')]);
    expect(found?.severity).toBe('low');
  });

  test('keeps the order of the ids and the aliases of all', () => {
    const found = distinctFindings([
      finding('B', 'low', { aliases: ['x'] }),
      finding('A', 'low'),
      finding('B', 'low', { aliases: ['y', 'x', 'B'] }),
    ]);
    expect(found.map(({ rule, aliases }) => [rule, aliases])).toEqual([
      ['B', ['x', 'y']],
      ['A', []],
    ]);
  });
});

test('an unknown severity gives way to one that is rated', () => {
  expect(worstSeverity(['unknown', 'low'])).toBe('low');
  expect(worstSeverity(['unknown'])).toBe('unknown');
  expect(worstSeverity([])).toBe('unknown');
});

test.each([
  ['CRITICAL', 'critical'],
  ['Moderate', 'medium'],
  ['informational', 'info'],
  ['none', 'info'],
  ['important', 'unknown'],
  ['', 'unknown'],
  [null, 'unknown'],
] as const)('the word %j means %s', (word, severity) => {
  expect(severityOfWord(word)).toBe(severity);
});

test.each([
  ['error', 'high'],
  ['WARNING', 'medium'],
  ['note', 'low'],
  ['INFO', 'info'],
  ['CRITICAL', 'critical'],
  ['EXPERIMENT', 'unknown'],
] as const)('the level %s is %s', (level, severity) => {
  expect(severityOfLevel(level)).toBe(severity);
});
