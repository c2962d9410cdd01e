import { doubtsScan, type ZapInstance, zapAlert, zapFinding, zapReport } from '../families/zap-alerts.ts';
import { defineXmlReader } from '../reader.ts';
import type { Finding } from '../report.ts';
import { checkShape } from '../text/json-value.ts';
import { XmlTexts } from '../text/xml-texts.ts';

/**
 * ZAP's traditional XML report, plain or plus (`traditional-xml` of the reports add-on, github.com/zaproxy/zap-extensions). One finding is
 * one alert of one site: an `alertitem` of the `site`.
 */
export const zapXml = defineXmlReader({
  format: 'zap-xml',
  kind: 'findings',
  guide: {
    title: 'OWASP ZAP XML report',
    source: 'https://www.zaproxy.org/docs/desktop/addons/report-generation/report-traditional-xml/',
    make: 'zap-baseline.py -t https://staging.example.com -x zap.xml',
    selectors: [
      { selector: '#high', selects: 'the alerts of risk 3; ZAP knows high, medium, low and informational' },
      { selector: '#high,medium', selects: 'the alerts of these risks' },
      { selector: '#40018', selects: 'the alerts of one rule, by its plugin id; an alert reference such as 10038-1 is one of its alerts' },
    ],
    unit: 'one alert of one site, however many addresses show it (with `systemic`, those listed are only a sample); false positives are counted apart',
    unproven:
      'severity `critical`, which ZAP cannot give; a report without a site; insights of level medium or high, which say that the scan did not work; a rule that found nothing, since the report does not say which rules ran',
  },
  unlike: ({ name }) => (name === 'OWASPZAPReport' ? null : 'has another root than `OWASPZAPReport`'),
  start(context) {
    const findings: Finding[] = [];
    const sites = new Set<string>();
    let version: string | null = null;
    let errors = 0;
    let site: string | null = null;
    const alert = new XmlTexts(['pluginid', 'alertRef', 'alert', 'name', 'riskcode', 'confidence', 'cweid', 'reference']);
    const insight = new XmlTexts(['level']);
    const instance = new XmlTexts(['uri', 'method', 'param', 'evidence']);
    let instances: ZapInstance[] = [];
    let alertLine = 0;
    return {
      handler: {
        open({ name, attributes, line }, path) {
          alert.open(path);
          insight.open(path);
          instance.open(path);
          if (path.length === 1) version = attributes['version'] ?? null;
          if (isSite(path)) {
            site = attributes['name'] ?? context.refuse('SHAPE', 'a site has no name', { line });
            sites.add(site);
          }
          if (name === 'alertitem') {
            alert.begin(path);
            instances = [];
            alertLine = line;
          }
          if (name === 'insight') insight.begin(path);
          if (name === 'instance') instance.begin(path);
        },
        text(text, path) {
          alert.text(text, path);
          insight.text(text, path);
          instance.text(text, path);
        },
        close(name, path) {
          if (name === 'alertitem') {
            if (site === null) return context.refuse('SHAPE', 'an alert stands outside of a site', { line: alertLine });
            const fields = {
              pluginid: alert.first('pluginid'),
              alertRef: alert.first('alertRef'),
              name: alert.first('name') ?? alert.first('alert'),
              riskcode: alert.first('riskcode'),
              confidence: alert.first('confidence'),
              cweid: alert.first('cweid'),
              reference: alert.first('reference'),
              instances,
            };
            findings.push(zapFinding(checkShape(zapAlert, fields, context.path, alertLine), site));
          }
          if (name === 'instance') {
            const [uri, method, param, evidence] = ['uri', 'method', 'param', 'evidence'].map((part) => instance.first(part));
            instances.push({ uri, method, param, evidence });
          }
          if (name === 'insight' && doubtsScan(insight.first('level') ?? '')) errors += 1;
          if (isSite(path)) site = null;
        },
      },
      end: () => zapReport(findings, [...sites], version, errors),
    };
  },
});

function isSite(path: readonly string[]): boolean {
  return path.length === 2 && path[1] === 'site';
}
