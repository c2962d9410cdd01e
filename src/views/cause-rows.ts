import type { AssessedItem, AssessedPage, Assessment, Status } from '../assessment/assessment.ts';
import { type Cause, findCauses } from '../assessment/causes.ts';
import type { Portal } from '../checklist/portal.ts';
import { isPattern, pathMatcher } from '../glob.ts';
import { runFile } from '../layout.ts';
import { causeTitle, causeTodo, moreItemsWords, unblocksWords } from '../publish/words/cause-words.ts';
import { capital, listWords, unbroken } from '../publish/words/grammar.ts';
import { needWords } from '../publish/words/need-words.ts';
import { pageName } from '../publish/words/release-words.ts';
import type { Evidence, EvidenceFile } from '../reports/evidence.ts';
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

/** What is known of where results come from, and of who sees to what; of a published release the evidence is null. */
export interface Workshop {
  readonly evidence: Evidence | null;
  readonly roles: Portal['roles'];
}

/** How many items a cause lists, and how many commands. */
const mostItems = 100;
const mostCommands = 3;

/** The causes of what is open on some pages. */
export function causeViews(pages: readonly AssessedPage[], assessment: Assessment, links: Links, workshop: Workshop): CauseView[] {
  return findCauses(pages, assessment).map((cause) => causeView(cause, assessment, links, workshop));
}

function causeView(cause: Cause, { pages }: Assessment, links: Links, { evidence, roles }: Workshop): CauseView {
  const items = [...cause.alone, ...cause.shared];
  const pageOf = (item: AssessedItem) => pages.find(({ id }) => item.id.startsWith(`${id}/`));
  const sources = evidence === null ? [] : cause.files.map((file) => ({ file, found: sourcesOf(file, evidence) }));
  return {
    title: titleOf(
      cause,
      sources.flatMap(({ found }) => found),
    ),
    files: cause.files.map((name) => {
      const source = sources.find(({ file }) => file === name)?.found[0];
      return { name, href: source === undefined ? null : links.evidence(source.path) };
    }),
    todo: evidence === null ? '' : causeTodo(cause),
    commands: evidence === null ? [] : commandsOf(sources),
    roles: listWords(boundRoles(new Set(items.flatMap((item) => pageOf(item)?.id ?? [])), roles)),
    unblocks: unbroken(unblocksWords(cause)),
    items: items.slice(0, mostItems).map((item) => {
      const page = pageOf(item);
      return {
        text: item.text,
        href: links.item(item.id),
        status: item.status,
        where: page === undefined ? '' : pageName(page),
        need: needWords(item) ?? '',
      };
    }),
    more: items.length > mostItems ? moreItemsWords(items.length - mostItems) : '',
  };
}

/** What a cause is: of a file that is not usable what its reader says, which names the fault itself. */
function titleOf(cause: Cause, files: readonly EvidenceFile[]): string {
  const refused = files.flatMap(({ outcome }) => (outcome.state === 'refused' ? outcome.problems : []))[0];
  if (cause.of.kind !== 'unproven' || cause.of.reason.code !== 'unreadable' || refused === undefined) return causeTitle(cause);
  return clip(capital(refused.message));
}

/** The files that a citation of `<job>/<file>` speaks of, each shard of them, of the newest attempt. */
function sourcesOf(cited: string, { files }: Evidence): EvidenceFile[] {
  const matches = pathMatcher(cited);
  return files.filter(({ job, name, part }) => !part.superseded && name !== runFile && matches(`${job}/${name}`));
}

/** How the files of a cause come about: the commands that their jobs record, else the one that collects them. */
function commandsOf(sources: readonly { readonly file: string; readonly found: readonly EvidenceFile[] }[]): string[] {
  const commands = sources.flatMap(({ file, found }) => {
    const recorded = found.flatMap(({ name, part }) =>
      part.commands.filter(({ written }) => written.has(name)).map(({ command }) => command),
    );
    return recorded.length > 0 ? recorded : [collectCommand(file)];
  });
  return [...new Set(commands)].slice(0, mostCommands).map(clip);
}

/** What brings a cited file of a job about: a command that writes it, one whose end is what counts, or the file that is there already. */
function collectCommand(cited: string): string {
  const [job = '', ...parts] = cited.split('/');
  const name = parts.join('/');
  const collect = `npx readiness-portal collect --job ${job}`;
  if (name === runFile) return `${collect} --exit-only -- COMMAND`;
  return isPattern(name) ? `${collect} -- COMMAND` : `${collect} ${name}`;
}

/** The titles of the roles that may sign nothing but some layers, among which are these. */
function boundRoles(pages: ReadonlySet<string>, roles: Portal['roles']): string[] {
  return Object.values(roles ?? {}).flatMap(({ title, layers }) => (layers?.some((layer) => pages.has(layer)) ? [title] : []));
}

/** In UTF-16 units: how long a line of foreign text may be. */
const longest = 160;

function clip(text: string): string {
  return text.length > longest ? `${text.slice(0, longest).toWellFormed()}…` : text;
}
