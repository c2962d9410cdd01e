import type { Reader } from './reader.ts';
import { ab } from './readers/ab.ts';
import { allureResult } from './readers/allure-result.ts';
import { artillery } from './readers/artillery.ts';
import { autocannon } from './readers/autocannon.ts';
import { bandit } from './readers/bandit.ts';
import { checkov } from './readers/checkov.ts';
import { clover } from './readers/clover.ts';
import { cobertura } from './readers/cobertura.ts';
import { coveragePy } from './readers/coverage-py.ts';
import { ctrf } from './readers/ctrf.ts';
import { cucumberJson } from './readers/cucumber-json.ts';
import { cucumberMessages } from './readers/cucumber-messages.ts';
import { cyclonedx } from './readers/cyclonedx.ts';
import { cyclonedxVex } from './readers/cyclonedx-vex.ts';
import { cyclonedxVexXml } from './readers/cyclonedx-vex-xml.ts';
import { cyclonedxXml } from './readers/cyclonedx-xml.ts';
import { dependencyCheck } from './readers/dependency-check.ts';
import { dependencyCheckXml } from './readers/dependency-check-xml.ts';
import { eslint } from './readers/eslint.ts';
import { gatling } from './readers/gatling.ts';
import { gitleaks } from './readers/gitleaks.ts';
import { goCover } from './readers/go-cover.ts';
import { goCoverFunc } from './readers/go-cover-func.ts';
import { goTest } from './readers/go-test.ts';
import { gosec } from './readers/gosec.ts';
import { govulncheck } from './readers/govulncheck.ts';
import { grype } from './readers/grype.ts';
import { hadolint } from './readers/hadolint.ts';
import { hyperfine } from './readers/hyperfine.ts';
import { istanbulFinal } from './readers/istanbul-final.ts';
import { istanbulSummary } from './readers/istanbul-summary.ts';
import { jacoco } from './readers/jacoco.ts';
import { jestJson } from './readers/jest-json.ts';
import { jmeterCsv } from './readers/jmeter-csv.ts';
import { jmeterXml } from './readers/jmeter-xml.ts';
import { json } from './readers/json.ts';
import { junit } from './readers/junit.ts';
import { k6Points } from './readers/k6-points.ts';
import { k6Summary } from './readers/k6-summary.ts';
import { k6SummaryExport } from './readers/k6-summary-export.ts';
import { k6SummaryNew } from './readers/k6-summary-new.ts';
import { lcov } from './readers/lcov.ts';
import { lighthouse } from './readers/lighthouse.ts';
import { locust } from './readers/locust.ts';
import { markdown } from './readers/markdown.ts';
import { mochaJson } from './readers/mocha-json.ts';
import { mochaJsonStream } from './readers/mocha-json-stream.ts';
import { mochawesome } from './readers/mochawesome.ts';
import { nancy } from './readers/nancy.ts';
import { newman } from './readers/newman.ts';
import { npmAudit } from './readers/npm-audit.ts';
import { nunit } from './readers/nunit.ts';
import { osvScanner } from './readers/osv-scanner.ts';
import { pipAudit } from './readers/pip-audit.ts';
import { playwright } from './readers/playwright.ts';
import { sarif } from './readers/sarif.ts';
import { scorecard } from './readers/scorecard.ts';
import { semgrep } from './readers/semgrep.ts';
import { simplecov } from './readers/simplecov.ts';
import { snyk } from './readers/snyk.ts';
import { spdx } from './readers/spdx.ts';
import { tap } from './readers/tap.ts';
import { text } from './readers/text.ts';
import { tfsec } from './readers/tfsec.ts';
import { trivy } from './readers/trivy.ts';
import { trivyOperator } from './readers/trivy-operator.ts';
import { trx } from './readers/trx.ts';
import { vegeta } from './readers/vegeta.ts';
import { vitestJson } from './readers/vitest-json.ts';
import { wrk } from './readers/wrk.ts';
import { xunit } from './readers/xunit.ts';
import { yarnAudit } from './readers/yarn-audit.ts';
import { yarnBerryAudit } from './readers/yarn-berry-audit.ts';
import { zapJson } from './readers/zap-json.ts';
import { zapXml } from './readers/zap-xml.ts';

/** Every format, one line each, sorted by its name. */
export const readers: readonly Reader[] = [
  ab,
  allureResult,
  artillery,
  autocannon,
  bandit,
  checkov,
  clover,
  cobertura,
  coveragePy,
  ctrf,
  cucumberJson,
  cucumberMessages,
  cyclonedx,
  cyclonedxVex,
  cyclonedxVexXml,
  cyclonedxXml,
  dependencyCheck,
  dependencyCheckXml,
  eslint,
  gatling,
  gitleaks,
  goCover,
  goCoverFunc,
  goTest,
  gosec,
  govulncheck,
  grype,
  hadolint,
  hyperfine,
  istanbulFinal,
  istanbulSummary,
  jacoco,
  jestJson,
  jmeterCsv,
  jmeterXml,
  json,
  junit,
  k6Points,
  k6Summary,
  k6SummaryExport,
  k6SummaryNew,
  lcov,
  lighthouse,
  locust,
  markdown,
  mochaJson,
  mochaJsonStream,
  mochawesome,
  nancy,
  newman,
  npmAudit,
  nunit,
  osvScanner,
  pipAudit,
  playwright,
  sarif,
  scorecard,
  semgrep,
  simplecov,
  snyk,
  spdx,
  tap,
  text,
  tfsec,
  trivy,
  trivyOperator,
  trx,
  vegeta,
  vitestJson,
  wrk,
  xunit,
  yarnAudit,
  yarnBerryAudit,
  zapJson,
  zapXml,
];
