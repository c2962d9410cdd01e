import { describe, expect, test } from 'vitest';
import { Portal } from '../../src/checklist/portal.ts';
import { Waivers } from '../../src/checklist/waivers.ts';
import { readYaml } from '../../src/checklist/yaml.ts';
import { formatProblem } from '../../src/problem.ts';

/** What people write first, and what they are told. */
const portals: readonly (readonly [text: string, told: string])[] = [
  ['freshness: 30 days', '2:12 VALUE freshness: must be a map of keys, and is the text "30 days" - write `default: 30 days` below it'],
  [
    'freshness: monthly',
    '2:12 VALUE freshness: must be a map of keys, and is the text "monthly" - write it like this: freshness: { default: 90 days }',
  ],
  ['freshness: { default: 30 }', '2:23 VALUE freshness.default: write a number of days: 90 days - correct the value'],
  [
    'freshness: { jobs: 30 days }',
    '2:20 VALUE freshness.jobs: must be a map of keys, and is the text "30 days" - write it like this: jobs: { load: 30 days }',
  ],
  ['roles: [qa]', '2:8 VALUE roles: must be a map of keys, and is a list - write it like this: roles: { tech-lead: { title: Tech Lead } }'],
  ['roles: { qa: QA Lead }', '2:14 VALUE roles.qa: must be a map of keys, and is the text "QA Lead" - write `title: QA Lead` below it'],
  [
    'roles: { qa: { title: QA, people: jo@example.org } }',
    '2:35 VALUE roles.qa.people: must be a list, and is the text "jo@example.org" - write it as a list: people: [ jo@example.org ]',
  ],
  [
    'layers: { quality: optional }',
    '2:20 VALUE layers.quality: must be a map of keys, and is the text "optional" - write it like this: quality: { blocking: false }',
  ],
  [
    'layers: { quality: { blocking: "no" } }',
    '2:32 VALUE layers.quality.blocking: must be true or false, and is the text "no" - correct the value',
  ],
  ['signOffs: optional', '2:11 VALUE signOffs: must be a map of keys, and is the text "optional" - write `layers: optional` below it'],
  ['signOffs: { layers: no }', '2:21 VALUE signOffs.layers: must be one of "required", "optional" - correct the value'],
  ['site: portal.example.org', '2:7 VALUE site: write an address that begins with https:// or http:// - correct the value'],
  ['description: 1.0', '2:14 VALUE description: must be a text, and is 1 - put it into quotes'],
  [
    'secrets: none',
    `2:10 VALUE secrets: must be a list, and is the text "none" - write it like this: secrets: [ { sha256: "${'0'.repeat(64)}", because: It opens nothing } ]`,
  ],
];

describe('who writes a setting in another shape is told what to type', () => {
  const told = (text: string) => readYaml(`product: Demo\n${text}\n`, 'f', Portal).problems.map(formatProblem);
  test.each(portals)('%s', (text, words) => {
    expect(told(text)).toEqual([`f:${words}`]);
  });

  test('also where the whole file is of another shape', () => {
    const like = 'write it like this: waivers: [ { item: layer/section/item, because: It is being repaired, until: 2030-12-31 } ]';
    expect(readYaml('- item: a\n', 'f', Waivers).problems.map(formatProblem)).toEqual([
      `f:1:1 VALUE must be a map of keys, and is a list - ${like}`,
    ]);
  });

  test('and no example is refused itself', () => {
    const examples = portals.flatMap(([, words]) => / - write it like this: (.*)$/.exec(words)?.[1] ?? []);
    const whole = examples.filter((each) => /^(?:freshness|roles|layers|secrets):/.test(each));
    expect(whole.length).toBeGreaterThan(2);
    for (const example of whole) expect(told(example)).toEqual([]);
  });
});
