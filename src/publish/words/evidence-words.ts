import type { Verdict } from '../../assessment/assessment.ts';
import type { ReadOutcome } from '../../reports/read.ts';
import { type LoadReport, type Report, severities } from '../../reports/report.ts';
import { countFindings, countTests, coverageTotal, mainStatistic } from '../../reports/summary.ts';
import { formatNumber, formatQuantity } from '../../unit.ts';
import { severityWords } from './finding-words.ts';
import { listWords, plural, verb } from './grammar.ts';
import { measuredWords } from './measure-words.ts';
import { reasonWords, unreadableWords } from './reason-words.ts';
import { scoresWords } from './score-words.ts';

/** Whether something is bad news, good news, not to be relied on, or none of these. */
export type Tone = 'bad' | 'good' | 'plain' | 'unproven';

/** The one fact of a result file that a person wants first, and how it is meant. */
export interface FileHeadline {
  readonly headline: string;
  readonly tone: Tone;
}

/**
 * What stands above a result file, by what the file comes to by itself: its own numbers, and why they do not count where they do not.
 *
 * @param verdict As `judgeFile` gives it; null for a file that a later attempt of its job replaces.
 */
export function fileHeadline(outcome: ReadOutcome, verdict: Verdict | null): FileHeadline {
  if (outcome.state === 'refused')
    return { headline: `cannot be used: it ${unreadableWords(outcome.problems[0]?.code ?? 'SHAPE')}`, tone: 'unproven' };
  const { report } = outcome;
  const numbers = reportWords(report);
  if (verdict === null) return { headline: numbers, tone: 'plain' };
  switch (verdict.state) {
    case 'pass':
      return { headline: numbers, tone: passTone(report) };
    case 'fail':
      return { headline: numbers, tone: 'bad' };
    case 'unproven': {
      const why = reasonWords(verdict.reason);
      return { headline: `${numbers === '' ? '' : `${numbers}; `}unproven: ${why}`, tone: 'unproven' };
    }
  }
}

/** Only what a rule of its kind says is good is good; a number without a threshold is neither. */
function passTone(report: Report): Tone {
  switch (report.kind) {
    case 'tests':
      return 'good';
    case 'findings':
      return countFindings(report).total === 0 ? 'good' : 'plain';
    case 'load': {
      const { requests, thresholds } = report;
      if (requests !== null && requests.total > 0 && requests.failed >= requests.total) return 'bad';
      return thresholds?.length ? 'good' : 'plain';
    }
    case 'coverage':
    case 'document':
    case 'json':
      return 'plain';
  }
}

/** What a report holds in numbers, in a few words; empty where it holds nothing. */
function reportWords(report: Report): string {
  switch (report.kind) {
    case 'tests': {
      const { total, passed, failed, skipped } = countTests(report);
      return total === 0 ? '' : measuredWords({ kind: 'tests', passed, failed, skipped });
    }
    case 'coverage': {
      const measured = (['statements', 'lines', 'branches', 'functions'] as const).flatMap((measure) => {
        const percent = coverageTotal(report, measure)?.percent ?? null;
        return percent === null ? [] : [`${formatQuantity(percent, 'percent')} of ${measure}`];
      });
      return measured.length === 0 ? '' : `${measured[0]} covered`;
    }
    case 'load':
      return report.scores?.length ? scoresWords(report.scores) : loadWords(report);
    case 'findings': {
      const counts = countFindings(report);
      const parts = severities.flatMap((severity) =>
        counts[severity] === 0 ? [] : `${formatNumber(counts[severity])} ${severityWords[severity]}`,
      );
      const found = parts.length === 0 ? 'no findings' : `${listWords(parts)} ${verb(counts.total, 'finding', 'findings')}`;
      return report.scores?.length ? `${scoresWords(report.scores)}; ${found}` : found;
    }
    case 'document':
      return report.blank ? '' : (report.title ?? (report.headings.length === 0 ? 'a text' : plural(report.headings.length, 'heading')));
    case 'json':
      return 'values, cited one by one';
  }
}

function loadWords(report: LoadReport): string {
  const main = mainStatistic(report);
  const { requests, thresholds } = report;
  const crossed = thresholds?.filter(({ held }) => held === false).length ?? 0;
  return [
    main === null ? '' : `${main.metric} ${main.statistic} ${formatQuantity(main.value, main.unit)}`,
    requests === null
      ? ''
      : requests.total === 0
        ? 'no request sent'
        : `${formatNumber(requests.failed)} of ${plural(requests.total, 'request')} failed`,
    thresholds?.length ? `${formatNumber(crossed)} of ${plural(thresholds.length, 'threshold')} crossed` : '',
  ]
    .filter((part) => part !== '')
    .join(', ');
}

/** How many result files there are, of how many jobs. */
export function filesWords(files: number, jobs: number): string {
  return `${plural(files, 'result file')} of ${plural(jobs, 'job')}`;
}

/** How many of the result files no item cites, in a sentence; empty where each is cited. */
export function uncitedWords(uncited: number, files: number): string {
  if (uncited === 0) return '';
  if (uncited === files) return files === 1 ? 'No item cites it.' : 'No item cites any of them.';
  return `${formatNumber(uncited)} of them ${verb(uncited, 'is', 'are')} cited by no item.`;
}

/** How many items cite a file. */
export function citedWords(items: number): string {
  return items === 0 ? 'cited by no item' : `cited by ${plural(items, 'item')}`;
}
