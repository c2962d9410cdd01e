import type {
  AssessedCitation,
  AssessedCriterion,
  AssessedItem,
  Measured,
  PageState,
  ReleaseState,
  Status,
  Verdict,
} from '../../assessment/assessment.ts';
import { findDecisive } from '../../assessment/decisive.ts';
import type { Reason } from '../../assessment/reason.ts';
import type { Mark } from '../../checklist/checklist.ts';
import { comparatorSigns, formatCriterion } from '../../checklist/criterion.ts';
import type { ProblemCode } from '../../problem.ts';
import { convert, dimensionOf, formatNumber, formatQuantity, type Unit, unitSign } from '../../unit.ts';

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

export const markWords: Readonly<Record<Mark, string>> = {
  'not-started': 'not started',
  'in-progress': 'in progress',
  complete: 'complete',
  blocked: 'blocked',
  'not-applicable': 'not applicable',
};

export const stateWords: Readonly<Record<ReleaseState, string>> = {
  ready: 'ready',
  'awaiting-sign-off': 'awaiting sign-off',
  'not-ready': 'not ready',
};

export const pageStateWords: Readonly<Record<PageState, string>> = {
  ready: 'ready',
  'ready-to-sign': 'ready to sign',
  'not-ready': 'not ready',
};

/** A measured value for people: `1,720.6 ms`, `199 passed, 12 failed`. */
export function measuredWords(measured: Measured, criterion: AssessedCriterion | null = null): string {
  switch (measured.kind) {
    case 'number':
      return formatQuantity(measured.value, measured.unit, thresholdIn(measured.unit, criterion));
    case 'tests':
      return [
        `${formatNumber(measured.passed)} passed`,
        measured.failed > 0 ? `${formatNumber(measured.failed)} failed` : '',
        measured.skipped > 0 ? `${formatNumber(measured.skipped)} skipped` : '',
      ]
        .filter((part) => part !== '')
        .join(', ');
    case 'findings':
      return plural(measured.count, 'finding');
    case 'thresholds':
      return `${measured.held} of ${measured.held + measured.crossed} thresholds held`;
    case 'boolean':
      return String(measured.value);
    case 'text':
      return JSON.stringify(measured.value.length > 80 ? `${measured.value.slice(0, 80)}…` : measured.value);
    case 'existence':
      return 'is there';
    case 'items':
      return `${measured.verified} of ${measured.total} verified`;
  }
}

/** The threshold of a criterion in the unit of what was measured. */
function thresholdIn(unit: Unit, criterion: AssessedCriterion | null): number | undefined {
  if (criterion?.kind !== 'number') return undefined;
  return dimensionOf(criterion.unit) === dimensionOf(unit) ? convert(criterion.value, criterion.unit, unit) : criterion.value;
}

/** What a criterion asks, for people: `≥ 90 %`. */
export function criterionWords(criterion: AssessedCriterion): string {
  switch (criterion.kind) {
    case 'number':
      return formatCriterion(criterion);
    case 'tests':
      return `${comparatorSigns[criterion.comparator]} ${formatNumber(criterion.value)} ${criterion.count}`;
    case 'text':
      return `= ${criterion.text}`;
    case 'exists':
      return 'exists';
    case 'default':
      return {
        'none-failed': 'at least one passes, none fails',
        'none-severe': 'none critical or high',
        'none-found': 'none found',
        'none-flaky': 'none flaky',
        'all-held': 'every threshold held',
        true: 'true',
        'not-blank': 'exists, is not empty',
        'all-verified': 'all verified',
      }[criterion.rule];
  }
}

/** Where a criterion is written, for people. */
export function criterionOrigin({ from }: AssessedCriterion): string {
  return { text: 'from the item’s text', title: 'from the citation’s title', default: 'the rule for this kind of result' }[from];
}

/** The citation as people point at it: `load/normal.json#http_req_duration.p95`. */
export function citationName({ file, selector }: Pick<AssessedCitation, 'file' | 'selector'>): string {
  const name = file.replace(/^content\/checklist\//, '');
  return selector === '' ? name : `${name}#${selector}`;
}

/** Why a citation fails or proves nothing, in a sentence without its full stop. */
export function reasonWords(reason: Reason): string {
  switch (reason.code) {
    case 'tests-failed':
      return `${formatNumber(reason.failed)} of ${formatNumber(reason.total)} ${reason.total === 1 ? 'test' : 'tests'} failed`;
    case 'criterion-missed':
      return 'the measured value does not satisfy the criterion';
    case 'findings':
      return `${plural(reason.count, 'finding')} where there must be none`;
    case 'thresholds-crossed':
      return `${reason.crossed} of ${plural(reason.total, 'threshold')} crossed`;
    case 'value-false':
      return 'the value is false';
    case 'text-differs':
      return 'the text is another';
    case 'roll-up-failed':
      return `${plural(reason.items.length, 'item')} there ${reason.items.length === 1 ? 'fails' : 'fail'}: ${listed(reason.items)}`;
    case 'missing':
      return 'the file does not exist';
    case 'commit-not-stated':
      return 'the release does not state its commit';
    case 'no-provenance':
      return `no provenance: nothing says where ${reason.file} comes from`;
    case 'other-commit':
      return `measured on another commit: ${short(reason.found)}, the release is ${short(reason.expected)}`;
    case 'stale':
      return `stale: measured on ${reason.finished.slice(0, 10)}, and results count for ${plural(reason.days, 'day')}`;
    case 'from-the-future':
      return `its job ended in the future, on ${reason.finished.slice(0, 10)}`;
    case 'out-of-order':
      return reason.earlier === 'committed' ? `its job ${reason.later} before its commit was made` : `its job finished before it started`;
    case 'other-environment':
      return reason.measured === null
        ? `measured in an environment without a name, asked for in ${reason.asked}`
        : `measured in ${reason.measured}, asked for in ${reason.asked}`;
    case 'unreadable':
      return `${reason.file} ${problemWords[reason.problem] ?? `cannot be used as proof (${reason.problem})`}`;
    case 'withdrawn':
      return `withdrawn: was ${reason.was}, can’t be rechecked`;
    case 'nothing-selected':
      return reason.selector.startsWith('/')
        ? `there is no value at ${reason.selector}`
        : `nothing measured there: ${reason.selector} selects none of ${formatNumber(reason.available)}`;
    case 'no-tests':
      return 'the file lists no test';
    case 'all-skipped':
      return reason.skipped === 1 ? 'the only test was skipped' : `all ${formatNumber(reason.skipped)} tests were skipped`;
    case 'not-measured':
      return reason.what === 'flaky' ? 'not measured: no test ran twice' : `not measured: the file states no ${reason.what}`;
    case 'not-computable':
      return 'not computable: there is nothing to measure it over';
    case 'every-request-failed':
      return `every one of ${formatNumber(reason.requests)} requests failed: their latency says nothing`;
    case 'no-target':
      return 'the scan names nothing that it scanned';
    case 'not-rated':
      return `not rated by this tool: it gives no ${reason.severity}`;
    case 'rule-not-run':
      return `nothing shows that the rule ${reason.rule} ran`;
    case 'thresholds-unknown':
      return 'the file holds no verdict on thresholds: unknown, not held';
    case 'no-thresholds':
      return 'the run set no threshold';
    case 'blank-document':
      return 'the document is empty';
    case 'not-merged':
      return `${reason.files} files of this kind cannot be read as one`;
    case 'no-criterion':
      return 'no criterion says what the value must be';
    case 'unit-not-stated':
      return `unit not stated: the criterion is in ${unitSign(reason.unit).trim() || reason.unit}, the number has none`;
    case 'wrong-type':
      return `the value is a ${reason.found}, not a number`;
    case 'pointer-needed':
      return 'the file is plain JSON: a pointer must say which value';
    case 'not-json':
      return `${reason.file} is no JSON document, and a pointer leads into nothing else`;
    case 'shards-absent':
      return `${reason.absent.length === 1 ? 'shard' : 'shards'} ${reason.absent.join(', ')} of ${reason.total} of job ${reason.job} ${reason.absent.length === 1 ? 'is' : 'are'} missing`;
    case 'shards-unclear':
      return reason.totals.length === 0
        ? `nothing says how many shards job ${reason.job} has`
        : `the shards of job ${reason.job} say that there are ${reason.totals.join(' and ')} of them`;
    case 'shards-alike':
      return `shards ${reason.shards.join(' and ')} of job ${reason.job} are the same file twice`;
    case 'file-absent':
      return `${reason.file} was promised by its job and is not there`;
    case 'declared-differs':
      return `the file declares ${formatNumber(reason.declared)} and lists ${formatNumber(reason.listed)}`;
    case 'tool-errors':
      return `only a part was examined: the tool reports ${plural(reason.count, 'error')} of its own`;
    case 'tests-unlisted':
      return `${plural(reason.packages, 'package')} could not list ${reason.packages === 1 ? 'its' : 'their'} tests`;
    case 'coverage-of-failed-tests':
      return `${plural(reason.failed, 'test')} of the same run failed: what they cover is not in the profile`;
    case 'command-failed':
      return `its command ended with exit code ${reason.exitCode}, and nothing that it wrote says why`;
    case 'command-ended':
      return `its command did not end by itself: exit code ${reason.exitCode}`;
    case 'job-failed':
      return `a command of job ${reason.job} ended with exit code ${reason.exitCode}, and names no file that is there`;
    case 'roll-up-open':
      return `${plural(reason.items.length, 'item')} there ${reason.items.length === 1 ? 'is' : 'are'} not verified: ${listed(reason.items)}`;
    case 'roll-up-empty':
      return 'there is no item there that could be verified';
  }
}

/** What a file is that cannot be read, for the codes that say it. */
const problemWords: { readonly [code in ProblemCode]?: string } = {
  EMPTY: 'is empty',
  TRUNCATED: 'ends in the middle',
  TOOL_ERROR: 'holds the tool’s error, not a result',
  HTML_PAGE: 'is an HTML page, not a result',
  LFS_POINTER: 'is a Git LFS pointer, not the result',
  CONFLICT_MARKS: 'holds an unresolved merge conflict',
  ENCODING: 'is not text in a known encoding',
  BINARY: 'is no text',
  FORMAT_UNKNOWN: 'is of no known format',
  FORMAT_MISMATCH: 'is not of the format that its job declares',
  SHAPE: 'is not shaped as its format is',
  TWO_DOCUMENTS: 'holds two documents',
};

/** A verdict's word: its shape and colour go with it. */
export const verdictWords: Readonly<Record<Verdict['state'], string>> = { pass: 'passes', fail: 'fails', unproven: 'unproven' };

/** What a citation measured against what it had to satisfy, in one line: `1,720.6 ms, requires < 100 ms`. */
export function outcomeWords({ measured, criterion, verdict }: AssessedCitation): string {
  const value = measured === null ? '' : measuredWords(measured, criterion);
  const asked = criterion === null || criterion.kind === 'default' ? '' : `requires ${criterionWords(criterion)}`;
  const why =
    verdict.state === 'unproven' || (verdict.state === 'fail' && verdict.reason.code !== 'criterion-missed')
      ? reasonWords(verdict.reason)
      : '';
  if (verdict.state === 'unproven') return [`unproven: ${why}`, asked].filter((part) => part !== '').join('; ');
  return [value, asked, measured !== null && ['tests', 'thresholds', 'findings'].includes(measured.kind) ? '' : why]
    .filter((part) => part !== '')
    .join(', ');
}

/** The one thing that would prove an open item, or null where it needs nothing. */
export function needWords(item: AssessedItem): string | null {
  if (['verified', 'attested', 'waived', 'not-applicable'].includes(item.status)) return null;
  if (item.items.length > 0) return 'each part of it to be verified';
  if (item.mark === 'blocked') return 'what blocks it to be resolved';
  const decisive = decisiveCitation(item);
  if (decisive === null)
    return item.mark === 'complete'
      ? 'a result that proves it, or a signature that vouches for it'
      : 'a result that proves it: nothing is cited';
  return decisive.verdict.state === 'fail' ? failNeed(decisive) : unprovenNeed(decisive);
}

/** The citation that decides an item's status: a failing one, else an unproven one. */
export function decisiveCitation({ citations }: AssessedItem): AssessedCitation | null {
  return findDecisive(citations, ({ verdict }) => verdict.state);
}

/** `1 finding`, `3 findings`. */
export function plural(count: number, word: string): string {
  return `${formatNumber(count)} ${word}${count === 1 ? '' : 's'}`;
}

/** A commit as people write it. */
export function short(commit: string): string {
  return /^[\da-f]{40,}$/i.test(commit) ? commit.slice(0, 7) : commit;
}

function failNeed({ measured, criterion, verdict }: AssessedCitation): string {
  if (criterion !== null && criterion.kind !== 'default' && measured !== null)
    return `${criterionWords(criterion)}: measured ${measuredWords(measured, criterion)}`;
  if (measured?.kind === 'tests') return `${plural(measured.failed, 'failing test')} to pass`;
  if (verdict.state === 'fail') return `${reasonWords(verdict.reason)}`;
  return '';
}

function unprovenNeed({ verdict, criterion, file }: AssessedCitation): string {
  const asked = criterion === null || criterion.kind === 'default' ? '' : ` (${criterionWords(criterion)})`;
  return verdict.state === 'unproven' ? `proof from ${file}${asked}: ${reasonWords(verdict.reason)}` : '';
}

function listed(ids: readonly string[]): string {
  const names = ids.slice(0, 3).map((id) => id.split('/').at(-1) ?? id);
  return `${names.join(', ')}${ids.length > 3 ? ` and ${ids.length - 3} more` : ''}`;
}

// Made once: making one costs a thousand times what using it does.
const days = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'short', year: 'numeric', timeZone: 'UTC' });
const times = new Intl.DateTimeFormat('en-GB', { hour: '2-digit', minute: '2-digit', timeZone: 'UTC' });

/** A day as people write it, in UTC: `24 Oct 2025`. */
export function formatDay(instant: string): string {
  return days.format(new Date(instant));
}

/** A day and its time, in UTC: `23 Nov 2026, 09:18 UTC`. */
export function formatInstant(instant: string): string {
  return `${formatDay(instant)}, ${times.format(new Date(instant))} UTC`;
}
