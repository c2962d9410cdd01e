import { plural } from './grammar.ts';

/** What the commands of a run came to. */
export function commandsWords(total: number, failed: number): string {
  if (total === 0) return 'It states no command.';
  return failed === 0 ? `${plural(total, 'command')}, each ended with exit code 0.` : `${failed} of ${plural(total, 'command')} failed.`;
}

/** What a run that is not the one that decides says of itself. */
export const supersededWords = 'A later attempt decides; this one stays visible.';

/** What a run without a usable run.json proves. */
export const noRunWords = 'It has no run.json that can be used: what stands here proves nothing.';

/** A job and its runs. */
export function jobWords(files: number, parts: number): string {
  return `${plural(files, 'result file')} of ${plural(parts, 'run')}.`;
}
