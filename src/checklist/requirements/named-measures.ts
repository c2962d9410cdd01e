import type { Dimension } from '../../unit.ts';
import type { Measure } from './measure.ts';
import { words } from './names.ts';

/** A measure that some words name, and which of them do. */
export interface NamedMeasure {
  readonly measure: Measure;
  readonly from: number;
  /** The last word of the name. */
  readonly to: number;
}

/** Severities as people write them; their plurals stand alone: `no criticals`. */
const severities: Readonly<Record<string, Measure>> = {
  critical: 'critical-findings',
  high: 'high-findings',
  medium: 'medium-findings',
  moderate: 'medium-findings',
  low: 'low-findings',
  info: 'info-findings',
  informational: 'info-findings',
};
const statistics: Readonly<Record<string, Measure>> = {
  median: 'p50',
  average: 'mean',
  avg: 'mean',
  mean: 'mean',
  maximum: 'maximum',
  max: 'maximum',
  peak: 'maximum',
  worst: 'maximum',
  'worst-case': 'maximum',
  slowest: 'maximum',
  longest: 'maximum',
  largest: 'maximum',
  highest: 'maximum',
  minimum: 'minimum',
  min: 'minimum',
  lowest: 'minimum',
  fastest: 'minimum',
  shortest: 'minimum',
  smallest: 'minimum',
};
/** Kinds of code coverage, without their plural. */
const coverageKinds: Readonly<Record<string, Measure>> = {
  statement: 'statement-coverage',
  line: 'line-coverage',
  branch: 'branch-coverage',
  branche: 'branch-coverage',
  function: 'function-coverage',
  method: 'function-coverage',
};
/** Coverage of these is not what a coverage profile says. */
const otherCoverage = words(
  'endpoint endpoints mutation requirement requirements type types translation translations doc docs documentation condition conditions decision decisions path paths mc/dc dc mcdc scenario scenarios journey journeys risk alert alerts alerting monitoring backup backups schema feature features use-case test-case case cases browser browsers device devices route routes api-endpoint handler handlers page pages screen screens story stories rule rules policy policies region regions language languages locale locales threat threats owasp audit log logs logging trace tracing metric metrics dashboard dashboards runbook runbooks on-call oncall insurance mfa slo encryption control controls compliance asset assets host hosts fuzz fuzzing state states transition transitions data dataset label labels network support customer patch diff',
);
const results: Readonly<Record<string, Measure>> = {
  pass: 'passed-tests',
  passes: 'passed-tests',
  passed: 'passed-tests',
  passing: 'passed-tests',
  green: 'passed-tests',
  fail: 'failed-tests',
  fails: 'failed-tests',
  failed: 'failed-tests',
  failing: 'failed-tests',
  failure: 'failed-tests',
  failures: 'failed-tests',
  skip: 'skipped-tests',
  skips: 'skipped-tests',
  skipped: 'skipped-tests',
  flaky: 'flaky-tests',
  flake: 'flaky-tests',
  flakes: 'flaky-tests',
  flakiness: 'flaky-tests',
};
/** Results that are measures without the word `tests` beside them. */
const resultsAlone = words('failed failing failure failures skipped skips flaky flakes flakiness passed passing');
const testNouns = words('tests specs testcases');
const testRuns = words('tests suite suites specs');
/** Words for kinds of coverage, which stand for them where coverage is spoken of: `Coverage (lines)`. */
export const coverageKind = /^(?:statements?|lines?|branch(?:es)?|functions?|methods?)$/;
const running = words(
  'run runs ran running take takes took complete completes completed finish finishes finished duration time runtime execute executes in',
);
const findingNouns = words(
  'vulnerability vulnerabilities vulns finding findings issue issues cve cves advisory advisories warning warnings',
);
const severityWords = words('severity severities risk rated level prio priority -');
/** What may stand behind a severity that stands alone. */
const afterAlone = words(
  'in on from at for and or & remaining open left allowed permitted found reported detected observed seen unresolved outstanding by with are is',
);
/** What joins names that share what follows: `statement and branch coverage`. */
const joining = words('and or & / , nor');

/**
 * The measures that words name, in their order.
 *
 * @param written Lower-case words; a mark as itself, and an empty text for what is no word.
 */
export function measuresIn(written: readonly string[]): NamedMeasure[] {
  const found: NamedMeasure[] = [];
  const taken = (index: number) => found.some(({ from, to }) => from <= index && index <= to);
  const add = (measure: Measure, from: number, to = from) => {
    if (!taken(from)) found.push({ measure, from, to });
  };
  const all = written.map(singleWords);
  for (const [index, parts] of all.entries()) {
    if (taken(index)) continue;
    const [first = ''] = parts;
    const next = written[index + 1] ?? '';
    const percentile = percentileOf(parts, next);
    if (percentile !== null) add(percentile.measure, index, index + percentile.further);
    const rate = rateEnd(written, index);
    if (rate !== null) add('error-rate', index, rate);
    if (/^(?:throughput|rps|qps|tps)$/.test(first)) add('throughput', index);
    if (first === 'requests' && next === 'per' && written[index + 2] === 'second') add('throughput', index, index + 2);
    const statistic = statistics[first];
    if (statistic !== undefined && isStatistic(first, next)) add(statistic, index);
    for (const { measure, from, to } of severityAt(written, all, index)) found.push({ measure, from, to });
  }
  found.push(...[...coverageIn(all), ...testsIn(written, all)].filter(({ from }) => !taken(from)));
  for (const [index, [first = '', ...more]] of all.entries()) {
    if (taken(index) || more.length > 0) continue;
    const isHead = !isWord(written[index + 1] ?? '') || !isNoun(written[index + 1] ?? '');
    if (first === 'warnings' || (first === 'warning' && isHead)) add('warnings', index);
    else if (first === 'errors' || (first === 'error' && isHead)) add('errors', index);
    else if (findingNouns.has(first) && (isHead || first.endsWith('s'))) add('findings', index);
  }
  return found.sort((a, b) => a.from - b.from || a.to - b.to);
}

/** The measures among these that a number of some dimension can be of. */
export function measuresFor(dimension: Dimension, named: readonly NamedMeasure[]): Measure[] {
  const asShare = named.map(({ measure }) => (dimension === 'share' && measure === 'errors' ? 'error-rate' : measure));
  const fitting = [...new Set(asShare)].filter((measure) => fits(measure, dimension));
  return fitting.filter((measure) => !isSaidBetter(measure, fitting));
}

/** Of a kind and its whole the kind is meant: `vulnerabilities of high severity`; a mean throughput is the throughput, and a minimum coverage the coverage. */
const kindsOf: Partial<Record<Measure, RegExp>> = {
  findings: /-findings$/,
  coverage: /-coverage$/,
  tests: /-tests$|coverage$|^test-duration$/,
  mean: /^throughput$/,
  minimum: /coverage$|tests$|findings$/,
  maximum: /coverage$|tests$|findings$/,
};

function isSaidBetter(measure: Measure, all: readonly Measure[]): boolean {
  const kinds = kindsOf[measure];
  return kinds !== undefined && all.some((other) => other !== measure && kinds.test(other));
}

function fits(measure: Measure, dimension: Dimension): boolean {
  if (/^p\d/.test(measure) || measure === 'mean' || measure === 'maximum' || measure === 'minimum') return true;
  if (measure === 'test-duration') return dimension === 'time';
  if (measure === 'throughput') return dimension === 'frequency' || dimension === 'number';
  return dimension === 'share' || dimension === 'number';
}

/** `error-rate` and `branch-coverage` are two words each; other compounds are one. */
function singleWords(written: string): string[] {
  const parts = written.split('-');
  return parts.length > 1 && /^(?:coverage|rate|severity|risk|latency|percentile|duration)$/.test(parts.at(-1) ?? '') ? parts : [written];
}

function percentileOf([first = '', second]: readonly string[], next: string): { measure: Measure; further: number } | null {
  const direct = /^t?p(\d{2}(?:\.\d+)?)$/.exec(first)?.[1];
  if (direct !== undefined) return { measure: `p${Number(direct)}`, further: 0 };
  const ordinal = /^(\d{1,2}(?:\.\d+)?)(?:st|nd|rd|th)$/.exec(first)?.[1];
  if (ordinal === undefined) return null;
  if (second === 'percentile') return { measure: `p${Number(ordinal)}`, further: 0 };
  return next === 'percentile' ? { measure: `p${Number(ordinal)}`, further: 1 } : null;
}

/** Where `error rate`, `failed request ratio` and their like end; null where there is none. */
function rateEnd(written: readonly string[], index: number): number | null {
  const parts = (written[index] ?? '').split('-');
  const isBad = /^(?:errors?|failures?|failed|faults?)$/.test(parts[0] ?? '');
  const isRate = (word: string | undefined) => /^(?:rates?|ratio|percentage|percent|share)$/.test(word ?? '');
  if (!isBad) return null;
  if (isRate(parts[1])) return index;
  if (isRate(written[index + 1])) return index + 1;
  return /^(?:request|requests|call|calls|response|responses)$/.test(written[index + 1] ?? '') && isRate(written[index + 2])
    ? index + 2
    : null;
}

/** `peak load` and `max of` name no statistic; `latency max` does, before a sign or where nothing follows. */
function isStatistic(word: string, next: string): boolean {
  if (/^(?:median|average|avg|mean)$/.test(word)) return true;
  if (/^[.:)]?$/.test(next)) return true;
  return isWord(next) && !/^(?:load|loads|traffic|hours?|times?|season|of|to|and|or)$/.test(next);
}

/** A severity is a measure alone or before its own noun; before another it is part of a name: `critical paths`. */
function severityAt(written: readonly string[], all: readonly (readonly string[])[], index: number): NamedMeasure[] {
  const found: { measure: Measure; at: number }[] = [];
  let at = index;
  let plural = false;
  for (;;) {
    const word = all[at]?.[0] ?? '';
    const measure = severities[word] ?? severities[word.replace(/s$/, '')];
    if (measure === undefined) break;
    plural ||= severities[word] === undefined;
    found.push({ measure, at });
    at += 1;
    let ahead = at;
    while (joining.has(written[ahead] ?? '')) ahead += 1;
    const following = all[ahead]?.[0] ?? '';
    if (ahead === at || (severities[following] ?? severities[following.replace(/s$/, '')]) === undefined) break;
    at = ahead;
  }
  const [first] = found;
  if (first === undefined) return [];
  let end = at - 1;
  while (severityWords.has(written[end + 1] ?? '')) end += 1;
  const own = [1, 2, 3].map((offset) => end + offset).find((place) => findingNouns.has(written[place] ?? ''));
  const between = own === undefined ? [] : written.slice(end + 1, own);
  if (own !== undefined && between.every((word) => isWord(word) && !joining.has(word))) end = own;
  else {
    const following = written[end + 1] ?? '';
    const alone = plural || !isWord(following) || afterAlone.has(following) || end >= at;
    if (!alone) return [];
  }
  return found.map(({ measure, at: from }) => ({ measure, from, to: end }));
}

function coverageIn(all: readonly (readonly string[])[]): NamedMeasure[] {
  const flat = all.flatMap((parts, index) => parts.map((part) => ({ part, index })));
  return flat.flatMap(({ part, index }, place) => {
    if (!/^(?:coverage|covered|covers?)$/.test(part)) return [];
    if (otherCoverage.has(flat[place - 1]?.part ?? '')) return [];
    const kinds = flat.flatMap((each) => {
      const measure = coverageKinds[each.part.replace(/s$/, '')] ?? coverageKinds[each.part];
      return measure === undefined ? [] : [{ measure, from: each.index, to: each.index }];
    });
    const whole: NamedMeasure = { measure: 'coverage', from: index, to: index };
    return kinds.length === 0 ? [whole] : kinds.map((kind) => (kind.from < index ? { ...kind, to: index } : kind));
  });
}

function testsIn(written: readonly string[], all: readonly (readonly string[])[]): NamedMeasure[] {
  const isTestNoun = (index: number) => {
    const word = written[index] ?? '';
    const next = written[index + 1] ?? '';
    const isOfResult = results[next] !== undefined || /^(?:skipped|failed|failing|flaky)$/.test(written[index - 1] ?? '');
    return testNouns.has(word) || (word === 'test' && (isOfResult || /^(?:cases?|suites?|runs?|ran|is|was)$/.test(next)));
  };
  const noun = written.findIndex((_, index) => isTestNoun(index));
  const named = written.flatMap((word, index) => {
    const measure = results[word];
    return measure === undefined ? [] : [{ measure, from: index, to: index, word }];
  });
  if (noun >= 0) {
    const own = named.filter(({ from, word }) => isOwnResult(written, from, word, noun));
    if (own.length > 0) return own.map(({ measure, from, to }) => ({ measure, from, to }));
  }
  const run = written.findIndex(
    (word, index) => testRuns.has(word) || (word === 'test' && /^(?:suite|run)s?$/.test(written[index + 1] ?? '')),
  );
  if (run >= 0 && written.some((word) => running.has(word))) {
    const duration: NamedMeasure = { measure: 'test-duration', from: run, to: run };
    return noun >= 0 ? [duration, { measure: 'tests', from: noun, to: noun }] : [duration];
  }
  if (noun >= 0) return [{ measure: 'tests', from: noun, to: noun }];
  return named
    .filter(({ from, word }) => resultsAlone.has(word) && !isWord(all[from - 1]?.[0] ?? '') && !isNoun(written[from + 1] ?? ''))
    .map(({ measure, from, to }) => ({ measure, from, to }));
}

/** A result word speaks of the tests beside it, not of another noun that follows it: `tests for failed logins`. */
function isOwnResult(written: readonly string[], index: number, word: string, noun: number): boolean {
  const next = written[index + 1] ?? '';
  if (index > noun || testNouns.has(next) || !isNoun(next))
    return index < noun || !isNoun(next) || /^(?:pass|passes|fail|fails)$/.test(word);
  return written.slice(index + 1, noun).every((each) => isWord(each) && !afterAlone.has(each));
}

function isWord(text: string): boolean {
  return /^\p{L}/u.test(text);
}

/** Could a word be the noun that the word before it belongs to? */
function isNoun(text: string): boolean {
  return (
    isWord(text) &&
    !afterAlone.has(text) &&
    !/^(?:of|to|during|after|before|under|over|per|within|across|than|that|which|was|were|be|been|must|should|may|can|will|has|have|consistently|again|locally|everywhere|always|below|above|not|never|rate|too|only)$/.test(
      text,
    )
  );
}
