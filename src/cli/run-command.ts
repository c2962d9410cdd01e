import { spawn } from 'node:child_process';
import { createWriteStream } from 'node:fs';
import { constants } from 'node:os';
import { finished } from 'node:stream/promises';

/** How a command ended: its own exit code, or 128 and the number of the signal that ended it, as shells count. */
export type CommandOutcome =
  | { readonly state: 'ended'; readonly exitCode: number }
  /** It could not be started. */
  | { readonly state: 'failed'; readonly message: string };

/**
 * Runs a command in the current folder, without a shell, and passes on what it prints as it comes.
 *
 * @param stdoutFile Where its standard output is kept too, byte for byte; null for nowhere.
 * @param passTo Where its standard output is passed on to: standard error where this command prints a document of its own.
 */
export async function runCommand(
  [name = '', ...args]: readonly string[],
  stdoutFile: string | null,
  passTo: NodeJS.WriteStream,
): Promise<CommandOutcome> {
  const inherits = stdoutFile === null && passTo === process.stdout;
  const child = spawn(name, args, { stdio: ['inherit', inherits ? 'inherit' : 'pipe', 'inherit'] });
  const file = stdoutFile === null ? null : createWriteStream(stdoutFile);
  const kept = file === null ? Promise.resolve() : finished(file);
  // A file that cannot be written is a fault of this command, once the other one has ended.
  kept.catch(() => undefined);
  child.stdout?.pipe(passTo, { end: false });
  if (file !== null) child.stdout?.pipe(file);
  const passOn = (signal: NodeJS.Signals) => child.kill(signal);
  process.on('SIGINT', passOn).on('SIGTERM', passOn);
  const outcome = await new Promise<CommandOutcome>((settle) => {
    child.on('error', (error) => settle({ state: 'failed', message: error.message }));
    child.on('close', (code, signal) =>
      settle({ state: 'ended', exitCode: code ?? 128 + (signal === null ? 0 : (constants.signals[signal] ?? 0)) }),
    );
  });
  process.off('SIGINT', passOn).off('SIGTERM', passOn);
  if (outcome.state === 'failed') file?.destroy();
  else await kept;
  return outcome;
}
