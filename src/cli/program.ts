import { readFileSync } from 'node:fs';
import { Command, CommanderError } from '@commander-js/extra-typings';
import {
  buildCommand,
  checkCommand,
  collectCommand,
  compareCommand,
  importCommand,
  initCommand,
  inspectCommand,
  portfolioCommand,
  publishCommand,
  pullCommand,
  serveCommand,
  signOffCommand,
  snapshotCommand,
  verifyCommand,
  withdrawCommand,
} from './options.ts';
import { exitCodes, tell } from './print.ts';

const output = {
  writeErr: (text: string) => tell(text.trimEnd()),
  outputError: (text: string) =>
    tell(
      `readiness-portal USAGE ${text
        .replace(/^error: /, '')
        .trim()
        .replace(/\s+/g, ' ')} - see npx readiness-portal --help`,
    ),
};

const program = new Command('readiness-portal')
  .description('Shows, per release, what a production-readiness checklist claims, what CI proves, and where the two disagree.')
  .version(packageVersion())
  .exitOverride()
  .configureOutput(output)
  .addHelpText('after', '\nExit codes: 0 ok, 1 not ready (check alone), 2 input refused, 3 integrity broken, 4 usage or environment.');

/** What stands behind `--` of `collect` is a command of its own, and no argument; null where there is no `--`. */
const separator = process.argv[2] === collectCommand.name() ? process.argv.indexOf('--') : -1;
const own = separator === -1 ? process.argv : process.argv.slice(0, separator);
const wrapped = separator === -1 ? null : process.argv.slice(separator + 1);

// A command's code is loaded when it runs: a gate that runs at every push waits for none of the others.
const commands = [
  checkCommand.action(async (options) => finish((await import('./check.ts')).check(options))),
  buildCommand.action(async (options) => finish((await import('./build.ts')).build(options))),
  collectCommand.action(async (files, options) => finish((await import('./collect.ts')).collect(files, options, wrapped))),
  inspectCommand.action(async (file, options) => finish((await import('./inspect.ts')).inspect(file, options))),
  initCommand.action(async (folder, options) => finish((await import('./init.ts')).init(folder, options))),
  importCommand.action(async (file, options) => finish((await import('./import.ts')).importFile(file, options))),
  serveCommand.action(async (options) => finish((await import('./serve.ts')).serve(options))),
  signOffCommand.action(async (options) => finish((await import('./sign-off.ts')).signOff(options))),
  snapshotCommand.action(async (version, options) => finish((await import('./snapshot.ts')).snapshot(version, options, tool()))),
  verifyCommand.action(async (versions, options) => finish((await import('./verify.ts')).verify(versions, options))),
  withdrawCommand.action(async (version, file, options) => finish((await import('./withdraw.ts')).withdraw(version, file, options))),
  publishCommand.action(async (options) => finish((await import('./publish.ts')).publish(options, tool()))),
  pullCommand.action(async (options) => finish((await import('./pull.ts')).pull(options))),
  portfolioCommand.action(async (options) => finish((await import('./portfolio.ts')).portfolio(options))),
  compareCommand.action(async (from, to, options) => finish((await import('./compare.ts')).compare(from, to, options))),
];
for (const command of commands) program.addCommand(command.exitOverride().configureOutput(output));

/** 0 to 4; of `collect -- COMMAND` the command's own where that is not 0. */
let outcome: number = exitCodes.ok;

/** Runs the command that the process was started with, and says with which exit code it ends. */
export async function run(): Promise<number> {
  try {
    await program.parseAsync(own);
    return outcome;
  } catch (cause) {
    if (cause instanceof CommanderError) return cause.exitCode === 0 ? exitCodes.ok : exitCodes.usage;
    throw cause;
  }
}

async function finish(running: Promise<number>): Promise<void> {
  outcome = await running;
}

/** Who made what this program writes. */
function tool(): { readonly name: string; readonly version: string } {
  return { name: 'readiness-portal', version: packageVersion() };
}

function packageVersion(): string {
  const file = new URL('../../package.json', import.meta.url);
  return /"version":\s*"([^"]+)"/.exec(readFileSync(file, 'utf8'))?.[1] ?? '0.0.0';
}
