import { existsSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { Command, CommanderError, InvalidArgumentError, Option } from 'commander';
import { type ExitCode, exitCodes, tell } from './print.ts';

/** What every command takes. */
export interface CommonOptions {
  readonly root: string;
  readonly json?: boolean;
  readonly now: Date;
}

// A reader that has seen enough (`| head`) is no fault.
process.stdout.on('error', (error) => {
  if (!('code' in error) || error.code !== 'EPIPE') throw error;
  process.exit();
});

const keyOption = () =>
  new Option(
    '--key <file>',
    'a private key, or a public one whose private half ssh-agent holds (default: of ssh-agent, else ~/.ssh/id_ed25519)',
  );
const personOption = () =>
  new Option('--person <principal>', 'who you are in content/trust/allowed_signers, where the key is listed for several');
const rootOption = () =>
  new Option('--root <dir>', 'the folder with content/ and results/').default(resolve('.'), 'the current folder').argParser(folder);
const jsonOption = () => new Option('--json', 'print one JSON document on standard output, everything else on standard error');
const nowOption = () =>
  new Option('--now <instant>', 'assess as of this instant, such as 2026-11-24T12:00:00Z')
    .argParser(instant)
    .default(new Date(), 'the clock');

const output = {
  writeErr: (text: string) => tell(text.trimEnd()),
  outputError: (text: string) =>
    tell(
      `readiness USAGE ${text
        .replace(/^error: /, '')
        .trim()
        .replace(/\s+/g, ' ')} - see readiness --help`,
    ),
};

const program = new Command('readiness')
  .description('Shows, per release, what a production-readiness checklist claims, what CI proves, and where the two disagree.')
  .version(packageVersion())
  .exitOverride()
  .configureOutput(output)
  .addHelpText('after', '\nExit codes: 0 ok, 1 not ready (check alone), 2 input refused, 3 integrity broken, 4 usage or environment.');

program
  .command('check')
  .description('the gate: is the release in preparation ready?')
  .addOption(rootOption())
  .option('--layer <id>', 'one layer, or gates')
  .option('--unsigned', 'all but sign-offs')
  .option('--against <version>', 'pass what is not ready, and fail what is worse than that release')
  .option('--markdown', 'print a job summary in Markdown')
  .option('--trust-from <ref>', 'judge sign-offs by the trust files of this commit, such as origin/main')
  .addOption(jsonOption())
  .addOption(nowOption())
  .action(async (options) => finish((await import('./check.ts')).check(options)));

program
  .command('build')
  .description('the site: every page, badge and API document of a root')
  .addOption(rootOption())
  .option('--out <dir>', 'the folder to write', 'dist')
  .addOption(new Option('--site <url>', 'the address under which it will be published').argParser(address))
  .addOption(jsonOption())
  .addOption(nowOption())
  .action(async (options) => finish((await import('./build.ts')).build(options)));

program
  .command('inspect')
  .description('what a reader makes of one result file or checklist file')
  .argument('<file>')
  .option('--format <name>', 'read it as this format')
  .addOption(jsonOption())
  .action(async (file, options) => finish((await import('./inspect.ts')).inspect(file, options)));

program
  .command('import')
  .description('turn a checklist in one Markdown file into content/checklist/')
  .argument('<file>')
  .addOption(rootOption())
  .option('--force', 'replace the pages that are there')
  .addOption(jsonOption())
  .action(async (file, options) => finish((await import('./import.ts')).importFile(file, options)));

program
  .command('sign-off')
  .description('sign a release, or one layer of it, for a role, with your SSH key')
  .addOption(rootOption())
  .requiredOption('--role <id>', 'the role that signs, of content/portal.yaml')
  .requiredOption('--release <version>', 'next, or a published version')
  .option('--layer <id>', 'one layer; without it the release as a whole')
  .addOption(
    new Option('--decision <decision>', 'what you say of it')
      .choices(['approved', 'rejected', 'approved-with-conditions', 'withdrawn'])
      .makeOptionMandatory(),
  )
  .option('--note <text>', 'why, or under which conditions')
  .addOption(keyOption())
  .addOption(personOption())
  .addOption(jsonOption())
  .addOption(nowOption())
  .action(async (options) => finish((await import('./sign-off.ts')).signOff(options)));

program
  .command('snapshot')
  .description('freeze the release in preparation as results/<version>/, as it is and for good')
  .argument('<version>', 'its version, or a pre-release of it')
  .addOption(rootOption())
  .option('--backfill', 'an earlier release, made afterwards: its version may be lower than others')
  .option('--require-ready', 'refuse what is not ready')
  .option('--then <version>', 'empty results/next/ for this version afterwards')
  .option('--from <folder>', 'with --backfill: the folder of its evidence, laid out as results/next/')
  .addOption(jsonOption())
  .addOption(nowOption())
  .action(async (version, options) => finish((await import('./snapshot.ts')).snapshot(version, options, tool())));

program
  .command('verify')
  .description('are releases what was frozen, and does their evidence come to what they say?')
  .argument('[version...]', 'all where none is named')
  .addOption(rootOption())
  .option('--from <site>', 'check releases of a published site: its address, or a folder that `build` wrote')
  .option('--trust-from <ref>', 'judge sign-offs of releases that this commit does not have by its trust files')
  .addOption(jsonOption())
  .action(async (versions, options) => finish((await import('./verify.ts')).verify(versions, options)));

program
  .command('withdraw')
  .description('take a file that must not stay public out of every release that has it')
  .argument('<version>')
  .argument('<file>', 'its path in the release, or its SHA-256')
  .requiredOption('--because <reason>', 'why')
  .option('--role <id>', 'sign it for this role, with your SSH key')
  .addOption(keyOption())
  .addOption(personOption())
  .addOption(rootOption())
  .addOption(jsonOption())
  .addOption(nowOption())
  .action(async (version, file, options) => finish((await import('./withdraw.ts')).withdraw(version, file, options)));

program
  .command('compare')
  .description('what changed from one release to another; each is a version, or next')
  .argument('<from>')
  .argument('<to>')
  .addOption(rootOption())
  .option('--markdown', 'print it in Markdown')
  .addOption(jsonOption())
  .addOption(nowOption())
  .action(async (from, to, options) => finish((await import('./compare.ts')).compare(from, to, options)));

for (const command of program.commands) command.exitOverride().configureOutput(output);

try {
  await program.parseAsync();
} catch (cause) {
  if (cause instanceof CommanderError) process.exitCode = cause.exitCode === 0 ? exitCodes.ok : exitCodes.usage;
  else {
    tell(`readiness ENVIRONMENT ${cause instanceof Error ? cause.message : String(cause)} - repair it and run the command again`);
    process.exitCode = exitCodes.usage;
  }
}

async function finish(outcome: Promise<ExitCode>): Promise<void> {
  process.exitCode = await outcome;
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

function instant(value: string): Date {
  const date = new Date(value);
  if (Number.isNaN(date.getTime()) || !/^\d{4}-\d\d-\d\d(?:T[\d:.]+(?:Z|[+-]\d\d:\d\d))?$/.test(value)) {
    throw new InvalidArgumentError('Write an instant with its zone: 2026-11-24T12:00:00Z.');
  }
  return date;
}

/** Who made what this program writes. */
function tool(): { readonly name: string; readonly version: string } {
  return { name: 'readiness-portal', version: packageVersion() };
}

function packageVersion(): string {
  const file = new URL('../../package.json', import.meta.url);
  return /"version":\s*"([^"]+)"/.exec(readFileSync(file, 'utf8'))?.[1] ?? '0.0.0';
}
