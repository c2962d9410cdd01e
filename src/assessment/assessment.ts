import type { ItemLink, Mark, PageKind, SignOffSlot, SourcePlace } from '../checklist/checklist.ts';
import type { Measure } from '../checklist/requirements/measure.ts';
import type { Comparator } from '../checklist/requirements/requirement.ts';
import type { Unit } from '../unit.ts';
import type { ItemDoubt } from './bind-words.ts';
import type { Counts } from './counts.ts';
import type { FailReason, UnprovenReason } from './reason.ts';

/** The whole checklist with its statuses, for one release, at one instant. */
export interface Assessment {
  readonly product: string;
  readonly version: string;
  /** Null where the release does not state it: then nothing is proven. */
  readonly commit: string | null;
  readonly committed: string | null;
  readonly assessedAt: string;
  /** The first instant at which the verdict can change: cited evidence passes its freshness rule, or a waiver ends; null where none does. */
  readonly staleAfter: string | null;
  readonly state: ReleaseState;
  /** Of the leaf items of layers and gates. */
  readonly counts: Counts;
  readonly pages: readonly AssessedPage[];
  readonly signOffs: readonly RequiredSignOff[];
  readonly waivers: readonly AssessedWaiver[];
  /** Result files that no item cites. */
  readonly uncited: readonly { readonly file: string; readonly digest: string }[];
}

/** What an item can come to, as codes; words and shapes are made where they are shown. */
export const statuses = [
  'contradicted',
  'failing',
  'blocked',
  'claimed',
  'unproven',
  'in-progress',
  'not-started',
  'waived',
  'attested',
  'verified',
  'not-applicable',
] as const;

/** The outcome of one item, the gravest first in `statuses`. */
export type Status = (typeof statuses)[number];

/**
 * Whether a release may go out. Ready: each blocking page is, nothing is contradicted, and each required sign-off is current. Awaiting
 * sign-off: sign-offs alone are missing, and none rejects it.
 */
export const releaseStates = ['ready', 'awaiting-sign-off', 'not-ready'] as const;
export type ReleaseState = (typeof releaseStates)[number];

/**
 * Whether a page is. Ready: it has items, each is verified, attested, waived or not applicable, and its required sign-off is current. Ready to
 * sign: that sign-off alone would make it ready.
 */
export const pageStates = ['ready', 'ready-to-sign', 'not-ready'] as const;
export type PageState = (typeof pageStates)[number];

/** A page of the checklist with the statuses of its items. `counts` is of leaf items. */
export interface AssessedPage {
  readonly id: string;
  readonly kind: PageKind;
  readonly number: number | null;
  readonly title: string;
  readonly file: string;
  /** Keeps the release from being ready while it is not. */
  readonly blocking: boolean;
  readonly state: PageState;
  readonly counts: Counts;
  readonly sections: readonly AssessedSection[];
  readonly slots: readonly SignOffSlot[];
}

/** A section with its items; its id is empty above the first heading. */
export interface AssessedSection {
  readonly id: string;
  readonly title: string;
  readonly prose: string;
  readonly items: readonly AssessedItem[];
}

/** An item with its status, and what became of each citation. Items nest. */
export interface AssessedItem extends ItemDoubt {
  readonly id: string;
  readonly text: string;
  readonly mark: Mark;
  readonly status: Status;
  readonly because: string | null;
  readonly was: readonly string[];
  readonly environment: string | null;
  readonly citations: readonly AssessedCitation[];
  /** The waiver that stands for it, where its status is waived. */
  readonly waiver: { readonly because: string; readonly until: string } | null;
  readonly items: readonly AssessedItem[];
  /** Its links that prove nothing. Not part of a snapshot. */
  readonly links: readonly ItemLink[];
  readonly place: SourcePlace;
}

/** A citation of a result or of another part of the checklist: what it had to satisfy, what was measured, and the verdict. */
export interface AssessedCitation {
  readonly target: 'result' | 'checklist';
  readonly label: string;
  /** `<job>/<file>` as cited, or the page of the checklist. */
  readonly file: string;
  /** Empty for the whole file or page. */
  readonly selector: string;
  readonly criterion: AssessedCriterion | null;
  readonly measured: Measured | null;
  readonly verdict: Verdict;
  /** The files that it was measured in. */
  readonly sources: readonly Source[];
  /** What live pages show beside it: names of failed tests, what there is to select. Foreign text, not part of a snapshot. */
  readonly examples: readonly string[];
}

/** The outcome of one citation. */
export type Verdict =
  | { readonly state: 'pass' }
  | { readonly state: 'fail'; readonly reason: FailReason }
  | { readonly state: 'unproven'; readonly reason: UnprovenReason };

/** What a citation had to satisfy, and where that is written: the item's text, the citation's title, or the rule of the kind. */
export type AssessedCriterion =
  | {
      readonly kind: 'number';
      readonly comparator: Comparator;
      readonly value: number;
      readonly unit: Unit;
      /** Null where neither the words nor the selector name one. */
      readonly measure: Measure | null;
      readonly from: 'text' | 'title';
    }
  | {
      readonly kind: 'tests';
      readonly comparator: Comparator;
      readonly value: number;
      readonly count: 'passed' | 'failed' | 'skipped' | 'tests';
      readonly from: 'title';
    }
  | { readonly kind: 'text'; readonly text: string; readonly from: 'title' }
  | { readonly kind: 'boolean'; readonly value: boolean; readonly from: 'title' }
  | { readonly kind: 'exists'; readonly from: 'title' }
  | {
      readonly kind: 'default';
      readonly rule:
        | 'none-failed'
        | 'none-severe'
        | 'none-found'
        | 'none-flaky'
        | 'all-held'
        | 'true'
        | 'not-blank'
        | 'all-verified'
        | 'exit-0';
      readonly from: 'default';
    };

/** The value that a citation selects. */
export type Measured =
  | {
      readonly kind: 'number';
      readonly value: number;
      readonly unit: Unit;
      /** What a percentage is of. */
      readonly covered: number | null;
      readonly total: number | null;
      readonly measure: Measure | null;
    }
  | { readonly kind: 'tests'; readonly passed: number; readonly failed: number; readonly skipped: number }
  | { readonly kind: 'findings'; readonly count: number }
  | { readonly kind: 'thresholds'; readonly held: number; readonly crossed: number }
  | { readonly kind: 'boolean'; readonly value: boolean }
  | { readonly kind: 'text'; readonly value: string }
  | { readonly kind: 'existence' }
  | { readonly kind: 'commands'; readonly succeeded: number; readonly failed: number }
  | { readonly kind: 'items'; readonly verified: number; readonly total: number };

/** A result file that a citation was measured in. */
export interface Source {
  /** Below the release's results: `integration/shard-1/go-test.json`. */
  readonly file: string;
  readonly digest: string;
  readonly finished: string | null;
  readonly environment: string | null;
}

/** What the records have come to for a sign-off that readiness asks for, the gravest first. */
export const signOffStates = ['rejected', 'invalid', 'stale', 'missing', 'current'] as const;

/** A sign-off that readiness asks for. */
export interface RequiredSignOff {
  /** `release`, or a layer's id. */
  readonly subject: string;
  /** The role that must sign; null for any role that may. */
  readonly role: string | null;
  /** The role whose record decides, where any role may sign and one did. */
  readonly by?: string;
  readonly state: (typeof signOffStates)[number];
}

/** A waiver with what it has come to at the instant of the assessment. */
export interface AssessedWaiver {
  readonly item: string;
  readonly because: string;
  readonly until: string;
  readonly by: string | null;
  readonly state: 'in-force' | 'expired' | 'unused';
}
