import { z } from 'zod';

/** Numbers that a file's summary is to hold, by their paths in it: `tests/failed`. Null: it must not hold that number. */
export interface Expectation {
  readonly numbers: Readonly<Record<string, number | null>>;
  /** Why this is not the count that the facts lead with. */
  readonly otherwise?: string;
}

/** What the facts of a file say that a reader makes of it: one of several counts, a refusal, or nothing that can be compared. */
type Expected = readonly Expectation[] | 'refused';

interface Comparator {
  readonly tool: string;
  /** A key that only the facts of this tool have, for files whose facts name no tool. */
  readonly mark?: string;
  readonly expect: (facts: unknown) => Expected;
}

/** What the facts of one file lead to expect, or null where no reader is meant to know the tool's files: they are read by pointer alone. */
export function expectationOf(tool: string, facts: Readonly<Record<string, unknown>>): Expected | null {
  const comparator =
    comparators.find((each) => each.tool === tool) ?? comparators.find(({ mark }) => mark !== undefined && Object.hasOwn(facts, mark));
  return comparator?.expect(facts) ?? null;
}

function comparing<Facts>(tool: string, schema: z.ZodType<Facts>, expect: (facts: Facts) => Expected, mark?: string): Comparator {
  return { tool, expect: (facts) => expect(schema.parse(facts)), ...(mark === undefined ? {} : { mark }) };
}

const count = z.int().nonnegative();
const numeral = z.string().regex(/^\d+$/).transform(Number);
const counts = z.record(z.string(), count);
const severities = z.object({ critical: count, high: count, medium: count, low: count, info: count, unknown: count, total: count });
const found = z.number().nullish();

type Severities = z.output<typeof severities>;

const comparators: readonly Comparator[] = [
  // Tests
  comparing('allure', z.object({ status: z.string().nullable(), flaky: z.boolean().nullable() }), ({ status, flaky }) => {
    const passed = status === 'passed' ? 1 : 0;
    const skipped = status === 'skipped' ? 1 : 0;
    return [tests({ passed, skipped, failed: 1 - passed - skipped, flaky: flaky === true ? passed : 0 })];
  }),
  comparing('ctrf', z.object({ counted: counts }), ({ counted }) => [
    tests({ passed: of(counted, 'passed'), failed: of(counted, 'failed', 'other'), skipped: of(counted, 'skipped', 'pending') }),
  ]),
  comparing(
    'cucumber',
    z.object({ scenarios_by_status: counts.optional(), scenarios: z.union([counts, count]) }),
    ({ scenarios_by_status, scenarios }) => {
      const byStatus = Object.entries(scenarios_by_status ?? (typeof scenarios === 'object' ? scenarios : {}));
      const having = (...words: string[]) => sum(byStatus.flatMap(([word, number]) => (words.includes(word.toLowerCase()) ? number : [])));
      return [
        tests({
          passed: having('passed'),
          failed: having('failed', 'undefined', 'ambiguous', 'pending', 'unknown'),
          skipped: having('skipped'),
        }),
      ];
    },
  ),
  comparing(
    'go-test',
    z.object({
      tests_leaf: z.object({ passed: count, failed: count, skipped: count, unfinished: count }),
      packages: z.object({ fail: count }),
      packages_without_terminal_event: z.array(z.string()),
      failed_tests: z.array(z.string()),
      unfinished_tests: z.array(z.string()),
      nonjson_lines: count,
      overall_ok: z.boolean(),
    }),
    (facts) => {
      const { passed, failed, skipped, unfinished } = facts.tests_leaf;
      const failing = new Set([...facts.failed_tests, ...facts.unfinished_tests].map((test) => test.slice(0, test.indexOf(' '))));
      const endless = facts.packages_without_terminal_event.filter((name) => !failing.has(name)).length;
      const ended = [...failing].filter((name) => !facts.packages_without_terminal_event.includes(name)).length;
      const alone = Math.max(0, facts.packages.fail - ended) + endless;
      const expected = (plain: number) => tests({ passed, failed: failed + unfinished + alone + plain, skipped });
      const inPlainLines = Array.from({ length: facts.overall_ok ? 0 : facts.nonjson_lines }, (_, index) => ({
        ...expected(index + 1),
        otherwise: 'a package that failed is named by a plain line alone, outside of the events: it counts as failed',
      }));
      return [expected(0), ...inPlainLines];
    },
    'tests_leaf',
  ),
  comparing('jest-json', z.object({ counted: counts, files_failed_without_tests: count }), jestTests),
  comparing('vitest-json', z.object({ counted: counts, files_failed_without_tests: count }), jestTests),
  comparing(
    'junit',
    z.object({
      counted: z.object({ passed: count, failed: count, errors: count, skipped: count, disabled_or_notrun_by_attribute: count }).optional(),
      flaky_or_rerun_cases: count.optional(),
    }),
    ({ counted, flaky_or_rerun_cases: flaky = 0 }) => {
      if (counted === undefined) return 'refused';
      const { passed, failed, errors, skipped, disabled_or_notrun_by_attribute: disabled } = counted;
      return [tests({ passed, failed: failed + errors, skipped: skipped + disabled, flaky })];
    },
  ),
  comparing('mocha-json', z.object({ stats: mochaStats().optional(), end: z.array(mochaStats()).optional() }), ({ stats, end }) => {
    const { passes = 0, failures = 0, pending = 0 } = stats ?? end?.[0] ?? {};
    return [tests({ passed: passes, failed: failures, skipped: pending })];
  }),
  comparing('mochawesome', z.object({ stats: mochaStats().extend({ other: count, skipped: count }) }), ({ stats }) => {
    const expected = tests({ passed: stats.passes, failed: stats.failures + stats.other + stats.skipped, skipped: stats.pending });
    return [stats.skipped === 0 ? expected : { ...expected, otherwise: 'what a hook kept from running is failed, not skipped' }];
  }),
  comparing(
    'newman',
    z.object({ assertions: z.object({ total: count, failed: count }), failures: count, tests_skipped: count }),
    (facts) => [
      tests({
        passed: facts.assertions.total - facts.assertions.failed - facts.tests_skipped,
        failed: facts.failures,
        skipped: facts.tests_skipped,
      }),
    ],
  ),
  comparing(
    'nunit',
    z.object({
      attributes: z.object({
        total: numeral,
        passed: numeral.optional(),
        failed: numeral.optional(),
        failures: numeral.optional(),
        errors: numeral.optional(),
        skipped: numeral.optional(),
        inconclusive: numeral.optional(),
        'not-run': numeral.optional(),
      }),
    }),
    ({ attributes }) => {
      const { total, failed, failures = 0, errors = 0, skipped = 0, inconclusive = 0, 'not-run': notRun = 0 } = attributes;
      const failing = failed ?? failures + errors;
      const left = skipped + inconclusive + notRun;
      return [tests({ passed: attributes.passed ?? total - failing, failed: failing, skipped: left })];
    },
  ),
  comparing(
    'playwright',
    z.object({ stats: z.object({ expected: count, unexpected: count, flaky: count, skipped: count }), top_level_errors: count }),
    ({ stats, top_level_errors }) => {
      const expected = { passed: stats.expected + stats.flaky, failed: stats.unexpected, skipped: stats.skipped, flaky: stats.flaky };
      if (top_level_errors === 0) return [tests(expected)];
      // A load error is no run of no tests.
      if (stats.expected + stats.unexpected + stats.flaky + stats.skipped === 0) return 'refused';
      const otherwise = 'an error outside of the tests counts as a failed one';
      return [tests(expected), { ...tests({ ...expected, failed: stats.unexpected + top_level_errors }), otherwise }];
    },
  ),
  comparing('tap', z.object({ top_level: counts, all_levels_incl_subtests_and_their_parents: counts }), (facts) => {
    const all = facts.all_levels_incl_subtests_and_their_parents;
    const top = tests({
      passed: of(facts.top_level, 'ok'),
      failed: of(facts.top_level, 'not ok'),
      skipped: of(facts.top_level, 'skip', 'todo'),
    });
    if (sum(Object.values(all)) === sum(Object.values(facts.top_level))) return [top];
    const parents = of(facts.top_level, 'ok', 'not ok');
    const leaves = { 'tests/skipped': of(all, 'skip', 'todo'), 'tests/total': sum(Object.values(all)) - parents };
    return [{ numbers: leaves, otherwise: 'leaf tests, not the tests that hold them' }, top];
  }),
  comparing('trx', z.object({ outcomes: counts }), ({ outcomes }) => [
    tests({
      passed: of(outcomes, 'Passed'),
      skipped: of(outcomes, 'NotExecuted', 'Inconclusive'),
      failed: sum(Object.values(outcomes)) - of(outcomes, 'Passed', 'NotExecuted', 'Inconclusive'),
    }),
  ]),
  comparing('xunit-v2', z.object({ counted: counts }), ({ counted }) => [
    tests({ passed: of(counted, 'Pass'), failed: of(counted, 'Fail'), skipped: of(counted, 'Skip', 'NotRun') }),
  ]),

  // Coverage
  comparing(
    'clover',
    z.object({
      metrics: z.object({
        statements: numeral,
        coveredstatements: numeral,
        conditionals: numeral,
        coveredconditionals: numeral,
        methods: numeral,
        coveredmethods: numeral,
      }),
    }),
    ({ metrics }) => [
      {
        numbers: {
          'coverage/statements/percent': percent(metrics.coveredstatements, metrics.statements),
          'coverage/branches/percent': percent(metrics.coveredconditionals, metrics.conditionals),
          'coverage/functions/percent': percent(metrics.coveredmethods, metrics.methods),
        },
      },
    ],
  ),
  comparing(
    'cobertura',
    z.object({ counted_distinct_file_line: z.object({ valid: count, covered: count }).optional() }),
    ({ counted_distinct_file_line: lines }) => {
      if (lines === undefined) return 'refused';
      return lines.valid === 0 ? [{ numbers: { 'coverage/lines/percent': null } }] : [covered('lines', lines.covered, lines.valid)];
    },
  ),
  comparing(
    'go-cover',
    z.object({ statements: count.optional(), statements_covered: count.optional(), total_percent: z.number().optional() }),
    ({ statements, statements_covered, total_percent }) =>
      statements === undefined || statements_covered === undefined
        ? [{ numbers: { 'coverage/statements/percent': total_percent ?? null } }]
        : [covered('statements', statements_covered, statements)],
  ),
  comparing('istanbul-final', z.object({ statements: count, statements_covered: count, functions: count, branches: count }), (facts) => [
    {
      numbers: {
        ...covered('statements', facts.statements_covered, facts.statements).numbers,
        'coverage/functions/total': facts.functions,
        'coverage/branches/total': facts.branches,
      },
    },
  ]),
  comparing(
    'istanbul-summary',
    z.object({
      has_total: z.boolean(),
      lines: istanbulTotal(),
      statements: istanbulTotal(),
      functions: istanbulTotal(),
      branches: istanbulTotal(),
    }),
    ({ has_total, lines, statements, functions, branches }) => {
      if (!has_total) return 'refused';
      const all = Object.entries({ lines, statements, functions, branches });
      const numbers = all.flatMap(([name, each]) => (each ? Object.entries(covered(name, each.covered, each.total).numbers) : []));
      return [{ numbers: Object.fromEntries(numbers) }];
    },
  ),
  comparing('jacoco', z.object({ counters: z.record(z.string(), z.object({ missed: count, covered: count })) }), ({ counters }) => {
    const measures = { LINE: 'lines', BRANCH: 'branches', METHOD: 'functions' };
    const numbers = Object.entries(measures).flatMap(([name, measure]) => {
      const each = counters[name];
      return each === undefined ? [] : Object.entries(covered(measure, each.covered, each.covered + each.missed).numbers);
    });
    return numbers.length === 0 ? 'refused' : [{ numbers: Object.fromEntries(numbers) }];
  }),
  comparing(
    'lcov',
    z.object({ lines_from_DA: z.object({ found: count, hit: count }), functions_declared: z.object({ FNF: count, FNH: count }) }),
    ({ lines_from_DA: lines, functions_declared: functions }) => {
      if (lines.found === 0) return 'refused';
      const declared = functions.FNF === 0 ? {} : covered('functions', functions.FNH, functions.FNF).numbers;
      return [{ numbers: { ...covered('lines', lines.hit, lines.found).numbers, ...declared } }];
    },
  ),

  // Load
  comparing(
    'artillery',
    z.object({
      http_requests: count,
      codes: counts,
      errors: counts,
      response_time: z.object({ median: found, p95: found, p99: found, max: found }),
    }),
    ({ http_requests, codes, errors, response_time: time }) => {
      const bad = Object.entries(codes).flatMap(([code, number]) => (/\.[45]\d\d$/.test(code) ? number : []));
      return [
        {
          numbers: {
            'load/metrics/requests/count': http_requests,
            'load/metrics/failed/count': sum(bad) + sum(Object.values(errors)),
            ...measured('latency', { med: time.median, p95: time.p95, p99: time.p99, max: time.max }),
          },
        },
      ];
    },
  ),
  comparing(
    'autocannon',
    z.object({
      requests_total: count,
      requests_avg: z.number(),
      non2xx: count,
      errors: count,
      latency: z.object({ average: found, p50: found, p97_5: found, p99: found, max: found }),
    }),
    ({ requests_total, requests_avg, non2xx, errors, latency }) => [
      {
        numbers: {
          ...measured('requests', { count: requests_total, rate: requests_avg }),
          'load/metrics/failed/count': non2xx + errors,
          ...measured('latency', { avg: latency.average, med: latency.p50, 'p97.5': latency.p97_5, p99: latency.p99, max: latency.max }),
        },
      },
    ],
  ),
  comparing(
    'docker-compose-ps',
    z.object({ services: count, state: z.record(z.string(), count), health: z.record(z.string(), count), exited_nonzero: count }),
    ({ services, state, health, exited_nonzero }) => [
      {
        numbers: {
          ...measured('containers', { count: services }),
          ...measured('running', { count: state['running'] ?? 0 }),
          ...measured('healthy', { count: health['healthy'] ?? 0 }),
          ...measured('completed', { count: (state['exited'] ?? 0) - exited_nonzero }),
        },
      },
    ],
  ),
  comparing(
    'go-bench',
    z.object({ benchmarks: z.array(z.object({ name: z.string(), n: count, ns_op: z.number() })), ok: z.boolean() }),
    ({ benchmarks, ok }) => {
      if (!ok) return 'refused';
      // The facts keep the number of processors in the name.
      const numbers = benchmarks.flatMap(({ name, n, ns_op }) => {
        const metric = name.replace(/-\d+$/, '');
        return Object.entries({ ...measured(metric, { ns_op, time: ns_op / 1000 }), ...measured(metric, { count: n }) });
      });
      return [{ numbers: { ...Object.fromEntries(numbers), 'load/all': benchmarks.length } }];
    },
  ),
  comparing(
    'k6',
    z.object({
      shape: z.string(),
      http_req_duration: z.object({ avg: found, med: found, p95: found, p99: found, max: found }),
      http_req_failed_rate: found,
      http_reqs_count: found,
      http_reqs_rate: found,
      http_reqs_rate_computed: found,
      vus_max: found,
      iterations: found,
      checks: z.object({ passes: count.nullable(), fails: count.nullable() }),
      thresholds: z.object({ ok: count.nullable(), failed: count.nullable() }).optional(),
    }),
    (facts) => [
      {
        numbers: {
          ...measured('http_req_duration', facts.http_req_duration),
          ...measured('http_req_failed', { rate: facts.http_req_failed_rate }),
          ...measured('http_reqs', { count: facts.http_reqs_count, rate: facts.http_reqs_rate ?? facts.http_reqs_rate_computed }),
          ...measured('iterations', { count: facts.iterations }),
          // A percentile that the script left out must not be there.
          ...(facts.http_req_duration.p99 === null ? { 'load/metrics/http_req_duration/p99': null } : {}),
          'load/checks/passed': facts.checks.passes,
          'load/checks/failed': facts.checks.fails,
          'load/thresholds/passed': facts.thresholds?.ok ?? null,
          'load/thresholds/failed': facts.thresholds?.failed ?? null,
        },
      },
    ],
    'http_req_duration',
  ),
  comparing(
    'lighthouse',
    z.object({ runtimeError: z.string().nullable(), scores: z.record(z.string(), z.number().nullable()), lcp_ms: z.number().nullable() }),
    ({ runtimeError, scores, lcp_ms }) => {
      if (runtimeError !== null) return 'refused';
      const values = Object.entries(scores).flatMap(([name, score]) => Object.entries(measured(name, { value: score })));
      return [{ numbers: { ...Object.fromEntries(values), ...measured('largest-contentful-paint', { value: lcp_ms }) } }];
    },
  ),
  comparing('locust', z.object({ aggregated: z.record(z.string(), z.string()).nullable() }), ({ aggregated }) => {
    if (aggregated === null) return [];
    const number = (name: string) => Number(aggregated[name]);
    return [
      {
        numbers: {
          ...measured('requests', { count: number('Request Count'), rate: number('Requests/s') }),
          ...measured('failed', { count: number('Failure Count') }),
          ...measured('latency', { med: number('Median Response Time'), p95: number('95%'), p99: number('99%') }),
        },
      },
    ];
  }),
  comparing(
    'pg-explain',
    z.object({
      seq_scans: z.array(z.string()),
      execution_time_ms: z.number().nullable(),
      planning_time_ms: z.number().nullable(),
      total_cost: z.number(),
    }),
    (facts) => {
      const byRelation = Object.entries(Object.groupBy(facts.seq_scans, (relation) => relation));
      const scans = byRelation.map(([relation, each]) => [`load/metrics/seq_scan{relation="${relation}"}/count`, each?.length ?? 0]);
      return [
        {
          numbers: {
            'load/metrics/execution_time/value': facts.execution_time_ms,
            'load/metrics/planning_time/value': facts.planning_time_ms,
            'load/metrics/total_cost/value': facts.total_cost,
            'load/metrics/seq_scans/count': facts.seq_scans.length,
            ...Object.fromEntries(scans),
          },
        },
      ];
    },
  ),
  comparing('pprof', z.object({ total_samples: z.string(), rows: count }), ({ total_samples, rows }) => [
    // The whole stands as a metric beside the rows.
    { numbers: { ...measured('total_samples', { value: Number.parseFloat(total_samples) }), 'load/all': rows + 1 } },
  ]),
  comparing(
    'prometheus',
    z.object({
      status: z.string(),
      resultType: z.string().nullable(),
      series: count.nullable(),
      values: z.array(z.union([z.string(), count])).nullable(),
    }),
    ({ status, resultType, series, values }) => {
      if (status === 'error') return 'refused';
      // The facts have the value of each series of a vector, and the number of samples of each series of a matrix.
      const statistic = resultType === 'matrix' ? 'count' : 'value';
      const listed = (values ?? []).map((value, index) => [`load/in-order/${index}/${statistic}`, Number(value)]);
      return [{ numbers: { 'load/all': series, ...Object.fromEntries(listed) } }];
    },
  ),
  comparing('wrk', z.object({ p50: z.string(), p99: z.string(), requests_per_sec: z.string(), requests: z.string() }), (facts) => [
    {
      numbers: {
        ...measured('requests', { count: Number(facts.requests), rate: Number(facts.requests_per_sec) }),
        ...measured('latency', { med: Number.parseFloat(facts.p50), p99: Number.parseFloat(facts.p99) }),
      },
    },
  ]),

  // Findings
  comparing('cyclonedx', z.object({ vulnerabilities: count }), ({ vulnerabilities }) =>
    vulnerabilities === 0 ? [] : [{ numbers: { 'findings/all': vulnerabilities } }],
  ),
  comparing('gosec', z.object({ issues: count, active_by_severity: severities }), ({ issues, active_by_severity }) => [
    { numbers: { ...bySeverity(active_by_severity), 'findings/all': issues } },
  ]),
  comparing('govulncheck', z.object({ distinct_osv: count.optional(), distinct_osv_in_findings: count.optional() }), (facts) => {
    const total = facts.distinct_osv ?? facts.distinct_osv_in_findings;
    return total === undefined ? 'refused' : [{ numbers: { 'findings/total': total } }];
  }),
  comparing(
    'grype',
    z.object({ matches: count, distinct_ids: count, by_severity_raw: counts }),
    ({ matches, distinct_ids, by_severity_raw: raw }) => {
      const total = { 'findings/total': distinct_ids };
      if (matches !== distinct_ids) return [{ numbers: total, otherwise: 'distinct vulnerabilities, not each place where one matches' }];
      const named = (...words: string[]) => of(raw, ...words);
      return [
        {
          numbers: {
            ...total,
            'findings/critical': named('Critical'),
            'findings/high': named('High'),
            'findings/medium': named('Medium'),
            'findings/low': named('Low'),
          },
        },
      ];
    },
  ),
  comparing('hadolint', z.object({ findings: count, by_level: counts }), ({ findings, by_level }) => [
    { numbers: { 'findings/total': findings, 'findings/high': of(by_level, 'error'), 'findings/medium': of(by_level, 'warning') } },
  ]),
  comparing('nancy', z.object({ severity_by_cvss_bucket: severities }), (facts) => [
    { numbers: bySeverity(facts.severity_by_cvss_bucket) },
  ]),
  comparing('npm-audit', auditFacts(), auditFindings),
  comparing('pnpm-audit', auditFacts(), auditFindings),
  comparing(
    'osv-scanner',
    z.object({ distinct_ids: count.optional(), groups_by_max_severity: severities.optional() }),
    ({ distinct_ids, groups_by_max_severity: groups }) => {
      if (distinct_ids === undefined || groups === undefined) return 'refused';
      const otherwise = 'distinct vulnerabilities, not one group a package';
      return [{ numbers: bySeverity(groups) }, { numbers: { 'findings/total': distinct_ids }, otherwise }];
    },
  ),
  comparing('pip-audit', z.object({ vulns: count }), ({ vulns }) => [{ numbers: { 'findings/total': vulns } }]),
  comparing(
    'sarif',
    z.object({
      results: count,
      suppressed: count,
      kinds: counts,
      effective_level: counts,
      baseline_states: counts,
      security_severity_buckets: counts,
    }),
    (facts) => {
      const failing = of(facts.kinds, '(fail)', 'fail');
      const left = facts.suppressed + of(facts.baseline_states, 'absent');
      const numbers = { 'findings/total': failing - left, 'findings/suppressed': left };
      const isByLevel = left === 0 && failing === facts.results && of(facts.security_severity_buckets, 'none given') === facts.results;
      if (!isByLevel) return [{ numbers }];
      const level = (name: string) => of(facts.effective_level, name);
      return [
        { numbers: { ...numbers, 'findings/high': level('error'), 'findings/medium': level('warning'), 'findings/low': level('note') } },
      ];
    },
  ),
  comparing('scorecard', z.object({ by_check: z.record(z.string(), z.number()) }), () => []),
  comparing('semgrep', z.object({ results: count, by_severity: counts }), ({ results, by_severity }) => [
    { numbers: { 'findings/all': results, 'findings/high': of(by_severity, 'ERROR'), 'findings/medium': of(by_severity, 'WARNING') } },
  ]),
  comparing('spdx', z.object({ spdxVersion: z.string() }), () => []),
  comparing(
    'trivy',
    z.object({
      vulnerabilities_by_severity: severities,
      distinct_vulnerability_ids: count.optional(),
      distinct_ids: count.optional(),
      misconfig_failures_by_severity: severities.optional(),
      secrets_by_severity: severities.optional(),
      licenses_by_severity: severities.optional(),
    }),
    (facts) => {
      const { vulnerabilities_by_severity: entries } = facts;
      const others = [facts.misconfig_failures_by_severity, facts.secrets_by_severity, facts.licenses_by_severity].flatMap(
        (each) => each ?? [],
      );
      const distinct = facts.distinct_vulnerability_ids ?? facts.distinct_ids ?? 0;
      if (distinct === entries.total) return [{ numbers: bySeverity(...[entries, ...others]) }];
      const total = distinct + sum(others.map((each) => each.total));
      return [{ numbers: { 'findings/total': total }, otherwise: 'distinct vulnerabilities, not one entry a package' }];
    },
    'distinct_vulnerability_ids',
  ),
  comparing('trivy-operator', z.object({ vulnerabilities_by_severity: severities }), (facts) => [
    { numbers: bySeverity(facts.vulnerabilities_by_severity) },
  ]),
  comparing(
    'yarn-audit',
    z.object({ severities: counts.optional(), distinct_advisories: count.optional() }),
    ({ severities: words, distinct_advisories }) =>
      words === undefined
        ? [{ numbers: { 'findings/total': distinct_advisories ?? 0 } }]
        : [
            {
              numbers: {
                'findings/total': sum(Object.values(words)),
                'findings/medium': of(words, 'moderate'),
                'findings/high': of(words, 'high'),
              },
            },
          ],
  ),
  comparing(
    'zap',
    z.object({ alerts_by_risk: severities, false_positive_confidence_0: count }),
    ({ alerts_by_risk, false_positive_confidence_0: accepted }) =>
      accepted === 0
        ? [{ numbers: bySeverity(alerts_by_risk) }]
        : [{ numbers: { 'findings/all': alerts_by_risk.total }, otherwise: 'what was marked as a false positive counts apart' }],
    'alerts_by_risk',
  ),
];

function tests({ passed, failed, skipped, flaky }: { passed: number; failed: number; skipped: number; flaky?: number }): Expectation {
  return {
    numbers: {
      'tests/total': passed + failed + skipped,
      'tests/passed': passed,
      'tests/failed': failed,
      'tests/skipped': skipped,
      ...(flaky === undefined ? {} : { 'tests/flaky': flaky }),
    },
  };
}

function jestTests({
  counted,
  files_failed_without_tests: files,
}: {
  counted: Record<string, number>;
  files_failed_without_tests: number;
}): Expectation[] {
  const expected = (more: number) =>
    tests({ passed: of(counted, 'passed'), failed: of(counted, 'failed') + more, skipped: of(counted, 'pending', 'skipped', 'todo') });
  if (files === 0) return [expected(0)];
  return [{ ...expected(files), otherwise: 'a file that could not be loaded counts as a failed test' }, expected(0)];
}

function mochaStats() {
  return z.object({ passes: count, failures: count, pending: count });
}

function istanbulTotal() {
  return z.object({ total: count, covered: count }).optional();
}

function auditFacts() {
  return z.object({ shape: z.string(), advisories_by_severity: severities.optional(), packages_by_severity: severities.optional() });
}

/** Advisories where they are listed, else the packages. */
function auditFindings({ shape, advisories_by_severity, packages_by_severity }: z.output<ReturnType<typeof auditFacts>>): Expected {
  if (shape === 'error') return 'refused';
  const counted = advisories_by_severity?.total === 0 ? (packages_by_severity ?? advisories_by_severity) : advisories_by_severity;
  return counted === undefined ? [] : [{ numbers: bySeverity(counted) }];
}

function bySeverity(...all: readonly Severities[]): Record<string, number> {
  const names = ['critical', 'high', 'medium', 'low', 'info', 'unknown', 'total'] as const;
  return Object.fromEntries(names.map((name) => [`findings/${name}`, sum(all.map((each) => each[name]))]));
}

function covered(measure: string, hit: number, total: number): { numbers: Record<string, number> } {
  return { numbers: { [`coverage/${measure}/covered`]: hit, [`coverage/${measure}/total`]: total } };
}

function percent(hit: number, total: number): number | null {
  return total === 0 ? null : (hit / total) * 100;
}

/** Statistics of a metric that the facts know; what they do not know is not compared. */
function measured(metric: string, statistics: Readonly<Record<string, number | null | undefined>>): Record<string, number> {
  return Object.fromEntries(
    Object.entries(statistics).flatMap(([name, value]) => (value == null ? [] : [[`load/metrics/${metric}/${name}`, value]])),
  );
}

function of(numbers: Readonly<Record<string, number>>, ...names: readonly string[]): number {
  return sum(names.map((name) => numbers[name] ?? 0));
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, each) => total + each, 0);
}
