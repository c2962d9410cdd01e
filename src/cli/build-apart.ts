import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { type ExitCode, exitCodes, handOn } from './print.ts';

/** What a build in a process of its own came to. */
export interface BuildOutcome {
  readonly code: ExitCode;
  /** What it printed on standard output, where that was kept. */
  readonly output: string;
}

/**
 * Builds in a process of its own: a build takes the whole of one. What is wrong it says on standard error, as any build does.
 *
 * @param order The options of the command.
 * @param says Where its standard output goes.
 */
export async function buildApart(order: readonly string[], says: 'inherit' | 'ignore' | 'pipe'): Promise<BuildOutcome> {
  const program = fileURLToPath(new URL(import.meta.url.endsWith('.ts') ? './main.ts' : './main.js', import.meta.url));
  const child = spawn(process.execPath, [program, 'build', ...order], { stdio: ['ignore', says, 'pipe'] });
  const chunks: Buffer[] = [];
  child.stdout?.on('data', (chunk: Buffer) => chunks.push(chunk));
  child.stderr?.on('data', handOn);
  const code = await new Promise<number | null>((done) => child.once('close', done));
  return { code: Object.values(exitCodes).find((each) => each === code) ?? exitCodes.usage, output: Buffer.concat(chunks).toString() };
}
