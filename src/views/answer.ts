import type { AssessedPage, Assessment, Status } from '../assessment/assessment.ts';
import type { ReleaseRow } from '../publish/release-row.ts';
import type { EarlierCounts } from '../publish/successive-releases.ts';
import { answerSign, strongestReasons } from '../publish/words/answer-words.ts';
import { countChanges } from '../publish/words/change-words.ts';
import { capital, unbroken } from '../publish/words/grammar.ts';
import { short } from '../publish/words/name-words.ts';
import { factWords } from '../publish/words/release-words.ts';
import { pageStateWords, stateWords } from '../publish/words/status-words.ts';
import { filterId } from './item-filters.ts';
import type { Links } from './links.ts';
import { releaseLinks } from './links.ts';

/** What stands first on each page of a release: the answer, what it is of, and why. */
export interface AnswerView {
  readonly sign: Status;
  /** `Not ready`. */
  readonly word: string;
  readonly facts: readonly FactView[];
  readonly reasons: readonly { readonly sign: Status; readonly words: string; readonly href: string | null }[];
}

/** One fact of a release. */
export interface FactView {
  readonly name: string;
  readonly words: string;
  /** On the site, or elsewhere; null where it leads nowhere. */
  readonly href: string | null;
  /** An instant of which the reader's clock says how old it is. */
  readonly instant: string | null;
}

/** What a release is made of, as the first lines of its pages say it. */
export interface ReleaseContext {
  /** The newest instant at which something was measured; null where there is none. */
  readonly measured: string | null;
  /** When it was frozen; null while it is in preparation. */
  readonly frozen: string | null;
  /** The page of a commit on its forge. */
  readonly commitLink: (hash: string) => string | null;
  /** The release that is out: the latest published one; null where that is not asked, as on pages of a published one. */
  readonly released: ReleaseRow | 'nothing' | null;
  /** The release before, with which counts are compared; null where there is none that can be. */
  readonly before: EarlierCounts | null;
  /** Where all that changed since is listed. */
  readonly changes: string | null;
}

/** The first lines of a release. */
export function releaseAnswer(assessment: Assessment, context: ReleaseContext, links: Links): AnswerView {
  return {
    sign: answerSign(assessment.state, assessment.counts),
    word: capital(stateWords[assessment.state]),
    facts: factsOf(assessment, null, context, links),
    reasons: reasonsOf(assessment, null, links),
  };
}

/** The first lines of a page of its checklist; null for one of which nothing is asked. */
export function pageAnswer(page: AssessedPage, assessment: Assessment, context: ReleaseContext, links: Links): AnswerView | null {
  const reasons = reasonsOf(assessment, page, links);
  if (reasons.length === 0) return null;
  return {
    sign: answerSign(page.state, page.counts),
    word: capital(pageStateWords[page.state]),
    facts: factsOf(assessment, page, context, links),
    reasons,
  };
}

function reasonsOf(assessment: Assessment, page: AssessedPage | null, links: Links): AnswerView['reasons'] {
  return strongestReasons(assessment, page).map(({ sign, words, about }) => ({
    sign,
    words: unbroken(words),
    href: reasonLink(about, page, assessment, links),
  }));
}

function reasonLink(
  about: ReturnType<typeof strongestReasons>[number]['about'],
  page: AssessedPage | null,
  assessment: Assessment,
  links: Links,
): string | null {
  if (about === 'sign-offs') return signOffsLink(assessment, links);
  if (page !== null) return about === 'items' ? null : about === 'unproven' ? `#${filterId('open')}` : `#${filterId('failing')}`;
  return about === 'contradicted' ? '#contradictions' : about === 'items' ? null : '#causes';
}

/** Where the sign-offs of a release stand; null where it has no page for them. */
export function signOffsLink({ pages }: Assessment, links: Links): string | null {
  if (links.signOffs !== null) return links.signOffs;
  const page = pages.find(({ kind }) => kind === 'sign-off');
  return page === undefined ? null : links.page(page);
}

function factsOf(assessment: Assessment, page: AssessedPage | null, context: ReleaseContext, links: Links): FactView[] {
  const { commit, committed, signOffs, counts } = assessment;
  const { measured, frozen, released, before, changes } = context;
  const current = signOffs.filter(({ state }) => state === 'current').length;
  const own = [
    fact(
      factWords.commit,
      commit === null ? factWords.unstated : short(commit),
      commit === null ? null : context.commitLink(commit),
      committed,
    ),
    fact(factWords.evidence, measured === null ? factWords.none : '', links.evidenceIndex, measured),
    ...(frozen === null ? [] : [fact(factWords.frozen, '', null, frozen)]),
  ];
  if (page !== null) return own;
  return [
    ...(released === null ? [] : [releasedFact(released)]),
    ...own,
    ...(signOffs.length === 0
      ? []
      : [fact(factWords.signOffs, factWords.current(current, signOffs.length), signOffsLink(assessment, links))]),
    ...(before === null ? [] : [fact(factWords.since(before.version), countChanges(before.counts, counts), changes)]),
  ];
}

function releasedFact(released: ReleaseRow | 'nothing'): FactView {
  if (released === 'nothing') return fact(factWords.released, factWords.nothing);
  const { version, shown, notRechecked, frozen } = released;
  const words = shown === null || notRechecked ? version : `${version}, ${stateWords[shown.state]}`;
  return fact(factWords.released, words, releaseLinks(version).home, frozen?.committed ?? null);
}

function fact(name: string, words: string, href: string | null = null, instant: string | null = null): FactView {
  return { name, words, href, instant };
}
