import type { AssessedItem, Assessment } from '../assessment/assessment.ts';
import type { Cause } from '../assessment/causes.ts';
import { filesOf } from '../assessment/provenance.ts';
import type { Portal } from '../checklist/portal.ts';
import { clipText } from '../clip-text.ts';
import { isPattern } from '../glob.ts';
import { runFile } from '../layout.ts';
import type { Evidence, EvidenceFile } from '../reports/evidence.ts';
import { commandLine } from '../reports/shell-words.ts';
import { causeTitle, causeTodo, unblocksWords } from './words/cause-words.ts';
import { capital, listWords } from './words/grammar.ts';

/** What a cause of what is open is, what to do about it, and what that unblocks; each surface shows of it what it has room for. */
export interface CauseAdvice {
  /** A sentence without its full stop; its files are named beside it. */
  readonly title: string;
  /** As they are cited, each with the file that it is first found in; null where there is none, or the release is a published one. */
  readonly files: readonly { readonly name: string; readonly source: EvidenceFile | null }[];
  /** A sentence; empty for a published release, of which nothing is to be done. */
  readonly todo: string;
  /** What wrote the files, as their job records it; else what collects them. */
  readonly commands: readonly string[];
  /** The roles that `portal.yaml` binds to the layers of its items. */
  readonly roles: string;
  readonly unblocks: string;
  /** What it keeps open: first what nothing else does. */
  readonly items: readonly AssessedItem[];
}

/** What is known of where results come from, and of who sees to what; of a published release the evidence is null. */
export interface Workshop {
  readonly evidence: Evidence | null;
  readonly roles: Portal['roles'];
}

/** How many commands a cause has. */
const mostCommands = 3;

/** Says what a cause is and what to do about it. */
export function adviseOnCause(cause: Cause, { pages }: Pick<Assessment, 'pages'>, { evidence, roles }: Workshop): CauseAdvice {
  const items = [...cause.alone, ...cause.shared];
  const sources = cause.files.map((file) => ({ file, found: evidence === null ? [] : filesOf(file, evidence) }));
  const pageIds = items.flatMap((item) => pages.find(({ id }) => item.id.startsWith(`${id}/`))?.id ?? []);
  return {
    title: titleOf(
      cause,
      sources.flatMap(({ found }) => found),
    ),
    files: sources.map(({ file, found }) => ({ name: file, source: found[0] ?? null })),
    todo: evidence === null ? '' : causeTodo(cause),
    commands: evidence === null ? [] : commandsOf(sources),
    roles: listWords(boundRoles(new Set(pageIds), roles)),
    unblocks: unblocksWords(cause),
    items,
  };
}

/** What a cause is: of a file that is not usable what its reader says, which names the fault itself. */
function titleOf(cause: Cause, files: readonly EvidenceFile[]): string {
  const refused = files.flatMap(({ outcome }) => (outcome.state === 'refused' ? outcome.problems : []))[0];
  if (cause.of.kind !== 'unproven' || cause.of.reason.code !== 'unreadable' || refused === undefined) return causeTitle(cause);
  return clipText(capital(refused.message), longest);
}

/** How the files of a cause come about: the commands that their jobs record, else the one that collects them. */
function commandsOf(sources: readonly { readonly file: string; readonly found: readonly EvidenceFile[] }[]): string[] {
  const commands = sources.flatMap(({ file, found }) => {
    const recorded = found.flatMap(({ name, part }) =>
      part.commands.filter(({ written }) => written.has(name)).map(({ command }) => command),
    );
    return recorded.length > 0 ? recorded : [collectCommand(file)];
  });
  return [...new Set(commands)].slice(0, mostCommands).map((command) => clipText(command, longest));
}

/** What brings a cited file of a job about: a command that writes it, one whose end is what counts, or the file that is there already. */
function collectCommand(cited: string): string {
  const [job = '', ...parts] = cited.split('/');
  const name = parts.join('/');
  const collect = commandLine(['npx', 'readiness-portal', 'collect', '--job', job]);
  if (name === runFile) return `${collect} --exit-only -- COMMAND`;
  // A file that is there already is collected by its last name: only what a command writes keeps its folders.
  return isPattern(name) || name.includes('/') ? `${collect} -- COMMAND` : `${collect} ${commandLine([name])}`;
}

/** The titles of the roles that may sign nothing but some layers, among which are these. */
function boundRoles(pages: ReadonlySet<string>, roles: Portal['roles']): string[] {
  return Object.values(roles ?? {}).flatMap(({ title, layers }) => (layers?.some((layer) => pages.has(layer)) ? [title] : []));
}

/** In UTF-16 units: how long a line of foreign text may be. */
const longest = 160;
