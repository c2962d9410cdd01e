import type { AssessedCitation, AssessedCriterion, AssessedItem, Measured } from '../../assessment/assessment.ts';
import { decisiveCitation } from '../../assessment/decisive.ts';
import { flattenAssessed } from '../../assessment/items.ts';
import type { FailReason, UnprovenReason } from '../../assessment/reason.ts';
import { isReady } from '../../assessment/status.ts';
import type { Comparator } from '../../checklist/requirements/requirement.ts';
import { severities } from '../../reports/report.ts';
import { formatNumber, formatQuantity } from '../../unit.ts';
import { listWords, plural, sentence, verb } from './grammar.ts';
import { measureName } from './measure-names.ts';
import { measuredWords } from './measure-words.ts';
import { citationName, formatDay, type NameItem, short } from './name-words.ts';
import { askedWords, reasonWords } from './reason-words.ts';

/**
 * Why something is not proven, in three parts that each surface picks from. `is` is a clause, `must` what is needed as a thing
 * (`no G101 finding`), `todo` what to do as a command; each without a capital and a full stop.
 */
export interface Explanation {
  readonly is: string;
  readonly must: string;
  readonly todo: string;
}

/**
 * What an open item needs, and what there is instead: `No G101 finding; there are 10.` Null where it needs nothing.
 *
 * @param nameItem What other items are called, where it names some; the ends of their ids without it.
 */
export function needWords(item: AssessedItem, nameItem?: NameItem): string | null {
  const explanation = explainItem(item, nameItem);
  return explanation === null ? null : sentence(`${explanation.must}; ${explanation.is}`);
}

/** What to do about an open item, in a sentence; null where there is nothing to do. */
export function todoWords(item: AssessedItem): string | null {
  const explanation = explainItem(item);
  return explanation === null ? null : sentence(explanation.todo);
}

/** Why an item is open, and what the one thing is that would prove it; null where it needs nothing. */
export function explainItem(item: AssessedItem, nameItem?: NameItem): Explanation | null {
  if (isReady(item.status)) return null;
  if (item.mark === 'blocked') {
    return { is: 'its author marked it as blocked', must: 'what blocks it resolved', todo: 'resolve what blocks it, and change its mark' };
  }
  const decisive = decisiveCitation(item);
  const explained = decisive === null ? null : explainCitation(decisive, nameItem);
  if (explained !== null) return explained;
  if (item.items.length > 0) {
    const leaves = item.items.flatMap(flattenAssessed).filter(({ items }) => items.length === 0);
    const open = leaves.filter(({ status }) => !isReady(status)).length;
    return {
      is:
        open === 0
          ? 'its own mark says otherwise'
          : `${formatNumber(open)} of ${plural(leaves.length, 'part')} ${verb(open, 'is', 'are')} not`,
      must: 'each part of it proven',
      todo: 'prove its parts',
    };
  }
  return item.mark === 'complete'
    ? {
        is: 'it is ticked and cites nothing',
        must: 'a result that proves it, or a signature that vouches for it',
        todo: 'link the result file that proves it, or have its page signed',
      }
    : { is: 'it cites nothing', must: 'a result that proves it', todo: 'link the result file that proves it' };
}

/** Why a citation fails or proves nothing; null where it passes. */
export function explainCitation(citation: AssessedCitation, nameItem?: NameItem): Explanation | null {
  const { verdict } = citation;
  switch (verdict.state) {
    case 'pass':
      return null;
    case 'fail':
      return { ...explainFail(verdict.reason, citation, nameItem), todo: failTodo(verdict.reason, citation) };
    case 'unproven': {
      const { is = reasonWords(verdict.reason, nameItem), must, todo } = explainUnproven(verdict.reason, citation);
      return { is, must: withCriterion(must, citation), todo };
    }
  }
}

type Fact = Pick<Explanation, 'is' | 'must'>;

function explainFail(reason: FailReason, citation: AssessedCitation, nameItem?: NameItem): Fact {
  const { criterion, measured, selector, file } = citation;
  switch (reason.code) {
    case 'criterion-missed':
      return criterion === null || criterion.kind === 'default'
        ? { is: reasonWords(reason), must: defaultMust(citation) }
        : {
            is: measured === null ? reasonWords(reason) : `${measuredClause(measured, criterion)} in ${file}`,
            must: criterionMust(criterion, citation),
          };
    case 'tests-failed':
      return { is: `${formatNumber(reason.failed)} of ${formatNumber(reason.total)} failed in ${file}`, must: defaultMust(citation) };
    case 'findings':
      return { is: `there ${verb(reason.count, 'is', 'are')} ${formatNumber(reason.count)} in ${file}`, must: findingsMust(selector) };
    case 'thresholds-crossed':
      return {
        is: `${formatNumber(reason.crossed)} of ${formatNumber(reason.total)} ${verb(reason.crossed, 'is', 'are')} crossed in ${file}`,
        must: 'no crossed threshold',
      };
    case 'value-false':
      return { is: 'it is false', must: `true at ${citationName(citation)}` };
    case 'text-differs':
      return {
        is: measured?.kind === 'text' ? `it is ${measuredWords(measured)}` : reasonWords(reason),
        must: criterion?.kind === 'text' ? `the text ${JSON.stringify(criterion.text)}` : 'the text that the citation states',
      };
    case 'commands-failed':
      return {
        is: `${formatNumber(reason.failed)} of ${formatNumber(reason.total)} did not`,
        must: `each command of ${file} ended with exit code 0`,
      };
    case 'roll-up-failed':
      return { is: reasonWords(reason, nameItem), must: 'each item there verified' };
    case 'not-rechecked':
      return { is: reasonWords(reason), must: 'a pass by the rules that froze it' };
  }
}

function failTodo(reason: FailReason, { file }: AssessedCitation): string {
  return reason.code === 'roll-up-failed'
    ? 'repair what fails there'
    : `repair what ${file} shows, and run its job again on the commit of the release`;
}

/** What is needed and what to do; what is, where the reason's own words would say what is needed a second time. */
type Remedy = Pick<Explanation, 'must' | 'todo'> & { readonly is?: string };

function explainUnproven(reason: UnprovenReason, { file }: AssessedCitation): Remedy {
  const again = `run the job of ${file} again`;
  switch (reason.code) {
    case 'missing':
      return { is: 'it is not there', must: `the file ${file}`, todo: 'run the job that writes it, and add the file, or correct the link' };
    case 'commit-not-stated':
      return {
        is: 'nothing states it',
        must: 'the commit of the release',
        todo: 'collect a result file, which states it, or write it in results/next/run.json',
      };
    case 'no-provenance':
      return {
        is: 'there is none',
        must: `a run.json that says where ${reason.file} comes from`,
        todo: 'let the job hand over its files with npx readiness-portal collect, which writes it',
      };
    case 'other-commit':
      return {
        is: `it is of ${short(reason.found)}`,
        must: `a run on commit ${short(reason.expected)} for ${file}`,
        todo: `${again} on ${short(reason.expected)}`,
      };
    case 'tree-changed':
      return {
        is: `${plural(reason.changed, 'tracked file')} differed from it`,
        must: `a run on the commit as it is for ${file}`,
        todo: `${again} on the commit, without changes`,
      };
    case 'stale':
      return {
        is: `it was measured on ${formatDay(reason.finished)}`,
        must: `a run of the last ${plural(reason.days, 'day')} for ${file}`,
        todo: again,
      };
    case 'from-the-future':
      return { must: `a run that has ended for ${file}`, todo: `check the clock of its machine, and ${again}` };
    case 'out-of-order':
      return {
        must: `a run that started after its commit, and ended after that, for ${file}`,
        todo: `check the clock of its machine, and ${again}`,
      };
    case 'other-environment':
      return {
        is: reason.measured === null ? 'its environment has no name' : `it was measured in ${reason.measured}`,
        must: `a run in ${reason.asked} for ${file}`,
        todo: `${again} in ${reason.asked}`,
      };
    case 'unreadable':
      return {
        must: `the file ${reason.file} as its tool writes it`,
        todo: 'find out why, and run its job again',
      };
    case 'withdrawn':
      return { must: `the bytes of ${file}`, todo: 'nothing: its bytes were withdrawn' };
    case 'not-rechecked':
      return { must: 'the version of this tool that froze it', todo: 'verify the release with that version' };
    case 'nothing-selected':
      return {
        must: `something ${reason.selector === '' ? 'measured' : `that ${reason.selector} selects`} in ${file}`,
        todo: 'select what is in the file',
      };
    case 'no-tests':
      return { must: `a test in ${file}`, todo: 'check that the run found its tests' };
    case 'all-skipped':
      return { must: 'a test that ran', todo: 'let the tests run' };
    case 'not-measured':
      return {
        must: reason.what === 'flaky' ? 'tests that ran more than once' : `the ${reason.what} in ${file}`,
        todo: 'let the tool write it, or cite what measures it',
      };
    case 'not-computable':
      return { must: `something to measure in ${file}`, todo: 'check that the run measured something' };
    case 'every-request-failed':
      return { must: 'requests that succeed', todo: `repair what answers them, and ${again}` };
    case 'no-target':
      return { must: 'a scan that names what it scanned', todo: 'check that the scan had something to scan' };
    case 'not-rated':
      return {
        must: `a tool that rates findings as ${reason.severity}`,
        todo: 'select severities that the tool gives, or cite another tool',
      };
    case 'rule-not-run':
      return {
        must: `a run in which the rule ${reason.rule} is known to have run`,
        todo: 'name a rule that the tool has, and state its command in run.json',
      };
    case 'thresholds-unknown':
      return { must: `verdicts on thresholds in ${file}`, todo: 'export the summary with its thresholds, or cite a metric' };
    case 'no-thresholds':
      return { must: 'a run with thresholds', todo: 'set thresholds in the script, or cite a metric' };
    case 'blank-document':
      return { must: `a text in ${file}`, todo: 'write it' };
    case 'not-merged':
      return { must: 'a citation that names one file', todo: 'cite one of the files' };
    case 'no-criterion':
      return {
        is: 'nothing says what the value must be',
        must: 'a criterion',
        todo: 'state the threshold in the item’s words, or in the title of the citation',
      };
    case 'unit-not-stated':
      return { must: `the unit of the number in ${file}`, todo: 'state it in the title of the citation: "in ms"' };
    case 'not-understood':
      return {
        must: 'words that are understood',
        todo: 'say what they ask for in the title of each citation, such as ">= 90 %", or write it plainly',
      };
    case 'not-measured-by-any':
      return { is: 'nothing that it cites measures that', must: askedWords(reason), todo: 'cite a result that measures it' };
    case 'unanswered':
      return {
        must: `an answer to «${reason.words}»`,
        todo: 'cite tests, findings or a value that is true, or state the criterion in the title',
      };
    case 'other-measure':
      return { must: `the ${measureName(reason.asked)}`, todo: `cite the ${measureName(reason.asked)}, or correct the words` };
    case 'boolean-unclear':
      return { must: 'a title that says which value is right', todo: 'write the title "= false" or "= true"' };
    case 'negative':
      return { must: 'a number that measures something', todo: again };
    case 'no-command':
      return {
        must: `a command that wrote ${reason.file}`,
        todo: 'let npx readiness-portal collect run the command, or name the file in commands of its run.json',
      };
    case 'other-dimension':
      return { must: 'a title that asks for what is measured', todo: 'write another unit in the title, or cite something else' };
    case 'wrong-type':
      return { must: 'a number', todo: 'select a number' };
    case 'pointer-needed':
      return { must: `a value of ${file}`, todo: 'select it by a JSON Pointer behind #' };
    case 'not-json':
      return { must: `a JSON document at ${reason.file}`, todo: 'cite a file that is JSON, or select as its format allows' };
    case 'shards-unclear':
      return { must: `the number of shards of ${reason.job}`, todo: 'state the same total in the run.json of each shard' };
    case 'shards-alike':
      return { must: `a result of its own for each shard of ${reason.job}`, todo: 'run the shards again' };
    case 'rerun':
    case 'fewer-tests':
      return { must: `a run of all tests for ${file}`, todo: `${again}, the whole of it` };
    case 'dry-run':
      return { must: `a run that runs something for ${file}`, todo: `${again}, not dry` };
    case 'filtered':
      return { must: `a run that leaves nothing out for ${file}`, todo: `${again} without ${reason.option}` };
    case 'stopped-early':
      return { must: `a run to the end for ${file}`, todo: `repair what fails, or run it again without ${reason.option}` };
    case 'command-ended':
      return { must: 'a command that ended by itself', todo: `find out what stopped it, and ${again}` };
    case 'job-failed':
      return { must: `a run of ${reason.job} whose commands end with 0`, todo: `find out why the command failed, and ${again}` };
    case 'shards-absent':
      return { must: `every shard of ${reason.job}`, todo: 'run the shards that are missing' };
    case 'file-absent':
      return {
        is: 'its job promised it, and it is not there',
        must: `the file ${reason.file}`,
        todo: 'deliver it, or take it out of run.json',
      };
    case 'declared-differs':
      return { must: `the whole of ${reason.file}`, todo: 'deliver the whole report' };
    case 'tool-errors':
      return { must: 'a scan without errors of its own', todo: 'repair what the tool could not read, and run it again' };
    case 'one-shard':
      return { must: 'every shard, each with its number in run.json', todo: 'run all shards, and state the number of each' };
    case 'interrupted':
      return { must: `a run to the end for ${file}`, todo: `find out what stopped it, and ${again}` };
    case 'not-scanned':
      return { must: `a scan of all that ${file} names`, todo: 'let the tool scan it, or cite another tool' };
    case 'outdated-data':
      return reason.what === 'database'
        ? { must: 'a scan with a current database', todo: `let the tool update its database, and ${again}` }
        : { must: 'a scan of a distribution that still gets security data', todo: `update the distribution, and ${again}` };
    case 'tests-unlisted':
      return { must: 'a list of all tests', todo: 'repair what keeps packages from listing their tests' };
    case 'coverage-of-failed-tests':
      return { must: 'coverage of a run whose tests pass', todo: `repair the tests, and ${again}` };
    case 'command-failed':
      return { must: 'a command that ends with 0, or a file that says why not', todo: `find out why the command failed, and ${again}` };
    case 'roll-up-open':
      return { must: 'each item there verified', todo: 'prove what is open there' };
    case 'roll-up-empty':
      return { must: 'an item there that is verified', todo: 'link to a part of the checklist that can be proven' };
  }
}

/** What is needed, with what it has to show. */
function withCriterion(must: string, citation: AssessedCitation): string {
  const { criterion } = citation;
  const stated = criterion === null || criterion.kind === 'default' || criterion.kind === 'exists' ? null : criterion;
  return stated === null ? must : `${must}, with ${criterionMust(stated, citation)}`;
}

function criterionMust(criterion: Exclude<AssessedCriterion, { kind: 'default' }>, { measured, selector }: AssessedCitation): string {
  switch (criterion.kind) {
    case 'number': {
      if (measured?.kind !== 'findings') {
        return `${comparatorWords[criterion.comparator]} ${formatQuantity(criterion.value, criterion.unit)}${selectedWords(selector)}`;
      }
      const none = criterion.value === 0 && (criterion.comparator === '=' || criterion.comparator === '<=');
      return none ? findingsMust(selector) : `${comparatorWords[criterion.comparator]} ${plural(criterion.value, 'finding')}`;
    }
    case 'tests':
      return `${comparatorWords[criterion.comparator]} ${plural(criterion.value, criterion.count === 'tests' ? 'test' : `${criterion.count} test`)}`;
    case 'text':
      return `the text ${JSON.stringify(criterion.text)}`;
    case 'boolean':
      return `the value ${criterion.value}`;
    case 'exists':
      return 'the file';
  }
}

/** What of a file a number is of. */
function selectedWords(selector: string): string {
  if (selector === '') return '';
  return selector.startsWith('@') ? ` for its ${selector.slice(1)}` : ` for ${selector}`;
}

/** What the rule of a kind asks for, as a thing that is needed. */
function defaultMust({ criterion, selector }: AssessedCitation): string {
  if (criterion?.kind !== 'default') return 'no failed test';
  switch (criterion.rule) {
    case 'none-failed':
      return selector === '' ? 'no failed test' : `no failed test among ${selector}`;
    case 'none-severe':
    case 'none-found':
      return findingsMust(selector);
    case 'none-flaky':
      return 'no flaky test';
    case 'all-held':
      return 'no crossed threshold';
    case 'true':
      return 'the value true';
    case 'not-blank':
      return 'a document that is not empty';
    case 'all-verified':
      return 'each item there verified';
    case 'exit-0':
      return 'each command ended with exit code 0';
  }
}

function findingsMust(selector: string): string {
  if (selector === '') return 'no critical or high finding';
  const words = selector.split(',').map((word) => word.trim());
  return `no ${listWords(
    words.map((word) => severities.find((severity) => severity === word.toLowerCase()) ?? word),
    'or',
  )} finding`;
}

function measuredClause(measured: Measured, criterion: AssessedCriterion): string {
  switch (measured.kind) {
    case 'number':
    case 'boolean':
    case 'text':
      return `it is ${measuredWords(measured, criterion)}`;
    case 'tests':
    case 'findings':
    case 'thresholds':
    case 'items':
      return `there ${measured.kind === 'findings' ? verb(measured.count, 'is', 'are') : 'are'} ${measuredWords(measured, criterion)}`;
    case 'existence':
      return 'it is there';
    case 'commands':
      return measuredWords(measured, criterion);
  }
}

const comparatorWords: Readonly<Record<Comparator, string>> = {
  '>=': 'at least',
  '>': 'more than',
  '<=': 'at most',
  '<': 'less than',
  '=': 'exactly',
};
