import { z } from 'zod';
import { codePlace } from '../families/finding-details.ts';
import { defineJsonReader } from '../reader.ts';
import { isList, isObject } from '../text/json-value.ts';

const line = z.int().nonnegative();
const v8 = z.object({ RuleID: z.string(), Description: z.string(), File: z.string(), StartLine: line });
const v7 = z.object({ rule: z.string(), file: z.string(), lineNumber: line, offender: z.string() });

/**
 * The JSON report of gitleaks 8 (`report/finding.go` of github.com/gitleaks/gitleaks) and 7. One finding is one secret at one place.
 * The secret itself is not read.
 */
export const gitleaks = defineJsonReader({
  format: 'gitleaks',
  kind: 'findings',
  guide: {
    title: 'gitleaks JSON',
    source: 'https://github.com/gitleaks/gitleaks#reporting',
    make: 'gitleaks git --report-format json --report-path gitleaks.json --redact',
    selectors: [
      { selector: '#aws-access-token', selects: 'the secrets that one rule found' },
      { selector: '#*-token', selects: 'the secrets of each rule whose id matches' },
    ],
    unit: 'one secret at one place; gitleaks gives no severity, so each counts toward every severity',
    unproven:
      '`[]`, which is what it writes for nothing found, unless `run.json` or `--format` declares the format; a severity, which gitleaks cannot give',
  },
  unlike(document) {
    if (!isList(document)) return 'is no JSON list';
    if (document.length === 0) return 'is an empty list, which names no tool';
    const each = (...keys: readonly string[]) => document.every((entry) => isObject(entry) && keys.every((key) => key in entry));
    const known = each('RuleID', 'Description', 'File', 'StartLine') || each('rule', 'file', 'lineNumber', 'offender');
    return known ? null : 'lists what has no `RuleID`, `Description`, `File` and `StartLine`';
  },
  nameless: (document) => isList(document) && document.length === 0,
  schema: z.array(z.union([v8, v7])),
  report: (secrets) => ({
    kind: 'findings',
    tool: { name: 'gitleaks', version: null },
    partial: [],
    findings: secrets.map((each) => {
      const [rule, title, file, startLine] =
        'RuleID' in each ? [each.RuleID, each.Description, each.File, each.StartLine] : [each.rule, each.rule, each.file, each.lineNumber];
      return {
        rule,
        aliases: [],
        severity: 'unknown',
        title,
        place: `${file}:${startLine}`,
        suppressed: false,
        source: codePlace(file, startLine),
      };
    }),
    rates: [],
    rules: { listed: [], all: null },
    targets: null,
  }),
});
