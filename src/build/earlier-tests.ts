import { type EarlierTests, worstByName } from '../comparison/test-history.ts';
import type { Publication } from '../disk/releases.ts';
import { placeOfResult } from '../layout.ts';
import type { FoundFile } from '../release/integrity.ts';
import { comesAfter, compareVersions } from '../release/version.ts';
import type { EvidenceFile } from '../reports/evidence.ts';
import { readReport } from '../reports/read.ts';

/** How many releases are looked through for the one since which a test fails. */
const mostReleases = 20;

/**
 * Reads the tests of a result file as the releases before have it: of the same job, shard and name, the highest attempt. Only the newest that has
 * it, unless a test fails in each.
 *
 * @param version Whose file it is: only releases before it are looked at.
 * @returns The newest release first; empty for a file that holds no tests.
 */
export async function readEarlierTests(file: EvidenceFile, version: string, chain: Publication['chain']): Promise<EarlierTests[]> {
  if (file.outcome.state === 'refused' || file.outcome.report.kind !== 'tests') return [];
  const failing = new Set(file.outcome.report.tests.filter(({ status }) => status === 'failed').map(({ name }) => name));
  const earlier: EarlierTests[] = [];
  const before = chain.filter((release) => release.integrity !== 'broken' && comesAfter(version, release.version)).reverse();
  for (const release of before.slice(0, mostReleases)) {
    const statuses = await testsOfRelease(file, file.outcome.format, release);
    if (statuses === null) continue;
    earlier.push({ version: release.version, statuses });
    for (const name of failing) if (statuses.get(name) !== 'failed') failing.delete(name);
    if (failing.size === 0) break;
  }
  return earlier;
}

/**
 * The digests of the files that `readEarlierTests` may read for some result files: those that must be at hand of releases that are not read
 * otherwise.
 *
 * @param releases In any order.
 */
export function digestsOfEarlierTests(files: readonly EvidenceFile[], releases: readonly EarlierRelease[]): string[] {
  const tests = files.filter(({ outcome }) => outcome.state === 'read' && outcome.report.kind === 'tests');
  const newest = releases.toSorted((a, b) => compareVersions(b.version, a.version)).slice(0, mostReleases);
  return tests.flatMap((file) => newest.flatMap((release) => fileIn(release, file)?.digest ?? []));
}

type EarlierRelease = Pick<Publication['chain'][number], 'version' | 'found' | 'files'>;

async function testsOfRelease(file: EvidenceFile, format: string, release: EarlierRelease): Promise<EarlierTests['statuses'] | null> {
  const earlier = fileIn(release, file);
  if (earlier === null) return null;
  const outcome = await readReport(earlier.input, format);
  return outcome.state === 'read' && outcome.report.kind === 'tests' ? worstByName(outcome.report.tests) : null;
}

/** The file of a release that has the place of a result file, of the highest attempt. */
function fileIn({ found, files }: EarlierRelease, { path }: EvidenceFile): FoundFile | null {
  const own = placeOfResult(path);
  const intact = new Set(files.filter(({ state }) => state === 'intact').map(({ file }) => file));
  const [newest] = found.entries
    .flatMap((entry) => {
      const at = entry.kind === 'file' && intact.has(entry.file) ? placeOfResult(entry.file) : null;
      const isSame = at !== null && at.job === own?.job && at.shard === own.shard && at.name === own.name;
      return entry.kind === 'file' && isSame ? [{ attempt: at.attempt ?? 1, entry }] : [];
    })
    .sort((a, b) => b.attempt - a.attempt);
  return newest?.entry ?? null;
}
