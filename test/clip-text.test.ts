import { expect, test } from 'vitest';
import { clipText } from '../src/clip-text.ts';

test.each([
  ['abcde', 5, 'abcde'],
  ['abcdef', 5, 'abcd…'],
  ['🚦🚦🚦', 3, '🚦🚦🚦'],
  ['🚦🚦🚦🚦', 3, '🚦🚦…'],
  ['a🚦🚦🚦', 3, 'a🚦…'],
  ['🚦'.repeat(1000), 2, '🚦…'],
  ['', 1, ''],
])('%j has room in %i characters as %j', (text, longest, clipped) => {
  expect(clipText(text, longest)).toBe(clipped);
  expect(clipText(text, longest).isWellFormed()).toBe(true);
});
