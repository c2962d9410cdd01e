import type { AssessedItem, AssessedPage, Status } from '../../assessment/assessment.ts';
import { decisiveCitation } from '../../assessment/decisive.ts';
import { sha256 } from '../../file.ts';
import type { Problem } from '../../problem.ts';
import { openItemWords, worseTitle } from '../words/gate-words.ts';
import { type CheckedRelease, type GateAnswer, itemOfWorse, type Locate, linkLines, openAsked, type WorseItem } from './gate-answer.ts';

/** One entry of a Code Quality report of GitLab. Source: https://docs.gitlab.com/ci/testing/code_quality/#code-quality-report-format. */
export interface CodeQualityEntry {
  readonly description: string;
  readonly check_name: string;
  /** SHA-256, hex: the same entry has the same one in each run, wherever its line has moved. */
  readonly fingerprint: string;
  readonly severity: 'info' | 'minor' | 'major' | 'critical' | 'blocker';
  readonly location: { readonly path: string; readonly lines: { readonly begin: number } };
}

/** How grave an open item is; what is no open item has none. */
const severities: Readonly<Record<Status, CodeQualityEntry['severity']>> = {
  contradicted: 'blocker',
  failing: 'critical',
  blocked: 'major',
  claimed: 'major',
  unproven: 'major',
  'in-progress': 'minor',
  'not-started': 'minor',
  waived: 'info',
  attested: 'info',
  verified: 'info',
  'not-applicable': 'info',
};

/**
 * What shuts the gate, as GitLab reads it: everything that stands between a release and being ready, or what is worse where that was asked, the
 * gravest first, and before it what is not as it was frozen or signed; of a refused input its problems.
 */
export function codeQuality(answer: GateAnswer, locate: Locate): CodeQualityEntry[] {
  switch (answer.state) {
    case 'refused':
      return problemEntries(answer.problems, locate);
    case 'checked': {
      const { release } = answer;
      const faults = problemEntries(release.faults, locate);
      if (release.earlier !== null) {
        return [...faults, ...release.earlier.worse.map((change) => worseEntry(change, release, locate))];
      }
      return [...faults, ...openAsked(release).map(({ item, page }) => entryOf(item, page, release, locate))];
    }
  }
}

function problemEntries(problems: readonly Problem[], locate: Locate): CodeQualityEntry[] {
  return problems.map(({ code, file, line, message }, index) => {
    const same = problems.slice(0, index).filter((each) => each.code === code && each.file === file && each.message === message);
    return {
      description: message,
      check_name: code,
      fingerprint: fingerprint(code, file, message, String(same.length)),
      severity: 'blocker',
      location: { path: locate(file), lines: { begin: line ?? 1 } },
    };
  });
}

function worseEntry(worse: WorseItem, release: CheckedRelease, locate: Locate): CodeQualityEntry {
  const item = itemOfWorse(worse, release);
  const place = item?.place;
  return {
    description: [`${worseTitle(worse.text)}. ${worse.words}`, ...linkLines(item, release)].join(' - '),
    check_name: 'worse',
    fingerprint: fingerprint('worse', worse.id),
    severity: 'critical',
    location: { path: locate(place?.file ?? release.assessment.pages[0]?.file ?? ''), lines: { begin: place?.line ?? 1 } },
  };
}

function entryOf(item: AssessedItem, page: AssessedPage, release: CheckedRelease, locate: Locate): CodeQualityEntry {
  return {
    description: [`${item.text}. ${openItemWords(item)}`, ...linkLines(item, release)].join(' - '),
    check_name: item.status,
    fingerprint: fingerprint(page.id, item.id, reasonCode(item)),
    severity: severities[item.status],
    location: { path: locate(item.place.file), lines: { begin: item.place.line } },
  };
}

/** Why an item is open, as a code: of the citation that decides, else its status. */
function reasonCode(item: AssessedItem): string {
  const verdict = decisiveCitation(item)?.verdict;
  return verdict === undefined || verdict.state === 'pass' ? item.status : verdict.reason.code;
}

function fingerprint(...parts: readonly string[]): string {
  return sha256(JSON.stringify(parts));
}
