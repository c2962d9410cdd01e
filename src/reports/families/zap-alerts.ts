import { z } from 'zod';
import { clipText } from '../../clip-text.ts';
import type { Finding, FindingsReport, Severity, Tool } from '../report.ts';
import { helpAddress, shownText, weaknessesOf } from './finding-details.ts';

const severityOfRisk = { '3': 'high', '2': 'medium', '1': 'low', '0': 'info' } as const satisfies Record<string, Severity>;

/** How many requests of an alert are kept, and how much of each text: a page shows no more. */
const mostInstances = 20;
const mostText = 240;

const zapInstance = z.object({ uri: shownText, method: shownText, param: shownText, evidence: shownText });
export type ZapInstance = z.infer<typeof zapInstance>;

/** An alert of ZAP's traditional reports, JSON and XML alike: every value is a string. */
export const zapAlert = z.object({
  pluginid: z.string().min(1),
  alertRef: z.string().optional(),
  name: z.string(),
  riskcode: z.enum(['0', '1', '2', '3'], 'expected a risk from "0" to "3"'),
  confidence: z.enum(['0', '1', '2', '3', '4'], 'expected a confidence from "0" to "4"'),
  cweid: shownText,
  /** Paragraphs of HTML, an address each. */
  reference: shownText,
  instances: z.array(zapInstance).optional().catch(undefined),
});
export type ZapAlert = z.infer<typeof zapAlert>;

/** One alert of one site as a finding. Confidence 0 is ZAP's "false positive". */
export function zapFinding(
  { pluginid, alertRef, name, riskcode, confidence, cweid, reference, instances = [] }: ZapAlert,
  site: string,
): Finding {
  return {
    rule: pluginid,
    aliases: alertRef === undefined || alertRef === '' || alertRef === pluginid ? [] : [alertRef],
    severity: severityOfRisk[riskcode],
    title: name,
    place: site,
    suppressed: confidence === '0',
    ...zapDetails(cweid, reference),
    seen: zapSeen(instances),
  };
}

/** The requests in which an alert was seen; undefined where none is listed. */
export function zapSeen(instances: readonly ZapInstance[]): Finding['seen'] {
  if (instances.length === 0) return undefined;
  const listed = instances.slice(0, mostInstances).map(({ uri, method, param, evidence }) => ({
    address: clipText(uri ?? '', mostText),
    method: clipText(method ?? '', mostText),
    parameter: clipText(param ?? '', mostText),
    evidence: clipText(evidence ?? '', mostText),
  }));
  return { listed, total: instances.length };
}

/** What ZAP says of an alert's rule: the weakness, and where to read on. */
export function zapDetails(cweid: string | undefined, reference: string | undefined): Pick<Finding, 'weaknesses' | 'help'> {
  return { weaknesses: weaknessesOf([cweid]), help: helpAddress(/https?:\/\/[^\s<>"]+/.exec(reference ?? '')?.[0]) };
}

/** ZAP takes an insight of these levels for a sign that the scan did not work as expected, and recommends to end it. */
export function doubtsScan(level: string): boolean {
  return level === 'Medium' || level === 'High';
}

/** ZAP knows no critical risk, and does not say which of its rules ran. `errors` is how much it says against its own scan. */
export function zapReport(
  findings: readonly Finding[],
  targets: readonly string[],
  version: string | null,
  errors: number,
): FindingsReport {
  const tool: Tool = { name: 'ZAP', version: version === '' ? null : version };
  return {
    kind: 'findings',
    tool,
    partial: errors === 0 ? [] : [{ code: 'tool-errors', count: errors }],
    findings,
    rates: ['high', 'medium', 'low', 'info'],
    rules: { listed: [], all: null },
    targets,
  };
}
