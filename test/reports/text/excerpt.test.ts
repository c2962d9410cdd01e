import { expect, test } from 'vitest';
import { excerptOf } from '../../../src/reports/text/excerpt.ts';

test('an excerpt is without the colours of a terminal', () => {
  expect(excerptOf('\u001b[31mError: \u001b[2mexpect(\u001b[22mreceived)\u001b[39m\n')).toBe('Error: expect(received)');
  expect(excerptOf('\u001b[31m\u001b[39m')).toBeNull();
});
