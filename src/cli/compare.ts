import { compareReleases } from '../comparison/compare-releases.ts';
import { loadGateReleases } from '../disk/gate-releases.ts';
import { changesDocument } from '../publish/changes-document.ts';
import { changesMarkdown, changesText } from '../publish/changes-text.ts';
import type { CompareOptions } from './options.ts';
import { type ExitCode, exitCodes, print, printJson, refuse, tellProblems } from './print.ts';
import { readCompared } from './read-compared.ts';

/** `readiness-portal compare`: what changed from one release to another. Each is a version, or `next`. */
export async function compare(from: string, to: string, { root, now, json = false, markdown }: CompareOptions): Promise<ExitCode> {
  const releases = await loadGateReleases(root, null);
  const [earlier, later] = [await readCompared(root, from, releases, now), await readCompared(root, to, releases, now)];
  if (earlier.state === 'refused' || later.state === 'refused') {
    const problems = [earlier, later].flatMap((each) => (each.state === 'refused' ? each.problems : []));
    return refuse(problems, json);
  }
  tellProblems([...earlier.problems, ...later.problems]);
  const comparison = compareReleases(earlier.value, later.value);
  if (json) printJson(changesDocument(comparison));
  else if (markdown) process.stdout.write(changesMarkdown(comparison));
  else print(...changesText(comparison));
  return exitCodes.ok;
}
