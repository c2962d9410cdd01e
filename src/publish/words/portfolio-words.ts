import { type ReleaseState, releaseStates } from '../../assessment/assessment.ts';
import type { UnknownReason } from '../portfolio/judge-summary.ts';
import type { SummaryDocument } from '../summary-document.ts';
import { capital, shareWords } from './grammar.ts';
import { formatDay, formatInstant } from './name-words.ts';
import { stateWords } from './status-words.ts';

/** What a product of a portfolio has come to, or that nobody knows. */
export type ProductState = ReleaseState | 'not-known';

/** The same, in words. */
export const productStateWords: Readonly<Record<ProductState, string>> = { ...stateWords, 'not-known': 'not known' };

/** The texts of the page over several sites. */
export const portfolioTexts = {
  description: 'Which products are ready for production, which are not, and of which nobody knows',
  subtitle: 'What each product has come to, as its own site says',
  intro:
    'Each product’s own site says what it has come to, and why. What does not answer, answers something else or answers something old is not known.',
  stale:
    'Since this page was made, what it says of some products has ended to hold. What it shows as ready may be ready no more, and is so only as of the instant below.',
} as const;

/** How many products have come to what: `Of 5 products 3 are not ready, 1 ready and 1 not known.` */
export function portfolioAnswer(states: readonly ProductState[]): string {
  const order: readonly ProductState[] = [...[...releaseStates].reverse(), 'not-known'];
  return `${capital(
    shareWords(
      states.length,
      'product',
      order.map((state) => [states.filter((each) => each === state).length, productStateWords[state]] as const),
    ),
  )}.`;
}

/** Why nothing is known of a product, in a sentence. */
export function unknownWords(because: UnknownReason): string {
  switch (because.state) {
    case 'unreachable':
      return `Its site does not answer: ${because.cause}.`;
    case 'without-summary':
      return 'Its site has no summary: there is none of this portal, or one of an older version.';
    case 'moved':
      return `Its site leads to another address: ${because.to}.`;
    case 'too-long':
      return 'Its site answers something that is far longer than a summary.';
    case 'no-summary':
      return 'Its site answers something that is no summary.';
    case 'contradictory':
      return 'Its site says what cannot all be so at once.';
    case 'other-product':
      return `Its site is of another product: ${because.product}.`;
    case 'future':
      return `Its site says that it was assessed in the future, on ${formatInstant(because.assessedAt)}.`;
    case 'stale':
      return `What its site says held until ${formatInstant(because.since)}.`;
    case 'old':
      return `What its site says is of ${formatDay(because.assessedAt)}, and counts for ${because.days} days.`;
  }
}

/** `3 of 5, 1 rejected`; `none asked for`. */
export function summarySignOffs({ required, current, rejected }: SummaryDocument['signOffs']): string {
  if (required === 0) return 'none asked for';
  return `${current} of ${required}${rejected === 0 ? '' : `, ${rejected} rejected`}`;
}

/** The latest release of a product, with its state where its site vouches for it. */
export function summaryLatest(latest: SummaryDocument['latest']): string {
  if (latest === null) return 'none';
  return latest.state === null ? `${latest.version}, state not known` : `${latest.version}, ${stateWords[latest.state]}`;
}

/** As of when a page over several sites was made. */
export function portfolioAsOf(now: string): string {
  return `As of ${formatInstant(now)}. This page is made from what each product’s own site says of it.`;
}
