import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { Command, InvalidArgumentError, Option } from '@commander-js/extra-typings';
import { type ItemKind, itemKinds } from '../checklist/import/item-kind.ts';
import { isCommit } from '../commit.ts';
import { pathBelow } from '../reports/repository-path.ts';
import { isSiteAddress } from '../web-address.ts';
import { ciSystems } from './ci-recipes.ts';
import { ownRoot } from './nested-root.ts';

/** The options of a command, as it declares them; a flag that is not given is absent. */
type OptionsOf<Declared extends { opts(): unknown }> = {
  readonly [Name in keyof ReturnType<Declared['opts']>]: Value<ReturnType<Declared['opts']>[Name]>;
};
type Value<Declared> = [Declared] extends [true | undefined] ? boolean | undefined : Declared;

const currentRoot = ownRoot(resolve('.'));
const rootOption = () =>
  new Option('--root <dir>', 'the folder with content/ and results/')
    .default(currentRoot, 'the current folder, or readiness/ in it')
    .argParser(folder);
const jsonOption = () => new Option('--json', 'print one JSON document on standard output, everything else on standard error');
const nowOption = () =>
  new Option('--now <instant>', 'assess as of this instant, such as 2026-11-24T12:00:00Z')
    .default(new Date(), 'the clock')
    .argParser(instant);
const markdownOption = (what: string) => new Option('--markdown', `print ${what} in Markdown`);
const keyOption = () =>
  new Option(
    '--key <file>',
    'a private key, or a public one whose private half ssh-agent holds (default: of ssh-agent, else ~/.ssh/id_ed25519)',
  );
const personOption = () =>
  new Option('--person <principal>', 'who you are in content/trust/allowed_signers, where the key is listed for several');

const itemsOption = () =>
  new Option(
    '--items <kinds>',
    'what becomes an item besides task-list entries: tasks (nothing else), bullets, numbers, rows, several joined by commas (default: tasks, and where there are none all of them)',
  ).argParser(kindsOfItems);

/** `readiness-portal init`, with its arguments and options. */
export const initCommand = new Command('init')
  .description('begin: the files of a new root, for the product in this folder')
  .argument('[dir]', 'the folder of the product (default: the current folder)')
  .option('--from <file>', 'its checklist, in one Markdown file')
  .addOption(itemsOption())
  .addOption(new Option('--ci <system>', 'jobs that collect, publish and gate').choices(ciSystems))
  .addOption(jsonOption());
export type InitOptions = OptionsOf<typeof initCommand>;

/** `readiness-portal check`, with its arguments and options. */
export const checkCommand = new Command('check')
  .description('the gate: is the release in preparation ready?')
  .addOption(rootOption())
  .option('--layer <id>', 'one layer, or gates')
  .option('--unsigned', 'all but sign-offs')
  .option(
    '--against [version]',
    'pass what is not ready, and fail what is worse than that release (default: the latest here; none: there is none yet, the same as --unsigned)',
  )
  .addOption(markdownOption('a job summary'))
  .option('--summary [file]', 'write the job summary to a file (default: to $GITHUB_STEP_SUMMARY, where that is set without this too)')
  .option('--junit <file>', 'write the assessment as JUnit XML: a suite a page, a case an item')
  .option('--code-quality <file>', 'write what is open as a Code Quality report of GitLab')
  .option('--trust-from <ref>', 'judge sign-offs by the trust files of this commit, such as origin/main')
  .addOption(jsonOption())
  .addOption(nowOption());
export type CheckOptions = OptionsOf<typeof checkCommand>;

/** `readiness-portal build`, with its arguments and options. */
export const buildCommand = new Command('build')
  .description('the site: every page, badge and API document of a root')
  .addOption(rootOption())
  .option('--out <dir>', 'the folder to write', 'dist')
  .addOption(new Option('--site <url>', 'the address under which it will be published').argParser(siteAddress))
  .option('--forget <version...>', 'let releases go that the site in that folder has, and the root has no more')
  .addOption(
    new Option(
      '--preview <number>',
      'what is in preparation alone, as a preview of this change, for previews/<number>/ of the site',
    ).argParser(positive),
  )
  .addOption(
    new Option('--shard <I/N>', 'the pages of a part of the releases alone, the Ith of N, for --part of another build')
      .argParser(shard)
      .conflicts(['preview', 'part', 'forget']),
  )
  .addOption(partOption())
  // Of `publish` alone, which puts the files that are not made beside those that are.
  .addOption(new Option('--kept <version...>', 'leave the files of these releases where the site is published').hideHelp())
  .addOption(jsonOption())
  .addOption(nowOption());
export type BuildOptions = OptionsOf<typeof buildCommand>;

/** `readiness-portal serve`, with its arguments and options. */
export const serveCommand = new Command('serve')
  .description('the site, on this machine; built again when a file of the root changes')
  .addOption(rootOption())
  .addOption(new Option('--port <number>', 'where it listens, or on the next that is free').default(4321).argParser(portNumber))
  .addOption(new Option('--site <url>', 'the address under which it will be published').argParser(siteAddress))
  .option('--open', 'open it in the browser');
export type ServeOptions = OptionsOf<typeof serveCommand>;

/** `readiness-portal inspect`, with its arguments and options. */
export const inspectCommand = new Command('inspect')
  .description('what a reader makes of one result file or checklist file')
  .argument('<file>')
  .option('--format <name>', 'read it as this format')
  .addOption(jsonOption());
export type InspectOptions = OptionsOf<typeof inspectCommand>;

/** `readiness-portal import`, with its arguments and options. */
export const importCommand = new Command('import')
  .description('turn a checklist in one Markdown file into content/checklist/')
  .argument('<file>')
  .addOption(rootOption())
  .addOption(itemsOption())
  .option('--force', 'replace the pages that are there')
  .addOption(jsonOption());
export type ImportOptions = OptionsOf<typeof importCommand>;

/** `readiness-portal sign-off`, with its arguments and options. */
export const signOffCommand = new Command('sign-off')
  .description('sign a release, or one layer of it, for a role, with your SSH key')
  .addOption(rootOption())
  .requiredOption('--role <id>', 'the role that signs, of content/portal.yaml')
  .requiredOption('--release <version>', 'next, or a published version')
  .option('--layer <id>', 'one layer; without it the release as a whole')
  .addOption(
    new Option('--decision <decision>', 'what you say of it')
      .choices(['approved', 'rejected', 'approved-with-conditions', 'withdrawn'] as const)
      .makeOptionMandatory(),
  )
  .option('--note <text>', 'why, or under which conditions')
  .addOption(keyOption())
  .addOption(personOption())
  .addOption(jsonOption())
  .addOption(nowOption());
export type SignOffOptions = OptionsOf<typeof signOffCommand>;

/** `readiness-portal snapshot`, with its arguments and options. */
export const snapshotCommand = new Command('snapshot')
  .description('freeze the release in preparation as results/<version>/, as it is and for good')
  .argument('<version>', 'its version, or a pre-release of it')
  .addOption(rootOption())
  .option('--backfill', 'an earlier release, made afterwards: its version may be lower than others')
  .option('--require-ready', 'refuse what is not ready')
  .option('--then <version>', 'empty results/next/ for this version afterwards')
  .option('--from <folder>', 'with --backfill: the folder of its evidence, laid out as results/next/')
  .addOption(jsonOption())
  .addOption(nowOption());
export type SnapshotOptions = OptionsOf<typeof snapshotCommand>;

/** `readiness-portal verify`, with its arguments and options. */
export const verifyCommand = new Command('verify')
  .description('are releases what was frozen, and do they come to what they say?')
  .argument('[version...]', 'all where none is named')
  .addOption(rootOption())
  .option('--from <site>', 'check releases of a published site: its address, or a folder that `build` wrote')
  .option('--published <site>', 'find what this site has, and the root has no more: its address, or a folder that `build` wrote')
  .option('--manifest-only', 'accept releases of other rule sets by their manifest, the chain and their signatures alone')
  .option('--trust-from <ref>', 'judge sign-offs of releases that this commit does not have by its trust files')
  .addOption(jsonOption());
export type VerifyOptions = OptionsOf<typeof verifyCommand>;

/** `readiness-portal publish`, with its arguments and options. */
export const publishCommand = new Command('publish')
  .description('build the site and put it on a branch or into a bucket, with every release that is there already')
  .addOption(rootOption())
  .option('--branch <name>', 'the branch, such as pages')
  .option(
    '--to <place>',
    'a remote of the repository, or its address; or s3://BUCKET/PREFIX, with AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY, AWS_REGION, AWS_ENDPOINT_URL_S3',
    'origin',
  )
  .addOption(new Option('--site <url>', 'the address under which it will be published').argParser(siteAddress))
  .addOption(
    new Option('--freeze <version>', 'freeze the release in preparation as this version, after all that is published').conflicts('records'),
  )
  .option('--records', 'add sign-offs alone, and leave the rest as it is')
  .addOption(partOption().conflicts(['records', 'preview', 'removePreview']))
  .addOption(
    new Option('--replace', 'show what this root prepares, though what is published is newer').conflicts([
      'records',
      'preview',
      'removePreview',
    ]),
  )
  .addOption(
    new Option('--preview <number>', 'publish what a change hands over as a preview of it, in previews/<number>/')
      .argParser(positive)
      .conflicts(['freeze', 'records', 'removePreview']),
  )
  .addOption(
    new Option('--data <dir>', 'with --preview: the content/checklist/ and results/ of the change; all else is of this root').argParser(
      folder,
    ),
  )
  .option('--comment <file>', 'with --preview: write what the change does to readiness, in Markdown')
  .addOption(
    new Option('--remove-preview <number>', 'take the preview of a change away').argParser(positive).conflicts(['freeze', 'records']),
  )
  .addOption(jsonOption())
  .addOption(nowOption());
export type PublishOptions = OptionsOf<typeof publishCommand>;

/** `readiness-portal pull`, with its arguments and options. */
export const pullCommand = new Command('pull')
  .description('bring releases, records and withdrawals back from where they are published')
  .requiredOption(
    '--from <site>',
    'a branch (origin#pages, or #pages), a bucket (s3://BUCKET/PREFIX), the address of a site, or a folder that `build` wrote',
  )
  .option('--next', 'the release in preparation too, with its sign-offs')
  .option('--without-evidence', 'releases without their result files: enough to compare with, not to build or recheck')
  .addOption(rootOption())
  .addOption(jsonOption());
export type PullOptions = OptionsOf<typeof pullCommand>;

/** `readiness-portal portfolio`, with its arguments and options. */
export const portfolioCommand = new Command('portfolio')
  .description('one page over the sites of several products, with badges, feed and search')
  .option('--file <file>', 'the sites that it is made over', 'portfolio.yaml')
  .requiredOption('--out <dir>', 'the folder to write')
  .addOption(jsonOption())
  .addOption(nowOption());
export type PortfolioOptions = OptionsOf<typeof portfolioCommand>;

/** `readiness-portal withdraw`, with its arguments and options. */
export const withdrawCommand = new Command('withdraw')
  .description('take a file that must not stay public out of every release that has it')
  .argument('<version>')
  .argument('<file>', 'its path in the release, or its SHA-256')
  .requiredOption('--because <reason>', 'why')
  .option('--role <id>', 'sign it for this role, with your SSH key')
  .addOption(keyOption())
  .addOption(personOption())
  .addOption(rootOption())
  .addOption(jsonOption())
  .addOption(nowOption());
export type WithdrawOptions = OptionsOf<typeof withdrawCommand>;

/** `readiness-portal compare`, with its arguments and options. */
export const compareCommand = new Command('compare')
  .description('what changed from one release to another; each is a version, or next')
  .argument('<from>')
  .argument('<to>')
  .addOption(rootOption())
  .addOption(markdownOption('it'))
  .addOption(jsonOption())
  .addOption(nowOption());
export type CompareOptions = OptionsOf<typeof compareCommand>;

/** `readiness-portal collect`, with its arguments and options. */
export const collectCommand = new Command('collect')
  .description('put the result files of a CI job into results/next/, with where they come from')
  .usage('[options] --job <name> [file or pattern…] [-- command…]')
  .argument('[file...]', 'files, or patterns with * and **; of a command without them, what it writes and a reader knows')
  .requiredOption('--job <name>', 'the job: its folder in results/next/')
  .addOption(rootOption())
  .option('--stdout <name>', 'keep what the command prints on standard output as this file')
  .addOption(new Option('--exit-code <number>', 'without a command: what the step before came to').argParser(exitCode))
  .option('--format <name>', 'read the files as this format')
  .option('--exit-only', 'keep only how the command ends, such as that of a linter which writes no result file')
  .option('--as-document', 'keep what no reader knows as a text that proves only that it is there')
  .option('--redact', 'keep copies without secrets, and with relative paths')
  .option('--next', 'begin with this commit: empty what is of another')
  .addOption(new Option('--commit <hash>', 'the commit that the files are of (default: what is checked out)').argParser(wholeCommit))
  .option('--ref <name>', 'its branch or tag')
  .addOption(new Option('--committed <instant>', 'when it was made').argParser(instant))
  .addOption(new Option('--started <instant>', 'when the job began').argParser(instant))
  .addOption(new Option('--finished <instant>', 'when the job ended').argParser(instant))
  .addOption(new Option('--url <address>', 'the run in CI').argParser(address))
  .addOption(new Option('--attempt <number>', 'which run of the job this is, from 1; the highest decides').argParser(positive))
  .addOption(new Option('--shard <n/m>', 'which of the parts of the job this is: 1/4').argParser(shard))
  .option('--environment <name>', 'where it ran, such as staging')
  .addOption(new Option('--tool <name=version>', 'the version of a tool that it ran with; more than once').argParser(toolVersion))
  .addOption(
    new Option(
      '--module <prefix=folder>',
      'what paths in the files begin with, and the folder of the repository that it stands for; more than once',
    ).argParser(moduleFolder),
  )
  .addOption(jsonOption())
  .addOption(nowOption());
export type CollectOptions = OptionsOf<typeof collectCommand>;

function wholeCommit(value: string): string {
  if (!isCommit(value)) {
    throw new InvalidArgumentError('Write all 40 or 64 digits that `git rev-parse HEAD` prints.');
  }
  return value.toLowerCase();
}

function exitCode(value: string): number {
  if (!/^\d{1,3}$/.test(value) || Number(value) > 255) throw new InvalidArgumentError('Write a number from 0 to 255.');
  return Number(value);
}

function portNumber(value: string): number {
  if (!/^\d{1,5}$/.test(value) || Number(value) > 65_515) throw new InvalidArgumentError('Write a number from 0 to 65515.');
  return Number(value);
}

function partOption() {
  return new Option(
    '--part <dir...>',
    'take the pages of releases from these folders, where build --shard made them as they would be made now',
  );
}

function positive(value: string): number {
  if (!/^[1-9]\d{0,5}$/.test(value)) throw new InvalidArgumentError('Write a number from 1.');
  return Number(value);
}

function shard(value: string): { readonly index: number; readonly total: number } {
  const [, index = '', total = ''] = /^([1-9]\d{0,5})\/([1-9]\d{0,5})$/.exec(value) ?? [];
  if (index === '' || Number(index) > Number(total)) throw new InvalidArgumentError('Write which one of how many: 1/4.');
  return { index: Number(index), total: Number(total) };
}

function toolVersion(value: string, previous: Readonly<Record<string, string>> = {}): Readonly<Record<string, string>> {
  const [, name = '', version = ''] = /^([A-Za-z][\w.+-]*)=(\S.*)$/.exec(value) ?? [];
  if (name === '' || name === 'name') throw new InvalidArgumentError('Write a name and a version: go=1.25.4.');
  return { ...previous, [name]: version };
}

function moduleFolder(value: string, previous: Readonly<Record<string, string>> = {}): Readonly<Record<string, string>> {
  const [, prefix = '', path = ''] = /^(.+)=([^=]+)$/.exec(value) ?? [];
  if (prefix === '' || pathBelow('.', `${path}/_`) === null) {
    throw new InvalidArgumentError('Write a prefix and a folder of the repository: forge.example/team/product=backend.');
  }
  return { ...previous, [prefix]: path };
}

function kindsOfItems(value: string, previous: readonly ItemKind[] = []): readonly ItemKind[] {
  const named = value.split(',').map((name) => itemKinds.find((kind) => kind === name.trim()));
  const known = named.filter((kind) => kind !== undefined);
  if (known.length < named.length) throw new InvalidArgumentError(`Name ${itemKinds.join(', ')}, joined by commas.`);
  return [...previous, ...known];
}

function folder(value: string): string {
  const path = resolve(value);
  if (!existsSync(path)) throw new InvalidArgumentError('There is no such folder.');
  return path;
}

function address(value: string): string {
  if (!URL.canParse(value) || !/^https?:/.test(value))
    throw new InvalidArgumentError('Write an address such as https://example.org/portal/.');
  return value;
}

function siteAddress(value: string): string {
  if (!isSiteAddress(address(value))) throw new InvalidArgumentError('Write its path in letters, digits and . _ ~ - alone.');
  return value;
}

function instant(value: string): Date {
  const date = new Date(value);
  if (Number.isNaN(date.getTime()) || !/^\d{4}-\d\d-\d\d(?:T[\d:.]+(?:Z|[+-]\d\d:\d\d))?$/.test(value)) {
    throw new InvalidArgumentError('Write an instant with its zone: 2026-11-24T12:00:00Z.');
  }
  return date;
}
