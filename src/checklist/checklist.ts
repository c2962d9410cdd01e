import type { Unit } from '../unit.ts';
import type { Bound, Comparator, UnderstoodWords } from './requirements/requirement.ts';

/** All pages of `content/checklist/`, in the order people read them: layers by number, gates, sign-off, post-release. */
export interface Checklist {
  readonly pages: readonly ChecklistPage[];
}

/** The kinds of pages, by the names of their files. */
export const pageKinds = ['layer', 'gates', 'sign-off', 'post-release'] as const;
export type PageKind = (typeof pageKinds)[number];

/** One file of the checklist, one page of the site. */
export interface ChecklistPage {
  /** The file's name without its number: `code-audit`. */
  readonly id: string;
  readonly kind: PageKind;
  /** The layer's number, null for other pages. */
  readonly number: number | null;
  readonly title: string;
  /** Path from the root. */
  readonly file: string;
  /** What stands above the first `##` is a section with the id `""`. Sections without items or prose are kept. */
  readonly sections: readonly Section[];
  readonly slots: readonly SignOffSlot[];
}

/** A heading of a page with what stands under it, in the order of the page. */
export interface Section {
  /** Unique on its page; the same as the anchor that a forge gives the heading. */
  readonly id: string;
  readonly title: string;
  readonly items: readonly Item[];
  /** Markdown between the items, sign-off lines left out. */
  readonly prose: string;
}

/** What the author wrote in the box. */
export const marks = ['not-started', 'in-progress', 'complete', 'blocked', 'not-applicable'] as const;
export type Mark = (typeof marks)[number];

/** A task-list entry: what is to hold, what its author says of it, and what is to prove it. Items nest. */
export interface Item {
  /** `page/section/item`, or `page/item` for what stands above the first `##`. */
  readonly id: string;
  /** The item's words without its citations. */
  readonly text: string;
  readonly mark: Mark;
  /** Why an item is not applicable. */
  readonly because: string | null;
  /** Earlier ids of the same item. */
  readonly was: readonly string[];
  /** The environment that what it cites must come from; null for any. */
  readonly environment: string | null;
  readonly citations: readonly Citation[];
  /** Its links to anything else, in their order. */
  readonly links: readonly ItemLink[];
  /** What the item's own words require. */
  readonly words: UnderstoodWords;
  /** `<!-- criterion: none -->`: its author declares that its words state no criterion but those that are understood. */
  readonly declaresNoCriterion: boolean;
  readonly items: readonly Item[];
  readonly place: SourcePlace;
}

/** A link of an item that proves nothing: to a runbook, a dashboard, an issue. */
export interface ItemLink {
  /** As it stands in the item's text. */
  readonly label: string;
  readonly target: LinkTarget;
}

/** Where a link leads: an address (`http`, `https` or `mailto`), or a path from the root, of the repository at the release's commit. */
export type LinkTarget =
  | { readonly kind: 'address'; readonly url: string }
  | { readonly kind: 'repository'; readonly path: string; readonly fragment: string };

/** Where something stands in a file of the root; line and column count from 1. */
export interface SourcePlace {
  readonly file: string;
  readonly line: number;
  readonly column: number;
}

/** A link of an item that is to prove it: to a result file, or to another part of the checklist. */
export type Citation = ResultCitation | ChecklistCitation;

interface CitationBase {
  readonly label: string;
  readonly place: SourcePlace;
}

/** A link to result files: what is to prove the item. */
export interface ResultCitation extends CitationBase {
  readonly target: 'result';
  /** `<job>/<file>` below the release's results; `*` and `**` match. */
  readonly path: string;
  /** What to select in the file, percent-decoded; empty for the whole. */
  readonly selector: string;
  readonly title: TitleClause | null;
  /** What its label requires, where its title states no criterion. */
  readonly labelWords: UnderstoodWords;
}

/** A link to another part of the checklist: the roll-up of what stands there. */
export interface ChecklistCitation extends CitationBase {
  readonly target: 'checklist';
  /** Path of the page from the root. */
  readonly file: string;
  /** `section`, `section/item`, or empty for the whole page. */
  readonly fragment: string;
}

/** What the title of a citation states for it. */
export type TitleClause =
  | {
      readonly kind: 'criterion';
      readonly criterion: Bound;
      /** The number's own unit, where the file does not say. */
      readonly measuredIn: Unit | null;
    }
  | {
      readonly kind: 'tests';
      readonly comparator: Comparator;
      readonly value: number;
      readonly count: 'passed' | 'failed' | 'skipped' | 'tests';
    }
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'boolean'; readonly value: boolean }
  | { readonly kind: 'unit'; readonly measuredIn: Unit }
  | { readonly kind: 'exists' }
  /** Every command that wrote the file exited 0. */
  | { readonly kind: 'exit' };

/** A line that sign-off records fill. */
export interface SignOffSlot {
  /** `layer`: a layer's own line. `role`: a signature of the sign-off page. */
  readonly kind: 'layer' | 'role' | 'decision' | 'date' | 'release-date';
  /** As written: `Backend Engineer`. */
  readonly label: string;
  /** The role's id, for `role`: `backend-engineer`. */
  readonly role: string | null;
  readonly place: SourcePlace;
}
