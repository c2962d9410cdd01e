import type { ScoreCategory, ScoredAudit } from '../../reports/report.ts';
import { convert, dimensionOf, formatNumber, formatQuantity } from '../../unit.ts';
import { fewWords, plural } from './grammar.ts';
import { onOneLine } from './load-words.ts';

/** What a tool itself says of a score, in its own scale; `none` of what it did not measure. */
export type Rating = 'good' | 'fair' | 'poor' | 'below' | 'none';

/** The rating of a score, or of none. */
export function ratingOf(score: number | null, { good, fair }: Pick<ScoreCategory, 'good' | 'fair'>): Rating {
  if (score === null) return 'none';
  if (score >= good) return 'good';
  if (fair === null) return 'below';
  return score >= fair ? 'fair' : 'poor';
}

/** What a rating is called. */
export function ratingWords(rating: Rating, { good, highest }: Pick<ScoreCategory, 'good' | 'highest'>): string {
  return {
    good: good === highest ? 'full score' : 'good',
    fair: 'needs improvement',
    poor: 'poor',
    below: 'not the full score',
    none: 'not measured',
  }[rating];
}

/** A score in its scale: `72 of 100`. */
export function scoreWords(score: number | null, highest: number): string {
  return score === null ? 'not measured' : onOneLine(`${formatNumber(score)} of ${formatNumber(highest)}`);
}

/** The scores of a file in a few words: `Performance 72 of 100, SEO not measured`; the first few where there are many. */
export function scoresWords(scores: readonly ScoreCategory[]): string {
  return fewWords(
    scores.map(({ title, score, highest }) => `${title} ${scoreWords(score, highest)}`),
    6,
  );
}

/** What an audit takes from the score of its category, to one digit; empty where that is nothing, or not known. */
export function lostWords(points: number): string {
  const shown = Math.round(points * 10) / 10;
  return shown === 0 ? '' : `takes ${plural(shown, 'point')} of the score`;
}

/** What the scale of a tool calls good. */
export function scaleWords({ good, fair, highest }: ScoreCategory): string {
  if (fair === null) return `The mark is what an item asks of the score. A check below ${highest} counts as a finding.`;
  return `The mark is what an item asks of the score. The tool itself calls ${good} of ${highest} and more good, and less than ${fair} poor.`;
}

/** What the tool calls a good number and a poor one: `good up to 1.8 s, poor beyond 3 s`; empty where it does not say. */
export function bandWords(bands: NonNullable<ScoredAudit['metric']>['bands']): string {
  if (bands === null) return '';
  const unit = dimensionOf(bands.unit) === 'time' && convert(bands.poor, bands.unit, 's') >= 1 ? 's' : bands.unit;
  const [good, poor] = [bands.good, bands.poor].map((value) => formatQuantity(convert(value, bands.unit, unit), unit));
  return `good up to ${good}, poor beyond ${poor}`;
}

/** What stands above the audits of a kind, that are folded. */
export function foldWords(of: NonNullable<ScoredAudit['without']> | 'good', count: number): string {
  const title = {
    good: 'Passed',
    informative: 'For information, without a score',
    manual: 'For a person to look at',
    'not-applicable': 'Does not apply',
    'not-measured': 'Not measured',
  }[of];
  return `${title} (${formatNumber(count)})`;
}

/** That a category names nothing that its score is made of. */
export const noAuditWords = 'The file lists nothing that this score is made of.';

/** That nothing in a category failed, and nothing is left to measure. */
export const nothingFailedWords = 'Nothing that was measured failed.';

/** What leads to the values by the names that citations use. */
export const namedValuesWords = 'By the names that items cite';
