import { z } from 'zod';
import { helpAddress, shownNumber, shownText, shownTexts } from '../families/finding-details.ts';
import { defineJsonReader } from '../reader.ts';
import type { ScoredAudit } from '../report.ts';
import { isList, isObject } from '../text/json-value.ts';

const highest = 10;
const inconclusive = -1;
const mostFound = 20;

const documentation = z.object({ short: shownText, url: shownText }).optional().catch(undefined);

const schema = z.object({
  repo: z.object({ name: z.string() }),
  scorecard: z.object({ version: z.string() }),
  score: shownNumber,
  checks: z.array(
    z.object({
      name: z.string().min(1),
      score: z.int().min(inconclusive).max(highest),
      reason: z.string(),
      documentation,
      details: shownTexts,
    }),
  ),
});

type Check = z.output<typeof schema>['checks'][number];

/**
 * OpenSSF Scorecard's JSON (`pkg/scorecard/json.go` of github.com/ossf/scorecard). One finding is one check below the highest score, as in
 * Scorecard's SARIF. The risk of a check stands in Scorecard's documentation, not in this file, so that no finding has a severity.
 */
export const scorecard = defineJsonReader({
  format: 'scorecard',
  kind: 'findings',
  guide: {
    title: 'OpenSSF Scorecard JSON',
    source: 'https://github.com/ossf/scorecard#formatting-results',
    make: 'scorecard --repo=github.com/example/product --format=json --output=scorecard.json',
    selectors: [
      { selector: '#Dangerous-Workflow,Token-Permissions', selects: 'these checks, where they score below 10' },
      { selector: '#/score', selects: 'the aggregate score, with a criterion such as ">= 7"' },
      { selector: '#/checks/0/score', selects: 'the score of the first check, for one that need not be perfect' },
    ],
    unit: 'one check below 10, the highest score; the file gives no severity, so each counts toward every severity',
    unproven: 'checks without a conclusion (score -1); no check at all; a severity, which the file does not give',
  },
  unlike(document) {
    if (!isObject(document)) return 'is no JSON object';
    const { scorecard, repo, checks } = document;
    if (!isObject(scorecard) || typeof scorecard['version'] !== 'string') return 'has no `scorecard` with a `version`';
    if (!isObject(repo)) return 'has no object `repo`';
    return isList(checks) ? null : 'has no list `checks`';
  },
  schema,
  report({ repo, scorecard, score, checks }) {
    const conclusive = checks.filter(({ score }) => score !== inconclusive);
    const count = checks.length - conclusive.length;
    return {
      kind: 'findings',
      tool: { name: 'scorecard', version: scorecard.version },
      partial: count === 0 ? [] : [{ code: 'tool-errors', count }],
      findings: conclusive
        .filter(({ score }) => score < highest)
        .map(({ name, score, reason, documentation }) => ({
          rule: name,
          aliases: [],
          severity: 'unknown',
          title: `${score} of ${highest}: ${reason}`,
          place: repo.name,
          suppressed: false,
          ruleTitle: documentation?.short,
          help: helpAddress(documentation?.url),
        })),
      rates: [],
      rules: { listed: conclusive.map(({ name }) => name), all: null },
      targets: conclusive.length === 0 ? [] : [repo.name],
      scores: [
        {
          name: 'score',
          title: repo.name,
          score: score !== undefined && score >= 0 && score <= highest && conclusive.length > 0 ? score : null,
          highest,
          good: highest,
          fair: null,
          audits: checks.map((check) => auditOf(check)),
        },
      ],
    };
  },
});

function auditOf({ name, score, reason, documentation, details }: Check): ScoredAudit {
  return {
    name,
    title: name,
    score: score === inconclusive ? null : score,
    without: score === inconclusive ? 'not-measured' : null,
    weight: null,
    measured: undefined,
    reason,
    help: helpAddress(documentation?.url),
    found: (details ?? []).slice(0, mostFound),
  };
}
