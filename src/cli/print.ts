import { formatProblem, type Problem } from '../problem.ts';
import { visibleText } from '../visible-text.ts';

/** Exit codes of every command. Where several hold, the highest. */
export const exitCodes = { ok: 0, notReady: 1, refused: 2, integrity: 3, usage: 4 } as const;
export type ExitCode = (typeof exitCodes)[keyof typeof exitCodes];

/** The exit code of a command that problems refuse: the highest of theirs, but that broken integrity goes before what was not rechecked. */
export function exitOf(problems: readonly Problem[]): ExitCode {
  const codes = problems.map(({ code }) => code);
  if (codes.includes('USAGE') || codes.includes('ENVIRONMENT')) return exitCodes.usage;
  if (codes.includes('INTEGRITY')) return exitCodes.integrity;
  return codes.includes('NOT_RECHECKED') ? exitCodes.usage : exitCodes.refused;
}

/**
 * Text of files and people on a terminal or in a CI log: no control character, no direction mark and no workflow command reaches it. GitHub
 * takes `::` for one at the start of a line, and it and Azure `##[` and `##vso[` anywhere in one.
 * Source: https://github.com/actions/runner/blob/main/src/Runner.Common/ActionCommand.cs.
 */
export function safe(text: string): string {
  return visibleText(text)
    .replace(/^(\s*)::/gm, '$1\\::')
    .replace(/##(?=\[|vso\[)/gi, '#\\#');
}

/** Is there a line on the terminal that is to go before anything else is printed? */
let isPassing = false;

/** Shows a line on the terminal of standard error until something else is printed; an empty one takes it away. */
export function showPassing(line: string): void {
  takeAway();
  if (line === '') return;
  const room = (process.stderr.columns || 80) - 1;
  process.stderr.write([...safe(line)].slice(0, room).join(''));
  isPassing = true;
}

function takeAway(): void {
  if (isPassing) process.stderr.write('\r\u001b[2K');
  isPassing = false;
}

/** Hands on what another process of ours says on standard error. */
export function handOn(chunk: Uint8Array): void {
  takeAway();
  process.stderr.write(chunk);
}

/** Prints lines on standard output. */
export function print(...lines: readonly string[]): void {
  takeAway();
  for (const line of lines) process.stdout.write(`${safe(line)}\n`);
}

/** Prints one JSON document on standard output, with every character escaped that a terminal or a CI would act on. */
export function printJson(value: unknown): void {
  takeAway();
  process.stdout.write(`${visibleText(JSON.stringify(value, null, 2)).replace(/##(?=\[|vso\[)/gi, '#\\u0023')}\n`);
}

/** Prints lines on standard error. */
export function tell(...lines: readonly string[]): void {
  takeAway();
  for (const line of lines) process.stderr.write(`${safe(line)}\n`);
}

/** Ends a command that problems refuse: prints each of them, and with `--json` the document that names them. */
export function refuse(problems: readonly Problem[], json: boolean): ExitCode {
  tellProblems(problems);
  if (json) printJson({ problems });
  return exitOf(problems);
}

/** Prints every problem on standard error, one line each. */
export function tellProblems(problems: readonly Problem[]): void {
  tell(...problems.map(formatProblem));
}

/** Foreign text made safe, and set off on a terminal; plain elsewhere. The line it goes into is printed with `printStyled`. */
export function styled(text: string, style: 'bold' | 'red' | 'green' | 'yellow' | 'dim'): string {
  const plain = safe(text);
  if (!process.stdout.isTTY || process.env['NO_COLOR'] !== undefined) return plain;
  const code = { bold: 1, red: 31, green: 32, yellow: 33, dim: 2 }[style];
  return `\u001b[${code}m${plain}\u001b[0m`;
}

/** Prints workflow commands of our own, whose foreign parts are escaped: on standard error where standard output is one document. */
export function printCommands(commands: readonly string[], isDocument: boolean): void {
  takeAway();
  for (const command of commands) (isDocument ? process.stderr : process.stdout).write(`${command}\n`);
}

/** Prints lines whose foreign parts went through `styled` or `safe`. */
export function printStyled(...lines: readonly string[]): void {
  takeAway();
  for (const line of lines) process.stdout.write(`${line}\n`);
}
