import { isBesideJobs, nextFolder } from '../layout.ts';
import type { Reading } from '../reading.ts';
import { type ArchivedNext, uniteFiles } from './archived-next.ts';

/** Which of two the site shows, and why the other does not. */
export interface NextChoice {
  readonly next: ArchivedNext;
  readonly from: 'own' | 'published';
  /** Why it is not the root's own; null where it is. */
  readonly because: 'older' | 'without-evidence' | null;
}

/**
 * Chooses between what a root prepares and what is published: the newer one, by when its commit was made and then by when it was assessed. One
 * without evidence never takes the place of one that has some. The sign-offs of both stay, where they are of one version.
 *
 * @param replace A person says that the root's own counts, though it is older.
 */
export function chooseNext(own: ArchivedNext, published: ArchivedNext | null, replace: boolean): Reading<NextChoice> {
  if (published === null) return { state: 'read', value: { next: own, from: 'own', because: null }, problems: [] };
  const isBare = hasEvidence(published) && !hasEvidence(own);
  const because = isBare ? 'without-evidence' : !replace && isOlder(own, published) ? 'older' : null;
  const [chosen, other] = because === null ? [own, published] : [published, own];
  const signOffs = chosen.run.version === other.run.version ? uniteFiles(chosen.signOffs, other.signOffs, nextFolder) : null;
  if (signOffs?.state === 'refused') return signOffs;
  const next = signOffs === null ? chosen : { ...chosen, signOffs: signOffs.value };
  return { state: 'read', value: { next, from: because === null ? 'own' : 'published', because }, problems: [] };
}

/** Whether it has any result file. */
export function hasEvidence({ files }: ArchivedNext): boolean {
  return files.some(({ file }) => file.includes('/') && !isBesideJobs(file));
}

function isOlder(own: ArchivedNext, other: ArchivedNext): boolean {
  const committed = ({ run }: ArchivedNext) => (run.committed ? Date.parse(run.committed) : -Infinity);
  const difference = committed(own) - committed(other);
  // Where neither says it, the difference is no number.
  return difference < 0 || (!(difference > 0) && Date.parse(own.assessedAt) < Date.parse(other.assessedAt));
}
