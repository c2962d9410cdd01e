import type { Unit } from '../unit.ts';

/** The kinds of what a reader makes of a result file; `json` is read by pointer alone. */
export const reportKinds = ['tests', 'coverage', 'load', 'findings', 'document', 'json'] as const;
export type ReportKind = (typeof reportKinds)[number];

/**
 * What pages show and verdicts do not need, with the formats whose readers fill it: a field is optional, and absent where a format has
 * nothing of it. A skip reason is the message of a test that was skipped. No file is refused for one that is not as expected.
 * `test/reports/shown-fields.test.ts` counts them over what the tools write.
 */
export const shownFields = {
  'test.path': [
    'allure-result',
    'ctrf',
    'cucumber-json',
    'cucumber-messages',
    'go-test',
    'jest-json',
    'junit',
    'mocha-json',
    'mocha-json-stream',
    'mochawesome',
    'newman',
    'nunit',
    'playwright',
    'tap',
    'trx',
    'vitest-json',
    'xunit',
  ],
  'test.place': [
    'ctrf',
    'cucumber-json',
    'cucumber-messages',
    'go-test',
    'jest-json',
    'junit',
    'mocha-json',
    'mocha-json-stream',
    'mochawesome',
    'nunit',
    'playwright',
    'tap',
    'trx',
    'vitest-json',
    'xunit',
  ],
  'test.skipReason': [
    'allure-result',
    'ctrf',
    'cucumber-json',
    'cucumber-messages',
    'go-test',
    'junit',
    'mocha-json',
    'nunit',
    'playwright',
    'tap',
    'trx',
    'xunit',
  ],
  'test.difference': ['allure-result', 'jest-json', 'mocha-json', 'mochawesome', 'tap'],
  'test.retries': ['ctrf', 'cucumber-messages', 'jest-json', 'junit', 'playwright', 'vitest-json'],
  'test.output': ['ctrf', 'junit', 'nunit', 'playwright', 'trx', 'xunit'],
  'report.scores': ['lighthouse', 'scorecard'],
  'coverageFile.uncovered': ['clover', 'cobertura', 'coverage-py', 'go-cover', 'istanbul-final', 'jacoco', 'lcov', 'simplecov'],
  'load.series': ['artillery', 'jmeter-csv', 'jmeter-xml', 'k6-points', 'locust-history', 'prometheus'],
  'finding.ruleTitle': ['bandit', 'checkov', 'eslint', 'sarif', 'scorecard', 'tfsec', 'trivy'],
  'finding.help': [
    'bandit',
    'checkov',
    'cyclonedx-vex',
    'cyclonedx-vex-xml',
    'eslint',
    'govulncheck',
    'grype',
    'nancy',
    'npm-audit',
    'sarif',
    'scorecard',
    'semgrep',
    'tfsec',
    'trivy',
    'trivy-operator',
    'yarn-audit',
    'yarn-berry-audit',
    'zap-json',
    'zap-xml',
  ],
  'finding.weaknesses': [
    'bandit',
    'cyclonedx-vex',
    'cyclonedx-vex-xml',
    'dependency-check',
    'dependency-check-xml',
    'gosec',
    'grype',
    'npm-audit',
    'osv-scanner',
    'sarif',
    'semgrep',
    'snyk',
    'trivy',
    'yarn-audit',
    'zap-json',
    'zap-xml',
  ],
  'finding.source': [
    'bandit',
    'checkov',
    'eslint',
    'gitleaks',
    'gosec',
    'govulncheck',
    'grype',
    'hadolint',
    'osv-scanner',
    'sarif',
    'semgrep',
    'tfsec',
    'trivy',
  ],
  'finding.seen': ['zap-json', 'zap-xml'],
} as const satisfies Readonly<Record<string, readonly string[]>>;

/** What a reader returns. */
export type Report = TestsReport | CoverageReport | LoadReport | FindingsReport | DocumentReport | JsonReport;

interface ReportBase {
  /** What the file says of the tool that wrote it. */
  readonly tool: Tool | null;
  /** Why the report may fail an item and never pass one. Empty for a whole report. */
  readonly partial: readonly Partial[];
  /** What the tool rates, where it gives scores, in the order of the file. */
  readonly scores?: readonly ScoreCategory[] | undefined;
}

/** What a tool rates by one score, and the audits that make it. */
export interface ScoreCategory {
  /** As selectors name it. */
  readonly name: string;
  /** In the tool's words, as all texts of it: foreign text. */
  readonly title: string;
  /** In the tool's own scale, from 0 to `highest`; null where it was not measured. */
  readonly score: number | null;
  readonly highest: number;
  /** The score from which the tool itself calls one good. */
  readonly good: number;
  /** The score from which it says of one that it needs improvement, and of a lower one that it is poor; null where it does not tell these apart. */
  readonly fair: number | null;
  readonly audits: readonly ScoredAudit[];
}

/** One thing that a tool looked at for a category, in the scale of that. */
export interface ScoredAudit {
  readonly name: string;
  readonly title: string;
  /** Null where it has none; `without` says why. */
  readonly score: number | null;
  /** Why it has no score: it could not be measured, is shown for information, does not apply to what was looked at, or is for a person to look at. */
  readonly without: 'not-measured' | 'informative' | 'not-applicable' | 'manual' | null;
  /** Its part of the category's score, 0 to 1; null where the tool does not say it. */
  readonly weight: number | null;
  /** What it measured: `3.2 s`. */
  readonly measured: string | undefined;
  /** For a number that the score is first of all made of: up to which value the tool calls it good, and beyond which poor; null where it does not say. */
  readonly metric?: { readonly bands: { readonly good: number; readonly poor: number; readonly unit: Unit } | null } | undefined;
  /** Why it has this score. */
  readonly reason: string | undefined;
  /** Where it is explained. */
  readonly help: string | undefined;
  /** What it found, one by one: a selector with the element, an address, a warning. */
  readonly found: readonly string[];
}

/** A tool and its version, as a file or a `run.json` names them. */
export interface Tool {
  readonly name: string;
  readonly version: string | null;
}

/** Why a report shows only a part of what it should. */
export type Partial =
  /** The file states a count, and lists another. */
  | { readonly code: 'declared-differs'; readonly what: string; readonly declared: number; readonly listed: number }
  /** The tool says that it could not read or run something. */
  | { readonly code: 'tool-errors'; readonly count: number }
  /** By the file's own word, only what failed or changed was run. */
  | { readonly code: 'rerun' }
  /** By the file's own word, nothing was run. */
  | { readonly code: 'dry-run' }
  /** By the file's own word, it is one of several shards. Both from 1. */
  | { readonly code: 'shard'; readonly index: number; readonly total: number }
  /** The run was stopped before its end. */
  | { readonly code: 'interrupted' }
  /** It says that nothing was found, and not where it looked. */
  | { readonly code: 'names-nothing' }
  /** It names what it did not look into, such as an operating system without its packages. */
  | { readonly code: 'not-scanned'; readonly count: number }
  /** The tool calls the data that it judged by out of date. */
  | { readonly code: 'outdated-data'; readonly what: 'distribution' | 'database' };

/** Test cases, as one run lists them. */
export interface TestsReport extends ReportBase {
  readonly kind: 'tests';
  readonly tests: readonly TestCase[];
  /** Packages or suites that could not list their tests: what a wildcard would select there is not known. */
  readonly unlisted: readonly string[];
  /** The run's own duration in milliseconds, or the sum of its parts; null where the format has none. */
  readonly durationMs: number | null;
}

/** One test of a run. */
export interface TestCase {
  /** Full name, parts joined by `/`: Go `package/Test/sub`, JUnit `classname/name`, others `suite/name`. */
  readonly name: string;
  /** `failed` also for an error, a time-out, and a test that started and never ended. */
  readonly status: 'passed' | 'failed' | 'skipped';
  readonly durationMs: number | null;
  /** How often it ran; above 1 it was retried. */
  readonly attempts: number;
  /** It failed and passed within this run. */
  readonly flaky: boolean;
  /** Why it failed or was skipped, as the tool wrote it: foreign text. */
  readonly message: string | null;
  /** The suites that it stands in, the outermost first, and its own title last; a `/` within a part belongs to that part. Absent where `name` alone tells. */
  readonly path?: readonly string[] | undefined;
  /** Where it is written, as far as the file says; of Go behind its package's import path, as its coverage has it. */
  readonly place?: CodePlace | undefined;
  /** What the tool itself says that it expected and received. */
  readonly difference?: TestDifference | undefined;
  /** The attempts before the one that decided, in their order. */
  readonly retries?: readonly TestAttempt[] | undefined;
  /** The beginning and the end of what it printed, where it failed or ran again: foreign text. */
  readonly output?: string | undefined;
  /** It is no test: it stands for a package that did not build, or for a suite that failed as a whole. */
  readonly standsFor?: 'build' | 'suite' | undefined;
}

/** Two values as a tool prints them: foreign text. */
export interface TestDifference {
  readonly expected: string;
  readonly received: string;
}

/** An attempt that another followed. */
export interface TestAttempt {
  readonly message: string | null;
  readonly durationMs: number | null;
}

/** What coverage is counted in. */
export type CoverageMeasure = 'statements' | 'lines' | 'branches' | 'functions';

/** What was executed, by file. */
export interface CoverageReport extends ReportBase {
  readonly kind: 'coverage';
  readonly files: readonly CoverageFile[];
  /** Percentages (0 to 100) that the tool states for the whole without the counts behind them; they cannot be merged or cut. */
  readonly percentOnly: { readonly [measure in CoverageMeasure]?: number };
}

/** A source file with how much of it was reached, by each measure that the format has. */
export interface CoverageFile {
  /** As the tool writes it, with `/`. */
  readonly path: string;
  readonly measures: { readonly [measure in CoverageMeasure]?: CoverageCount };
  /** Lines that were not reached, in their order; empty where each was. What holds no code parts no range. */
  readonly uncovered?: readonly LineRange[] | undefined;
}

/** Lines of a source file, from 1, the last one among them. */
export interface LineRange {
  readonly first: number;
  readonly last: number;
}

/** How many there are, and how many of them were reached. */
export interface CoverageCount {
  readonly covered: number;
  readonly total: number;
  /**
   * What the counts are made of, by a key that is the same in each part of a sharded run; null where the format gives counts alone,
   * which cannot be merged.
   */
  readonly points: ReadonlyMap<string, { readonly weight: number; readonly covered: boolean }> | null;
}

/** What a load generator measured. */
export interface LoadReport extends ReportBase {
  readonly kind: 'load';
  readonly metrics: readonly LoadMetric[];
  /** The verdicts that the file holds; null where the format has none: unknown, not held. */
  readonly thresholds: readonly LoadThreshold[] | null;
  readonly checks: { readonly passed: number; readonly failed: number } | null;
  /** What the checks of a script came to each, in the order of the file; absent where it does not name them. Nothing is judged by them. */
  readonly namedChecks?: readonly LoadCheck[] | undefined;
  /** Requests sent and failed, where known: a latency over failures alone says nothing. */
  readonly requests: { readonly total: number; readonly failed: number } | null;
  readonly durationMs: number | null;
  /** What was measured over the time of the run, where the file has points: the rate of failures first, then of requests, then times. */
  readonly series?: readonly LoadSeries[] | undefined;
}

/** A check of a script, which looks at one answer after the other: how many held, and how many did not. */
export interface LoadCheck {
  /** Behind the groups of the script that it stands in: `browse › status is 200`. */
  readonly name: string;
  readonly passed: number;
  readonly failed: number;
}

/** One number over the time of a run. */
export interface LoadSeries {
  /** As the metric is named that it is of. */
  readonly name: string;
  readonly statistic: string;
  readonly unit: Unit;
  /** In the order of time; at least two. `at` in milliseconds since 1970, `value` null where nothing was measured. */
  readonly points: readonly { readonly at: number; readonly value: number | null }[];
  /** By which share of itself a value may be off; absent where none is. */
  readonly within?: number | undefined;
}

/** A metric of a load test: its statistics by the names that selectors use, in its own unit. */
export interface LoadMetric {
  readonly name: string;
  /** By statistic: `avg min med max p90 p95 p99 rate count value`, and others as the tool computes them (`p97.5`). */
  readonly statistics: { readonly [statistic: string]: { readonly value: number; readonly unit: Unit } };
}

/** A threshold that the tool itself judged. */
export interface LoadThreshold {
  readonly metric: string;
  /** As the script states it: `p(95)<100`. */
  readonly expression: string;
  /** Null where nothing was measured that it speaks of: k6 says of such a threshold that it held. Neither held nor crossed. */
  readonly held: boolean | null;
}

/** Severities, the gravest first; a finding of unknown severity counts toward each. */
export const severities = ['critical', 'high', 'medium', 'low', 'info', 'unknown'] as const;
export type Severity = (typeof severities)[number];

/** What a scanner found. */
export interface FindingsReport extends ReportBase {
  readonly kind: 'findings';
  /** One entry a unit of counting, as the reader's `unit` says. */
  readonly findings: readonly Finding[];
  /** The severities that this tool can give; `unknown` is not among them. */
  readonly rates: readonly Severity[];
  /** Which rules are known to have run, so that no finding of them means that there is none. */
  readonly rules: {
    /** Ids that the report lists as run. */
    readonly listed: readonly string[];
    /** Where the tool runs all its rules unless told otherwise: the form of their ids (a regular expression's source), and the options that tell it otherwise. */
    readonly all: { readonly form: string; readonly unless: readonly string[] } | null;
  };
  /** What was scanned, as the file says: empty where it names nothing, null where the format never names it. */
  readonly targets: readonly string[] | null;
}

/** One finding of a scan, as its format counts them. */
export interface Finding {
  /** The id that selectors name: a rule's or a vulnerability's. */
  readonly rule: string;
  /** Other ids of the same finding. */
  readonly aliases: readonly string[];
  readonly severity: Severity;
  /** In the tool's words: foreign text. */
  readonly title: string;
  /** `file:line`, a package with its version, an address; null where the format has none. */
  readonly place: string | null;
  /** Suppressed, accepted or absent from this version: shown, counted apart. */
  readonly suppressed: boolean;
  /** What the rule is about, where the format says it apart from what was found. */
  readonly ruleTitle?: string | undefined;
  /** Where the rule or the vulnerability is explained. */
  readonly help?: string | undefined;
  /** Weaknesses of the CWE list: `CWE-79`. */
  readonly weaknesses?: readonly string[] | undefined;
  /** The file it was found in, or that leads to it, where the format keeps that apart from all else. */
  readonly source?: CodePlace | undefined;
  /** Where a scan of what runs saw it: the first ones, and how many the file lists. */
  readonly seen?: { readonly listed: readonly FindingInstance[]; readonly total: number } | undefined;
}

/** A request in which a finding was seen: foreign texts, empty where there is none. */
export interface FindingInstance {
  readonly address: string;
  readonly method: string;
  readonly parameter: string;
  /** What of the answer shows it. */
  readonly evidence: string;
}

/** A place in a source file. */
export interface CodePlace {
  /** As the tool writes it, with `/`: not every such path is one of the repository. */
  readonly file: string;
  /** From 1. */
  readonly line?: number | undefined;
}

/** A text for people, or an inventory that proves only its own existence. */
export interface DocumentReport extends ReportBase {
  readonly kind: 'document';
  readonly title: string | null;
  readonly headings: readonly { readonly text: string; readonly slug: string; readonly level: number }[];
  /** Nothing but white space. */
  readonly blank: boolean;
}

/** Any JSON document: its values are selected by pointer. */
export interface JsonReport extends ReportBase {
  readonly kind: 'json';
}

/** What JSON can hold, after the strict parser: no duplicate, no `__proto__` key, finite numbers. */
export type JsonValue = null | boolean | number | string | readonly JsonValue[] | { readonly [key: string]: JsonValue };
