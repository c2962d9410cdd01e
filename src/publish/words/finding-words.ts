import type { Severity } from '../../reports/report.ts';
import { formatNumber } from '../../unit.ts';
import { fewWords, plural } from './grammar.ts';

/** A severity of a finding; what a tool does not rate is of any. */
export const severityWords: { readonly [severity in Severity]: string } = {
  critical: 'critical',
  high: 'high',
  medium: 'medium',
  low: 'low',
  info: 'info',
  unknown: 'not rated',
};

/** Why findings of unknown severity count toward each; empty where there is none. */
export function unratedWords(unrated: number, all: number): string {
  if (unrated === 0) return '';
  return unrated === all
    ? 'This file rates no finding: each counts toward every severity.'
    : 'What is not rated counts toward every severity.';
}

/** What is found where the tool found nothing. */
export const noFindingWords = 'It lists no finding.';

/** What a scan looked at, by the names that the file gives. */
export function scannedWords(targets: readonly string[]): string {
  return targets.length === 0 ? '' : `Scanned: ${fewWords(targets, 6)}.`;
}

/**
 * That another file of the job holds the same scan.
 *
 * @param own How many this file counts, and `other` the other one: formats differ in what they count.
 */
export function sameScanWords(own: number, other: number): string {
  return own === other
    ? 'holds the same scan in another format: it is no second scan.'
    : `holds the same scan in another format, counted otherwise: ${plural(other, 'finding')} there, ${formatNumber(own)} here.`;
}

/** How many findings a rule has. */
export function ruleCountWords(count: number): string {
  return plural(count, 'finding');
}

/** How many addresses show a finding, and how many of them are listed. */
export function seenWords(total: number, listed: number): string {
  return `${plural(total, 'address', 'addresses')}${listed < total ? `, the first ${formatNumber(listed)} of them` : ''}`;
}

/** How many entries a page leaves out; empty where it lists all. */
export function unlistedWords(more: number): string {
  return more === 0 ? '' : `${plural(more, 'more is', 'more are')} in the file.`;
}
