import { describe, expect, test } from 'vitest';
import { editDistance } from '../../src/checklist/edit-distance.ts';
import { flatten } from '../../src/checklist/read-checklist.ts';
import { readPage } from '../../src/checklist/read-page.ts';

const read = (body: string) => readPage(`# Audit\n\n${body}\n`, 'content/checklist/1-audit.md');
const itemsIn = (body: string) => flatten(read(body).value?.sections.flatMap(({ items }) => items) ?? []);
const codesIn = (body: string) => read(body).problems.map(({ code }) => code);

describe('an environment', () => {
  test.each([
    ['<!-- environment: staging -->\n- [ ] One', ['staging']],
    ['<!--environment:staging-->\n- [ ] One', ['staging']],
    ['<!-- Environment: staging -->\n- [ ] One', ['staging']],
    ['- [ ] One <!-- environment: staging -->\n- [ ] Two', ['staging', null]],
    ['- [ ] One <!-- environment: staging -->\n  - [ ] Two\n  - [ ] Three <!-- environment: local -->', ['staging', 'staging', 'local']],
    ['- [ ] One\n\n  <!-- environment: staging -->\n- [ ] Two', ['staging', null]],
    [
      '<!-- environment: staging -->\n\n## A\n- [ ] One\n\n### B\n<!-- environment: local -->\n- [ ] Two\n\n### C\n- [ ] Three',
      ['staging', 'local', 'staging'],
    ],
    ['## A\n<!-- environment: staging -->\n- [ ] One\n\n## B\n- [ ] Two', ['staging', null]],
    ['<!-- note --><!-- environment: staging -->\n- [ ] One', ['staging']],
  ])('%j', (body, environments) => {
    expect(itemsIn(body).map(({ environment }) => environment)).toEqual(environments);
    expect(codesIn(body)).toEqual([]);
  });
});

describe('what is nearly a directive is told, wherever it stands', () => {
  test.each([
    'env: staging',
    'Env: staging',
    'environ: staging',
    'environments: staging',
    'enviroment: staging',
    'envrionment: staging',
    'environment : staging',
    'environment = staging',
    'environment=staging',
    'environment：staging',
    'environment staging',
    'environment - staging',
    'test environment: staging',
    '- environment: staging -',
    '[environment: staging]',
    'environment: staging eu',
    'environment:',
    'criterion: >= 90 %',
    'criterion none',
    'criteria: none',
    'critrion: none',
    'ids: a',
    'di: a',
    'id = a',
    'id a',
    'item-id: a',
    'wsa: a',
    'was = a',
    'was a',
    'previously: a',
    'note\nenvironment: staging',
  ])('<!-- %s -->', (comment) => {
    expect(codesIn(`- [ ] One <!-- ${comment} -->`)).toEqual(['DIRECTIVE']);
    expect(codesIn(`<!-- ${comment} -->\n\n- [ ] One`)).toEqual(['DIRECTIVE']);
    expect(codesIn(`- [ ] One\n\nProse <!-- ${comment} -->`)).toEqual(['DIRECTIVE']);
  });

  test('and says what to write', () => {
    expect(read('<!-- env = staging -->\n- [ ] One').problems).toMatchObject([
      { line: 3, column: 1, hint: 'write <!-- environment: staging -->' },
    ]);
  });
});

describe('a directive where it has no effect is told', () => {
  test.each([
    'Prose <!-- environment: staging --> here',
    '<!-- environment: staging --> prose',
    '### Sub <!-- environment: staging -->',
    '## Section <!-- environment: staging -->',
    '> <!-- environment: staging -->',
    '- plain <!-- environment: staging -->',
    '| a <!-- environment: staging --> |\n|---|',
    '<!-- id: a -->',
    '<!-- was: a -->',
    '<!-- criterion: none -->',
  ])('%j', (body) => {
    expect(codesIn(`- [ ] One\n\n${body}`)).toEqual(['DIRECTIVE']);
  });

  test('and so is the second of two', () => {
    expect(codesIn('- [ ] One <!-- id: a --> <!-- id: b -->')).toEqual(['DIRECTIVE']);
    expect(codesIn('- [ ] One <!-- environment: a --> <!-- environment: b -->')).toEqual(['DIRECTIVE']);
    expect(codesIn('- [ ] One <!-- was: a --> <!-- was: b -->')).toEqual([]);
  });
});

test.each([
  'TODO: ask the platform team',
  'NOTE: the environment is rebuilt nightly',
  'see: https://example.org',
  'owner: platform',
  'why: it failed in May',
  'markdownlint-disable MD013',
  'prettier-ignore',
  'toc',
  'was done in March by the platform team',
  'id required by the auditors',
  'the environment is staging',
  'IT: please look at this',
  'ads: none',
  'citation: to be added',
  '---',
  'a\nb: c',
])('<!-- %s --> is its author’s own', (comment) => {
  expect(codesIn(`<!-- ${comment} -->\n\n- [ ] One <!-- ${comment.split('\n')[0]} -->`)).toEqual([]);
});

test.each([
  ['', '', 0],
  ['id', 'id', 0],
  ['id', 'di', 1],
  ['was', '', 3],
  ['enviroment', 'environment', 1],
  ['criteria', 'criterion', 2],
  ['kitten', 'sitting', 3],
])('from %j to %j are %i changes', (from, to, distance) => {
  expect(editDistance(from, to)).toBe(distance);
});
