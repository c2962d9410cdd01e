import { existsSync, mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { findRelease } from '../disk/find-releases.ts';
import { loadRoot } from '../disk/root.ts';
import { openScratch } from '../disk/scratch-folder.ts';
import { loadRevocations } from '../disk/trust-files.ts';
import { portalFile, signOffFolder } from '../layout.ts';
import { errors, type Problem, problem } from '../problem.ts';
import { standingWords } from '../publish/words/sign-off-words.ts';
import { frozenName } from '../release/frozen-sources.ts';
import { openRelease } from '../release/history.ts';
import { whyNotRechecked } from '../release/not-rechecked.ts';
import { recheck } from '../release/recheck-newest.ts';
import { judgeFrozen } from '../release/signed-release.ts';
import { isVersion } from '../release/version.ts';
import type { SignOffInput } from '../signing/judge-sign-offs.ts';
import { completeSignOff, draftSignOff } from '../signing/new-record.ts';
import { holdRoot } from './hold.ts';
import type { SignOffOptions } from './options.ts';
import { type ExitCode, exitCodes, print, printJson, refuse } from './print.ts';
import { findKey, signBytes } from './ssh-keygen.ts';

/** A release that can be signed. */
interface Signable {
  /** Of its results, from the root. */
  readonly folder: string;
  readonly commit: string | null;
  readonly policy: string;
  readonly input: SignOffInput;
}

/** `readiness-portal sign-off`: writes what a role says of a release or a layer, signed with the person's SSH key. All files, or none. */
export function signOff(options: SignOffOptions): Promise<ExitCode> {
  const { root, role, release, json = false } = options;
  return holdRoot(root, `sign-off of ${release} for ${role}`, json, () => signAlone(options));
}

async function signAlone(options: SignOffOptions): Promise<ExitCode> {
  const { root, json = false } = options;
  const signable = await readSignable(options);
  if (!('input' in signable)) return refuse(signable, json);
  const scratch = openScratch('sign-off');
  try {
    const written = sign(options, signable, scratch.path);
    if (!('files' in written)) return refuse(written, json);
    const folder = `${signable.folder}/${signOffFolder}`;
    store(join(root, folder), written.files);
    const file = `${folder}/${written.name}`;
    if (json) printJson({ file, subject: written.subject, standing: written.standing.state });
    else print(`${file}: ${options.role}, ${standingWords(written.standing)}.`, ...nextSteps(options.release));
    return exitCodes.ok;
  } finally {
    scratch.remove();
  }
}

async function readSignable({ root, release, now }: SignOffOptions): Promise<Signable | readonly Problem[]> {
  if (release !== 'next') return readPublished(root, release);
  const outcome = await loadRoot(root, now);
  if (outcome.state === 'refused') return errors(outcome.problems);
  const { sources, signing, assessment } = outcome.value;
  const policy = sources.content.find(({ path }) => path === portalFile)?.digest ?? '';
  return { folder: sources.folder, commit: assessment.commit, policy, input: signing };
}

async function readPublished(root: string, version: string): Promise<Signable | readonly Problem[]> {
  const folder = `results/${version}`;
  if (!isVersion(version) || !existsSync(join(root, folder))) {
    return [problem('RELEASE_MISSING', { file: 'results' }, `there is no release ${JSON.stringify(version)}`)];
  }
  // Whoever signs vouches for what is there: it is recomputed first, and what cannot be is not signed here.
  const release = await recheck(await openRelease(await findRelease({ absolute: join(root, folder), version, folder })));
  if (release.integrity === 'broken') return release.problems;
  const notRechecked = whyNotRechecked(release);
  if (notRechecked.length > 0) return notRechecked;
  const revocations = loadRevocations(root);
  if (revocations.state === 'unknown') return revocations.problems;
  const { signed, trustProblems } = await judgeFrozen(release, revocations);
  if (trustProblems.length > 0) return trustProblems;
  const policy = release.files.find(({ file }) => file === frozenName(portalFile))?.digest ?? '';
  return { folder, commit: release.snapshot.commit, policy, input: signed.signing };
}

function sign(
  { role, layer, decision, note, key: named, person, now }: SignOffOptions,
  { input, commit, policy }: Signable,
  scratch: string,
) {
  const listed = new Set(input.trust.allowed.map(({ key }) => key.blob));
  const key = findKey(named, ({ blob }) => listed.has(blob), scratch);
  if (key.state === 'failed') return [problem('ENVIRONMENT', { file: '--key' }, key.message, key.hint)];
  const drafted = draftSignOff(input, {
    role,
    subject: layer ?? 'release',
    decision,
    note,
    person: person ?? null,
    time: `${now.toISOString().slice(0, 19)}Z`,
    key: key.value.key,
    commit,
    policy,
  });
  if (drafted.state === 'refused') return drafted.problems;
  const { draft } = drafted;
  const signature = signBytes(key.value, draft.bytes, join(scratch, draft.name));
  if (signature.state === 'failed') return [problem('ENVIRONMENT', { file: 'ssh-keygen' }, signature.message, signature.hint)];
  const completed = completeSignOff(input, draft, signature.value);
  if (completed.state === 'refused') return completed.problems;
  return { ...completed, name: draft.name, subject: { name: draft.subject.name, digest: draft.subject.digest } };
}

/** Puts new files into a folder, the record last: without it what stands beside it says nothing. What is there already stays. */
function store(folder: string, files: readonly { readonly name: string; readonly bytes: Uint8Array }[]): void {
  mkdirSync(folder, { recursive: true });
  const fresh = files.map(({ name, bytes }) => ({ path: join(folder, name), bytes })).filter(({ path }) => !existsSync(path));
  try {
    for (const { path, bytes } of fresh) writeFileSync(`${path}.partial`, bytes);
    for (const { path } of fresh) renameSync(`${path}.partial`, path);
  } finally {
    for (const { path } of fresh) rmSync(`${path}.partial`, { force: true });
  }
}

function nextSteps(release: string): string[] {
  return [
    'Commit the files of that folder together; none of them may change or go.',
    ...(release === 'next' ? ['A changed byte in what was signed makes it stale.'] : []),
  ];
}
