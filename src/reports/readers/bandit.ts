import { z } from 'zod';
import { codePlace, helpAddress, shownNumber, shownText, weaknessesOf } from '../families/finding-details.ts';
import { severityOfWord } from '../families/severity.ts';
import { defineJsonReader } from '../reader.ts';
import type { Partial } from '../report.ts';
import { isList, isObject } from '../text/json-value.ts';

const issue = z.object({
  test_id: z.string().min(1),
  test_name: z.string(),
  issue_severity: z.string(),
  issue_text: z.string(),
  filename: z.string(),
  line_number: z.int().nonnegative(),
  issue_cwe: z.object({ id: shownNumber }).optional().catch(undefined),
  more_info: shownText,
});

const severities = ['SEVERITY.HIGH', 'SEVERITY.MEDIUM', 'SEVERITY.LOW', 'SEVERITY.UNDEFINED'] as const;

const count = z.int().nonnegative();

const schema = z.object({
  results: z.array(issue),
  errors: z.array(z.unknown()),
  metrics: z.record(
    z.string(),
    z.object({ 'SEVERITY.HIGH': count, 'SEVERITY.MEDIUM': count, 'SEVERITY.LOW': count, 'SEVERITY.UNDEFINED': count }).partial(),
  ),
});

/**
 * Bandit's JSON (`bandit/formatters/json.py` of github.com/PyCQA/bandit). One finding is one issue at one place. `metrics` counts every
 * issue, those too that `--severity-level`, `--confidence-level` or a baseline leave out of `results`.
 */
export const bandit = defineJsonReader({
  format: 'bandit',
  kind: 'findings',
  paths: 'working-directory',
  guide: {
    title: 'Bandit JSON',
    source: 'https://bandit.readthedocs.io/en/latest/formatters/json.html',
    make: 'bandit --recursive src --format json --output bandit.json',
    selectors: [
      { selector: '#high', selects: 'the issues of this severity; Bandit rates high, medium and low' },
      { selector: '#B602,B608', selects: 'the issues of these tests' },
      { selector: '#B3*', selects: 'the issues of each test whose id matches' },
    ],
    unit: 'one issue at one place',
    unproven:
      'files that could not be read or parsed; `metrics` that count more than is listed, as with a severity level or a baseline; no file; `critical`, which Bandit cannot give; a test that found nothing, since a file `.bandit` may switch it off',
  },
  unlike(document) {
    if (!isObject(document)) return 'is no JSON object';
    if (!isList(document['results']) || !isList(document['errors'])) return 'has no lists `results` and `errors`';
    const { metrics } = document;
    return isObject(metrics) && isObject(metrics['_totals']) ? null : 'has no `metrics` with `_totals`';
  },
  schema,
  report({ results, errors, metrics }) {
    const declared = severities.reduce((sum, severity) => sum + (metrics['_totals']?.[severity] ?? 0), 0);
    const partial: Partial[] = errors.length === 0 ? [] : [{ code: 'tool-errors', count: errors.length }];
    if (declared !== results.length) partial.push({ code: 'declared-differs', what: 'issues', declared, listed: results.length });
    return {
      kind: 'findings',
      tool: { name: 'bandit', version: null },
      partial,
      findings: results.map(({ test_id, test_name, issue_severity, issue_text, filename, line_number, issue_cwe, more_info }) => ({
        rule: test_id,
        aliases: [test_name],
        severity: severityOfWord(issue_severity),
        title: issue_text,
        place: `${filename}:${line_number}`,
        suppressed: false,
        ruleTitle: test_name.replaceAll('_', ' '),
        help: helpAddress(more_info),
        weaknesses: weaknessesOf([issue_cwe?.id]),
        source: codePlace(filename, line_number),
      })),
      rates: ['high', 'medium', 'low'],
      rules: { listed: [], all: null },
      targets: Object.keys(metrics).filter((file) => file !== '_totals'),
    };
  },
});
