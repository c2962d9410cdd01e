import fc from 'fast-check';
import { expect, test } from 'vitest';
import { findCircles } from '../../src/checklist/circles.ts';
import { readChecklist } from '../../src/checklist/read-checklist.ts';

/** What can be reached from a node in one step or more, found without cleverness. */
function reachable(from: number, next: readonly (readonly number[])[]): Set<number> {
  const found = new Set<number>();
  const ahead = [...(next[from] ?? [])];
  for (let node = ahead.pop(); node !== undefined; node = ahead.pop()) {
    if (!found.has(node)) ahead.push(...(next[node] ?? []));
    found.add(node);
  }
  return found;
}

test('two nodes are part of one circle where each can be reached from the other', () => {
  const graph = fc.array(fc.array(fc.nat(7), { maxLength: 3 }), { minLength: 8, maxLength: 8 });
  fc.assert(
    fc.property(graph, (next) => {
      const nodes = next.map((_, node) => node);
      const circles = findCircles(nodes, (node) => next[node] ?? []);
      for (const one of nodes) {
        expect(circles.has(one)).toBe(reachable(one, next).has(one));
        for (const other of nodes.filter((node) => node !== one)) {
          const together = reachable(one, next).has(other) && reachable(other, next).has(one);
          expect(circles.has(one) && circles.get(one) === circles.get(other)).toBe(together);
        }
      }
    }),
  );
});

test('a chain as long as there is memory is no circle', () => {
  const length = 200_000;
  expect(findCircles([0], (node) => (node < length ? [node + 1] : [])).size).toBe(0);
});

test.each([
  ['a link to the page that it stands on', '- [ ] A [all](/content/checklist/1-a.md)\n- [ ] B'],
  ['a part that links to what it is a part of', '- [ ] A\n  - [ ] B [a](/content/checklist/1-a.md#a)'],
  ['two that link to each other', '- [ ] A [b](/content/checklist/1-a.md#b)\n- [ ] B [a](/content/checklist/1-a.md#a)'],
])('%s is a circle, told where each link stands', (_, items) => {
  const { problems } = readChecklist([{ path: 'content/checklist/1-a.md', text: `# A\n\n${items}\n` }]);
  expect(problems.map(({ code }) => code)).toEqual(items.match(/\]\(/g)?.map(() => 'CITATION_CIRCLE'));
});
