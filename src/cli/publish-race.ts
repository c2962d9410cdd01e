import { type Problem, problem } from '../problem.ts';
import type { GitBranch } from '../remote/git-branch.ts';
import { tell } from './print.ts';

/** How long a publisher goes on that others are ahead of, in milliseconds: fifty of them may want the same branch at once. */
export const patience = 30 * 60_000;

/** Says that a publisher begins again. */
export function tellOvertaken({ name }: GitBranch): void {
  tell(`Another publisher was first: beginning again with what ${name} has now.`);
}

/** What keeps a part of a site from being published: there is no site that it could be a part of. */
export function nothingThere(file: string): Problem {
  return problem('ENVIRONMENT', { file }, 'no site is published there', 'publish the site first');
}
