import { plural } from '../publish/words/grammar.ts';
import { openPublished } from '../remote/open-published.ts';
import { unreachable } from '../remote/published-site.ts';
import { type Pulled, type PulledNext, pullArchive } from '../remote/pull-archive.ts';
import { holdRoot } from './hold.ts';
import type { PullOptions } from './options.ts';
import { type ExitCode, exitCodes, print, printJson, refuse } from './print.ts';
import { type Step, withProgress } from './progress.ts';

/** `readiness-portal pull`: brings what is published back into a root. All of it, or nothing. */
export async function pull({ root, from, next = false, withoutEvidence = false, json = false }: PullOptions): Promise<ExitCode> {
  const reads = withoutEvidence ? 'without-evidence' : 'whole';
  const opened = await openPublished(from, root, reads);
  if (opened.state === 'refused') return refuse(opened.problems, json);
  const { site, close } = opened.value;
  // The site alone is asked over a network here, and by `fetch`, whose faults are of this kind.
  const asked = async (path: string) => site(path).catch((cause: unknown) => Promise.reject(new UnreachableSite(cause)));
  const bring = (step: Step) => {
    let files = 0;
    const counted = (path: string) => {
      files += 1;
      step('Reading what is published', plural(files, 'file'));
      return asked(path);
    };
    return pullArchive(root, counted, { withNext: next, reads });
  };
  try {
    return await holdRoot(root, `pull --from ${from}`, json, async () => {
      const pulled = await withProgress(json, bring);
      if (pulled.state === 'refused') return refuse(pulled.problems, json);
      if (json) printJson(pulled.value);
      else print(...lines(pulled.value));
      return exitCodes.ok;
    });
  } catch (cause) {
    if (cause instanceof UnreachableSite) return refuse([unreachable(from, cause.cause)], json);
    throw cause;
  } finally {
    close();
  }
}

class UnreachableSite extends Error {
  constructor(cause: unknown) {
    super('the site cannot be asked', { cause });
  }
}

function lines({ releases, records, withdrawn, next }: Pulled): string[] {
  const came = [
    ...(releases.length === 0 ? [] : [`${plural(releases.length, 'release')} came: ${releases.join(', ')}.`]),
    ...records.map((file) => `${file} came.`),
    ...withdrawn.map((file) => `${file} was withdrawn, and is gone.`),
    ...(next === null ? [] : [nextLine(next)]),
  ];
  return came.length === 0 ? ['Every release that is published is here, with its records.'] : came;
}

function nextLine(next: PulledNext): string {
  return next.state === 'pulled'
    ? `results/next/ is what is published of ${next.version}: ${plural(next.files, 'file')}.`
    : `results/next/ stays: it prepares ${next.own}, and what is published is of ${next.version}.`;
}
