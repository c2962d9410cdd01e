import { formatProblem } from '../../problem.ts';
import type { DamagedRelease, SoundRelease, WholeRelease } from '../../release/history.ts';
import type { JudgedWithdrawal } from '../../release/signed-withdrawal.ts';
import { plural } from './grammar.ts';
import { formatDay, formatInstant } from './name-words.ts';
import { withdrawalWords } from './sign-off-words.ts';

/** What a published release is, above its answer. */
export function frozenEyebrow({ snapshot }: SoundRelease): string {
  return `Published release, frozen${snapshot.backfill ? ' with the checklist of that day' : ''}`;
}

/** What whoever reads a release has to know first, in sentences: that it is damaged, was frozen late, or that something was withdrawn. */
export function frozenNotices(release: WholeRelease | DamagedRelease, withdrawals: readonly JudgedWithdrawal[]): string[] {
  if (release.integrity === 'broken') {
    return ['Integrity broken: this is not what was frozen, and nothing in it is shown.', ...release.problems.map(formatProblem)];
  }
  const late = release.snapshot.backfill
    ? [
        'This release was frozen long after its commit: its evidence was measured later on that commit, and it is held against the checklist of the day it was frozen, not of its own day.',
      ]
    : [];
  return [...late, ...withdrawals.map(withdrawnWords)];
}

/** What was withdrawn of a release, when and why, in two sentences. */
export function withdrawnWords(judged: JudgedWithdrawal): string {
  const { file, digest, reason, date } = judged.withdrawal;
  const about = `${file} (${digest.slice(0, 12)}…), because: ${reason} (${withdrawalWords(judged)})`;
  return `Withdrawn on ${formatDay(date)}: ${about}. What cited it can’t be rechecked.`;
}

/** Whether the result files of a release have pages, in a sentence. */
export function frozenFilesWords(pages: number): string {
  return pages === 0
    ? 'Its result files have no pages on this site: their bytes are below.'
    : `Each of its ${plural(pages, 'result file')} has a page.`;
}

/** When, of what and by what a release was frozen. */
export function frozenFacts({
  snapshot,
  manifest,
  digest,
  integrity,
  files,
}: WholeRelease): { readonly name: string; readonly value: string }[] {
  const measured = snapshot.measured;
  return [
    {
      name: 'Integrity',
      value: integrity === 'intact' ? 'every file is as it was frozen' : 'as it was frozen, but for what was withdrawn',
    },
    { name: 'Commit', value: snapshot.commit ?? 'not stated' },
    {
      name: 'Evidence of',
      value:
        measured === null
          ? 'no date'
          : measured.first === measured.last
            ? formatInstant(measured.last)
            : `${formatInstant(measured.first)} to ${formatInstant(measured.last)}`,
    },
    { name: 'Frozen', value: formatInstant(snapshot.frozenAt) },
    { name: 'Checklist of', value: formatDay(snapshot.frozenAt) },
    { name: 'Assessed as of', value: formatInstant(snapshot.assessedAt) },
    { name: 'Files', value: String(files.length) },
    { name: 'Manifest', value: `sha256:${manifest}` },
    { name: 'Snapshot', value: `sha256:${digest}` },
    {
      name: 'Frozen after',
      value: snapshot.previous === null ? 'no other release' : `${snapshot.previous.version}, manifest sha256:${snapshot.previous.digest}`,
    },
    { name: 'Made by', value: `${snapshot.tool.name} ${snapshot.tool.version}, rule set ${snapshot.ruleSet}` },
  ];
}

/** What there is of a release to check it by. */
export function checkWords({ integrity }: WholeRelease | DamagedRelease): string {
  const tools = 'The first command recomputes the whole of it, offline but for the download; the others need no tool of ours.';
  switch (integrity) {
    case 'intact':
      return `Every byte that this release was made of is here. ${tools}`;
    case 'withdrawn-in-part':
      return `Every byte that this release was made of is here, but for what was withdrawn, which differs by hand. ${tools}`;
    case 'broken':
      return 'Neither its snapshot nor its manifest is here, for nothing in it can be trusted. The command says what is damaged.';
  }
}

/** What a release is that cannot be shown, as a state beside others. */
export const unshownWords = {
  broken: 'integrity broken',
  foreign: 'not rechecked by this version',
  absent: 'not in this release',
} as const;

/** What is to be said of a release whose files were changed. */
export const brokenSummary = 'Its files are not as they were frozen.';
