import type { AssessedItem } from '../../assessment/assessment.ts';
import type { FailReason, Quantity, Reason, UnprovenReason } from '../../assessment/reason.ts';
import { formatBound } from '../../checklist/requirements/requirement.ts';
import type { ProblemCode } from '../../problem.ts';
import { formatNumber, unitSign } from '../../unit.ts';
import { fewWords, listWords, plural, verb } from './grammar.ts';
import { measureName } from './measure-names.ts';
import { formatDay, lastPart, type NameItem, short } from './name-words.ts';

/**
 * Why a citation fails or proves nothing, in a sentence without its full stop.
 *
 * @param nameItem What an item is called by its id, where there is room for more than the end of that.
 */
export function reasonWords(reason: Reason, nameItem: NameItem = lastPart): string {
  switch (reason.code) {
    case 'tests-failed':
      return `${formatNumber(reason.failed)} of ${plural(reason.total, 'test')} failed`;
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
    case 'commands-failed':
      return `${formatNumber(reason.failed)} of ${plural(reason.total, 'command')} did not end with exit code 0`;
    case 'roll-up-failed':
      return `${plural(reason.items.length, 'item')} there ${verb(reason.items.length, 'fails', 'fail')}: ${fewWords(reason.items.map(nameItem))}`;
    case 'missing':
      return 'the file does not exist';
    case 'commit-not-stated':
      return 'the release does not state its commit';
    case 'no-provenance':
      return `no provenance: nothing says where ${reason.file} comes from`;
    case 'other-commit':
      return `measured on another commit: ${short(reason.found)}, the release is ${short(reason.expected)}`;
    case 'tree-changed':
      return `made of no commit: ${plural(reason.changed, 'tracked file')} differed from it`;
    case 'stale':
      return `stale: measured on ${formatDay(reason.finished)}, and results count for ${plural(reason.days, 'day')}`;
    case 'from-the-future':
      return `its job ended in the future, on ${formatDay(reason.finished)}`;
    case 'out-of-order':
      return reason.earlier === 'committed' ? `its job ${reason.later} before its commit was made` : 'its job finished before it started';
    case 'other-environment':
      return reason.measured === null
        ? `measured in an environment without a name, asked for in ${reason.asked}`
        : `measured in ${reason.measured}, asked for in ${reason.asked}`;
    case 'unreadable':
      return `${reason.file} ${unreadableWords(reason.problem)}`;
    case 'withdrawn':
      return `withdrawn: was ${reason.was}, can’t be rechecked`;
    case 'not-rechecked':
      return `not rechecked by this version: ${{ pass: 'passed', fail: 'failed', unproven: 'was unproven' }[reason.was]} by rule set ${reason.ruleSet}`;
    case 'nothing-selected':
      if (reason.selector === '') return 'the file measures nothing';
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
      return reason.requests === 1
        ? 'the only request failed: its latency says nothing'
        : `all ${formatNumber(reason.requests)} requests failed: their latency says nothing`;
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
      return `${plural(reason.files, 'file')} of this kind cannot be read as one`;
    case 'no-criterion':
      return 'no criterion says what the value must be';
    case 'unit-not-stated':
      return `unit not stated: the criterion is in ${unitSign(reason.unit).trim() || reason.unit}, the number has none`;
    case 'not-understood':
      return `its words ask for something that was not understood: ${quoted(reason.words)}`;
    case 'not-measured-by-any':
      return `it asks for ${askedWords(reason)}, and nothing that it cites measures that`;
    case 'unanswered':
      return `nothing that it cites answers «${reason.words}»`;
    case 'other-measure':
      return `it asks for the ${measureName(reason.asked)}, and the citation measures the ${measureName(reason.cited)}`;
    case 'boolean-unclear':
      return 'its key names something bad, and nothing says which value is right';
    case 'negative':
      return 'the number is negative, and measures nothing';
    case 'no-command':
      return `no command of its job names ${reason.file}`;
    case 'other-dimension':
      return `the title asks for ${quantityWords[reason.asked]}, and what is measured is ${quantityWords[reason.found]}`;
    case 'wrong-type':
      return reason.found === 'number'
        ? 'the value is a number, not a text'
        : `the value is ${reason.found === 'object' ? 'an' : 'a'} ${reason.found}, not a number`;
    case 'pointer-needed':
      return 'the file is plain JSON: a pointer must say which value';
    case 'not-json':
      return `${reason.file} is no JSON document, and a pointer leads into nothing else`;
    case 'shards-absent':
      return `${verb(reason.absent.length, 'shard', 'shards')} ${listWords(reason.absent.map(String))} of ${reason.total} of job ${reason.job} ${verb(reason.absent.length, 'is', 'are')} missing`;
    case 'shards-unclear':
      return reason.totals.length === 0
        ? `nothing says how many shards job ${reason.job} has`
        : `the shards of job ${reason.job} say that there are ${listWords(reason.totals.map(String))} of them`;
    case 'shards-alike':
      return `shards ${listWords(reason.shards.map(String))} of job ${reason.job} are the same file`;
    case 'file-absent':
      return `${reason.file} was promised by its job and is not there`;
    case 'declared-differs':
      return `the file declares ${formatNumber(reason.declared)} and lists ${formatNumber(reason.listed)}`;
    case 'tool-errors':
      return `only a part was examined: the tool reports ${plural(reason.count, 'error')} of its own`;
    case 'one-shard':
      return `the file says that it is shard ${reason.index} of ${reason.total}, and its job does not`;
    case 'interrupted':
      return 'the run was stopped before its end';
    case 'not-scanned':
      return `${plural(reason.count, 'thing')} that the file names ${verb(reason.count, 'was', 'were')} not scanned`;
    case 'outdated-data':
      return reason.what === 'database'
        ? 'the tool calls its own database out of date'
        : 'the tool says that this distribution gets no more security data';
    case 'tests-unlisted':
      return `${plural(reason.packages, 'package')} could not list ${verb(reason.packages, 'its', 'their')} tests`;
    case 'coverage-of-failed-tests':
      return `${plural(reason.failed, 'test')} of the same run failed: what they cover is not in the profile`;
    case 'command-failed':
      return `its command ended with exit code ${reason.exitCode}, and nothing that it wrote says why`;
    case 'rerun':
      return reason.option === null
        ? 'only what failed before was run again'
        : `its command runs only what failed or changed: ${reason.option}`;
    case 'dry-run':
      return reason.option === null ? 'nothing was run: it was a dry run' : `its command runs nothing: ${reason.option}`;
    case 'filtered':
      return `its command leaves something out: ${reason.option}`;
    case 'stopped-early':
      return `its command stops at a failure, and there is one: ${reason.option}`;
    case 'fewer-tests':
      return `it lists ${plural(reason.now, 'test')}, and an attempt before it lists ${formatNumber(reason.before)}`;
    case 'command-ended':
      return `its command did not end by itself: exit code ${reason.exitCode}`;
    case 'job-failed':
      return `a command of job ${reason.job} ended with exit code ${reason.exitCode}, and names no file that is there`;
    case 'roll-up-open':
      return `${plural(reason.items.length, 'item')} there ${verb(reason.items.length, 'is', 'are')} not verified: ${fewWords(reason.items.map(nameItem))}`;
    case 'roll-up-empty':
      return 'there is no item there that could be verified';
  }
}

/** Why a link to a part of the checklist does not pass, where its items stand beside it. */
export function partReasonWords(reason: FailReason | UnprovenReason): string {
  return reasonWords(reason).replace(reason.code === 'roll-up-failed' || reason.code === 'roll-up-open' ? /: .*$/s : '', '');
}

/** Why a file cannot be read, after its name: `is empty`. */
export function unreadableWords(code: ProblemCode): string {
  return problemWords[code] ?? `cannot be used as proof (${code})`;
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

/** A criterion that nothing measures: `≥ 50 tests`, `< 100 ms for the p95`. */
export function askedWords({ measure, comparator, value, unit }: Extract<Reason, { code: 'not-measured-by-any' }>): string {
  const bound = formatBound({ comparator, value, unit });
  if (measure === null) return bound;
  return unit === 'count' ? `${bound} ${measureName(measure)}` : `${bound} for the ${measureName(measure)}`;
}

/** What of an item's words was not understood, and whether its author takes it upon himself; null where all of it was. */
export function notUnderstoodWords({ notUnderstood, doubt, citations }: AssessedItem): string | null {
  if (notUnderstood.length === 0) return null;
  const isDeclared = citations.length > 0 && doubt?.code !== 'not-understood';
  return `Not understood in its words: ${quoted(notUnderstood)}.${isDeclared ? ' Its author declares that the citations prove it.' : ''}`;
}

function quoted(parts: readonly string[]): string {
  return parts.map((words) => `«${words}»`).join(', ');
}

const quantityWords: Readonly<Record<Quantity, string>> = {
  share: 'a percentage',
  time: 'a time',
  frequency: 'a rate over time',
  size: 'a size',
  number: 'a plain number',
  tests: 'a number of tests',
  findings: 'a number of findings',
  thresholds: 'verdicts on thresholds',
  boolean: 'true or false',
  text: 'a text',
  existence: 'that something exists',
  commands: 'how commands ended',
  items: 'items of the checklist',
};
