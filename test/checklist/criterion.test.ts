import { describe, expect, test } from 'vitest';
import { formatCriterion, parseTitle, understandText } from '../../src/checklist/criterion.ts';
import { slugOf } from '../../src/checklist/slug.ts';

describe('the words of an item', () => {
  test.each([
    ['Coverage >= 90% for services', '≥ 90 %', 'coverage-for-services'],
    ['p95 API latency < 100ms', '< 100 ms', 'p95-api-latency'],
    ['Throughput > 1000 req/s', '> 1,000 /s', 'throughput'],
    ['90%+ unit test coverage', '≥ 90 %', 'unit-test-coverage'],
    ['Concurrent users: 1000+', '≥ 1,000', 'concurrent-users'],
    ['Handles 1000+ concurrent users', '≥ 1,000', 'handles-concurrent-users'],
    ['100% endpoint coverage verified', '≥ 100 %', 'endpoint-coverage-verified'],
    ['Critical vulnerabilities: 0', '= 0', 'critical-vulnerabilities'],
    ['Zero TODO/FIXME in critical paths', '= 0', 'todo-fixme-in-critical-paths'],
    ['Simple queries < 10ms (p95)', '< 10 ms', 'simple-queries-p95'],
    ['Error rate < 1% (normal load)', '< 1 %', 'error-rate-normal-load'],
    ['Tests run in < 5 minutes', '< 5 min', 'tests-run-in'],
    ['Fast enough (< 5 s)', '< 5 s', 'fast-enough'],
    ['Uptime 99.9%+ over a month', '≥ 99.9 %', 'uptime-over-a-month'],
    ['Coverage ≥ 80 %', '≥ 80 %', 'coverage'],
    ['More than > 1,000 users', '> 1,000', 'more-than-users'],
  ])('%s requires %s and keeps the id %s when its threshold changes', (text, criterion, id) => {
    const { criteria, rest } = understandText(text);
    expect(criteria.map(formatCriterion)).toEqual([criterion]);
    expect(slugOf(rest)).toBe(id);
  });

  test.each([
    'A01: Broken Access Control - PASS',
    'API key hashing (SHA-256) verified',
    'Trust score uses real 8-factor algorithm',
    'p95 measured',
    'Layer 2 reviewed',
    '24-Hour Soak Test',
    'Agent CRUD endpoints (10)',
    'Stress test (1000+ users) - PASS',
    'Zero-downtime migrations',
    'Docker images built (linux/amd64)',
    'HTTP->HTTPS redirect',
    'C++ 17 compiles',
    'v1.2+ supported',
    'OWASP Top 10 compliant',
    'Uses less than 100% of the CPU',
  ])('%s states no threshold', (text) => {
    expect(understandText(text).criteria).toEqual([]);
  });

  test('two thresholds of one dimension are taken for neither', () => {
    const { criteria, ambiguous } = understandText('p50 < 50ms and p99 < 200ms');
    expect(criteria).toEqual([]);
    expect(ambiguous).toEqual(['time']);
  });

  test('code states no threshold', () => {
    expect(understandText('Set `max = 5` there', 'Set         there').criteria).toEqual([]);
  });
});

describe('the title of a citation', () => {
  test.each([
    ['>= 24 h', { kind: 'criterion', criterion: { comparator: '>=', value: 24, unit: 'h' }, measuredIn: null }],
    ['= 0', { kind: 'criterion', criterion: { comparator: '=', value: 0, unit: 'count' }, measuredIn: null }],
    ['< 1 % in ratio', { kind: 'criterion', criterion: { comparator: '<', value: 1, unit: 'percent' }, measuredIn: 'ratio' }],
    ['in ratio', { kind: 'unit', measuredIn: 'ratio' }],
    ['= ok', { kind: 'text', text: 'ok' }],
    ['>= 8 passed', { kind: 'tests', comparator: '>=', value: 8, count: 'passed' }],
    ['exists', { kind: 'exists' }],
  ])('%s is understood', (title, clause) => {
    expect(parseTitle(title)).toEqual(clause);
  });

  test.each(['', 'see the report', '24 h', '> 5 sites', '>= 90 passed in ms', '= -'])('%j states no criterion', (title) => {
    expect(parseTitle(title)).toBeNull();
  });
});
