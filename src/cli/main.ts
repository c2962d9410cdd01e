#!/usr/bin/env node
import { existsSync, readFileSync } from 'node:fs';
import { enableCompileCache } from 'node:module';
import { resolve } from 'node:path';
import { Command, CommanderError, InvalidArgumentError, Option } from 'commander';
import { type ExitCode, exitCodes, tell } from './print.ts';

// Compiled code is kept between runs: a gate that runs at every push starts in half the time.
enableCompileCache();

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

const rootOption = () => new Option('--root <dir>', 'the folder with content/ and results/').default('.').argParser(folder);
const jsonOption = () => new Option('--json', 'print one JSON document on standard output, everything else on standard error');
const nowOption = () =>
  new Option('--now <instant>', 'assess as of this instant, such as 2026-11-24T12:00:00Z')
    .argParser(instant)
    .default(new Date(), 'the clock');

const program = new Command('readiness')
  .description('Shows, per release, what a production-readiness checklist claims, what CI proves, and where the two disagree.')
  .version(packageVersion())
  .exitOverride()
  .configureOutput({ writeErr: (text) => tell(text.trimEnd()) })
  .addHelpText('after', '\nExit codes: 0 ok, 1 not ready (check alone), 2 input refused, 3 integrity broken, 4 usage or environment.');

program
  .command('check')
  .description('the gate: is the release in preparation ready?')
  .addOption(rootOption())
  .option('--layer <id>', 'one layer, or gates')
  .option('--unsigned', 'all but sign-offs')
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
  .option('--site <url>', 'the address under which it will be published')
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

for (const command of program.commands) command.exitOverride().configureOutput({ writeErr: (text) => tell(text.trimEnd()) });

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

function instant(value: string): Date {
  const date = new Date(value);
  if (Number.isNaN(date.getTime()) || !/^\d{4}-\d\d-\d\d(?:T[\d:.]+(?:Z|[+-]\d\d:\d\d))?$/.test(value)) {
    throw new InvalidArgumentError('Write an instant with its zone: 2026-11-24T12:00:00Z.');
  }
  return date;
}

function packageVersion(): string {
  const file = new URL('../../package.json', import.meta.url);
  return /"version":\s*"([^"]+)"/.exec(readFileSync(file, 'utf8'))?.[1] ?? '0.0.0';
}
