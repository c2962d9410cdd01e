import { unitOfKey } from '../../unit.ts';
import type { Measure } from './measure.ts';
import { coverageKind, measuresFor, measuresIn } from './named-measures.ts';

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
  const isOfCode = isShare && words.some((word) => coverageKind.test(word));
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
  'found fail fails failed failing failure failures error errors errored vulnerable vulnerability vulnerabilities timeout timeouts broken missing crash crashes crashed leak leaks leaked leaking exceeded violated violation violations invalid flaky skipped aborted cancelled canceled rejected blocked dirty stale expired exposed insecure unsafe degraded unhealthy unavailable unreachable down outage problem problems warning warnings regression regressions regressed conflict conflicts deadlock truncated corrupt corrupted incomplete unresolved open pending todo todos deprecated infected hardcoded restarted restarts oom killed panic panicked mismatch mismatches drift drifted anomaly anomalies incident incidents breach breached compromised overdue lost dropped rolledback retries retried untested uncovered undocumented unpatched unsigned unused unknown uncited unencrypted remaining left bug bugs defects issues findings threat threats malware secret secrets poc exploitable outdated bad wrong denied missed over'.split(
    ' ',
  ),
);

/** Does the last key of a pointer name something that is not wanted, `vulnerable`, `timedOut`, so that `true` under it is no good news? */
export function namesBad(pointer: string): boolean {
  const words = wordsOfKey(pointer.split('/').at(-1) ?? '');
  const joined = words.join('');
  if (/^(?:no|not|non|zero|without|never)$/.test(words[0] ?? '') && joined !== 'notfound') return false;
  if (words.at(-1) === 'free') return false;
  return words.some((word) => bad.has(word)) || /timedout|rolledback|notfound|outof/.test(joined);
}
