import type { AssessedItem, AssessedPage, Assessment, RequiredSignOff, Status } from '../../assessment/assessment.ts';
import { signOffStates, statuses } from '../../assessment/assessment.ts';
import type { Counts } from '../../assessment/counts.ts';
import { flattenAssessed, itemsOf } from '../../assessment/items.ts';
import { isCounted, signOffsOf } from '../../assessment/readiness.ts';
import { isReady, showsGreen } from '../../assessment/status.ts';
import { formatNumber } from '../../unit.ts';
import { capital, listWords, plural, shareWords, verb } from './grammar.ts';
import { headline, pageName } from './release-words.ts';
import { pageStateWords, signOffStateWords, statusWords } from './status-words.ts';

/** The whole answer, with every reason: `Demo 1.0.0 at 1c830fe is not ready: QA Engineer rejects it; of 12 items 2 are failing and 10 verified.` */
export function answerWords(assessment: Assessment): string {
  return `${headline(assessment).slice(0, -1)}: ${listReasons(releaseReasons(assessment))}.`;
}

/** Why a release is ready or not, in a sentence of its own. */
export function whyWords(assessment: Assessment): string {
  return `${capital(listReasons(releaseReasons(assessment)))}.`;
}

/** The first of the reasons why a release is ready or not, in a sentence of its own. */
export function strongestReason(assessment: Assessment): string {
  const [first = ''] = releaseReasons(assessment).filter((reason) => reason !== '');
  return `${capital(first)}.`;
}

/** A page of the checklist, its state and every reason for it; null for a page that nothing is asked of. */
export function pageAnswerWords(page: AssessedPage, assessment: Assessment): string | null {
  const reasons = pageReasons(page, assessment);
  if (reasons === null) return null;
  return `${pageName(page)} is ${pageStateWords[page.state]}: ${listReasons(reasons)}.`;
}

/** Why a page is ready or not, in a sentence that starts with its state; null for a page that nothing is asked of. */
export function pageWhyWords(page: AssessedPage, assessment: Assessment): string | null {
  const reasons = pageReasons(page, assessment);
  return reasons === null ? null : `${capital(pageStateWords[page.state])}: ${listReasons(reasons)}.`;
}

function listReasons(reasons: readonly string[]): string {
  return reasons.filter((reason) => reason !== '').join('; ');
}

function releaseReasons(assessment: Assessment): string[] {
  const { pages, counts, signOffs, state } = assessment;
  const counted = pages.filter(isCounted);
  const empty = counted.filter((page) => page.counts.total === 0);
  const optional = counted.filter((page) => !page.blocking && page.state === 'not-ready');
  return [
    ...rejections(signOffs, pages),
    shareOfStatuses(counts, counted),
    parentWords(itemsOf(counted)),
    counts.total === 0 ? '' : listWords(empty.map((page) => `${pageName(page)} has no item`)),
    signOffWords(signOffs),
    state === 'not-ready' || optional.length === 0
      ? ''
      : `${listWords(optional.map(pageName))} ${verb(optional.length, 'is', 'are')} not ready and ${verb(optional.length, 'does', 'do')} not block it`,
    state === 'ready' && signOffs.length === 0 ? 'no sign-off is asked for' : '',
  ];
}

function pageReasons(page: AssessedPage, { pages, signOffs }: Assessment): string[] | null {
  if (page.kind !== 'post-release' && !isCounted(page)) return null;
  const own = signOffs.filter(({ subject }) => subject === page.id);
  const waiting = page.state === 'ready-to-sign' && own.length === 0 ? signOffsOf(page, signOffs) : own;
  return [
    ...rejections(own, pages),
    shareOfStatuses(page.counts, [page]),
    parentWords(itemsOf([page])),
    signOffWords(waiting),
    page.state === 'ready-to-sign' && page.counts.claimed > 0
      ? `${verb(waiting.length, 'it', 'they')} would vouch for what is claimed and cites nothing`
      : '',
  ];
}

/** What there is of each status, the gravest first; the sum is all items. */
function shareOfStatuses(counts: Counts, pages: readonly Pick<AssessedPage, 'sections'>[]): string {
  if (counts.total === 0) return 'there is no item';
  const shares = shareWords(
    counts.total,
    'item',
    statuses.map((status) => [counts[status], statusWords[status].toLowerCase()] as const),
  );
  const open = itemsOf(pages).some(({ status }) => !isReady(status));
  return open || showsGreen(counts) ? shares : `${shares}, and none is proven`;
}

/** Items with parts are not among those that are counted: what is to be said of them besides. */
function parentWords(items: readonly AssessedItem[]): string {
  const parents = items.filter((item) => item.items.length > 0);
  const contradicted = parents.filter(({ status }) => status === 'contradicted').length;
  const open = parents.filter(
    (item) => !isReady(item.status) && item.items.flatMap(flattenAssessed).every(({ status }) => isReady(status)),
  );
  const count = (status: Status) => (status === 'contradicted' ? contradicted : open.filter((item) => item.status === status).length);
  return listWords(
    statuses.flatMap((status) => {
      const found = count(status);
      return found === 0 ? [] : `${plural(found, 'item')} with parts ${verb(found, 'is', 'are')} ${statusWords[status].toLowerCase()}`;
    }),
  );
}

/** Who rejects what, one clause each. */
function rejections(signOffs: readonly RequiredSignOff[], pages: readonly AssessedPage[]): string[] {
  return signOffs
    .filter(({ state }) => state === 'rejected')
    .map(({ subject, role, by }) => {
      const page = pages.find(({ id }) => id === subject);
      const who = roleName(role ?? by ?? null, pages);
      return `${who} rejects ${page === undefined || pages.length === 1 ? 'it' : pageName(page)}`;
    });
}

/** A role as the checklist calls it. */
function roleName(role: string | null, pages: readonly AssessedPage[]): string {
  if (role === null) return 'a role that may sign it';
  return pages.flatMap(({ slots }) => slots).find((slot) => slot.role === role)?.label ?? role;
}

/** What sign-offs have come to, in a clause: `all 12 sign-offs are missing`; empty where none is asked for. */
export function signOffWords(signOffs: readonly RequiredSignOff[]): string {
  const [first] = signOffs;
  if (first === undefined) return '';
  if (signOffs.length === 1) return first.state === 'rejected' ? '' : `its sign-off is ${signOffStateWords[first.state]}`;
  const count = (state: RequiredSignOff['state']) => signOffs.filter((each) => each.state === state).length;
  return shareWords(
    signOffs.length,
    'sign-off',
    signOffStates.map((state) => [count(state), signOffStateWords[state]] as const),
  );
}

/** Whose sign-offs are not current, by what has become of them: `Sign-offs: 1 of 3 current; missing: Tech Lead, QA Engineer.` */
export function signersWords({ signOffs, pages }: Assessment): string | null {
  const current = signOffs.filter(({ state }) => state === 'current').length;
  if (signOffs.length === 0) return null;
  if (current === signOffs.length) return `Sign-offs: ${current} of ${signOffs.length} current.`;
  const byState = signOffStates.flatMap((state) => {
    const asked = signOffs.filter((each) => each.state === state);
    return state === 'current' || asked.length === 0
      ? []
      : `${signOffStateWords[state]}: ${asked.map((each) => askedName(each, pages)).join(', ')}`;
  });
  return `Sign-offs: ${current} of ${signOffs.length} current; ${byState.join('; ')}.`;
}

/** What is asked for, by the role that is to sign the release or by the layer that is to be signed. */
export function askedName({ subject, role, by }: RequiredSignOff, pages: readonly AssessedPage[]): string {
  const page = pages.find(({ id }) => id === subject);
  if (page === undefined) return roleName(role, pages);
  const who = role ?? by;
  return who === undefined ? pageName(page) : `${pageName(page)} by ${roleName(who, pages)}`;
}

/** What a page does not decide, in a sentence; empty where it decides. */
export function remarkWords({ kind, blocking }: Pick<AssessedPage, 'kind' | 'blocking'>): string {
  if (kind === 'post-release') return 'It does not count toward readiness.';
  return blocking ? '' : 'It does not keep the release from being ready.';
}

/** One reason for an answer, as a line of its own. */
export interface StrongReason {
  /** Whose sign and colour it takes. */
  readonly sign: Status;
  readonly words: string;
  /** What it is about, for who links it. */
  readonly about: 'sign-offs' | 'contradicted' | 'failing' | 'unproven' | 'items';
}

/** How many reasons are told at once. */
const mostReasons = 3;

/**
 * The strongest reasons for an answer, the gravest first: of a release, or of one of its pages.
 *
 * @param page Null for the release. A page that nothing is asked of has none.
 */
export function strongestReasons(assessment: Assessment, page: AssessedPage | null): StrongReason[] {
  if (page !== null && page.kind !== 'post-release' && !isCounted(page)) return [];
  const pages = page === null ? assessment.pages.filter(isCounted) : [page];
  const counts = page === null ? assessment.counts : page.counts;
  const signOffs = page === null ? assessment.signOffs : signOffsOf(page, assessment.signOffs);
  const state = page === null ? assessment.state : page.state;
  const items: StrongReason = {
    sign: showsGreen(counts) ? 'verified' : gravest(counts),
    words: shareOfStatuses(counts, pages),
    about: 'items',
  };
  // Who rejects it is said by name: beside that, only what else is not current is worth a line.
  const isTold =
    signOffs.every(({ state }) => state === 'current' || state === 'rejected') && signOffs.some(({ state }) => state === 'rejected');
  const signed: StrongReason = { sign: 'attested', words: isTold ? '' : signOffWords(signOffs), about: 'sign-offs' };
  const grave: StrongReason[] = [
    { sign: 'blocked', words: listWords(rejections(signOffs, assessment.pages)), about: 'sign-offs' },
    { sign: 'contradicted', words: contradictedWords(pages), about: 'contradicted' },
    { sign: 'failing', words: failingWords(counts), about: 'failing' },
    { sign: 'unproven', words: unprovenWords(counts), about: 'unproven' },
    { sign: 'in-progress', words: parentWords(itemsOf(pages)), about: 'unproven' },
    {
      sign: 'not-started',
      words: listWords(pages.filter((each) => each.counts.total === 0).map((each) => `${pageName(each)} has no item`)),
      about: 'items',
    },
  ];
  const reasons =
    state === 'not-ready' && page?.kind !== 'post-release' ? [...grave, { ...signed, sign: 'not-started' as const }] : [items, signed];
  return reasons
    .filter(({ words }) => words !== '')
    .slice(0, mostReasons)
    .map((reason) => ({ ...reason, words: `${capital(reason.words)}.` }));
}

/** The status that an answer takes its sign and colour from: of what is open, the gravest. */
export function answerSign(state: Assessment['state'] | AssessedPage['state'], counts: Counts): Status {
  switch (state) {
    case 'ready':
      return showsGreen(counts) ? 'verified' : gravest(counts);
    case 'awaiting-sign-off':
    case 'ready-to-sign':
      return 'attested';
    case 'not-ready':
      return statuses.find((status) => counts[status] > 0 && !isReady(status)) ?? 'blocked';
  }
}

function gravest(counts: Counts): Status {
  return statuses.find((status) => counts[status] > 0) ?? 'not-started';
}

/** What is ticked against its evidence, gates first; empty where nothing is. */
function contradictedWords(pages: readonly AssessedPage[]): string {
  const of = (some: readonly AssessedPage[]) => itemsOf(some).filter(({ status }) => status === 'contradicted').length;
  const gates = pages.filter(({ kind }) => kind === 'gates');
  const [all, ofGates] = [of(pages), of(gates)];
  if (all === 0) return '';
  const total = gates.reduce((sum, { counts }) => sum + counts.total, 0);
  const what = all === ofGates ? `${formatNumber(all)} of ${plural(total, 'quality gate')}` : plural(all, 'item');
  const also = ofGates === 0 || ofGates === all ? '' : `, ${formatNumber(ofGates)} of them quality gates`;
  return `${what} ${verb(all, 'is', 'are')} ticked${also}, and evidence contradicts ${verb(all, 'it', 'them')}`;
}

function failingWords({ failing, total }: Counts): string {
  return failing === 0
    ? ''
    : `${formatNumber(failing)} of ${plural(total, 'item')} ${verb(failing, 'fails', 'fail')} by ${verb(failing, 'its', 'their')} evidence`;
}

/** What has no proof, by status. */
function unprovenWords(counts: Counts): string {
  const without = (['not-started', 'unproven', 'claimed', 'in-progress', 'blocked'] as const).filter((status) => counts[status] > 0);
  const sum = without.reduce((all, status) => all + counts[status], 0);
  if (sum === 0) return '';
  const [only] = without;
  if (only !== undefined && without.length === 1) {
    return `${formatNumber(sum)} of ${plural(counts.total, 'item')} ${verb(sum, 'is', 'are')} ${statusWords[only].toLowerCase()}`;
  }
  const parts = without.map((status) => `${formatNumber(counts[status])} ${statusWords[status].toLowerCase()}`);
  return `${formatNumber(sum)} of ${plural(counts.total, 'item')} ${verb(sum, 'has', 'have')} no proof: ${listWords(parts)}`;
}
