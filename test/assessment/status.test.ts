import { describe, expect, test } from 'vitest';
import type { Status, Verdict } from '../../src/assessment/assessment.ts';
import { parentStatus, rollUp, statusOf } from '../../src/assessment/status.ts';
import type { Mark } from '../../src/checklist/checklist.ts';

const pass: Verdict = { state: 'pass' };
const fail: Verdict = { state: 'fail', reason: { code: 'value-false' } };
const open: Verdict = { state: 'unproven', reason: { code: 'missing' } };

describe('the status of an item', () => {
  const evidence: Record<string, Verdict[]> = {
    'all pass': [pass, pass],
    'any fails': [pass, fail, open],
    'any unproven': [pass, open],
    'none cited': [],
  };
  test.each([
    ['complete', 'all pass', 'verified'],
    ['complete', 'any fails', 'contradicted'],
    ['complete', 'any unproven', 'claimed'],
    ['complete', 'none cited', 'claimed'],
    ['in-progress', 'all pass', 'verified'],
    ['in-progress', 'any fails', 'failing'],
    ['in-progress', 'any unproven', 'in-progress'],
    ['in-progress', 'none cited', 'in-progress'],
    ['not-started', 'all pass', 'verified'],
    ['not-started', 'any fails', 'failing'],
    ['not-started', 'any unproven', 'unproven'],
    ['not-started', 'none cited', 'not-started'],
    ['blocked', 'all pass', 'blocked'],
    ['blocked', 'any fails', 'blocked'],
    ['blocked', 'any unproven', 'blocked'],
    ['blocked', 'none cited', 'blocked'],
    ['not-applicable', 'all pass', 'not-applicable'],
    ['not-applicable', 'any fails', 'not-applicable'],
    ['not-applicable', 'any unproven', 'not-applicable'],
    ['not-applicable', 'none cited', 'not-applicable'],
  ] as const)('marked %s, %s: %s', (mark, verdicts, status) => {
    expect(statusOf(mark, evidence[verdicts] ?? [])).toBe(status);
  });
});

describe('the roll-up of statuses', () => {
  test.each<[Status[], Status]>([
    [['verified', 'contradicted', 'failing', 'blocked'], 'contradicted'],
    [['verified', 'failing', 'blocked'], 'failing'],
    [['verified', 'blocked', 'claimed'], 'blocked'],
    [['verified', 'verified'], 'verified'],
    [['verified', 'attested'], 'attested'],
    [['verified', 'attested', 'waived'], 'waived'],
    [['claimed', 'claimed'], 'claimed'],
    [['not-started', 'not-started'], 'not-started'],
    [['unproven', 'unproven'], 'unproven'],
    [['unproven', 'not-started'], 'in-progress'],
    [['claimed', 'not-started'], 'in-progress'],
    [['verified', 'not-started'], 'in-progress'],
    [['verified', 'not-applicable'], 'verified'],
    [['not-applicable', 'not-applicable'], 'not-applicable'],
  ])('%j is %s', (children, status) => {
    expect(rollUp(children)).toBe(status);
  });
});

describe('a parent', () => {
  test.each<[Mark, Status[], Verdict[], Status]>([
    ['complete', ['verified', 'failing'], [], 'contradicted'],
    ['complete', ['contradicted'], [], 'contradicted'],
    ['complete', ['verified', 'not-started'], [], 'claimed'],
    ['complete', ['verified'], [], 'verified'],
    ['complete', ['waived'], [], 'waived'],
    ['complete', ['verified'], [fail], 'contradicted'],
    ['complete', ['verified'], [open], 'claimed'],
    ['not-started', ['verified'], [open], 'in-progress'],
    ['not-started', ['verified', 'failing'], [], 'failing'],
    ['not-started', ['unproven'], [open], 'unproven'],
    ['blocked', ['verified'], [pass], 'blocked'],
    ['blocked', ['contradicted'], [fail], 'blocked'],
    ['blocked', ['not-applicable'], [], 'blocked'],
  ])('marked %s over %j', (mark, children, verdicts, status) => {
    expect(parentStatus(mark, verdicts, children)).toBe(status);
  });
});
