import type { AssessedCitation, AssessedItem, Assessment } from './assessment.ts';
import { withSignOffs } from './readiness.ts';
import { resolveItems } from './resolve-items.ts';
import { rollUpCitation, targetsOf } from './roll-up.ts';

/**
 * An assessment in which citations of results have another outcome, with all that follows: roll-ups, statuses, waivers, counts, readiness.
 *
 * @param base Without sign-offs.
 * @param change The outcome of a result's citation, by its item and its position there.
 */
export function withCitations(
  base: Assessment,
  change: (citation: AssessedCitation, item: AssessedItem, index: number) => AssessedCitation,
): Assessment {
  const items = resolveItems(
    base.pages.flatMap(({ sections }) => sections.flatMap((section) => section.items)),
    (item, resolve) =>
      item.citations.map((citation, index) =>
        citation.target === 'result' ? change(citation, item, index) : rollUpCitation(citation, resolve(targetsOf(citation, base))),
      ),
    {
      waiverOf: ({ id }) => waiverOf(id, base),
      isVouchedFor: () => false,
      doubtOf: ({ notUnderstood, doubt }) => ({ notUnderstood, doubt }),
    },
  );
  const pages = base.pages.map((page) => ({
    ...page,
    sections: page.sections.map((section) => ({ ...section, items: section.items.flatMap(({ id }) => items.get(id) ?? []) })),
  }));
  const waivers = base.waivers.map((waiver) => {
    if (waiver.state === 'expired') return waiver;
    return { ...waiver, state: items.get(waiver.item)?.status === 'waived' ? ('in-force' as const) : ('unused' as const) };
  });
  return withSignOffs({ ...base, pages, waivers }, base.signOffs);
}

function waiverOf(id: string, { waivers }: Assessment): AssessedItem['waiver'] {
  const waiver = waivers.find((each) => each.item === id && each.state !== 'expired');
  return waiver === undefined ? null : { because: waiver.because, until: waiver.until };
}
