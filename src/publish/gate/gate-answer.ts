import type { AssessedItem, AssessedPage, Assessment, RequiredSignOff } from '../../assessment/assessment.ts';
import { statuses } from '../../assessment/assessment.ts';
import { itemsOf } from '../../assessment/items.ts';
import { isCounted, openItems } from '../../assessment/readiness.ts';
import type { ChangeKind } from '../../comparison/change-kind.ts';
import type { Problem } from '../../problem.ts';
import type { Workshop } from '../cause-advice.ts';

/** What a gate found. Each output of the gate is made from this alone. */
export type GateAnswer =
  | { readonly state: 'refused'; readonly problems: readonly Problem[] }
  | { readonly state: 'checked'; readonly release: CheckedRelease };

/** What a gate was asked about a release, with the assessment that answers it. */
export interface CheckedRelease {
  readonly assessment: Assessment;
  /** The one page that it was asked about; null for the release as a whole. */
  readonly page: AssessedPage | null;
  /** Sign-offs that are still to be given were not asked for. */
  readonly unsigned: boolean;
  /** Where it was held against an earlier release: only what is worse than that shuts the gate. */
  readonly earlier: { readonly version: string; readonly worse: readonly WorseItem[] } | null;
  /** What is not as it was frozen or signed: the gate is shut whatever the assessment says. */
  readonly faults: readonly Problem[];
  /** What else is to be said of the input, none of which shuts the gate. */
  readonly warnings: readonly Problem[];
  /** What is known of how its results come about. */
  readonly workshop: Workshop;
  readonly linksOf: ProofLinks;
}

/** Where a site shows what fails an item, such as the failed test on the page of its file. */
export interface ProofLink {
  /** The test or the file: foreign text. */
  readonly text: string;
  readonly address: string;
}

/** What fails an item, where it is shown; empty where nothing does, or no site is known. */
export type ProofLinks = (item: AssessedItem) => readonly ProofLink[];

/** An item that is worse than in the release it was held against, as it is called now, or there where it is gone. */
export interface WorseItem {
  readonly kind: ChangeKind;
  readonly id: string;
  readonly text: string;
  /** What became of it: `verified, now failing: …`. */
  readonly words: string;
}

/** Where a file of the root stands for whoever reads an output: from the top of the repository. */
export type Locate = (file: string) => string;

/** The pages that decide. */
export function checkedPages({ assessment, page }: Pick<CheckedRelease, 'assessment' | 'page'>): AssessedPage[] {
  return page === null ? assessment.pages.filter(isCounted) : [page];
}

/** The sign-offs that decide. */
export function checkedSignOffs({ assessment, page }: Pick<CheckedRelease, 'assessment' | 'page'>): RequiredSignOff[] {
  return assessment.signOffs.filter(({ subject }) => page === null || subject === page.id);
}

/** What stands between some pages and being ready, the gravest first. */
export function gravestFirst(pages: readonly AssessedPage[]): AssessedItem[] {
  return openItems(pages).sort((a, b) => statuses.indexOf(a.status) - statuses.indexOf(b.status));
}

/** What was asked for and is open, the gravest first, each with its page; not what sign-offs that were not asked for would vouch for. */
export function openAsked(checked: CheckedRelease): { readonly item: AssessedItem; readonly page: AssessedPage }[] {
  const pageOf = new Map(checkedPages(checked).flatMap((page) => openItems([page]).map((item) => [item, page] as const)));
  return gravestFirst(checkedPages(checked)).flatMap((item) => {
    const page = pageOf.get(item);
    return page === undefined || awaitsSignature(item, page, checked) ? [] : [{ item, page }];
  });
}

/** An item that is worse than it was, as it is now; null where the checklist has it no more. */
export function itemOfWorse({ id }: WorseItem, { assessment }: Pick<CheckedRelease, 'assessment'>): AssessedItem | null {
  return itemsOf(assessment.pages).find((each) => each.id === id) ?? null;
}

/** What fails an item, a line each in plain text: the test or file, and its address. */
export function linkLines(item: AssessedItem | null, { linksOf }: Pick<CheckedRelease, 'linksOf'>): string[] {
  return item === null ? [] : linksOf(item).map(({ text, address }) => `${text.replace(/\s+/g, ' ')} ${address}`);
}

/** Would the sign-offs of its page, which were not asked for, vouch for an item? */
export function awaitsSignature({ status, citations }: AssessedItem, page: AssessedPage, { unsigned }: CheckedRelease): boolean {
  return unsigned && page.state === 'ready-to-sign' && status === 'claimed' && citations.length === 0;
}

/** Does the gate open? */
export function passesGate({ assessment, page, unsigned, earlier, faults }: CheckedRelease): boolean {
  if (faults.length > 0) return false;
  if (earlier !== null) return earlier.worse.length === 0;
  const { state } = page ?? assessment;
  return unsigned ? state !== 'not-ready' : state === 'ready';
}
