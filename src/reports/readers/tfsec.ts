import { z } from 'zod';
import { codePlace, helpAddress, shownText, shownTexts } from '../families/finding-details.ts';
import { severityOfLevel } from '../families/severity.ts';
import { defineJsonReader } from '../reader.ts';
import { isList, isObject } from '../text/json-value.ts';

const passed = 1;
const ignored = 2;

const result = z.object({
  rule_id: z.string().min(1),
  long_id: z.string().optional(),
  legacy_rule_id: z.string().optional(),
  description: z.string(),
  rule_description: shownText,
  link: shownText,
  links: shownTexts,
  severity: z.string(),
  /** Since 1.0; before, only what passed was marked, by `passed`. */
  status: z.union([z.literal(0), z.literal(passed), z.literal(ignored)]).optional(),
  passed: z.boolean().optional(),
  location: z.object({ filename: z.string(), start_line: z.int().nonnegative() }),
});

/** tfsec's JSON (`formatters/json.go` of github.com/aquasecurity/defsec). One finding is one failed check at one place. */
export const tfsec = defineJsonReader({
  format: 'tfsec',
  kind: 'findings',
  guide: {
    title: 'tfsec JSON',
    source: 'https://aquasecurity.github.io/tfsec/latest/guides/usage/',
    make: 'tfsec --format json --out tfsec.json --include-passed infra',
    selectors: [
      { selector: '#critical,high', selects: 'the failed checks of these severities' },
      { selector: '#aws-s3-enable-bucket-encryption', selects: 'the failures of one check, by its long id or its AVD id' },
      { selector: '#aws-s3-*', selects: 'the failures of each check whose id matches' },
    ],
    unit: 'one failed check at one place; with `--include-ignored`, ignored ones are counted apart',
    unproven:
      '`{"results": null}`, which is what it writes for nothing found and for nothing to scan, unless `run.json` or `--format` declares the format; a check that found nothing, unless `--include-passed` lists it',
  },
  unlike(document) {
    if (!isObject(document)) return 'is no JSON object';
    const { results } = document;
    if (!isList(results) || results.length === 0) return 'has no list `results` that names a rule';
    return results.every((each) => isObject(each) && typeof each['rule_id'] === 'string' && isObject(each['location']))
      ? null
      : 'has `results` without `rule_id` and `location`';
  },
  nameless: (document) => isObject(document) && document['results'] === null && Object.keys(document).length === 1,
  schema: z.object({ results: z.array(result).nullable() }),
  report({ results }) {
    const checks = (results ?? []).map((each) => ({ ...each, id: each.long_id ?? each.rule_id }));
    return {
      kind: 'findings',
      tool: { name: 'tfsec', version: null },
      partial: [],
      findings: checks
        .filter((each) => each.status !== passed && each.passed !== true)
        .map(({ id, rule_id, legacy_rule_id, severity, description, location, status, rule_description, link, links }) => ({
          rule: id,
          aliases: [rule_id, legacy_rule_id].flatMap((other) => (other === undefined || other === '' || other === id ? [] : other)),
          severity: severityOfLevel(severity),
          title: description,
          place: `${location.filename}:${location.start_line}`,
          suppressed: status === ignored,
          ruleTitle: rule_description,
          help: helpAddress(link, ...(links ?? [])),
          source: codePlace(location.filename, location.start_line),
        })),
      rates: ['critical', 'high', 'medium', 'low'],
      rules: {
        listed: [...new Set(checks.filter(({ status }) => status !== ignored).flatMap(({ id, rule_id }) => [id, rule_id]))],
        all: null,
      },
      targets: null,
    };
  },
});
