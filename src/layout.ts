/** Where things stand in a root. Paths are from the root, with `/`, unless a line says otherwise. */
export const checklistFolder = 'content/checklist';
/** The pages that a root adds to the guide, or has instead of one of it. */
export const guideFolder = 'content/guide';
/** What the portal is about, and its rules. */
export const portalFile = 'content/portal.yaml';
/** Dated, reasoned exceptions. */
export const waiversFile = 'content/waivers.yaml';
/** Whose keys count, and which do no more. */
export const trustFolder = 'content/trust';
/** Whose key is whose, in the format of OpenSSH. */
export const allowedSignersFile = 'content/trust/allowed_signers';
/** Keys by which no signature counts any more. */
export const revokedKeysFile = 'content/trust/revoked_keys';
/** The release in preparation, and each published one. */
export const resultsFolder = 'results';
/** The results of the release in preparation. */
export const nextFolder = 'results/next';
/** Below a release's folder, and below that of a job: where the files beside it come from. */
export const runFile = 'run.json';
/** Below a release's folder. */
export const signOffFolder = 'sign-offs';
/** Below a release's folder. */
export const withdrawnFolder = 'withdrawn';
/** Below a release's folder: its checklist, with `portal.yaml` and `waivers.yaml` as they were. */
export const frozenChecklistFolder = 'checklist';
/** Below a release's folder: the trust files as they were. */
export const frozenTrustFolder = 'trust';

/** Folders of a release that are no jobs. */
const otherFolders: ReadonlySet<string> = new Set([frozenChecklistFolder, frozenTrustFolder, signOffFolder, withdrawnFolder]);

/** Does a file of a release stand in a folder of a release that is no job's? */
export function isBesideJobs(path: string): boolean {
  return otherFolders.has(path.split('/')[0] ?? '');
}

/** Is a file of a release a result file: does it stand in the folder of a job? */
export function isEvidence(path: string): boolean {
  return path.includes('/') && !isBesideJobs(path);
}

/** Where a file stands: `<job>/[shard-N/][attempt-N/]name`. */
export interface ResultPlace {
  readonly job: string;
  readonly shard: number | null;
  readonly attempt: number | null;
  readonly name: string;
  /** The folder of its part: `integration/shard-1`. */
  readonly folder: string;
}

/** Is it a name that no job may have: that of another folder of a release, or of a part of a job? */
export function isReservedName(name: string): boolean {
  return otherFolders.has(name) || /^(?:shard|attempt)-/.test(name);
}

/** Where a file of a release stands, by its path; null for what stands in no job. */
export function placeOfResult(path: string): ResultPlace | null {
  const [job, ...rest] = path.split('/');
  if (job === undefined || rest.length === 0 || isReservedName(job)) return null;
  const folder = [job];
  const shard = numbered(rest[0], 'shard');
  if (shard !== null && rest.length > 1) folder.push(rest.shift() ?? '');
  const attempt = numbered(rest[0], 'attempt');
  if (attempt !== null && rest.length > 1) folder.push(rest.shift() ?? '');
  return { job, shard, attempt, name: rest.join('/'), folder: folder.join('/') };
}

function numbered(part: string | undefined, word: string): number | null {
  const match = /^(shard|attempt)-([1-9]\d{0,5})$/.exec(part ?? '');
  return match?.[1] === word ? Number(match[2]) : null;
}
