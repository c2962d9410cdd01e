import fc from 'fast-check';
import { type CoverageMeasure, type Finding, type Report, type Severity, severities } from '../../src/reports/report.ts';
import type { Unit } from '../../src/unit.ts';

/** A file of one format, made at random, with what its reader must find in it. */
export interface GeneratedFile {
  readonly content: string | Uint8Array;
  /** As `countsOf` gives it; what is left out is not compared. */
  readonly counts: object;
  /** Where a format is told by the file's name too. */
  readonly path?: string;
}

/** What a `generated.ts` beside the samples of a format exports. */
export type Generated = fc.Arbitrary<GeneratedFile>;

export interface MadeTest {
  readonly name: string;
  readonly status: 'passed' | 'failed' | 'skipped';
}

export interface MadeLine {
  readonly file: string;
  /** From 1, each once in its file. */
  readonly line: number;
  readonly hits: number;
}

export interface MadeFinding {
  readonly rule: string;
  readonly severity: Severity;
  readonly file: string;
  readonly line: number;
  readonly suppressed: boolean;
}

export interface MadeVulnerability {
  readonly id: string;
  readonly severity: Severity;
  /** Each has an id once at most. */
  readonly component: string;
  readonly suppressed: boolean;
}

/** A test that ends in one of its tool's own words, in a suite; `coupons` is within `checkout`. */
export interface MadeOutcome<Word extends string> extends MadeTest {
  readonly word: Word;
  readonly suite: 'checkout' | 'coupons' | 'orders';
  readonly milliseconds: number;
  /** Where a tool tries again: it failed once before. */
  readonly isRetried: boolean;
}

/** A source file; each number says how often a thing ran. */
export interface MadeSource {
  readonly folder: string;
  readonly name: string;
  readonly lines: readonly MadeSourceLine[];
  readonly functions: readonly number[];
}

interface MadeSourceLine {
  readonly line: number;
  /** Those that start on this line. */
  readonly statements: readonly number[];
  /** What its most run statement ran. */
  readonly hits: number;
  /** The outcomes of the branch on this line, two or none. */
  readonly branches: readonly number[];
}

export type MadeCounts = Readonly<Record<CoverageMeasure, { readonly covered: number; readonly total: number }>>;

/** Names as people write them, with what formats quote. */
export const names = fc.stringMatching(/^[A-Za-z][A-Za-z0-9 <>&"'_.,é-]{0,18}[A-Za-z]$/);

/** Numbers as tools measure them. */
export const amounts = fc.double({ min: 0.001, max: 1e6, noNaN: true }).map((value) => Number(value.toPrecision(9)));

/** A report of tests, each of another name. */
export function generatedTests(write: (tests: readonly MadeTest[]) => GeneratedFile['content'], name = names): Generated {
  const test = fc.record({ name, status: fc.constantFrom('passed' as const, 'failed' as const, 'skipped' as const) });
  return fc
    .uniqueArray(test, { minLength: 1, maxLength: 40, selector: (each) => each.name })
    .map((tests) => ({ content: write(tests), counts: countTests(tests) }));
}

/**
 * A report of tests by the words that the tool has for their outcomes, each with what it means. `isBroken` asks for something that failed
 * outside of the tests, such as a hook or a file, where the format can say so; `write` then states the counts that differ.
 */
export function generatedOutcomes<const Word extends string>(
  outcomes: readonly (readonly [word: Word, status: MadeTest['status']])[],
  write: (tests: readonly MadeOutcome<Word>[], isBroken: boolean) => GeneratedFile,
  name = names,
): Generated {
  const test = fc.record({
    name,
    outcome: fc.constantFrom(...outcomes),
    suite: fc.constantFrom('checkout' as const, 'coupons' as const, 'orders' as const),
    milliseconds: fc.integer({ min: 1, max: 90_000 }),
    isRetried: fc.boolean(),
  });
  return fc
    .tuple(fc.uniqueArray(test, { minLength: 1, maxLength: 20, selector: (each) => each.name }), fc.boolean())
    .map(([made, isBroken]) => {
      const tests = made.map(({ outcome: [word, status], ...each }) => ({ ...each, word, status }));
      const { counts, ...file } = write(tests, isBroken);
      return { ...file, counts: { ...countTests(tests), ...counts } };
    });
}

/** A report of source files, with the counts of the measures that the format has. */
export function generatedSources(
  write: (sources: readonly MadeSource[], counts: MadeCounts) => GeneratedFile['content'],
  counted: (counts: MadeCounts) => Partial<MadeCounts> & { readonly percentOnly?: { readonly [measure in CoverageMeasure]?: number } },
): Generated {
  const hits = fc.nat(3);
  const line = fc.record({
    statements: fc.array(hits, { minLength: 1, maxLength: 2 }),
    branches: fc.oneof(fc.constant([]), fc.tuple(hits, hits)),
  });
  const source = fc.record({
    place: fc.constantFrom(['shop', 'cart'] as const, ['shop/price', 'cents'] as const, ['shop/price', 'tax'] as const),
    lines: fc.array(line, { maxLength: 12 }),
    functions: fc.array(hits, { maxLength: 4 }),
  });
  return fc.uniqueArray(source, { minLength: 1, selector: ({ place }) => place.join('/') }).map((made) => {
    const sources = made.map(({ place: [folder, name], lines, functions }) => {
      const numbered = lines.map((each, index) => ({ ...each, line: index * 3 + 1, hits: Math.max(...each.statements) }));
      return { folder, name, lines: numbered, functions };
    });
    const counts = countSources(sources);
    const { percentOnly = {}, ...measures } = counted(counts);
    return { content: write(sources, counts), counts: { ...measures, percentOnly, ...measuresOf(measures, percentOnly) } };
  });
}

/** A report of the lines of a few files, each covered where it was hit; `measure` names what the format counts. */
export function generatedCoverage(
  write: (files: ReadonlyMap<string, readonly MadeLine[]>) => GeneratedFile['content'],
  measure: CoverageMeasure = 'lines',
): Generated {
  const line = fc.record({ file: fc.constantFrom('a.go', 'b/c.go', 'd.go'), hits: fc.nat(3) });
  return fc.array(line, { minLength: 1, maxLength: 60 }).map((made) => {
    const files = Map.groupBy(made, ({ file }) => file);
    const numbered = new Map([...files].map(([file, own]) => [file, own.map((each, index) => ({ ...each, line: index + 1 }))]));
    const counts = { [measure]: { covered: made.filter(({ hits }) => hits > 0).length, total: made.length } };
    return { content: write(numbered), counts };
  });
}

interface FindingOptions {
  readonly rules?: readonly string[];
  readonly files?: readonly string[];
  readonly rated?: readonly Severity[];
  readonly minLength?: number;
  /** Whether the format lists suppressed ones too. */
  readonly suppresses?: boolean;
}

/** Findings, each at another place, of the severities that the tool gives. */
export function madeFindings({
  rules = ['R1', 'R2', 'R3'],
  files = ['a.go', 'b.go'],
  rated = severities,
  minLength = 0,
  suppresses = false,
}: FindingOptions = {}): fc.Arbitrary<readonly MadeFinding[]> {
  const finding = fc.record({
    rule: fc.constantFrom(...rules),
    severity: fc.constantFrom(...rated),
    file: fc.constantFrom(...files),
    line: fc.integer({ min: 1, max: 900 }),
    suppressed: suppresses ? fc.boolean() : fc.constant(false),
  });
  return fc.uniqueArray(finding, { minLength, maxLength: 40, selector: ({ rule, file, line }) => `${rule} ${file} ${line}` });
}

/** A report of findings that each count. */
export function generatedFindings(
  write: (findings: readonly MadeFinding[]) => GeneratedFile['content'],
  options?: FindingOptions,
): Generated {
  return madeFindings(options).map((findings) => ({ content: write(findings), counts: countFindings(findings) }));
}

interface VulnerabilityOptions {
  readonly ids?: readonly string[];
  readonly rated?: readonly Severity[];
  readonly minLength?: number;
  readonly suppresses?: boolean;
}

/** Vulnerabilities of components, several of which may have the same. */
export function madeVulnerabilities({
  ids = ['CVE-2026-0001', 'CVE-2026-0002', 'CVE-2026-0003', 'GO-2026-0004'],
  rated = severities,
  minLength = 0,
  suppresses = false,
}: VulnerabilityOptions = {}): fc.Arbitrary<readonly MadeVulnerability[]> {
  const vulnerability = fc.record({
    id: fc.constantFrom(...ids),
    severity: fc.constantFrom(...rated),
    component: fc.constantFrom('lodash', 'minimist', 'growl', 'optimist'),
    suppressed: suppresses ? fc.boolean() : fc.constant(false),
  });
  return fc.uniqueArray(vulnerability, { minLength, maxLength: 14, selector: ({ id, component }) => `${id} ${component}` });
}

/** A report of vulnerabilities that count once an id. */
export function generatedVulnerabilities(
  write: (vulnerabilities: readonly MadeVulnerability[]) => GeneratedFile['content'],
  options?: VulnerabilityOptions,
): Generated {
  return madeVulnerabilities(options).map((made) => ({ content: write(made), counts: countFindings(distinctVulnerabilities(made)) }));
}

/** Each id once, by the worst severity that it has where it is not suppressed; suppressed where it is so everywhere. */
export function distinctVulnerabilities(made: readonly MadeVulnerability[]) {
  return [...Map.groupBy(made, ({ id }) => id)].map(([rule, all]) => {
    const active = all.filter(({ suppressed }) => !suppressed);
    const counted = active.length === 0 ? all : active;
    return { rule, severity: worstOf(counted), suppressed: active.length === 0 };
  });
}

/** `severities` begin with the worst, and end with the one that says nothing. */
export function worstOf(made: readonly { readonly severity: Severity }[]): Severity {
  return severities.find((severity) => made.some((each) => each.severity === severity)) ?? 'unknown';
}

/** What is compared of a report: counts by status, measure or metric. */
export function countsOf(report: Report): object {
  switch (report.kind) {
    case 'tests':
      return { ...countTests(report.tests), unlisted: report.unlisted.length, ...timesOf(report) };
    case 'coverage':
      return countCoverage(report);
    case 'load': {
      const { thresholds, checks, requests, durationMs } = report;
      const metrics = report.metrics.map(({ name, statistics }) => [
        name,
        Object.fromEntries(Object.entries(statistics).map(([statistic, { value, unit }]) => [statistic, `${rounded(value)} ${unit}`])),
      ]);
      const held = thresholds?.map(({ metric, expression, held: verdict }) => `${metric} ${expression}: ${verdict}`) ?? null;
      return {
        ...countMetrics(Object.fromEntries(metrics)),
        thresholds: held,
        checks,
        requests,
        durationMs: durationMs === null ? null : rounded(durationMs),
      };
    }
    case 'findings':
      return countFindings(report.findings);
    case 'document':
      return { title: report.title, headings: report.headings.map(({ text }) => text), blank: report.blank };
    case 'json':
      return {};
  }
}

/** Statistics by metric, each as `inUnit` writes it. */
export type MadeMetrics = Readonly<Record<string, Readonly<Record<string, string>>>>;

/** What `countsOf` says of metrics: `measured` lists all that have a statistic, since an empty object would match any. */
export function countMetrics(metrics: MadeMetrics) {
  const measured = Object.entries(metrics).flatMap(([name, statistics]) => Object.keys(statistics).map((each) => `${name} ${each}`));
  const unmeasured = Object.keys(metrics).filter((name) => Object.keys(metrics[name] ?? {}).length === 0);
  return { metrics, measured: measured.sort(), unmeasured: unmeasured.sort() };
}

export function inUnit(unit: Unit, values: Readonly<Record<string, number>>): Record<string, string> {
  return Object.fromEntries(Object.entries(values).map(([name, value]) => [name, `${rounded(value)} ${unit}`]));
}

export interface MadeRequests {
  readonly total: number;
  readonly failed: number;
  /** A second. */
  readonly rate?: number;
  /** In milliseconds. */
  readonly latency: Readonly<Record<string, number>>;
}

/** The metrics of all requests of a run, or of those of one label. */
export function requestMetrics({ total, failed, rate, latency }: MadeRequests, label?: string): MadeMetrics {
  const name = (metric: string) => (label === undefined ? metric : `${metric}{${label}}`);
  return {
    [name('requests')]: { ...inUnit('count', { count: total }), ...(rate === undefined ? {} : inUnit('per-second', { rate })) },
    [name('failed')]: total === 0 ? {} : { ...inUnit('count', { count: failed }), ...inUnit('ratio', { rate: failed / total }) },
    [name('latency')]: failed < total ? inUnit('ms', latency) : {},
  };
}

/** The statistics that readers compute where a file lists each sample; a percentile lies between its two neighbours as its share does. */
export function statisticsOfSamples(samples: readonly number[]) {
  const sorted = samples.toSorted((a, b) => a - b);
  const at = (index: number) => sorted[index] ?? Number.NaN;
  const percentile = (percent: number) => {
    const place = (percent * (sorted.length - 1)) / 100;
    const share = place % 1;
    return at(Math.floor(place)) * (1 - share) + at(Math.ceil(place)) * share;
  };
  return {
    avg: samples.reduce((sum, each) => sum + each, 0) / samples.length,
    min: at(0),
    med: percentile(50),
    max: at(sorted.length - 1),
    p90: percentile(90),
    p95: percentile(95),
    p99: percentile(99),
  };
}

/** A sample of JMeter, in milliseconds. */
export interface MadeSample {
  readonly label: string;
  readonly elapsed: number;
  readonly time: number;
  readonly success: boolean;
  /** What a Transaction Controller sums up; its label is no sample's. */
  readonly transaction: boolean;
}

export const jmeterSamples: fc.Arbitrary<MadeSample[]> = fc.uniqueArray(names, { minLength: 2, maxLength: 5 }).chain((labels) => {
  const label = fc.nat(labels.length - 1);
  const time = fc.nat(900_000).map((each) => 1_795_521_600_000 + each);
  return fc
    .array(fc.record({ label, elapsed: fc.integer({ min: 1, max: 90_000 }), time, success: fc.boolean() }), { minLength: 1 })
    .map((made) => made.map((each) => ({ ...each, label: labels[each.label] ?? '', transaction: each.label === 0 })));
});

/** @param timed The log says when each sample was made. */
export function jmeterCounts(samples: readonly MadeSample[], timed: boolean) {
  const start = Math.min(...samples.map(({ time }) => time));
  const durationMs = timed ? Math.max(...samples.map(({ time, elapsed }) => time + elapsed)) - start : null;
  const metricsOf = (own: readonly MadeSample[], label?: string) => {
    const latency = own.length === 0 ? {} : statisticsOfSamples(own.map(({ elapsed }) => elapsed));
    const made = { total: own.length, failed: own.filter(({ success }) => !success).length, latency };
    const rate = durationMs === null ? {} : { rate: own.length / (durationMs / 1000) };
    return Object.entries(requestMetrics({ ...made, ...rate }, label));
  };
  const requests = samples.filter(({ transaction }) => !transaction);
  const labelled = [...Map.groupBy(samples, ({ label }) => label)].flatMap(([label, own]) => metricsOf(own, label));
  const failed = requests.filter(({ success }) => !success).length;
  const metrics = countMetrics(Object.fromEntries([...metricsOf(requests), ...labelled]));
  return { ...metrics, requests: { total: requests.length, failed }, durationMs };
}

/** A measured value as `countsOf` writes it, to nine digits: readers turn units. */
export function rounded(value: number): number {
  return Number(value.toPrecision(9));
}

export function countTests(tests: readonly { readonly status: MadeTest['status'] }[]) {
  const count = (status: MadeTest['status']) => tests.filter((each) => each.status === status).length;
  return { passed: count('passed'), failed: count('failed'), skipped: count('skipped') };
}

export function countSources(sources: readonly MadeSource[]): MadeCounts {
  const lines = sources.flatMap((each) => each.lines);
  return {
    statements: countHits(lines.flatMap(({ statements }) => statements)),
    lines: countHits(lines.map(({ hits }) => hits)),
    branches: countHits(lines.flatMap(({ branches }) => branches)),
    functions: countHits(sources.flatMap(({ functions }) => functions)),
  };
}

export function countHits(hits: readonly number[]) {
  return { covered: hits.filter((each) => each > 0).length, total: hits.length };
}

/** Tools call nothing of nothing 100 %. */
export function percentOf({ covered, total }: { readonly covered: number; readonly total: number }): number {
  return total === 0 ? 100 : (covered * 100) / total;
}

/** What tests took together, where each says so. */
export function sumMilliseconds(tests: readonly { readonly milliseconds: number }[]): number {
  return tests.reduce((sum, { milliseconds }) => sum + milliseconds, 0);
}

export function escapeXml(text: string): string {
  return text.replace(/[<>&"']/g, (character) => `&#${character.codePointAt(0)};`);
}

export function countFindings(findings: readonly Pick<Finding, 'rule' | 'severity' | 'suppressed'>[]) {
  return {
    findings: findings.map(({ rule, severity }) => `${rule} ${severity}`).sort(),
    suppressed: findings.filter(({ suppressed }) => suppressed).length,
  };
}

/** `testsMs` is the sum over all tests. */
function timesOf({ tests, durationMs }: Extract<Report, { kind: 'tests' }>) {
  return {
    flaky: tests.filter(({ flaky }) => flaky).length,
    durationMs: durationMs === null ? null : rounded(durationMs),
    testsMs: rounded(tests.reduce((sum, each) => sum + (each.durationMs ?? 0), 0)),
  };
}

function countCoverage({ files, percentOnly }: Extract<Report, { kind: 'coverage' }>) {
  const sums = sumCoverage(files);
  return { ...sums, percentOnly, ...measuresOf(sums, percentOnly) };
}

/** Which measures there are, listed since an empty object would match any. */
function measuresOf(counted: object, percentOnly: object) {
  return { measured: Object.keys(counted).sort(), percentMeasured: Object.keys(percentOnly).sort() };
}

function sumCoverage(files: Extract<Report, { kind: 'coverage' }>['files']) {
  const sums: Partial<Record<CoverageMeasure, { covered: number; total: number }>> = {};
  for (const { measures } of files) {
    for (const measure of ['statements', 'lines', 'branches', 'functions'] as const) {
      const own = measures[measure];
      if (own === undefined) continue;
      const sum = sums[measure] ?? { covered: 0, total: 0 };
      sums[measure] = { covered: sum.covered + own.covered, total: sum.total + own.total };
    }
  }
  return sums;
}
