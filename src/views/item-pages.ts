import type { AssessedCitation, AssessedItem, Assessment } from '../assessment/assessment.ts';
import { flattenAssessed, itemsOf } from '../assessment/items.ts';
import { targetsOf } from '../assessment/roll-up.ts';
import { isReady } from '../assessment/status.ts';
import {
  moreTargetsWords,
  olderReleasesWords,
  onlyRelease,
  otherRequirementWords,
  uncharted,
  undrawnWords,
} from '../publish/words/history-words.ts';
import { citationName, namesOfItems } from '../publish/words/name-words.ts';
import { todoWords } from '../publish/words/need-words.ts';
import { partReasonWords } from '../publish/words/reason-words.ts';
import { pageName } from '../publish/words/release-words.ts';
import { markWords, statusMeanings } from '../publish/words/status-words.ts';
import { type ChartView, places } from './chart.ts';
import { type HistoryRelease, type HistoryStep, type ItemIndex, indexItems, itemHistory } from './item-history.ts';
import { encodePath, fileLink, type Links } from './links.ts';
import { chartOfHistory, measureHistory, requiredOf, undrawnPoints } from './measure-history.ts';
import { neighbours } from './navigation.ts';
import { type ItemView, itemView, type ProofView } from './proof.ts';

/** One item's own page. */
export interface ItemPageView {
  readonly item: ItemView;
  readonly meaning: string;
  /** What to do about it, in a sentence; null where there is nothing to do. */
  readonly todo: string | null;
  readonly mark: string;
  readonly proofs: readonly ItemProof[];
  readonly measures: readonly MeasureView[];
  readonly history: ItemReleases;
  readonly page: { readonly id: string; readonly name: string; readonly href: string };
  readonly section: { readonly title: string; readonly href: string } | null;
  readonly previous: ItemWay | null;
  readonly next: ItemWay | null;
}

/** The way to another item. */
export interface ItemWay {
  readonly title: string;
  readonly href: string;
}

/** A citation, with the items that it speaks of where it is a link to a part of the checklist. */
export interface ItemProof {
  readonly proof: ProofView;
  /** Those first that keep it from passing. */
  readonly targets: readonly Pick<ItemView, 'text' | 'href' | 'status'>[];
  /** That there are more; empty where all are listed. */
  readonly more: string;
}

/** What a citation measures, through the releases: large where the item has but one, else one of several. */
export interface MeasureView {
  readonly source: string;
  readonly required: string | null;
  /** Null where no release has a number. */
  readonly chart: ChartView | null;
  /** What the chart does not show, and why, in sentences. */
  readonly notes: readonly string[];
}

/** What became of an item in the releases. */
export interface ItemReleases {
  /** The newest first. */
  readonly steps: readonly HistoryStep[];
  /** What the list leaves out, or that there is nothing else yet; null where it says all. */
  readonly note: string | null;
  /** The item's layer through all releases; null where the list has all of them. */
  readonly all: string | null;
}

/** How many of the newest releases a page lists and how many rows they take, one for each measure, and how many items of a part of the checklist. */
const listedReleases = 50;
const listedRows = 250;
const listedTargets = 40;

/**
 * The pages of all items, in the order of the checklist.
 *
 * @param releases The release in preparation and all before it, oldest first; empty where there is no history to show.
 */
export function itemPages(assessment: Assessment, links: Links, releases: readonly HistoryRelease[]): ItemPageView[] {
  const indexes = releases.map((release) => indexItems(release.items));
  const pageLink = fileLink(assessment, links);
  const nameItem = namesOfItems(assessment.pages);
  const all = assessment.pages.flatMap((page) =>
    page.sections.flatMap((section) => section.items.flatMap(flattenAssessed).map((item) => ({ page, section, item }))),
  );
  const ways = all.map(({ item }) => ({ title: item.text, href: links.item(item.id) }));
  return all.map(({ page, section, item }) => {
    const href = links.item(item.id);
    const view = itemView(item, links, pageLink, nameItem);
    const measured = releases.length === 0 ? [] : item.citations.filter(({ target }) => target === 'result');
    const measures = measured.map((citation) => measureView(item, citation, releases, indexes, measured.length === 1));
    return {
      item: view,
      meaning: statusMeanings[item.status],
      todo: todoWords(item),
      mark: markWords[item.mark],
      proofs: view.proofs.map((proof, index) => proofOf(proof, item.citations[index], assessment, links)),
      measures,
      history: releasesOf(item, measures, releases, indexes, `/matrix/${encodeURIComponent(page.id)}/`),
      page: { id: page.id, name: pageName(page), href: links.page(page) },
      section: section.id === '' ? null : { title: section.title, href: `${links.page(page)}#${section.id}` },
      ...neighbours(ways, (way) => way.href === href),
    };
  });
}

function proofOf(proof: ProofView, citation: AssessedCitation | undefined, assessment: Assessment, links: Links): ItemProof {
  const targets = citation?.target === 'checklist' ? targetsOf(citation, assessment).flatMap(flattenAssessed) : [];
  const ordered = [...targets.filter(({ status }) => !isReady(status)), ...targets.filter(({ status }) => isReady(status))];
  const more = ordered.length - listedTargets;
  return {
    proof: citation?.target === 'checklist' ? { ...proof, ...partOf(citation, assessment, links) } : proof,
    targets: ordered.slice(0, listedTargets).map(({ id, text, status }) => ({ text, status, href: links.item(id) })),
    more: more > 0 ? moreTargetsWords(more) : '',
  };
}

/** A part of the checklist by its title, where it stands; without the items that keep it open, which follow by theirs. */
function partOf(
  { file, selector, verdict }: AssessedCitation,
  { pages }: Assessment,
  links: Links,
): Partial<Pick<ProofView, 'name' | 'href' | 'reason'>> {
  const page = pages.find((each) => each.file === file);
  if (page === undefined) return {};
  const part =
    page.sections.find(({ id }) => id === selector)?.title ??
    itemsOf([page]).find(({ id }) => id === `${page.id}/${selector}` || id === selector)?.text;
  const fragment = selector.startsWith(`${page.id}/`) ? selector.slice(page.id.length + 1) : selector;
  return {
    name: part === undefined ? pageName(page) : `${pageName(page)}, ${part}`,
    href: `${links.page(page)}${fragment === '' ? '' : `#${encodePath(fragment)}`}`,
    reason: verdict.state === 'pass' ? null : partReasonWords(verdict.reason),
  };
}

function measureView(
  item: AssessedItem,
  citation: AssessedCitation,
  releases: readonly HistoryRelease[],
  indexes: readonly ItemIndex[],
  isOnly: boolean,
): MeasureView {
  const history = measureHistory(item, citation, releases, indexes);
  const chart = chartOfHistory(history, citation, item.text, isOnly ? places.large : places.small);
  const required = requiredOf(citation);
  const otherwise = history.points.filter((point) => point.required !== null && required !== null && point.required !== required);
  const isMeasured = history.points.some(({ holds }) => holds !== null);
  const notes =
    chart === null
      ? [isMeasured ? uncharted.noNumber : uncharted.notMeasured]
      : [
          undrawnWords(undrawnPoints(history)),
          otherRequirementWords(
            otherwise.map(({ release }) => release.label),
            required ?? '',
          ),
        ];
  return { source: citationName(citation), required, chart, notes: notes.filter((note) => note !== null) };
}

function releasesOf(
  item: AssessedItem,
  measures: readonly MeasureView[],
  releases: readonly HistoryRelease[],
  indexes: readonly ItemIndex[],
  all: string,
): ItemReleases {
  const listed = Math.min(listedReleases, Math.max(2, Math.floor(listedRows / Math.max(1, measures.length))));
  // The one before the oldest that is listed is what that is compared with.
  const start = Math.max(0, releases.length - listed - 1);
  const steps = itemHistory(item, releases.slice(start), indexes.slice(start)).slice(-listed).toReversed();
  const older = olderReleasesWords(listed, releases.length, measures.filter(({ chart }) => chart !== null).length);
  return { steps, note: releases.length === 1 ? onlyRelease : older, all: older === null ? null : all };
}
