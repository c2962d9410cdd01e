import { unitOfKey } from '../../unit.ts';
import type { Measure } from './measure.ts';
import { coverageKind, measuresFor, measuresIn } from './named-measures.ts';
import { decidesLess, decidesMore, wanted } from './phrases.ts';
import { polarityOfMeasure } from './polarity.ts';

/** What a selector names of a report whose kind is not known, by its form alone: a pointer, `metric.statistic`, `@…`, severities. */
export function measureOfSelector(selector: string): Measure | null {
  if (selector.startsWith('/')) return measureOfPointer(selector);
  const ownName = namedSelectors[selector.toLowerCase()] ?? namedSelectors[/@\w+$/.exec(selector)?.[0] ?? ''];
  return ownName ?? measureOfStatistic(selector);
}

const namedSelectors: Readonly<Record<string, Measure>> = {
  '@duration': 'test-duration',
  '@flaky': 'flaky-tests',
  '@statements': 'statement-coverage',
  '@lines': 'line-coverage',
  '@branches': 'branch-coverage',
  '@functions': 'function-coverage',
  critical: 'critical-findings',
  high: 'high-findings',
  medium: 'medium-findings',
  low: 'low-findings',
  info: 'info-findings',
};

/** `http_req_duration.p95` is p95, `http_reqs.rate` the throughput, `http_req_failed.rate` the error rate; null for a count or a value. */
export function measureOfStatistic(selector: string): Measure | null {
  const [, metric = '', statistic = ''] = /^(.*)\.([^.]+(?:\.\d+)?)$/.exec(selector.replace(/p\((\d+(?:\.\d+)?)\)$/, 'p$1')) ?? [];
  const percentile = /^p(\d+(?:[._]\d+)?)$/.exec(statistic)?.[1];
  if (percentile !== undefined) return `p${Number(percentile.replace('_', '.'))}`;
  switch (statistic) {
    case 'med':
      return 'p50';
    case 'avg':
      return 'mean';
    case 'max':
      return 'maximum';
    case 'min':
      return 'minimum';
    case 'rate':
      return /fail|error/i.test(metric) ? 'error-rate' : 'throughput';
    default:
      return null;
  }
}

/** What the keys of a pointer name: `/total/branches/pct` the branch coverage, `/p95Ms` p95. The last keys that name something decide. */
function measureOfPointer(pointer: string): Measure | null {
  const keys = pointer.split('/').slice(1);
  const last = keys.at(-1) ?? '';
  const isShare = ['percent', 'ratio'].includes(unitOfKey(last) ?? '') || /^(?:pct|rate)$/i.test(last);
  for (const length of [1, 2, 3]) {
    const [only, ...others] = measuresOfKeys(keys.slice(-length).flatMap(wordsOfKey), isShare);
    if (only !== undefined) return others.length === 0 ? only : null;
  }
  return null;
}

function measuresOfKeys(all: readonly string[], isShare: boolean): Measure[] {
  const words = all.filter((word) => !/^(?:count|total|num|number|pct|percent|ratio|value)$/.test(word));
  const statistics: Readonly<Record<string, Measure>> = {
    max: 'maximum',
    maximum: 'maximum',
    peak: 'maximum',
    min: 'minimum',
    minimum: 'minimum',
  };
  const statistic = words.flatMap((word) => statistics[word] ?? []);
  const isOfCode = isShare && words.some((word) => coverageKind.test(word)) && !words.some(isBad);
  const named = measuresIn(isOfCode ? [...words, 'coverage'] : words).filter(
    ({ measure }) => measure !== 'maximum' && measure !== 'minimum',
  );
  return [...statistic, ...measuresFor(isShare ? 'share' : 'number', named)];
}

/** The words of a JSON key, in lower case and without the unit that it ends in: `requestedPercent` is `requested`. */
export function wordsOfKey(key: string): string[] {
  const parts = key
    .replace(/([a-z\d])([A-Z])/g, '$1 $2')
    .replace(/([A-Z]+)([A-Z][a-z])/g, '$1 $2')
    .toLowerCase()
    .split(/[^a-z\d.]+/)
    .filter((part) => part !== '');
  return unitOfKey(key) !== undefined && parts.length > 1 ? parts.slice(0, -1) : parts;
}

/** The words of everything that a selector and a label name, without their plural: what tells one number of an item from another. */
export function namesIn(...texts: readonly string[]): string[] {
  return texts
    .flatMap((text) => text.split(/[/.\s]+/).flatMap(wordsOfKey))
    .map((word) => (word.length > 3 ? word.replace(/ies$/, 'y').replace(/([^s])s$/, '$1') : word));
}

const bad: ReadonlySet<string> = new Set(
  'found fail fails failed failing failure failures error errors errored vulnerable vulnerability vulnerabilities timeout timeouts broken missing crash crashes crashed leak leaks leaked leaking exceeded violated violation violations invalid flaky skipped aborted cancelled canceled rejected blocked dirty stale expired exposed insecure unsafe degraded unhealthy unavailable unreachable down outage problem problems warning warnings regression regressions regressed conflict conflicts deadlock truncated corrupt corrupted incomplete unresolved open pending todo todos deprecated infected hardcoded restarted restarts oom killed panic panicked mismatch mismatches drift drifted anomaly anomalies incident incidents breach breached compromised overdue lost dropped rolledback retries retried untested uncovered undocumented unpatched unsigned unused unknown uncited unencrypted remaining left bug bugs defects issues findings threat threats malware secret secrets poc exploitable outdated bad wrong denied missed over loss losses outages deadlocks starvation races race exception exceptions panics fault faults defect misconfigured misconfiguration misconfigurations noncompliant inconsistent inconsistency inconsistencies duplicate duplicates duplicated duplication orphaned orphans overflow overflows overload overloaded saturated throttled undelivered hang hangs stuck weak plaintext cleartext leakage downtime'.split(
    ' ',
  ),
);

/** Does the last key of a pointer name something that is not wanted, `vulnerable`, `timedOut`, so that `true` under it is no good news? */
export function namesBad(pointer: string): boolean {
  const [first = '', ...others] = wordsOfKey(pointer.split('/').at(-1) ?? '');
  const joined = [first, ...others].join('');
  // `noFailures` is wanted, and `noBackups` is not.
  if (/^(?:no|not|non|zero|without|never)$/.test(first) && others.length > 0) return joined !== 'nonroot' && !others.some(isBad);
  if (others.at(-1) === 'free') return false;
  return [first, ...others].some(isBad) || /timedout|rolledback|notfound|outof/.test(joined);
}

function isBad(word: string): boolean {
  return bad.has(word) || bad.has(`${word}s`) || bad.has(word.replace(/s$/, '')) || /^un(?!i)/.test(word);
}

/** Which way a number under a key is better, as far as the key and its measure tell: `backupsSucceeded` more, `undocumentedPercent` less. */
export function polarityOfSelector(selector: string, measure: Measure | null): 'less' | 'more' | null {
  const own = measure === null ? null : polarityOfMeasure(measure);
  if (own !== null || !selector.startsWith('/')) return own;
  const words = wordsOfKey(selector.split('/').at(-1) ?? '');
  const isLess = namesBad(selector) || words.some((word) => decidesLess.has(word));
  const isMore = words.some((word) => decidesMore.has(word) || wanted.has(word));
  return isLess === isMore ? null : isLess ? 'less' : 'more';
}
