import { z } from 'zod';
import { codePlace, helpAddress, shownText } from '../families/finding-details.ts';
import { severityOfWord } from '../families/severity.ts';
import { defineJsonReader } from '../reader.ts';
import type { Finding, JsonValue, Partial, Severity } from '../report.ts';
import { checkShape, isList, isObject } from '../text/json-value.ts';

const check = z.object({
  check_id: z.string().min(1),
  bc_check_id: z.string().nullish(),
  check_name: z.string(),
  file_path: z.string(),
  file_line_range: z.array(z.int()).nullish(),
  resource: z.string().nullish(),
  severity: z.string().nullish(),
  guideline: shownText,
});

const count = z.int().nonnegative();
const summary = z.object({
  passed: count,
  failed: count,
  skipped: count,
  parsing_errors: count,
  resource_count: count,
  checkov_version: z.string(),
});

const framework = z.object({
  check_type: z.string(),
  results: z.object({
    passed_checks: z.array(check).optional(),
    failed_checks: z.array(check),
    skipped_checks: z.array(check).optional(),
  }),
  summary,
});

type Framework = z.output<typeof framework>;

/**
 * Checkov's JSON (`common/output/report.py` of github.com/bridgecrewio/checkov): one framework's checks, a list of several, or a summary
 * alone where there was nothing to check. One finding is one failed check of one resource. `--quiet` leaves out what passed and what was
 * skipped, not the summary. Severities come from the platform, so that without its key there are none.
 */
export const checkov = defineJsonReader({
  format: 'checkov',
  kind: 'findings',
  guide: {
    title: 'Checkov JSON',
    source: 'https://www.checkov.io/8.Outputs/JSON.html',
    make: 'checkov --directory infra --output json --output-file-path reports',
    selectors: [
      { selector: '#CKV_AWS_24,CKV_AWS_25', selects: 'the failed checks with these ids' },
      { selector: '#CKV_K8S_*', selects: 'the failed checks of each id that matches' },
      {
        selector: '#critical,high',
        selects: 'the failed checks of these severities, where the run had a platform key; else each failed check',
      },
    ],
    unit: 'one failed check of one resource; skipped ones are counted apart',
    unproven:
      'files that could not be parsed; nothing to check (`resource_count` of 0); a summary that differs from the checks listed; a severity, without a platform key',
  },
  unlike(document) {
    if (!isList(document)) return isSummary(document) ? null : unlikeFramework(document);
    if (document.length === 0) return 'is an empty list, which names no tool';
    return document.map(unlikeFramework).find((reason) => reason !== null) ?? null;
  },
  schema: z.unknown(),
  report(document, { path }) {
    const frameworks = frameworksOf(document, path);
    const ran = frameworks.flatMap(({ results }) => [...(results.passed_checks ?? []), ...results.failed_checks]);
    const skipped = frameworks.flatMap(({ results }) => results.skipped_checks ?? []);
    return {
      kind: 'findings',
      tool: { name: 'checkov', version: frameworks[0]?.summary.checkov_version ?? null },
      partial: frameworks.flatMap(partialOf),
      findings: [
        ...frameworks.flatMap(({ results }) => results.failed_checks).map((each) => findingOf(each, false)),
        ...skipped.map((each) => findingOf(each, true)),
      ],
      rates: [...ran, ...skipped].some(({ severity }) => severityOfWord(severity) !== 'unknown') ? platformSeverities : [],
      rules: { listed: [...new Set(ran.map(({ check_id }) => check_id))], all: null },
      targets: frameworks.filter((each) => each.summary.resource_count > 0).map(({ check_type }) => check_type),
    };
  },
});

const platformSeverities: readonly Severity[] = ['critical', 'high', 'medium', 'low', 'info'];

/** A summary alone is that of no check at all. */
function frameworksOf(document: unknown, file: string): Framework[] {
  if (Array.isArray(document)) return checkShape(z.array(framework), document, file);
  if (!isSummary(document)) return [checkShape(framework, document, file)];
  return [{ check_type: 'none', results: { failed_checks: [] }, summary: checkShape(summary, document, file) }];
}

function isSummary(document: unknown): boolean {
  return typeof document === 'object' && document !== null && 'checkov_version' in document && 'resource_count' in document;
}

function unlikeFramework(document: JsonValue): string | null {
  if (!isObject(document)) return 'is no JSON object';
  if (typeof document['check_type'] !== 'string') return 'has neither `check_type` nor `checkov_version`';
  if (!isObject(document['results'])) return 'has no object `results`';
  return isSummary(document['summary']) ? null : 'has no `summary` with `checkov_version`';
}

function findingOf(
  { check_id, bc_check_id, check_name, file_path, file_line_range, resource, severity, guideline }: z.output<typeof check>,
  suppressed: boolean,
): Finding {
  const line = file_line_range?.[0];
  return {
    rule: check_id,
    aliases: bc_check_id ? [bc_check_id] : [],
    severity: severityOfWord(severity),
    title: check_name,
    place: [line === undefined ? file_path : `${file_path}:${line}`, resource].filter(Boolean).join(' '),
    suppressed,
    ruleTitle: check_name,
    help: helpAddress(guideline),
    source: codePlace(file_path.replace(/^\//, ''), line),
  };
}

function partialOf({ results, summary }: Framework): Partial[] {
  const partial: Partial[] = summary.parsing_errors === 0 ? [] : [{ code: 'tool-errors', count: summary.parsing_errors }];
  const lists = [
    ['passed checks', summary.passed, results.passed_checks],
    ['failed checks', summary.failed, results.failed_checks],
    ['skipped checks', summary.skipped, results.skipped_checks],
  ] as const;
  for (const [what, declared, list] of lists) {
    if (list !== undefined && list.length !== declared) partial.push({ code: 'declared-differs', what, declared, listed: list.length });
  }
  return partial;
}
