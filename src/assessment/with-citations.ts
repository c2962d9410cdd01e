import type { AssessedCitation, AssessedItem, AssessedWaiver, Assessment } from './assessment.ts';
import { itemsOf } from './items.ts';
import { withSignOffs } from './readiness.ts';
import { rollUpCitation } from './roll-up.ts';
import { parentStatus, statusOf } from './status.ts';

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
  const run = new Restatement(base, change);
  const pages = base.pages.map((page) => ({
    ...page,
    sections: page.sections.map((section) => ({ ...section, items: section.items.map((item) => run.item(item)) })),
  }));
  return withSignOffs({ ...base, pages, waivers: base.waivers.map((waiver) => run.waiver(waiver)) }, base.signOffs);
}

class Restatement {
  readonly #base: Assessment;
  readonly #change: (citation: AssessedCitation, item: AssessedItem, index: number) => AssessedCitation;
  readonly #items = new Map<string, AssessedItem>();
  readonly #open = new Set<string>();

  constructor(base: Assessment, change: (citation: AssessedCitation, item: AssessedItem, index: number) => AssessedCitation) {
    this.#base = base;
    this.#change = change;
  }

  item(item: AssessedItem): AssessedItem {
    const known = this.#items.get(item.id);
    if (known !== undefined) return known;
    this.#open.add(item.id);
    const items = item.items.map((child) => this.item(child));
    const citations = item.citations.map((citation, index) =>
      citation.target === 'result' ? this.#change(citation, item, index) : rollUpCitation(citation, this.#targets(citation)),
    );
    const verdicts = citations.map(({ verdict }) => verdict);
    const children = items.map(({ status }) => status);
    const status = items.length === 0 ? statusOf(item.mark, verdicts) : parentStatus(item.mark, verdicts, children);
    const waiver = this.#base.waivers.find((each) => each.item === item.id && each.state !== 'expired');
    const waived = waiver !== undefined && status !== 'verified' && status !== 'not-applicable';
    const restated: AssessedItem = {
      ...item,
      items,
      citations,
      status: waived ? 'waived' : status,
      waiver: waived ? { because: waiver.because, until: waiver.until } : null,
    };
    this.#items.set(item.id, restated);
    this.#open.delete(item.id);
    return restated;
  }

  waiver(waiver: AssessedWaiver): AssessedWaiver {
    if (waiver.state === 'expired') return waiver;
    return { ...waiver, state: this.#items.get(waiver.item)?.status === 'waived' ? 'in-force' : 'unused' };
  }

  /** The items that a link to another part of the checklist speaks of. */
  #targets({ file, selector }: AssessedCitation): AssessedItem[] {
    const page = this.#base.pages.find((each) => each.file === file);
    if (page === undefined) return [];
    const section = page.sections.find(({ id }) => id === selector);
    const found =
      selector === ''
        ? page.sections.flatMap(({ items }) => items)
        : (section?.items ??
          itemsOf([page])
            .filter(({ id }) => id === `${page.id}/${selector}` || id === selector)
            .slice(0, 1));
    return found.filter(({ id }) => !this.#open.has(id)).map((item) => this.item(item));
  }
}
