import type { AssessedItem, AssessedPage, Assessment, Status } from '../assessment/assessment.ts';
import { type Cause, findCauses } from '../assessment/causes.ts';
import { adviseOnCause, type Workshop } from '../publish/cause-advice.ts';
import { moreItemsWords } from '../publish/words/cause-words.ts';
import { unbroken } from '../publish/words/grammar.ts';
import { type NameItem, namesOfItems } from '../publish/words/name-words.ts';
import { needWords } from '../publish/words/need-words.ts';
import { pageName } from '../publish/words/release-words.ts';
import type { Links } from './links.ts';

/** One cause of what is open: what it is, what to do, and what that unblocks. */
export interface CauseView {
  readonly title: string;
  readonly files: readonly { readonly name: string; readonly href: string | null }[];
  readonly todo: string;
  /** What wrote the files, as their job records it; else what collects them. */
  readonly commands: readonly string[];
  /** The roles that `portal.yaml` binds to the layers of its items. */
  readonly roles: string;
  readonly unblocks: string;
  readonly items: readonly CauseItemView[];
  /** How many items more there are; empty where all are listed. */
  readonly more: string;
}

/** An item that a cause keeps open. */
export interface CauseItemView {
  readonly text: string;
  readonly href: string;
  readonly status: Status;
  readonly where: string;
  readonly need: string;
}

/** How many causes a page shows: of more it says how many there are. */
export const shownCauses = 30;
/** How many items a cause lists, and those that are shown together: a page with more is too heavy. */
const mostItems = 100;
const mostListed = 400;

/**
 * The causes of what is open on some pages.
 *
 * @param room How many items those that are shown may list together.
 */
export function causeViews(
  pages: readonly AssessedPage[],
  assessment: Assessment,
  links: Links,
  workshop: Workshop,
  room: number = mostListed,
): CauseView[] {
  const causes = findCauses(pages, assessment);
  const nameItem = namesOfItems(assessment.pages);
  const shown = causes.slice(0, shownCauses);
  const all = shown.reduce((sum, { alone, shared }) => sum + Math.min(alone.length + shared.length, mostItems), 0);
  const each = all <= room ? mostItems : Math.max(1, Math.floor(room / shown.length));
  return causes.map((cause) => causeView(cause, assessment, links, workshop, each, nameItem));
}

function causeView(cause: Cause, assessment: Assessment, links: Links, workshop: Workshop, listed: number, nameItem: NameItem): CauseView {
  const { items, files, unblocks, ...advice } = adviseOnCause(cause, assessment, workshop);
  const pageOf = (item: AssessedItem) => assessment.pages.find(({ id }) => item.id.startsWith(`${id}/`));
  return {
    title: advice.title,
    files: files.map(({ name, source }) => ({ name, href: source === null ? null : links.evidence(source.path) })),
    todo: advice.todo,
    commands: advice.commands,
    roles: advice.roles,
    unblocks: unbroken(unblocks),
    items: items.slice(0, listed).map((item) => {
      const page = pageOf(item);
      return {
        text: item.text,
        href: links.item(item.id),
        status: item.status,
        where: page === undefined ? '' : pageName(page),
        need: needWords(item, nameItem) ?? '',
      };
    }),
    more: items.length > listed ? moreItemsWords(items.length - listed) : '',
  };
}
