import { expect, test } from 'vitest';
import { freshnessDays, isBlocking, Portal } from '../../src/checklist/portal.ts';
import { Waivers } from '../../src/checklist/waivers.ts';
import { readYaml } from '../../src/checklist/yaml.ts';
import { formatProblem } from '../../src/problem.ts';

const portal = (text: string) => readYaml(text, 'content/portal.yaml', Portal);
const problems = (text: string, schema: Parameters<typeof readYaml>[2] = Portal) => {
  const outcome = readYaml(text, 'f.yaml', schema);
  return outcome.state === 'read' ? [] : outcome.problems.map(formatProblem);
};

test.each([
  ['product: A\nfreshnes:\n  default: 3 days\n', 'f.yaml:2:1 VALUE the key "freshnes" is unknown - correct its name, or remove it'],
  ['product: A\nfreshness:\n  default: 3\n', /^f\.yaml:3:12 VALUE freshness\.default: /],
  ['product: A\nfreshness:\n  default: soon\n', 'f.yaml:3:12 VALUE freshness.default: write a number of days: 90 days - correct the value'],
  ['product: A\nproduct: B\n', /^f\.yaml:2:1 YAML_SYNTAX /],
  ['product: [A\n', /^f\.yaml:\d+:\d+ YAML_SYNTAX /],
  [`? ${'? '.repeat(100)}`, 'f.yaml:1:1 DEPTH what it holds nests more than 64 deep - a file of settings is short and flat: write it anew'],
  [`product: ${'['.repeat(100)}`, /^f\.yaml:1:1 DEPTH /],
  [`product: A #${' '.repeat(100_000)}`, /^f\.yaml:1:1 TOO_LARGE /],
  ['', /^f\.yaml:1:1 VALUE /],
  ['product: A\nrepository: javascript:alert(1)\n', /^f\.yaml:2:13 VALUE repository: /],
])('%j is refused with its place', (text, expected) => {
  expect(problems(text)[0]).toMatch(expected);
});

test('every fault of a file is listed', () => {
  expect(problems('product: A\nfreshnes: 1\nrole: 2\n').map((line) => line.split(' ', 1)[0])).toEqual(['f.yaml:2:1', 'f.yaml:3:1']);
  expect(problems('product: 3\nrepository: x\nlayers:\n  a: { blocking: maybe }\n')).toHaveLength(3);
});

test('a waiver has an item, a reason and a real date', () => {
  expect(problems('waivers:\n  - item: a/b\n    because: "  "\n    until: 2026-02-30\n', Waivers)).toHaveLength(2);
});

test('freshness is by job, else by default, else for ever', () => {
  const outcome = portal('product: A\nfreshness: { default: 30 days, jobs: { load: 1 day } }\n');
  if (outcome.state === 'refused') throw new Error('refused');
  expect([
    freshnessDays(outcome.value, 'load'),
    freshnessDays(outcome.value, 'unit'),
    freshnessDays(Portal.parse({ product: 'A' }), 'unit'),
  ]).toEqual([1, 30, null]);
});

test('a layer blocks unless it is said not to', () => {
  const read = Portal.parse({ product: 'A', layers: { docs: { blocking: false } } });
  expect([isBlocking(read, 'docs'), isBlocking(read, 'tests'), isBlocking(read, '__proto__')]).toEqual([false, true, true]);
});
