import { z } from 'zod';
import { codePlace, helpAddress, shownText, shownTexts, weaknessesOf } from '../families/finding-details.ts';
import { severityOfLevel } from '../families/severity.ts';
import { defineJsonReader } from '../reader.ts';
import { isList, isObject } from '../text/json-value.ts';

/** What the author of a rule says of it, in any form. */
const metadata = z
  .object({
    cwe: z
      .union([z.string(), z.array(z.string())])
      .optional()
      .catch(undefined),
    shortlink: shownText,
    source: shownText,
    references: shownTexts,
  })
  .optional()
  .catch(undefined);

const result = z.object({
  check_id: z.string().min(1),
  path: z.string(),
  start: z.object({ line: z.int().nonnegative() }),
  extra: z.object({ message: z.string(), severity: z.string(), is_ignored: z.boolean().nullish(), metadata }),
});

const schema = z.object({
  version: z.string().nullish(),
  results: z.array(result),
  errors: z.array(z.object({ level: z.string().optional(), message: z.string().nullish() })),
  paths: z.object({ scanned: z.array(z.string()).optional() }).optional(),
  skipped_rules: z.array(z.unknown()).optional(),
});

/**
 * Semgrep's JSON (`cli_output` of github.com/semgrep/semgrep-interfaces). One finding is one match of a rule at one place.
 * Files of 2020 have no `paths`: what was scanned is then known by its findings alone.
 */
export const semgrep = defineJsonReader({
  format: 'semgrep',
  kind: 'findings',
  paths: 'working-directory',
  guide: {
    title: 'Semgrep JSON',
    source: 'https://semgrep.dev/docs/semgrep-appsec-platform/json-and-sarif',
    make: 'semgrep scan --config semgrep-rules/ --json --output semgrep.json',
    selectors: [
      { selector: '#high', selects: 'the matches of severity HIGH or ERROR; WARNING is medium, INFO is info' },
      { selector: '#critical,high', selects: 'the matches of these severities' },
      { selector: '#python.lang.security.*', selects: 'the matches of each rule whose id matches' },
    ],
    unit: 'one match at one place; those with `nosemgrep` are counted apart, where `--disable-nosem` lists them',
    unproven:
      'errors of level warn or error, and skipped rules: what they name was not scanned; nothing in `paths.scanned`; a rule that found nothing, since the report does not say which rules ran',
  },
  unlike(document) {
    if (!isObject(document)) return 'is no JSON object';
    const { results, errors } = document;
    if (!isList(results)) return 'has no list `results`';
    if (!isList(errors)) return 'has no list `errors`';
    if (document['metrics'] !== undefined) return 'has a key `metrics`, as bandit writes it';
    if (!results.every((each) => isObject(each) && typeof each['check_id'] === 'string')) return 'has `results` without `check_id`';
    // Nothing found: only a file of 2020 has no `paths`, and nothing else either.
    return results.length > 0 || isObject(document['paths']) || Object.keys(document).length === 2 ? null : 'has no `paths`';
  },
  schema,
  report({ version, results, errors, paths, skipped_rules: skipped = [] }, context) {
    const serious = errors.filter(({ level }) => level !== 'info');
    const targets = paths?.scanned ?? [...new Set(results.map(({ path }) => path))];
    if (serious.length > 0 && targets.length === 0 && results.length === 0) {
      context.refuse('TOOL_ERROR', `nothing was scanned: ${serious[0]?.message ?? 'Semgrep does not say why'}`);
    }
    const count = serious.length + skipped.length;
    return {
      kind: 'findings',
      tool: { name: 'semgrep', version: version ?? null },
      partial: count === 0 ? [] : [{ code: 'tool-errors', count }],
      findings: results.map(({ check_id, path, start, extra }) => ({
        rule: check_id,
        aliases: [],
        severity: severityOfLevel(extra.severity),
        title: extra.message,
        place: `${path}:${start.line}`,
        suppressed: extra.is_ignored === true,
        help: helpAddress(extra.metadata?.source, extra.metadata?.shortlink, ...(extra.metadata?.references ?? [])),
        weaknesses: weaknessesOf([extra.metadata?.cwe ?? []].flat()),
        source: codePlace(path, start.line),
      })),
      rates: ['critical', 'high', 'medium', 'low', 'info'],
      rules: { listed: [], all: null },
      targets,
    };
  },
});
