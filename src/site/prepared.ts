import { type PreparedSite, preparedSite, prepareSite } from '../build/prepared-site.ts';
import { loadPublication } from '../disk/releases.ts';
import { loadRoot } from '../disk/root.ts';
import { errors, formatProblem } from '../problem.ts';

/** What pages are made from. A build has read the root already; in development it is read anew when a file of it changes. */
export const prepared: PreparedSite = preparedSite() ?? (await readSite(process.env['READINESS_ROOT'] ?? '.'));

async function readSite(folder: string): Promise<PreparedSite> {
  const outcome = await loadRoot(folder, new Date());
  if (outcome.state === 'refused') throw new Error(errors(outcome.problems).map(formatProblem).join('\n'));
  const publication = await loadPublication(folder);
  const plan = {
    made: new Set(publication.chain.map(({ version }) => version)),
    reused: new Map(),
    kept: new Set<string>(),
    withEvidence: new Set(publication.latest === null ? [] : [publication.latest]),
  };
  return prepareSite({ root: outcome.value, publication, plan, shard: null, preview: null }, () => undefined);
}
