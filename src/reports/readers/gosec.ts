import { z } from 'zod';
import { codePlace, shownText, weaknessesOf } from '../families/finding-details.ts';
import { defineJsonReader } from '../reader.ts';
import type { Partial, Severity } from '../report.ts';
import { isObject } from '../text/json-value.ts';

const issue = z.looseObject({
  severity: z.string(),
  rule_id: z.string(),
  details: z.string(),
  file: z.string(),
  line: z.string(),
  cwe: z.looseObject({ id: shownText }).optional().catch(undefined),
  nosec: z.boolean().optional(),
  suppressions: z.array(z.unknown()).nullish(),
});

const schema = z.looseObject({
  'Golang errors': z.record(z.string(), z.array(z.unknown()).nullable()).nullish(),
  Issues: z.array(issue).nullable(),
  Stats: z.looseObject({ files: z.int().nonnegative(), found: z.int().nonnegative() }),
  GosecVersion: z.string().nullish(),
});

type Document = z.output<typeof schema>;

/**
 * gosec's JSON (`report/json` and `report.go` of github.com/securego/gosec). One finding is one issue at one place.
 * `Stats.found` counts the issues that are not suppressed, in old versions all that are listed.
 */
export const gosec = defineJsonReader({
  format: 'gosec',
  kind: 'findings',
  guide: {
    title: 'gosec JSON',
    source: 'https://github.com/securego/gosec/blob/master/report.go',
    make: 'gosec -fmt json -out gosec.json ./...',
    selectors: [
      { selector: '#high,medium', selects: 'the issues of these severities; gosec rates high, medium and low' },
      { selector: '#G201,G202', selects: 'the issues of these rules' },
      { selector: '#G2*', selects: 'the issues of each rule whose id matches' },
    ],
    unit: 'one issue at one place; suppressed ones are counted apart',
    unproven:
      'severity `critical`, which gosec cannot give; `Golang errors`, since the packages they name were not scanned; `Stats.files` of 0',
  },
  unlike(document) {
    if (!isObject(document)) return 'is no JSON object';
    if (document['Issues'] === undefined) return 'has no key `Issues`';
    if (!isObject(document['Stats'])) return 'has no object `Stats`';
    return null;
  },
  schema,
  report(document) {
    const findings = (document.Issues ?? []).map((each) => ({
      rule: each.rule_id,
      aliases: [],
      severity: severityOf(each.severity),
      title: each.details,
      place: `${each.file}:${each.line}`,
      suppressed: each.nosec === true || (each.suppressions ?? []).length > 0,
      weaknesses: weaknessesOf([each.cwe?.id]),
      source: codePlace(each.file, each.line),
    }));
    return {
      kind: 'findings',
      tool: { name: 'gosec', version: document.GosecVersion ?? null },
      partial: partialOf(document, findings.length, findings.filter(({ suppressed }) => !suppressed).length),
      findings,
      rates: ['high', 'medium', 'low'],
      rules: { listed: [], all: { form: 'G\\d{3}', unless: rulesOptions } },
      targets: document.Stats.files === 0 ? [] : null,
    };
  },
});

/** The options that choose rules, or that leave out what rules found. Go takes each with one hyphen or two. */
const rulesOptions = ['include', 'exclude', 'exclude-rules', 'conf', 'severity', 'confidence', 'nosec-tag'].flatMap((name) => [
  `-${name}`,
  `--${name}`,
]);

function severityOf(word: string): Severity {
  switch (word) {
    case 'HIGH':
      return 'high';
    case 'MEDIUM':
      return 'medium';
    case 'LOW':
      return 'low';
    default:
      return 'unknown';
  }
}

function partialOf(document: Document, listed: number, active: number): Partial[] {
  const partial: Partial[] = [];
  const errors = Object.values(document['Golang errors'] ?? {}).reduce((sum, each) => sum + Math.max(1, each?.length ?? 0), 0);
  if (errors > 0) partial.push({ code: 'tool-errors', count: errors });
  const { found } = document.Stats;
  if (found !== active && found !== listed) partial.push({ code: 'declared-differs', what: 'issues', declared: found, listed: active });
  return partial;
}
