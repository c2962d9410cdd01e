import type { AssessedCitation } from '../../assessment/assessment.ts';
import type { Cause } from '../../assessment/causes.ts';
import type { FailReason, UnprovenReason } from '../../assessment/reason.ts';
import { formatNumber } from '../../unit.ts';
import { capital, listWords, plural, sentence, verb } from './grammar.ts';
import { explainCitation } from './need-words.ts';
import { reasonWords } from './reason-words.ts';

/** What a cause is, in a sentence without its full stop; its files are named beside it. */
export function causeTitle({ of, citations, alone, shared }: Cause): string {
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
      return capital(failingWords(citations, of.reason));
    case 'unproven':
      return capital(unprovenWords(of.reason));
  }
}

/** What some citations of a file show: of failed tests the most that one of them selects, since several may select the same. */
function failingWords(citations: readonly AssessedCitation[], first: FailReason): string {
  const reasons = citations.flatMap(({ verdict }) => (verdict.state === 'fail' ? [verdict.reason] : []));
  const tests = reasons.flatMap((reason) => (reason.code === 'tests-failed' ? [reason] : []));
  const missed = reasons.filter(({ code }) => code === 'criterion-missed').length;
  const crossed = reasons.flatMap((reason) => (reason.code === 'thresholds-crossed' ? [reason] : []));
  const [most] = tests.sort((a, b) => b.failed - a.failed);
  const [threshold] = crossed.sort((a, b) => b.crossed - a.crossed);
  const found = [
    most === undefined ? '' : `${formatNumber(most.failed)} of ${plural(most.total, 'test')} ${verb(most.failed, 'fails', 'fail')}`,
    missed === 0 ? '' : `${plural(missed, 'requirement')} ${verb(missed, 'is', 'are')} not met`,
    threshold === undefined
      ? ''
      : `${formatNumber(threshold.crossed)} of ${plural(threshold.total, 'threshold')} ${verb(threshold.crossed, 'is', 'are')} crossed`,
  ];
  if (first.code !== 'findings') return listWords(found) || reasonWords(first);
  const selector = citations[0]?.selector ?? '';
  return selector === '' ? plural(first.count, 'grave finding') : `${plural(first.count, 'finding')} of ${selector}`;
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
export function causeTodo({ of, citations }: Cause): string {
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
      return 'Repair what fails, and measure again:';
    case 'unproven': {
      const [first] = citations;
      return first === undefined ? '' : sentence(explainCitation(first)?.todo ?? '');
    }
  }
}

/** How many items wait for a cause: `6 items wait for this alone, 1 of them contradicted; 5 more for this and something else`. */
export function unblocksWords({ alone, shared }: Cause): string {
  const contradicted = alone.filter(({ status }) => status === 'contradicted').length;
  const areAll = contradicted === alone.length && contradicted > 0;
  const others = 'for this and something else';
  if (alone.length === 0) return `${plural(shared.length, 'item')} ${verb(shared.length, 'waits', 'wait')} ${others}`;
  const own = `${plural(alone.length, areAll ? 'contradicted item' : 'item')} ${verb(alone.length, 'waits', 'wait')} for this alone`;
  const some = areAll || contradicted === 0 ? '' : `, ${formatNumber(contradicted)} of them contradicted`;
  return `${own}${some}${shared.length === 0 ? '' : `; ${formatNumber(shared.length)} more ${others}`}`;
}

/** How much is open, above its causes. */
export function causesWords(items: number, causes: number): string {
  return `${plural(items, 'item')} ${verb(items, 'is', 'are')} open for ${plural(causes, 'cause')}: first what contradicts a claim, then what keeps a quality gate open, then what keeps most items open.`;
}

/** How items are counted that are not listed. */
export function moreItemsWords(count: number): string {
  return `${plural(count, 'more item')}, on the ${verb(count, 'page', 'pages')} of ${verb(count, 'its layer', 'their layers')}`;
}

/** Above the causes that are not shown at once. */
export function moreCausesWords(count: number): string {
  return `${plural(count, 'more cause')}`;
}
