import { withRootLock } from '../disk/root-lock.ts';
import { type ExitCode, exitOf, printJson, tell, tellProblems } from './print.ts';

/** How long a command waits for another that writes into the same root, in milliseconds: one that freezes a release takes seconds. */
const patience = 30_000;

/** Runs what writes into a root while no other command does. */
export async function holdRoot(root: string, command: string, json: boolean, work: () => Promise<ExitCode>): Promise<ExitCode> {
  const onWait = (holder: string) => tell(`Waiting for ${holder}, which writes into this root.`);
  const outcome = await withRootLock(root, command, { patience, onWait }, work);
  if (outcome.state === 'read') return outcome.value;
  tellProblems(outcome.problems);
  if (json) printJson({ problems: outcome.problems });
  return exitOf(outcome.problems);
}
