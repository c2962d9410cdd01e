import type { Reader } from './reader.ts';
import type { ReportKind } from './report.ts';

/** A format in the list. Its reader is loaded when it is needed: a gate that reads five formats does not wait for seventy others. */
export interface ListedReader {
  readonly format: string;
  readonly kind: ReportKind;
  load(): Promise<Reader>;
}

/** Every format, one line each, sorted by its name. */
export const readers: readonly ListedReader[] = [
  { format: 'ab', kind: 'load', load: async () => (await import('./readers/ab.ts')).ab },
  { format: 'allure-result', kind: 'tests', load: async () => (await import('./readers/allure-result.ts')).allureResult },
  { format: 'artillery', kind: 'load', load: async () => (await import('./readers/artillery.ts')).artillery },
  { format: 'autocannon', kind: 'load', load: async () => (await import('./readers/autocannon.ts')).autocannon },
  { format: 'bandit', kind: 'findings', load: async () => (await import('./readers/bandit.ts')).bandit },
  { format: 'checkov', kind: 'findings', load: async () => (await import('./readers/checkov.ts')).checkov },
  { format: 'clover', kind: 'coverage', load: async () => (await import('./readers/clover.ts')).clover },
  { format: 'cobertura', kind: 'coverage', load: async () => (await import('./readers/cobertura.ts')).cobertura },
  { format: 'coverage-py', kind: 'coverage', load: async () => (await import('./readers/coverage-py.ts')).coveragePy },
  { format: 'ctrf', kind: 'tests', load: async () => (await import('./readers/ctrf.ts')).ctrf },
  { format: 'cucumber-json', kind: 'tests', load: async () => (await import('./readers/cucumber-json.ts')).cucumberJson },
  { format: 'cucumber-messages', kind: 'tests', load: async () => (await import('./readers/cucumber-messages.ts')).cucumberMessages },
  { format: 'cyclonedx', kind: 'document', load: async () => (await import('./readers/cyclonedx.ts')).cyclonedx },
  { format: 'cyclonedx-vex', kind: 'findings', load: async () => (await import('./readers/cyclonedx-vex.ts')).cyclonedxVex },
  { format: 'cyclonedx-vex-xml', kind: 'findings', load: async () => (await import('./readers/cyclonedx-vex-xml.ts')).cyclonedxVexXml },
  { format: 'cyclonedx-xml', kind: 'document', load: async () => (await import('./readers/cyclonedx-xml.ts')).cyclonedxXml },
  { format: 'dependency-check', kind: 'findings', load: async () => (await import('./readers/dependency-check.ts')).dependencyCheck },
  { format: 'dependency-check-xml', kind: 'findings', load: async () => (await import('./readers/dependency-check-xml.ts')).dependencyCheckXml },
  { format: 'docker-compose-ps', kind: 'load', load: async () => (await import('./readers/docker-compose-ps.ts')).dockerComposePs },
  { format: 'eslint', kind: 'findings', load: async () => (await import('./readers/eslint.ts')).eslint },
  { format: 'gatling', kind: 'load', load: async () => (await import('./readers/gatling.ts')).gatling },
  { format: 'gitleaks', kind: 'findings', load: async () => (await import('./readers/gitleaks.ts')).gitleaks },
  { format: 'go-bench', kind: 'load', load: async () => (await import('./readers/go-bench.ts')).goBench },
  { format: 'go-cover', kind: 'coverage', load: async () => (await import('./readers/go-cover.ts')).goCover },
  { format: 'go-cover-func', kind: 'coverage', load: async () => (await import('./readers/go-cover-func.ts')).goCoverFunc },
  { format: 'go-test', kind: 'tests', load: async () => (await import('./readers/go-test.ts')).goTest },
  { format: 'gosec', kind: 'findings', load: async () => (await import('./readers/gosec.ts')).gosec },
  { format: 'govulncheck', kind: 'findings', load: async () => (await import('./readers/govulncheck.ts')).govulncheck },
  { format: 'grype', kind: 'findings', load: async () => (await import('./readers/grype.ts')).grype },
  { format: 'hadolint', kind: 'findings', load: async () => (await import('./readers/hadolint.ts')).hadolint },
  { format: 'hyperfine', kind: 'load', load: async () => (await import('./readers/hyperfine.ts')).hyperfine },
  { format: 'istanbul-final', kind: 'coverage', load: async () => (await import('./readers/istanbul-final.ts')).istanbulFinal },
  { format: 'istanbul-summary', kind: 'coverage', load: async () => (await import('./readers/istanbul-summary.ts')).istanbulSummary },
  { format: 'jacoco', kind: 'coverage', load: async () => (await import('./readers/jacoco.ts')).jacoco },
  { format: 'jest-json', kind: 'tests', load: async () => (await import('./readers/jest-json.ts')).jestJson },
  { format: 'jmeter-csv', kind: 'load', load: async () => (await import('./readers/jmeter-csv.ts')).jmeterCsv },
  { format: 'jmeter-xml', kind: 'load', load: async () => (await import('./readers/jmeter-xml.ts')).jmeterXml },
  { format: 'json', kind: 'json', load: async () => (await import('./readers/json.ts')).json },
  { format: 'junit', kind: 'tests', load: async () => (await import('./readers/junit.ts')).junit },
  { format: 'k6-points', kind: 'load', load: async () => (await import('./readers/k6-points.ts')).k6Points },
  { format: 'k6-summary', kind: 'load', load: async () => (await import('./readers/k6-summary.ts')).k6Summary },
  { format: 'k6-summary-export', kind: 'load', load: async () => (await import('./readers/k6-summary-export.ts')).k6SummaryExport },
  { format: 'k6-summary-new', kind: 'load', load: async () => (await import('./readers/k6-summary-new.ts')).k6SummaryNew },
  { format: 'lcov', kind: 'coverage', load: async () => (await import('./readers/lcov.ts')).lcov },
  { format: 'lighthouse', kind: 'load', load: async () => (await import('./readers/lighthouse.ts')).lighthouse },
  { format: 'locust', kind: 'load', load: async () => (await import('./readers/locust.ts')).locust },
  { format: 'locust-history', kind: 'load', load: async () => (await import('./readers/locust-history.ts')).locustHistory },
  { format: 'markdown', kind: 'document', load: async () => (await import('./readers/markdown.ts')).markdown },
  { format: 'mocha-json', kind: 'tests', load: async () => (await import('./readers/mocha-json.ts')).mochaJson },
  { format: 'mocha-json-stream', kind: 'tests', load: async () => (await import('./readers/mocha-json-stream.ts')).mochaJsonStream },
  { format: 'mochawesome', kind: 'tests', load: async () => (await import('./readers/mochawesome.ts')).mochawesome },
  { format: 'nancy', kind: 'findings', load: async () => (await import('./readers/nancy.ts')).nancy },
  { format: 'newman', kind: 'tests', load: async () => (await import('./readers/newman.ts')).newman },
  { format: 'npm-audit', kind: 'findings', load: async () => (await import('./readers/npm-audit.ts')).npmAudit },
  { format: 'nunit', kind: 'tests', load: async () => (await import('./readers/nunit.ts')).nunit },
  { format: 'osv-scanner', kind: 'findings', load: async () => (await import('./readers/osv-scanner.ts')).osvScanner },
  { format: 'pg-explain', kind: 'load', load: async () => (await import('./readers/pg-explain.ts')).pgExplain },
  { format: 'pip-audit', kind: 'findings', load: async () => (await import('./readers/pip-audit.ts')).pipAudit },
  { format: 'playwright', kind: 'tests', load: async () => (await import('./readers/playwright.ts')).playwright },
  { format: 'pprof', kind: 'load', load: async () => (await import('./readers/pprof.ts')).pprof },
  { format: 'prometheus', kind: 'load', load: async () => (await import('./readers/prometheus.ts')).prometheus },
  { format: 'sarif', kind: 'findings', load: async () => (await import('./readers/sarif.ts')).sarif },
  { format: 'scorecard', kind: 'findings', load: async () => (await import('./readers/scorecard.ts')).scorecard },
  { format: 'semgrep', kind: 'findings', load: async () => (await import('./readers/semgrep.ts')).semgrep },
  { format: 'simplecov', kind: 'coverage', load: async () => (await import('./readers/simplecov.ts')).simplecov },
  { format: 'snyk', kind: 'findings', load: async () => (await import('./readers/snyk.ts')).snyk },
  { format: 'spdx', kind: 'document', load: async () => (await import('./readers/spdx.ts')).spdx },
  { format: 'tap', kind: 'tests', load: async () => (await import('./readers/tap.ts')).tap },
  { format: 'text', kind: 'document', load: async () => (await import('./readers/text.ts')).text },
  { format: 'tfsec', kind: 'findings', load: async () => (await import('./readers/tfsec.ts')).tfsec },
  { format: 'trivy', kind: 'findings', load: async () => (await import('./readers/trivy.ts')).trivy },
  { format: 'trivy-operator', kind: 'findings', load: async () => (await import('./readers/trivy-operator.ts')).trivyOperator },
  { format: 'trx', kind: 'tests', load: async () => (await import('./readers/trx.ts')).trx },
  { format: 'vegeta', kind: 'load', load: async () => (await import('./readers/vegeta.ts')).vegeta },
  { format: 'vitest-json', kind: 'tests', load: async () => (await import('./readers/vitest-json.ts')).vitestJson },
  { format: 'wrk', kind: 'load', load: async () => (await import('./readers/wrk.ts')).wrk },
  { format: 'xunit', kind: 'tests', load: async () => (await import('./readers/xunit.ts')).xunit },
  { format: 'yarn-audit', kind: 'findings', load: async () => (await import('./readers/yarn-audit.ts')).yarnAudit },
  { format: 'yarn-berry-audit', kind: 'findings', load: async () => (await import('./readers/yarn-berry-audit.ts')).yarnBerryAudit },
  { format: 'zap-json', kind: 'findings', load: async () => (await import('./readers/zap-json.ts')).zapJson },
  { format: 'zap-xml', kind: 'findings', load: async () => (await import('./readers/zap-xml.ts')).zapXml },
];

let loaded: Promise<readonly Reader[]> | undefined;

/** The readers of all formats, for recognising a file that is of no declared one. Their modules are loaded once. */
export function loadReaders(): Promise<readonly Reader[]> {
  loaded ??= Promise.all(readers.map((listed) => listed.load()));
  return loaded;
}
