import { expect, test } from 'vitest';
import { pageName } from '../../../src/publish/words/release-words.ts';

test.each([
  ['Unit Testing', 2, 'Layer 2: Unit Testing'],
  ['Gates', null, 'Gates'],
  ['Layer 2: Unit Testing', 2, 'Layer 2: Unit Testing'],
  ['LAYER 2', 2, 'LAYER 2'],
  ['Layer 20 of the cake', 2, 'Layer 2: Layer 20 of the cake'],
  ['Layered cake', 2, 'Layer 2: Layered cake'],
])('a page titled %j of layer %j is named %j', (title, number, name) => {
  expect(pageName({ title, number })).toBe(name);
});
