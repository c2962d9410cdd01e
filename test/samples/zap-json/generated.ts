import fc from 'fast-check';
import { generatedFindings, type MadeFinding } from '../../reports/generated.ts';

const options = {
  rules: ['40018', '10038', '10049'],
  files: ['https://staging.example.com', 'https://cdn.example.com:8443'],
  rated: ['high', 'medium', 'low', 'info'],
  suppresses: true,
} as const;
const risks = { critical: '3', high: '3', medium: '2', low: '1', info: '0', unknown: '0' };
const words = { critical: 'High', high: 'High', medium: 'Medium', low: 'Low', info: 'Informational', unknown: 'Informational' };

/** The report, bare or between a console's lines, and the alerts that the API lists, each address apart. */
export const generated = fc.oneof(
  generatedFindings((findings) => JSON.stringify(reportOf(findings)), options),
  generatedFindings(
    (findings) => `Total of 3 URLs {\n${JSON.stringify(reportOf(findings), null, '\t')}\nPASS: "Cookies" [10010]\n`,
    options,
  ),
  generatedFindings((findings) => JSON.stringify({ alerts: findings.flatMap(addressesOf) }), { ...options, minLength: 1 }),
);

function reportOf(findings: readonly MadeFinding[]) {
  const sites = ['https://staging.example.com', 'https://cdn.example.com:8443'];
  return {
    '@programName': 'ZAP',
    '@version': '2.17.0',
    '@generated': 'Sat, 12 Sept 2026 08:40:35',
    insights: [{ level: 'Low', reason: 'Warning', site: '', key: 'insight.log.warn', statistic: '1' }],
    site: sites.map((name) => ({ '@name': name, '@ssl': 'true', alerts: findings.filter(({ file }) => file === name).map(alertOf) })),
  };
}

function alertOf({ rule, severity, file, line, suppressed }: MadeFinding) {
  return {
    pluginid: rule,
    alertRef: `${rule}-${line}`,
    alert: 'Found "it" {',
    name: 'Found "it" {',
    riskcode: risks[severity],
    confidence: suppressed ? '0' : String(1 + (line % 4)),
    instances: [{ id: '1', uri: `${file}/`, method: 'GET' }],
    count: '1',
    systemic: line % 2 === 0,
  };
}

/** An alert is a false positive where it is so at each of its addresses. */
function addressesOf({ rule, severity, file, line, suppressed }: MadeFinding) {
  const confidences = suppressed ? ['False Positive', 'False Positive'] : ['False Positive', 'Medium', 'High'].slice(line % 2);
  return confidences.map((confidence, index) => ({
    pluginId: rule,
    alertRef: `${rule}-${line}`,
    alert: 'Found',
    name: 'Found',
    risk: words[severity],
    confidence,
    url: `${file}/page?number=${index}`,
    messageId: `${index}`,
    method: 'GET',
  }));
}
