import type { AssessedCitation, AssessedItem, Verdict } from './assessment.ts';

/**
 * The citation that decides an item's status: a failing one, else an unproven one, else the first; null where nothing is cited.
 *
 * @param stateOf The state of a citation's verdict.
 */
export function findDecisive<Citation>(citations: readonly Citation[], stateOf: (citation: Citation) => Verdict['state']): Citation | null {
  const inState = (state: Verdict['state']) => citations.find((citation) => stateOf(citation) === state);
  return inState('fail') ?? inState('unproven') ?? citations[0] ?? null;
}

/** The citation that decides the status of an assessed item. */
export function decisiveCitation({ citations }: Pick<AssessedItem, 'citations'>): AssessedCitation | null {
  return findDecisive(citations, ({ verdict }) => verdict.state);
}
