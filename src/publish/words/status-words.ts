import type { PageState, ReleaseState, RequiredSignOff, Status, Verdict } from '../../assessment/assessment.ts';
import type { Mark } from '../../checklist/checklist.ts';

/** The words for what the assessment holds as codes. Every surface takes them from here. */
export const statusWords: Readonly<Record<Status, string>> = {
  contradicted: 'Contradicted',
  failing: 'Failing',
  blocked: 'Blocked',
  claimed: 'Claimed',
  unproven: 'Unproven',
  'in-progress': 'In progress',
  'not-started': 'Not started',
  waived: 'Waived',
  attested: 'Attested',
  verified: 'Verified',
  'not-applicable': 'Not applicable',
};

/** What each status means, in one sentence. */
export const statusMeanings: Readonly<Record<Status, string>> = {
  contradicted: 'The box is ticked, and evidence says otherwise.',
  failing: 'Evidence shows that it does not hold yet.',
  blocked: 'Its author says that something keeps it from being done.',
  claimed: 'The box is ticked, and nothing proves it.',
  unproven: 'The box is open, and what is cited does not count as a proof.',
  'in-progress': 'Its author says that it is being worked on; nothing proves it yet.',
  'not-started': 'The box is open, and nothing is cited that could prove it.',
  waived: 'Excepted until a date, for a stated reason. It is not proven.',
  attested: 'The box is ticked, no evidence is cited, and a person vouches for it with a signature.',
  verified: 'Evidence of this commit proves it.',
  'not-applicable': 'It does not apply to this product, for a stated reason.',
};

/** What an author wrote in the box, in words. */
export const markWords: Readonly<Record<Mark, string>> = {
  'not-started': 'not started',
  'in-progress': 'in progress',
  complete: 'complete',
  blocked: 'blocked',
  'not-applicable': 'not applicable',
};

/** What a release has come to, in words. */
export const stateWords: Readonly<Record<ReleaseState, string>> = {
  ready: 'ready',
  'awaiting-sign-off': 'awaiting sign-off',
  'not-ready': 'not ready',
};

/** What a page has come to, in words. */
export const pageStateWords: Readonly<Record<PageState, string>> = {
  ready: 'ready',
  'ready-to-sign': 'ready to sign',
  'not-ready': 'not ready',
};

/** A verdict's word: its shape and colour go with it. */
export const verdictWords: Readonly<Record<Verdict['state'], string>> = { pass: 'passes', fail: 'fails', unproven: 'unproven' };

/** What a required sign-off has come to, in words. */
export const signOffStateWords: Readonly<Record<RequiredSignOff['state'], string>> = {
  current: 'current',
  missing: 'missing',
  rejected: 'rejected',
  stale: 'stale',
  invalid: 'not valid',
};
