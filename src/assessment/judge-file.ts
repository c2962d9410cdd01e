import type { Item, SourcePlace, TitleClause } from '../checklist/checklist.ts';
import { nothingAsked } from '../checklist/requirements/requirement.ts';
import { patternOf } from '../glob.ts';
import type { EvidenceFile } from '../reports/evidence.ts';
import type { Report } from '../reports/report.ts';
import { mainStatistic } from '../reports/summary.ts';
import type { Unit } from '../unit.ts';
import type { AssessedCitation } from './assessment.ts';
import { judgeCitation } from './judge.ts';
import type { EvidenceContext } from './provenance.ts';

/**
 * What a result file comes to by itself, by the rule of its kind: what an item would get that cites the whole of it and asks for nothing more.
 * Where the kind has no such rule, it passes when it is whole, of this release, and measures something. In all shards of its job.
 */
export function judgeFile(file: EvidenceFile, context: EvidenceContext): Pick<AssessedCitation, 'measured' | 'verdict'> {
  const { selector, title } = wholeOf(file.outcome.state === 'read' ? file.outcome.report : null);
  return judgeSelector(file, selector, title, context);
}

/** What a part of a result file comes to where it is cited by an item whose words ask for nothing. */
export function judgeSelector(
  { job, name }: EvidenceFile,
  selector: string,
  title: TitleClause | null,
  context: EvidenceContext,
): Pick<AssessedCitation, 'measured' | 'verdict'> {
  return judgePath(patternOf(`${job}/${name}`), selector, title, context);
}

/** The same for all files that the path of a citation names. */
export function judgePath(
  path: string,
  selector: string,
  title: TitleClause | null,
  context: EvidenceContext,
): Pick<AssessedCitation, 'measured' | 'verdict'> {
  const place = { file: `${context.evidence.folder}/${path}`, line: 1, column: 1 };
  const { citation } = judgeCitation(
    { target: 'result', label: '', labelWords: nothingAsked, path, place, selector, title },
    anyItem(place),
    context,
  );
  return { measured: citation.measured, verdict: citation.verdict };
}

/** How the whole of a report is cited. */
function wholeOf(report: Report | null): { readonly selector: string; readonly title: TitleClause | null } {
  switch (report?.kind) {
    case 'tests':
    case 'findings':
    case 'document':
      return { selector: '', title: null };
    case 'load': {
      if (report.thresholds?.length) return { selector: 'thresholds', title: null };
      const main = mainStatistic(report);
      if (main === null) return { selector: '', title: null };
      return { selector: `${main.metric}.${main.statistic}`, title: anyNumber(main.unit) };
    }
    case 'coverage':
      return { selector: '', title: anyNumber('percent') };
    case 'json':
    case undefined:
      return { selector: '', title: { kind: 'exists' } };
  }
}

/** A criterion that every number satisfies. */
function anyNumber(unit: Unit): TitleClause {
  return { kind: 'criterion', criterion: { comparator: '>=', value: -Number.MAX_VALUE, unit }, measuredIn: null };
}

/** An item whose words ask for nothing. */
function anyItem(place: SourcePlace): Item {
  return {
    id: '',
    text: '',
    mark: 'not-started',
    because: null,
    was: [],
    environment: null,
    citations: [],
    words: nothingAsked,
    links: [],
    declaresNoCriterion: true,
    items: [],
    place,
  };
}
