import { readFileSync } from 'node:fs';

/** Is a process of this machine running, other than this one? What bears this one's number was left by another that had it before. */
export function isRunning(number: number): boolean {
  if (number === process.pid) return false;
  try {
    process.kill(number, 0);
    return true;
  } catch (cause) {
    return cause instanceof Error && 'code' in cause && cause.code === 'EPERM';
  }
}

/** What tells a process from a later one of the same number: when it started, as Linux counts it; null where that is not known. */
export function startOf(number: number): string | null {
  try {
    const fields = readFileSync(`/proc/${number}/stat`, 'latin1')
      .replace(/^.*\) /s, '')
      .split(' ');
    // The 22nd field of proc_pid_stat(5), and the 20th behind the name of the command, which may hold anything.
    return fields[19] ?? null;
  } catch {
    return null;
  }
}
