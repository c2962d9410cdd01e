import type { Reader } from './reader.ts';
import { ab } from './readers/ab.ts';
import { artillery } from './readers/artillery.ts';
import { autocannon } from './readers/autocannon.ts';
import { bandit } from './readers/bandit.ts';
import { checkov } from './readers/checkov.ts';
import { cobertura } from './readers/cobertura.ts';
import { cyclonedx } from './readers/cyclonedx.ts';
import { cyclonedxVex } from './readers/cyclonedx-vex.ts';
import { dependencyCheck } from './readers/dependency-check.ts';
import { eslint } from './readers/eslint.ts';
import { gatling } from './readers/gatling.ts';
import { gitleaks } from './readers/gitleaks.ts';
import { goCover } from './readers/go-cover.ts';
import { goCoverFunc } from './readers/go-cover-func.ts';
import { gosec } from './readers/gosec.ts';
import { govulncheck } from './readers/govulncheck.ts';
import { grype } from './readers/grype.ts';
import { hadolint } from './readers/hadolint.ts';
import { hyperfine } from './readers/hyperfine.ts';
import { jmeterCsv } from './readers/jmeter-csv.ts';
import { jmeterXml } from './readers/jmeter-xml.ts';
import { json } from './readers/json.ts';
import { k6Points } from './readers/k6-points.ts';
import { k6Summary } from './readers/k6-summary.ts';
import { k6SummaryExport } from './readers/k6-summary-export.ts';
import { k6SummaryNew } from './readers/k6-summary-new.ts';
import { lcov } from './readers/lcov.ts';
import { lighthouse } from './readers/lighthouse.ts';
import { locust } from './readers/locust.ts';
import { markdown } from './readers/markdown.ts';
import { nancy } from './readers/nancy.ts';
import { npmAudit } from './readers/npm-audit.ts';
import { osvScanner } from './readers/osv-scanner.ts';
import { pipAudit } from './readers/pip-audit.ts';
import { sarif } from './readers/sarif.ts';
import { scorecard } from './readers/scorecard.ts';
import { semgrep } from './readers/semgrep.ts';
import { snyk } from './readers/snyk.ts';
import { spdx } from './readers/spdx.ts';
import { text } from './readers/text.ts';
import { tfsec } from './readers/tfsec.ts';
import { trivy } from './readers/trivy.ts';
import { trivyOperator } from './readers/trivy-operator.ts';
import { vegeta } from './readers/vegeta.ts';
import { wrk } from './readers/wrk.ts';
import { yarnAudit } from './readers/yarn-audit.ts';
import { yarnBerryAudit } from './readers/yarn-berry-audit.ts';
import { zapJson } from './readers/zap-json.ts';
import { zapXml } from './readers/zap-xml.ts';

/** Every format, one line each, sorted by its name. */
export const readers: readonly Reader[] = [
  ab,
  artillery,
  autocannon,
  bandit,
  checkov,
  cobertura,
  cyclonedx,
  cyclonedxVex,
  dependencyCheck,
  eslint,
  gatling,
  gitleaks,
  goCover,
  goCoverFunc,
  gosec,
  govulncheck,
  grype,
  hadolint,
  hyperfine,
  jmeterCsv,
  jmeterXml,
  json,
  k6Points,
  k6Summary,
  k6SummaryExport,
  k6SummaryNew,
  lcov,
  lighthouse,
  locust,
  markdown,
  nancy,
  npmAudit,
  osvScanner,
  pipAudit,
  sarif,
  scorecard,
  semgrep,
  snyk,
  spdx,
  text,
  tfsec,
  trivy,
  trivyOperator,
  vegeta,
  wrk,
  yarnAudit,
  yarnBerryAudit,
  zapJson,
  zapXml,
];
