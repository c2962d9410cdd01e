import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { z } from 'zod';
import { resultsFolder } from '../layout.ts';
import { problem } from '../problem.ts';
import type { Reading } from '../reading.ts';
import { isRunning, startOf } from './running-process.ts';

/** Who holds a lock, in words. */
export type LockHolder = string;

/** How a command waits for another that writes into the same root. */
export interface Waiting {
  /** In milliseconds. */
  readonly patience: number;
  /** Called once, where it has to wait at all. */
  readonly onWait: (holder: LockHolder) => void;
}

/** What stands in a claim; its name says the machine and the process. */
const Claim = z.object({ command: z.string(), start: z.string().nullable() });

/** What is held by one command at a time. */
interface Held {
  /** Where claims of it stand, absolute. */
  readonly folder: string;
  /** How the names of its claims begin. */
  readonly prefix: string;
  /** What whoever holds it does: `writes into this root`. */
  readonly doing: string;
  /** What it is called in a problem. */
  readonly file: string;
}

/** Does what writes into a root, while no other command does. */
export function withRootLock<Value>(root: string, command: string, waiting: Waiting, work: () => Promise<Value>): Promise<Reading<Value>> {
  return withLock(
    { folder: join(root, resultsFolder), prefix: '.lock-', doing: 'writes into this root', file: resultsFolder },
    command,
    waiting,
    work,
  );
}

/** Does what replaces a folder, while no other command does. */
export function withFolderLock<Value>(
  path: string,
  command: string,
  waiting: Waiting,
  work: () => Promise<Value>,
): Promise<Reading<Value>> {
  return withLock(
    { folder: dirname(path), prefix: `.lock-${basename(path)}-`, doing: 'writes this folder', file: path },
    command,
    waiting,
    work,
  );
}

/**
 * Does something while no other command does: a second one waits, and says who holds what it needs where that takes too long.
 *
 * A command claims it by a file of its own, and then looks for the claims of others. Of two that claim it at once each sees the other's, and
 * both step back: it is never held twice. A claim dies with its process, for whoever looks next removes it. That of another machine stays until
 * that machine removes it: nobody here can tell whether it still writes.
 *
 * @param command Which command it is, for whoever waits.
 */
async function withLock<Value>(
  held: Held,
  command: string,
  { patience, onWait }: Waiting,
  work: () => Promise<Value>,
): Promise<Reading<Value>> {
  const { folder, prefix } = held;
  // Nothing can be written into, and the command says that better.
  if (!existsSync(folder)) return { state: 'read', value: await work(), problems: [] };
  const claim = join(folder, `${prefix}${machine()}-${process.pid}`);
  const until = performance.now() + patience;
  for (let turn = 0; ; turn += 1) {
    let holder = holderOf(held, claim);
    if (holder === null) {
      writeFileSync(claim, `${JSON.stringify({ command, start: startOf(process.pid) })}\n`);
      holder = holderOf(held, claim);
    }
    if (holder === null) break;
    rmSync(claim, { force: true });
    if (performance.now() > until) {
      const hint = 'wait until it is done, or end it';
      return { state: 'refused', problems: [problem('ENVIRONMENT', { file: held.file }, `${holder} ${held.doing}`, hint)] };
    }
    if (turn === 0) onWait(holder);
    await delay(50 + Math.random() * 100);
  }
  const release = () => rmSync(claim, { force: true });
  // What it does may end the process.
  process.once('exit', release);
  try {
    return { state: 'read', value: await work(), problems: [] };
  } finally {
    process.off('exit', release);
    release();
  }
}

/** Another command that claims the same; null where there is none. Claims of processes that ended go. */
function holderOf({ folder, prefix }: Held, own: string): LockHolder | null {
  for (const name of readdirSync(folder).filter((each) => each.startsWith(prefix))) {
    const path = join(folder, name);
    if (path === own) continue;
    const [, host = '', number = ''] = /^(.+)-(\d+)$/.exec(name.slice(prefix.length)) ?? [];
    const claim = readClaim(path);
    if (claim === null) continue;
    const start = host === machine() && isRunning(Number(number)) ? startOf(Number(number)) : null;
    const ended = host === machine() && (!isRunning(Number(number)) || (claim.start !== null && start !== null && claim.start !== start));
    if (!ended) return `${claim.command} (process ${number}${host === machine() ? '' : ` on ${host}: ${path}`})`;
    rmSync(path, { force: true });
  }
  return null;
}

/** Null where it is gone by now. One that is being written says nothing yet. */
function readClaim(path: string): z.output<typeof Claim> | null {
  try {
    return Claim.safeParse(JSON.parse(readFileSync(path, 'utf8') || 'null')).data ?? { command: 'another command', start: null };
  } catch (cause) {
    if (cause instanceof SyntaxError) return { command: 'another command', start: null };
    return null;
  }
}

/** The name of this machine, as a part of a file's name. */
function machine(): string {
  return hostname().replace(/[^A-Za-z0-9.-]/g, '_') || 'here';
}
