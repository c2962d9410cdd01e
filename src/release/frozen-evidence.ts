import { readTexts } from '../assessment/assess-sources.ts';
import type { Assessment } from '../assessment/assessment.ts';
import { itemsOf } from '../assessment/items.ts';
import type { EvidenceContext } from '../assessment/provenance.ts';
import { Portal, unknownPortal } from '../checklist/portal.ts';
import { readYaml } from '../checklist/yaml.ts';
import type { ListedFile } from '../file.ts';
import { pathMatcher } from '../glob.ts';
import { portalFile } from '../layout.ts';
import { readEvidence } from '../reports/evidence.ts';
import type { SoundRelease } from './history.ts';
import { sourcesOf } from './recompute.ts';

/**
 * Reads the result files of a frozen release, with what they were judged by: its own rules, at its own instant. What was withdrawn is not among
 * them. Null where they cannot be read by this version.
 */
export async function readFrozenEvidence(release: SoundRelease, { pages }: Pick<Assessment, 'pages'>): Promise<EvidenceContext | null> {
  const { folder, results, content } = sourcesOf(release);
  const pointers = itemsOf(pages)
    .flatMap(({ citations }) => citations)
    .filter(({ target, selector }) => target === 'result' && selector.startsWith('/'));
  const matchers = [...new Set(pointers.map(({ file }) => file))].map(pathMatcher);
  const evidence = await readEvidence(folder, results, (path) => matchers.some((matches) => matches(path)));
  if (evidence.state === 'refused') return null;
  const portal = await readPortal(content.find(({ path }) => path === portalFile));
  return { evidence: evidence.value, portal, now: new Date(release.snapshot.assessedAt) };
}

/** What the release was judged by; where another version wrote it in a form of its own, nothing of it. */
async function readPortal(listed: ListedFile | undefined): Promise<Portal> {
  const [file] = (await readTexts(listed === undefined ? [] : [listed])).value;
  const read = file === undefined ? null : readYaml(file.text, file.path, Portal);
  return read?.state === 'read' ? read.value : unknownPortal;
}
