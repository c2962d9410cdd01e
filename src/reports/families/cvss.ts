import type { Severity } from '../report.ts';

/** The qualitative rating of a CVSS score (CVSS v3.1 §5); a score of 0 rates nothing, and what is no score is unknown. */
export function severityOfScore(score: number | null | undefined): Severity {
  if (score === null || score === undefined || !(score > 0 && score <= 10)) return 'unknown';
  return score >= 9 ? 'critical' : score >= 7 ? 'high' : score >= 4 ? 'medium' : 'low';
}

/** A score that is written in a string: `7.5`. */
export const scorePattern = /^(?:10(?:\.0+)?|\d(?:\.\d+)?)$/;
