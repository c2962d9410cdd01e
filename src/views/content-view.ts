import type { AssessedCitation } from '../assessment/assessment.ts';
import type { EvidenceContext } from '../assessment/provenance.ts';
import type { EarlierTests } from '../comparison/test-history.ts';
import { runFile } from '../layout.ts';
import type { Tone } from '../publish/words/evidence-words.ts';
import type { EvidenceFile } from '../reports/evidence.ts';
import type { Report } from '../reports/report.ts';
import { type CoverageView, coverageView } from './coverage-view.ts';
import { type FindingsView, findingsView } from './findings-view.ts';
import type { Links } from './links.ts';
import { type LoadView, loadView } from './load-view.ts';
import { type RunView, runView } from './run-view.ts';
import { type ScoresView, scoresView } from './scores-view.ts';
import { type TestsView, testsView } from './tests-view.ts';
import { type DocumentView, type JsonView, textView } from './text-view.ts';

/** What a result file holds, by its kind. */
export type ContentView = CoverageView | DocumentView | FindingsView | JsonView | LoadView | RunView | ScoresView | TestsView;

/**
 * Makes the view of what a result file holds; null where it could not be read, or its kind is shown as lists.
 *
 * @param citations Those that were measured in the file.
 * @param tone Of what stands above it.
 * @param text The file itself, where it is to be read on the page; null where it is not.
 * @param earlier Its tests in the releases before, the newest first.
 */
export function contentView(
  file: EvidenceFile,
  context: EvidenceContext,
  citations: readonly AssessedCitation[],
  tone: Tone,
  links: Pick<Links, 'evidence'>,
  text: string | null,
  earlier: readonly EarlierTests[],
): ContentView | null {
  if (file.outcome.state === 'refused') return null;
  if (file.name === runFile && file.part.run !== null) return runView(file.part, context, links);
  const { report } = file.outcome;
  const withScores = <View extends FindingsView | LoadView>({ scores = [] }: Report, named: View) =>
    scores.length === 0 ? named : scoresView(scores, tone, citations, named);
  switch (report.kind) {
    case 'load':
      return withScores(report, loadView(report, tone, citations));
    case 'tests':
      return testsView(file, file.outcome.format, report, context.portal, links.evidence(file.path) ?? '', earlier);
    case 'findings':
      return withScores(report, findingsView(file, report, context, links));
    case 'coverage':
      return coverageView(file, report, context, citations);
    case 'document':
    case 'json':
      return text === null ? null : textView(file, text, citations);
  }
}
