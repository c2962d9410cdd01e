import type { Cause } from '../../assessment/causes.ts';
import type { FailReason, UnprovenReason } from '../../assessment/reason.ts';
import { capital, plural, sentence, verb } from './grammar.ts';
import { explainCitation } from './need-words.ts';
import { reasonWords } from './reason-words.ts';

/** What a cause is, in a sentence without its full stop; its files are named beside it. */
export function causeTitle({ of, alone, shared }: Cause): string {
  const count = alone.length + shared.length;
  switch (of.kind) {
    case 'nothing-cited':
      return of.isTicked
        ? `Ticked, and nothing is cited that proves ${verb(count, 'it', 'them')}`
        : `Nothing is cited that could prove ${verb(count, 'it', 'them')}`;
    case 'blocked':
      return `Marked as blocked by ${verb(count, 'its author', 'their authors')}`;
    case 'own-mark':
      return 'Its parts are proven, and its own mark says otherwise';
    case 'excepted':
      return 'Rests on what is waived or attested, which is no proof';
    case 'failing':
      return capital(failingWords(of.reason, of.citation.selector));
    case 'unproven':
      return capital(unprovenWords(of.reason));
  }
}

function failingWords(reason: FailReason, selector: string): string {
  switch (reason.code) {
    case 'tests-failed':
      return 'tests fail';
    case 'criterion-missed':
      return 'what is measured misses what is required';
    case 'findings':
      return selector === '' ? plural(reason.count, 'finding') : `${plural(reason.count, 'finding')} of ${selector}`;
    case 'thresholds-crossed':
      return 'thresholds are crossed';
    case 'value-false':
    case 'text-differs':
    case 'commands-failed':
    case 'roll-up-failed':
    case 'not-rechecked':
      return reasonWords(reason);
  }
}

/** What several items have in common: of what each of them selects or asks for, no one is named. */
function unprovenWords(reason: UnprovenReason): string {
  if (reason.code === 'nothing-selected') return 'what items select is not in the file';
  if (reason.code === 'not-understood') return 'their words ask for something that was not understood';
  if (reason.code === 'not-measured-by-any') return 'they ask for a number that nothing they cite measures';
  if (reason.code === 'unanswered') return 'nothing they cite answers what they ask for';
  return reasonWords(reason);
}

/** What to do about a cause, in a sentence. */
export function causeTodo({ of }: Cause): string {
  switch (of.kind) {
    case 'nothing-cited':
      return of.isTicked
        ? 'Link the result file that proves each, or have its page signed.'
        : 'Link the result file that proves each, as soon as there is one.';
    case 'blocked':
      return 'Resolve what blocks each, and change its mark.';
    case 'own-mark':
      return 'Correct its mark.';
    case 'excepted':
      return 'Prove what is waived or attested there.';
    case 'failing':
    case 'unproven':
      return sentence(explainCitation(of.citation)?.todo ?? '');
  }
}

/** What the end of a cause would come to: `11 items, 1 of them contradicted; and 5 more need something else too`. */
export function unblocksWords({ alone, shared }: Cause): string {
  const contradicted = alone.filter(({ status }) => status === 'contradicted').length;
  const own = [plural(alone.length, 'item'), contradicted === 0 ? '' : `${contradicted} contradicted`].filter((part) => part !== '').join(', ');
  const more = `${verb(shared.length, 'needs', 'need')} something else too`;
  if (shared.length === 0) return own;
  return alone.length === 0 ? `${plural(shared.length, 'item')}, which ${more}` : `${own}; ${shared.length} more ${more}`;
}

/** What sign-offs keep a release or a page open, as one cause beside the others. */
export function signOffCauseWords(missing: number): { readonly title: string; readonly todo: string; readonly unblocks: string } {
  return {
    title: `${plural(missing, 'sign-off')} ${verb(missing, 'is', 'are')} not current`,
    todo: 'Have it signed, once what is to be signed is as it shall be.',
    unblocks: 'the release',
  };
}

