import { z } from 'zod';
import { shownText } from '../families/finding-details.ts';
import { doubtsScan, type ZapInstance, zapAlert, zapDetails, zapFinding, zapReport, zapSeen } from '../families/zap-alerts.ts';
import { contextOf, defineReader, type ReaderContext } from '../reader.ts';
import type { Finding, FindingsReport, JsonValue } from '../report.ts';
import { openingKeys } from '../text/json-elements.ts';
import { checkShape, isList, isObject, parseJson } from '../text/json-value.ts';

const traditional = z.object({
  '@version': z.string(),
  '@generated': z.string(),
  insights: z.array(z.object({ level: z.string() })).optional(),
  site: z.array(z.object({ '@name': z.string(), alerts: z.array(zapAlert) })),
  afPlanErrors: z.array(z.unknown()).optional(),
});

const risks = { High: 'high', Medium: 'medium', Low: 'low', Informational: 'info' } as const;

const instances = z.array(
  z.object({
    pluginId: z.string().min(1),
    alertRef: z.string().optional(),
    alert: z.string(),
    risk: z.enum(['High', 'Medium', 'Low', 'Informational']),
    confidence: z.string(),
    url: z.string(),
    cweid: shownText,
    reference: shownText,
    method: shownText,
    param: shownText,
    evidence: shownText,
  }),
);

/**
 * ZAP's traditional JSON report, plain or plus (`traditional-json` of the reports add-on, github.com/zaproxy/zap-extensions; before 2.10
 * `ReportLastScan`), also where a console's lines stand around it; and the alerts of the API's view `core/view/alerts`. One finding is one
 * alert of one site: an entry of the site's `alerts`; the view lists instances, which are put together the same way.
 * `@generated` is localised, so that no date can be read from it.
 */
export const zapJson = defineReader({
  format: 'zap-json',
  kind: 'findings',
  guide: {
    title: 'OWASP ZAP JSON report',
    source: 'https://www.zaproxy.org/docs/desktop/addons/report-generation/report-traditional-json/',
    make: 'zap-baseline.py -t https://staging.example.com -J zap.json',
    selectors: [
      { selector: '#high', selects: 'the alerts of risk 3; ZAP knows high, medium, low and informational' },
      { selector: '#high,medium', selects: 'the alerts of these risks' },
      { selector: '#40018', selects: 'the alerts of one rule, by its plugin id; an alert reference such as 10038-1 is one of its alerts' },
    ],
    unit: 'one alert of one site, however many addresses show it (with `systemic`, those listed are only a sample); false positives are counted apart',
    unproven:
      'severity `critical`, which ZAP cannot give; a report without a site; insights of level medium or high, which say that the scan did not work; errors of the automation plan; a rule that found nothing, since the report does not say which rules ran',
  },
  recognises: 'opening',
  unlike: ({ opening }) => (viewStart.test(opening) ? unlikeView(opening) : unlikeTraditional(opening)),
  async read(source, json) {
    const context = contextOf(source);
    if (viewStart.test(source.opening)) return viewReport(await json(), context);
    const text = await source.text();
    const isBare = /^\s*\{/.test(text) && text.trimEnd().endsWith('}');
    return traditionalReport(isBare ? await json() : cutOut(text, context), context);
  },
});

/** Where the report begins: at the start of a line, with one of the keys that only an XML turned to JSON has. */
const reportStart = /^[ \t]*\{\s*"@(?:programName|version|generated)"\s*:/m;

/** The alerts that the API lists, bare or in their envelope. */
const viewStart = /^\s*(?:\{\s*"alerts"\s*:\s*)?\[\s*(?=\{)/;

function unlikeTraditional(opening: string): string | null {
  const start = reportStart.exec(opening);
  if (start === null)
    return /^\s*[[{]/.test(opening) ? 'has no line that begins with `{` and `@version` or `@generated`' : 'is no JSON object';
  const { keys } = openingKeys(opening.slice(start.index));
  const missing = ['@version', '@generated', 'site'].find((key) => !keys.has(key));
  if (missing !== undefined) return `has no key \`${missing}\``;
  return keys.get('site')?.startsWith('[') ? null : 'has a `site` that is no list: ZAP’s authentication report lists no alerts';
}

function unlikeView(opening: string): string | null {
  const { keys } = openingKeys(opening.slice(viewStart.exec(opening)?.[0].length));
  const missing = ['pluginId', 'alert', 'risk', 'confidence', 'url', 'messageId'].find((key) => !keys.has(key));
  return missing === undefined ? null : `lists what has no \`${missing}\``;
}

/** The report among a console's lines. */
function cutOut(text: string, context: ReaderContext): JsonValue {
  const start = reportStart.exec(text)?.index ?? 0;
  const line = text.slice(0, start).split('\n').length;
  const end = endOfObject(text, start);
  if (end === -1) return context.refuse('TRUNCATED', 'the report ends in the middle', { line });
  const rest = text.slice(end);
  if (!/^[ \t]*\r?(?:\n|$)/.test(rest)) context.refuse('JSON_SYNTAX', 'something stands behind the report on its last line', { line });
  if (reportStart.test(rest)) context.refuse('TWO_DOCUMENTS', 'a second report stands behind the first', { line });
  return parseJson(text.slice(start, end), context.path, line);
}

/** Where the object that opens at or after `start` has ended; -1 where it does not. */
function endOfObject(text: string, start: number): number {
  let depth = 0;
  for (let index = text.indexOf('{', start); index !== -1 && index < text.length; index += 1) {
    const character = text[index];
    if (character === '"') index = endOfString(text, index);
    else if (character === '{') depth += 1;
    else if (character === '}') depth -= 1;
    if (depth === 0) return index + 1;
  }
  return -1;
}

function endOfString(text: string, start: number): number {
  for (let index = start + 1; index < text.length; index += 1) {
    if (text[index] === '"') return index;
    if (text[index] === '\\') index += 1;
  }
  return text.length;
}

function traditionalReport(document: JsonValue, context: ReaderContext): FindingsReport {
  const { site, insights = [], afPlanErrors = [], '@version': version } = checkShape(traditional, document, context.path);
  const findings = site.flatMap(({ '@name': name, alerts }) => alerts.map((alert) => zapFinding(alert, name)));
  const errors = insights.filter(({ level }) => doubtsScan(level)).length + afPlanErrors.length;
  return zapReport(findings, [...new Set(site.map(({ '@name': name }) => name))], version, errors);
}

function viewReport(document: JsonValue, context: ReaderContext): FindingsReport {
  const listed = checkShape(instances, isList(document) || !isObject(document) ? document : document['alerts'], context.path);
  const alerts = new Map<string, Finding>();
  const seen = new Map<string, ZapInstance[]>();
  for (const { pluginId, alertRef, alert, risk, confidence, url, cweid, reference, method, param, evidence } of listed) {
    const site = /^[a-z][a-z\d+.-]*:\/\/[^/?#]+/i.exec(url)?.[0] ?? url;
    const key = JSON.stringify([site, pluginId, alertRef, alert, risk]);
    const instances = seen.get(key) ?? [];
    seen.set(key, instances);
    instances.push({ uri: url, method, param, evidence });
    const suppressed = confidence === 'False Positive' && (alerts.get(key)?.suppressed ?? true);
    const aliases = alertRef === undefined || alertRef === pluginId ? [] : [alertRef];
    const details = zapDetails(cweid, reference);
    alerts.set(key, { rule: pluginId, aliases, severity: risks[risk], title: alert, place: site, suppressed, ...details });
  }
  const findings = [...alerts].map(([key, alert]) => ({ ...alert, seen: zapSeen(seen.get(key) ?? []) }));
  return zapReport(findings, [...new Set(findings.flatMap(({ place }) => place ?? []))], null, 0);
}
