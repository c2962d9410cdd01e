import { withFolderLock, withRootLock } from '../disk/lock.ts';
import type { Reading } from '../reading.ts';
import { type ExitCode, refuse, tell } from './print.ts';

/** How long a command waits for another that writes into the same root, in milliseconds: one that freezes a release takes seconds. */
const patience = 30_000;

/** How long a build waits for another one into the same folder, in milliseconds: one of many releases takes minutes. */
const buildPatience = 300_000;

/** Runs what writes into a root while no other command does. */
export function holdRoot(root: string, command: string, json: boolean, work: () => Promise<ExitCode>): Promise<ExitCode> {
  const onWait = (holder: string) => tell(`Waiting for ${holder}, which writes into this root.`);
  return ended(withRootLock(root, command, { patience, onWait }, work), json);
}

/** Runs what replaces a site while no other command does. */
export function holdSite(path: string, command: string, json: boolean, work: () => Promise<ExitCode>): Promise<ExitCode> {
  const onWait = (holder: string) => tell(`Waiting for ${holder}, which writes this folder.`);
  return ended(withFolderLock(path, command, { patience: buildPatience, onWait }, work), json);
}

async function ended(held: Promise<Reading<ExitCode>>, json: boolean): Promise<ExitCode> {
  const outcome = await held;
  return outcome.state === 'read' ? outcome.value : refuse(outcome.problems, json);
}
