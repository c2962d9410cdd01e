import { describe, expect, test } from 'vitest';
import { parseTitle } from '../../../src/checklist/requirements/title-clause.ts';

describe('the title of a citation', () => {
  test.each([
    ['>= 24 h', { kind: 'criterion', criterion: { comparator: '>=', value: 24, unit: 'h' }, measuredIn: null }],
    ['= 0', { kind: 'criterion', criterion: { comparator: '=', value: 0, unit: 'count' }, measuredIn: null }],
    ['>= -5', { kind: 'criterion', criterion: { comparator: '>=', value: -5, unit: 'count' }, measuredIn: null }],
    ['>= 1,000', { kind: 'criterion', criterion: { comparator: '>=', value: 1000, unit: 'count' }, measuredIn: null }],
    ['< 1 % in ratio', { kind: 'criterion', criterion: { comparator: '<', value: 1, unit: 'percent' }, measuredIn: 'ratio' }],
    ['in ratio', { kind: 'unit', measuredIn: 'ratio' }],
    ['= ok', { kind: 'text', text: 'ok' }],
    ['= true', { kind: 'boolean', value: true }],
    ['= false', { kind: 'boolean', value: false }],
    ['>= 8 passed', { kind: 'tests', comparator: '>=', value: 8, count: 'passed' }],
    ['exists', { kind: 'exists' }],
    ['exit 0', { kind: 'exit' }],
  ])('%s is understood', (title, clause) => {
    expect(parseTitle(title)).toEqual(clause);
  });

  test.each([
    '',
    'see the report',
    '24 h',
    '> 5 sites',
    '>= 90 passed in ms',
    '= -',
    '>= 10.000',
    '< 99,95 %',
    '>= 1e6',
    '= 1/2',
    'exit 1',
  ])('%j states no criterion', (title) => {
    expect(parseTitle(title)).toBeNull();
  });
});
