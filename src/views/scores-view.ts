import type { AssessedCitation, Verdict } from '../assessment/assessment.ts';
import { clipText } from '../clip-text.ts';
import type { Tone } from '../publish/words/evidence-words.ts';
import { criterionWords } from '../publish/words/measure-words.ts';
import {
  bandWords,
  foldWords,
  lostWords,
  noAuditWords,
  nothingFailedWords,
  type Rating,
  ratingOf,
  ratingWords,
  scaleWords,
  scoreWords,
} from '../publish/words/score-words.ts';
import type { ScoreCategory, ScoredAudit } from '../reports/report.ts';
import { convert, dimensionOf } from '../unit.ts';
import type { MeterView } from './coverage-view.ts';
import type { FindingsView } from './findings-view.ts';
import type { LoadView } from './load-view.ts';

/** What a tool rates, such as Lighthouse's categories or Scorecard's checks. */
export interface ScoresView {
  readonly kind: 'scores';
  readonly categories: readonly CategoryView[];
  readonly scale: string;
  /** The same file by the names that citations use. */
  readonly named: LoadView | FindingsView;
}

/** A score with what it is made of. */
export interface CategoryView {
  readonly name: string;
  readonly title: string;
  readonly meter: MeterView;
  readonly score: string;
  readonly rating: string;
  /** What items ask of it, each with its verdict. */
  readonly asked: readonly { readonly words: string; readonly verdict: Verdict['state'] }[];
  /** The numbers that the score is first of all made of, in the order of the tool; each is among the audits too. */
  readonly metrics: readonly MetricView[];
  /** What failed, that which takes most of the score first, and then what was not measured. */
  readonly open: readonly AuditView[];
  /** All else, by kind. */
  readonly folded: readonly { readonly title: string; readonly audits: readonly AuditView[] }[];
  /** What to say where nothing is open; empty where something is. */
  readonly note: string;
}

/** A number that a score is made of, at a glance. */
export interface MetricView {
  readonly title: string;
  readonly measured: string;
  readonly state: AuditView['state'];
  readonly words: string;
  readonly bands: string;
}

/** One thing that a tool looked at. */
export interface AuditView {
  /** Empty where it is the title. */
  readonly name: string;
  readonly title: string;
  /** Null for what has no score and needs none. */
  readonly state: Verdict['state'] | null;
  readonly words: string;
  readonly score: string;
  readonly measured: string;
  readonly lost: string;
  readonly reason: string;
  readonly help: string | null;
  readonly found: readonly string[];
}

/** What of a tool's text a page shows. In UTF-16 units. */
const mostText = 600;
const folds = ['manual', 'informative', 'good', 'not-applicable'] as const;

/**
 * Makes the view of what a tool rates.
 *
 * @param tone Of what stands above it: where that is unproven, nothing in it is good.
 * @param citations Those that were measured in the file.
 */
export function scoresView(
  scores: readonly ScoreCategory[],
  tone: Tone,
  citations: readonly AssessedCitation[],
  named: LoadView | FindingsView,
): ScoresView {
  const [first] = scores;
  return {
    kind: 'scores',
    categories: scores.map((category) => categoryView(category, tone, citations)),
    scale: first === undefined ? '' : scaleWords(first),
    named,
  };
}

function categoryView(category: ScoreCategory, tone: Tone, citations: readonly AssessedCitation[]): CategoryView {
  const { name, title, score, highest, audits } = category;
  const own = citations.filter(({ selector }) => selector === `${name}.value` || selector === `/${name}`);
  const marks = own.flatMap(({ criterion }) => (criterion?.kind === 'number' ? askedPoints(criterion, highest) : []));
  const kindOf = (audit: ScoredAudit) => (ratingOf(audit.score, category) === 'good' ? 'good' : audit.without);
  const failed = audits
    .filter((audit) => audit.score !== null && kindOf(audit) !== 'good')
    .toSorted((a, b) => lostPoints(b, highest) - lostPoints(a, highest) || (a.score ?? 0) - (b.score ?? 0));
  const open = [...failed, ...audits.filter((audit) => kindOf(audit) === 'not-measured')];
  return {
    name,
    title: clipText(title, mostText),
    meter: { value: score === null ? null : (score / highest) * 100, marks: marks.map((points) => (points / highest) * 100) },
    score: scoreWords(score, highest),
    rating: score === null ? '' : ratingWords(ratingOf(score, category), category),
    asked: own.flatMap(({ criterion, verdict }) =>
      criterion === null ? [] : [{ words: criterionWords(criterion), verdict: verdict.state }],
    ),
    metrics: audits.flatMap((audit) => (audit.metric === undefined ? [] : [metricView(audit, audit.metric, category, tone)])),
    open: open.map((audit) => auditView(audit, category, tone)),
    folded: folds.flatMap((kind) => {
      const of = audits.filter((audit) => kindOf(audit) === kind);
      return of.length === 0 ? [] : [{ title: foldWords(kind, of.length), audits: of.map((audit) => auditView(audit, category, tone)) }];
    }),
    note: audits.length === 0 ? noAuditWords : open.length === 0 ? nothingFailedWords : '',
  };
}

/** What a criterion asks in the scale of a score: a share of it, or its own number. */
function askedPoints({ value, unit }: Extract<AssessedCitation['criterion'], { kind: 'number' }>, highest: number): number[] {
  const points = dimensionOf(unit) === 'share' ? convert(value, unit, 'ratio') * highest : value;
  return points >= 0 && points <= highest ? [points] : [];
}

function metricView(audit: ScoredAudit, { bands }: NonNullable<ScoredAudit['metric']>, category: ScoreCategory, tone: Tone): MetricView {
  const { title, measured, state, words } = auditView(audit, category, tone);
  return { title, measured, state, words, bands: bandWords(bands) };
}

function auditView(audit: ScoredAudit, category: ScoreCategory, tone: Tone): AuditView {
  const rating = ratingOf(audit.score, category);
  const { highest } = category;
  return {
    name: audit.name === audit.title ? '' : audit.name,
    title: clipText(audit.title, mostText),
    state: stateOf(rating, audit, tone),
    words: category.fair === null ? scoreWords(audit.score, highest) : ratingWords(rating, category),
    score: audit.score === null || category.fair === null ? '' : scoreWords(audit.score, highest),
    measured: clipText(audit.measured ?? '', mostText),
    lost: lostWords(lostPoints(audit, highest)),
    reason: clipText(audit.reason ?? '', mostText),
    help: audit.help ?? null,
    found: audit.found.map((each) => clipText(each, mostText)),
  };
}

function stateOf(rating: Rating, { without }: ScoredAudit, tone: Tone): AuditView['state'] {
  switch (rating) {
    case 'good':
      return tone === 'unproven' ? 'unproven' : 'pass';
    case 'fair':
    case 'poor':
    case 'below':
      return 'fail';
    case 'none':
      return without === 'not-measured' ? 'unproven' : null;
  }
}

/** What an audit takes from the score of its category; 0 where the tool does not say how much it weighs. */
function lostPoints({ score, weight }: ScoredAudit, highest: number): number {
  return score === null || weight === null ? 0 : weight * (highest - score);
}
