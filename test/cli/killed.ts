import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

const program = join(import.meta.dirname, '../../src/cli/main.ts');
const killer = pathToFileURL(join(import.meta.dirname, 'kill-at.mjs')).href;

/** Runs a command that is killed in place of its n-th change of the disk. */
export function readinessKilledAt(change: number, ...args: readonly string[]): { readonly killed: boolean; readonly code: number | null } {
  const env = { ...process.env, KILL_AT: String(change) };
  const { signal, status } = spawnSync('node', ['--import', killer, program, ...args], { env });
  return { killed: signal !== null, code: status };
}
