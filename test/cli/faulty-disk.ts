import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { programFor } from './run.ts';

const preload = pathToFileURL(join(import.meta.dirname, 'disk-fault.mjs')).href;

/** `kill`: the process ends in place of a change of the disk. `full`: from that change on nothing can be written. */
export type DiskFault = 'kill' | 'full';

/** Runs a command that can change nothing below a folder. */
export function runOnReadOnlyDisk(folder: string, args: readonly string[]) {
  const { status, stderr } = run({ DISK_FAULT: 'read-only', FAULT_AT: '1', FAULT_BELOW: folder }, args);
  return { code: status, err: stderr };
}

function run(env: Readonly<Record<string, string>>, args: readonly string[]) {
  return spawnSync('node', ['--import', preload, programFor(args), ...args], { encoding: 'utf8', env: { ...process.env, ...env } });
}

/** How often a command changes the disk. */
export function countChanges(args: readonly string[]): number {
  const report = join(mkdtempSync(join(tmpdir(), 'changes-')), 'count');
  run({ CHANGES_FILE: report }, args);
  return Number(readFileSync(report, 'utf8'));
}

/** Runs a command whose disk fails at its n-th change. */
export function runOnFaultyDisk(fault: DiskFault, at: number, args: readonly string[]) {
  const { signal, status, stderr } = run({ DISK_FAULT: fault, FAULT_AT: String(at) }, args);
  return { killed: signal === 'SIGKILL', code: status, err: stderr };
}

/** Moments spread over all changes of a command: as many as FAULT_MOMENTS says, the first and the last among them. */
export function momentsOf(changes: number, wanted = Number(process.env['FAULT_MOMENTS'] ?? 10)): number[] {
  const count = Math.min(changes, wanted);
  return Array.from({ length: count }, (_, index) => 1 + Math.round((index * (changes - 1)) / Math.max(1, count - 1)));
}
