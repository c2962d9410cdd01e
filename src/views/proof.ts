import type { AssessedCitation, AssessedItem, Status, Verdict } from '../assessment/assessment.ts';
import { decisiveCitation } from '../assessment/decisive.ts';
import { flattenAssessed } from '../assessment/items.ts';
import { criterionOrigin, criterionWords, measuredWords, outcomeWords } from '../publish/words/measure-words.ts';
import { citationName, formatInstant, type NameItem } from '../publish/words/name-words.ts';
import { needWords } from '../publish/words/need-words.ts';
import { notUnderstoodWords, reasonWords } from '../publish/words/reason-words.ts';
import { filterOf, type ItemFilter, itemFilters } from './item-filters.ts';
import { currentLinks, type Links, objectLink, targetLink } from './links.ts';

/** An item as its page and its layer show it. */
export interface ItemView {
  readonly id: string;
  readonly anchor: string;
  readonly href: string;
  /** Its own page, with what became of it in each release. */
  readonly page: string;
  readonly text: string;
  readonly status: Status;
  /** The sets of statuses that it, or a part of it, is in. */
  readonly filters: readonly ItemFilter[];
  /** What was measured, in one line; null where nothing is cited. */
  readonly fact: string | null;
  readonly need: string | null;
  readonly because: string | null;
  readonly waiver: { readonly because: string; readonly until: string } | null;
  readonly environment: string | null;
  /** What of its words was not understood, in a sentence; null where all of it was. */
  readonly notUnderstood: string | null;
  readonly place: string;
  /** That line as the forge shows it; null where that is not certain. */
  readonly line: string | null;
  readonly proofs: readonly ProofView[];
  readonly items: readonly ItemView[];
  /** Its other links; those whose address is not known are left out. */
  readonly links: readonly { readonly label: string; readonly href: string }[];
}

/** A citation as the proof of an item. */
export interface ProofView {
  readonly label: string;
  readonly name: string;
  /** The evidence page, or the part of the checklist. */
  readonly href: string | null;
  readonly verdict: Verdict['state'];
  readonly measured: string | null;
  readonly required: { readonly words: string; readonly origin: string } | null;
  readonly reason: string | null;
  readonly sources: readonly SourceView[];
  readonly examples: readonly string[];
}

/** A result file that something was measured in. */
export interface SourceView {
  readonly file: string;
  readonly href: string | null;
  readonly download: string;
  readonly digest: string;
  readonly origin: string;
}

/** Makes what pages show of an item. */
export function itemView(item: AssessedItem, links: Links, pageLink: (file: string) => string | null, nameItem: NameItem): ItemView {
  const decisive = decisiveCitation(item);
  return {
    id: item.id,
    anchor: item.id.split('/').slice(1).join('/'),
    href: links.item(item.id),
    page: currentLinks.item(item.id),
    text: item.text,
    status: item.status,
    filters: itemFilters.filter((filter) =>
      flattenAssessed(item).some(({ status, items }) => items.length === 0 && filterOf[status] === filter),
    ),
    fact: decisive === null ? null : outcomeWords(decisive, item.text),
    need: needWords(item, nameItem),
    because: item.because,
    waiver: item.waiver,
    environment: item.environment,
    notUnderstood: notUnderstoodWords(item),
    place: `${item.place.file}:${item.place.line}`,
    line: links.line(item.place),
    proofs: item.citations.map((citation) => proofView(citation, links, pageLink, nameItem)),
    items: item.items.map((child) => itemView(child, links, pageLink, nameItem)),
    links: item.links.flatMap(({ label, target }) => {
      const href = targetLink(target, links);
      return href === null ? [] : [{ label, href }];
    }),
  };
}

/**
 * Makes what pages show of a citation.
 *
 * @param pageLink Where the page of a checklist file is; null where there is none.
 */
export function proofView(
  citation: AssessedCitation,
  links: Links,
  pageLink: (file: string) => string | null,
  nameItem: NameItem,
): ProofView {
  const { criterion, measured, verdict, sources } = citation;
  const [first] = sources;
  return {
    label: citation.label,
    name: citationName(citation),
    href: citation.target === 'checklist' ? pageLink(citation.file) : first === undefined ? null : links.evidence(first.file),
    verdict: verdict.state,
    measured: measured && measuredWords(measured, criterion),
    required: criterion && { words: criterionWords(criterion), origin: criterionOrigin(criterion) },
    reason: verdict.state === 'pass' || verdict.reason.code === 'criterion-missed' ? null : reasonWords(verdict.reason, nameItem),
    sources: sources.map(({ file, digest, finished, environment }) => ({
      file,
      href: links.evidence(file),
      download: objectLink(digest),
      digest,
      origin: [finished === null ? 'no provenance' : `measured ${formatInstant(finished)}`, environment === null ? '' : `in ${environment}`]
        .filter((part) => part !== '')
        .join(', '),
    })),
    examples: citation.examples,
  };
}
