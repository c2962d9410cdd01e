import type { AssessedCitation, AssessedItem, Assessment, Status, Verdict } from './assessment.ts';
import { flattenAssessed, itemsOf } from './items.ts';

/**
 * The outcome of a link to another part of the checklist: passes where at least one item there is verified and the rest verified or not
 * applicable.
 *
 * @param targets The items that the link speaks of, assessed.
 */
export function rollUpCitation(
  { label, file, selector }: Pick<AssessedCitation, 'label' | 'file' | 'selector'>,
  targets: readonly AssessedItem[],
): AssessedCitation {
  const all = targets.flatMap(flattenAssessed);
  const leaves = all.filter(({ items }) => items.length === 0);
  return {
    target: 'checklist',
    label,
    file,
    selector,
    criterion: { kind: 'default', rule: 'all-verified', from: 'default' },
    measured: { kind: 'items', verified: leaves.filter(({ status }) => status === 'verified').length, total: leaves.length },
    verdict: rollUpVerdict(all),
    sources: [],
    examples: [],
  };
}

function rollUpVerdict(items: readonly AssessedItem[]): Verdict {
  const ids = (wanted: (status: Status) => boolean) => items.filter(({ status }) => wanted(status)).map(({ id }) => id);
  const failed = ids((status) => status === 'contradicted' || status === 'failing');
  if (failed.length > 0) return { state: 'fail', reason: { code: 'roll-up-failed', items: failed } };
  const open = ids((status) => status !== 'verified' && status !== 'not-applicable');
  if (open.length > 0) return { state: 'unproven', reason: { code: 'roll-up-open', items: open } };
  return items.some(({ status }) => status === 'verified') ? { state: 'pass' } : { state: 'unproven', reason: { code: 'roll-up-empty' } };
}

/** The items that a link to another part of the checklist speaks of. */
export function targetsOf(
  { file, selector }: Pick<AssessedCitation, 'file' | 'selector'>,
  { pages }: Pick<Assessment, 'pages'>,
): readonly AssessedItem[] {
  const page = pages.find((each) => each.file === file);
  if (page === undefined) return [];
  if (selector === '') return page.sections.flatMap(({ items }) => items);
  const section = page.sections.find(({ id }) => id === selector);
  return (
    section?.items ??
    itemsOf([page])
      .filter(({ id }) => id === `${page.id}/${selector}` || id === selector)
      .slice(0, 1)
  );
}
