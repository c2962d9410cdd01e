import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A folder for the time of a command. */
export interface ScratchFolder {
  /** Absolute. */
  readonly path: string;
  /** Removes it with all that is in it. */
  remove(): void;
}

/**
 * Makes an empty folder among the temporary ones, which goes when the process ends if it is not removed before.
 *
 * @param purpose What its name says it is for, after `readiness-`.
 */
export function openScratch(purpose: string): ScratchFolder {
  const path = mkdtempSync(join(tmpdir(), `readiness-${purpose}-`));
  const leave = () => rmSync(path, { recursive: true, force: true });
  process.once('exit', leave);
  const remove = () => {
    process.off('exit', leave);
    leave();
  };
  return { path, remove };
}
