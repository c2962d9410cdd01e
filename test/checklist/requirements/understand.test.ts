import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { formatBound } from '../../../src/checklist/requirements/requirement.ts';
import { understandWords } from '../../../src/checklist/requirements/understand.ts';
import { slugOf } from '../../../src/checklist/slug.ts';

/** What words require, each with its measure: `≥ 90 % coverage`. */
function required(text: string): string[] {
  return understandWords(text).requirements.map(({ bounds, measure }) =>
    [bounds.map(formatBound).join(' and '), measure].filter((part) => part !== null).join(' '),
  );
}

const notUnderstood = (text: string) => understandWords(text).notUnderstood.map(({ words }) => words);

describe('the words of an item', () => {
  test.each([
    ['Coverage >= 90% for services', ['≥ 90 % coverage'], 'coverage-for-services'],
    ['p95 API latency < 100ms', ['< 100 ms p95'], 'p95-api-latency'],
    ['Throughput > 1000 req/s', ['> 1,000 /s throughput'], 'throughput'],
    ['90%+ unit test coverage', ['≥ 90 % coverage'], 'unit-test-coverage'],
    ['Concurrent users: 1000+', ['≥ 1,000'], 'concurrent-users'],
    ['Handles 1000+ concurrent users', ['≥ 1,000'], 'handles-concurrent-users'],
    ['100% endpoint coverage verified', ['≥ 100 %'], 'endpoint-coverage-verified'],
    ['Critical vulnerabilities: 0', ['= 0 critical-findings'], 'critical-vulnerabilities'],
    ['Simple queries < 10ms (p95)', ['< 10 ms p95'], 'simple-queries-p95'],
    ['Error rate < 1% (normal load)', ['< 1 % error-rate'], 'error-rate-normal-load'],
    ['Tests run in < 5 minutes', ['< 5 min test-duration'], 'tests-run-in'],
    ['Fast enough (< 5 s)', ['< 5 s'], 'fast-enough'],
    ['p50 < 50ms and p99 < 200ms', ['< 50 ms p50', '< 200 ms p99'], 'p50-and-p99'],
    ['Uses less than 100% of the CPU', ['< 100 %'], 'uses-of-the-cpu'],
    ['MTTR under one hour', ['< 1 h'], 'mttr'],
    ['RTO <= 4 hours and RPO <= 15 minutes', ['≤ 4 h', '≤ 15 min'], 'rto-and-rpo'],
    ['Latency stays below 200 ms at the 99th percentile', ['< 200 ms p99'], 'latency-stays-at-the-99th-percentile'],
    ['At least two reviewers approved', ['≥ 2'], 'reviewers-approved'],
    ['Rollback within 10 min', ['≤ 10 min'], 'rollback'],
    ["Memory usage doesn't exceed 512 MB", ['≤ 512 MB'], 'memory-usage'],
    ['Backup restored (RTO < 1 h)', ['< 1 h'], 'backup-restored-rto'],
    ['Response time ＜ 500 ms', ['< 500 ms'], 'response-time'],
    ['Coverage should be 80 percent at minimum', ['≥ 80 % coverage'], 'coverage-should-be'],
    ['Not less than 80% coverage', ['≥ 80 % coverage'], 'coverage'],
    [
      'Dependencies without known critical vulnerabilities',
      ['= 0 critical-findings'],
      'dependencies-without-known-critical-vulnerabilities',
    ],
    ['p99.9 < 1 s', ['< 1 s p99.9'], 'p99-9'],
    ['Docker image < 200 MB', ['< 200 MB'], 'docker-image'],
    ['Docker image smaller than 200MB', ['< 200 MB'], 'docker-image'],
    ['≥ 3 replicas per service', ['≥ 3'], 'replicas-per-service'],
  ])('%s is understood, and keeps its id when the threshold changes', (text, criteria, id) => {
    expect(required(text)).toEqual(criteria);
    expect(notUnderstood(text)).toEqual([]);
    expect(slugOf(understandWords(text).rest)).toBe(id);
  });

  test.each([
    ['Uptime 99.9%+ over a month', ['Uptime 99.9%+ over a month']],
    ['More than > 1,000 users', ['More than > 1,000 users']],
    ['C++ 17 compiles', ['C++ 17 compiles']],
    ['RTO 4h, RPO 15min', ['RTO 4h', 'RPO 15min']],
    ['Half of the endpoints are tested', ['Half of the endpoints are tested']],
    ['No more than a handful of flaky tests', ['No more than a handful of flaky tests']],
    ['Five nines availability', ['Five nines availability']],
    ['Availability of 99.95 % or better', ['Availability of 99.95 % or better']],
    ['Sub-second response times', ['Sub-second response times']],
    ['Zero Sev-1 incidents in the last 30 days', ['Zero Sev-1 incidents in the last 30 days']],
    ['All 46 webhook endpoints tested', ['All 46 webhook endpoints tested']],
    ['CVSS >= 7 findings: none', ['CVSS >= 7 findings: none']],
    ['Load test with 500 virtual users passes', ['Load test with 500 virtual users passes']],
    ['Retry up to 3 times', ['Retry up to 3 times']],
    ['Nightly build is green 7 days in a row', ['Nightly build is green 7 days in a row']],
    ['Rate limiting (100 req/min) enforced', ['100 req/min']],
    ['Most tests pass', ['Most tests pass']],
    ['Only 2 admins have access', ['Only 2 admins have access']],
    ['API returns within 2 seconds for 95% of requests', ['API returns within 2 seconds for 95% of requests']],
    ['95% of requests complete in under 300 ms', ['95% of requests complete in under 300 ms']],
    ['Once deployed, error rate remains under 0.1 %', ['Once deployed']],
  ])('%s asks for something that is not guessed at', (text, words) => {
    expect(notUnderstood(text)).toEqual(words);
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
    'OWASP Top 10 compliant',
    'v1.2+ supported',
    'Coverage report generated',
    'Critical journeys documented',
    'RFC 7807 error format',
    'ISO 27001 controls mapped',
  ])('%s asks for nothing', (text) => {
    const { requirements, quantifiers, notUnderstood: parts } = understandWords(text);
    expect({ requirements, quantifiers, parts }).toEqual({ requirements: [], quantifiers: [], parts: [] });
  });

  test('each wording of a table that was read through is read as it says there', () => {
    const [, ...rows] = readFileSync('test/checklist/requirements/wordings.tsv', 'utf8').replace(/\n$/, '').split('\n');
    const read = rows.map((row) => {
      const [text = ''] = row.split('\t');
      const left = notUnderstood(text).join('; ');
      const quantifiers = understandWords(text).quantifiers.map(({ kind }) => kind);
      return [text, ...(left === '' ? [required(text).join('; '), quantifiers.join('; ')] : ['', '']), left].join('\t');
    });
    expect(read).toEqual(rows);
  });

  test('whatever is written is read to its end, and no number in it is lost', () => {
    const word = fc.constantFrom(
      'coverage',
      'p95',
      'no',
      'never',
      'at least',
      'tests',
      '<',
      '>=',
      '%',
      'ms',
      'and',
      'not',
      'high',
      'all',
      ',',
      '(',
      ')',
    );
    const number = fc.integer({ min: 2, max: 99_999 }).map(String);
    fc.assert(
      fc.property(fc.array(fc.oneof(word, number), { minLength: 1, maxLength: 12 }), (parts) => {
        const text = parts.join(' ');
        const { requirements, notUnderstood: left } = understandWords(text);
        const accounted = [...requirements, ...left].map(({ words }) => words).join(' ');
        // A count in parentheses is a name, with or without a comma there, and so is a number behind `no`: No 2.
        const named = /\([\s,]*(?:[a-z]+[\s,]+)*\d+(?:[\s,]+[a-z]+)*[\s,]*\)|\bno \d/;
        for (const each of parts.filter((part) => /^\d+$/.test(part))) if (!named.test(text)) expect(accounted).toContain(each);
      }),
      { numRuns: 300 },
    );
  });
});
