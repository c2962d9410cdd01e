import { compareText } from '../order.ts';
import type { AssessedCitation, AssessedItem, AssessedPage, Assessment } from './assessment.ts';
import { flattenAssessed, itemsOf } from './items.ts';
import { isCounted, openItems } from './readiness.ts';
import type { FailReason, UnprovenReason } from './reason.ts';
import { targetsOf } from './roll-up.ts';
import { isReady } from './status.ts';

/** What keeps items from being proven, as one thing that somebody can do something about. */
export type CauseKind =
  | { readonly kind: 'nothing-cited'; readonly isTicked: boolean }
  | { readonly kind: 'blocked' }
  /** Its own mark says otherwise than its parts. */
  | { readonly kind: 'own-mark' }
  /** What it rests on is waived or attested, which is no proof. */
  | { readonly kind: 'excepted' }
  /** What result files show: findings by their selector, else whatever a file shows. */
  | { readonly kind: 'failing'; readonly reason: FailReason }
  /** Results prove nothing. */
  | { readonly kind: 'unproven'; readonly reason: UnprovenReason };

/** A cause with what it keeps open. */
export interface Cause {
  readonly of: CauseKind;
  /** Those that it keeps from passing, each selection of a file once; of the first is the reason. */
  readonly citations: readonly AssessedCitation[];
  /** As they are cited (`<job>/<file>`), sorted; empty where no result file is concerned. */
  readonly files: readonly string[];
  /** The open items that nothing else keeps open: what its end would prove. */
  readonly alone: readonly AssessedItem[];
  /** The open items that other causes keep open too. */
  readonly shared: readonly AssessedItem[];
}

/**
 * Why pages are not ready, by cause: each open item stands at every cause that keeps it open, and an item that rests on others at theirs.
 * Causes come first that concern what evidence contradicts, then those of gates, then by how many items each alone keeps open.
 *
 * @param pages Those of the assessment that are asked about; what readiness does not look at is left out.
 */
export function findCauses(pages: readonly AssessedPage[], assessment: Pick<Assessment, 'pages'>): Cause[] {
  const counted = pages.filter(isCounted);
  const gates = new Set(itemsOf(counted.filter(({ kind }) => kind === 'gates')));
  const contradicted = new Set(
    itemsOf(counted)
      .filter(({ status }) => status === 'contradicted')
      .flatMap(flattenAssessed),
  );
  const found = new Map<string, Draft>();
  for (const item of openItems(counted)) {
    const own = causesOf(item, assessment, new Set());
    const causes = own.length > 0 ? own : [plain({ kind: 'own-mark' })];
    const isAlone = causes.every(({ key }) => key === causes[0]?.key);
    for (const { key, of, citation } of causes) {
      const cause = found.get(key) ?? { of, citations: new Map(), alone: new Set(), shared: new Set() };
      found.set(key, cause);
      if (citation !== null) cause.citations.set(`${citation.file}#${citation.selector}`, citation);
      (isAlone ? cause.alone : cause.shared).add(item);
    }
  }
  const rank = ({ of, alone, shared }: Draft) => {
    const all = [...alone, ...shared];
    return [
      of.kind === 'failing' && all.some((item) => contradicted.has(item)) ? 0 : 1,
      all.some((item) => gates.has(item)) ? 0 : 1,
      -alone.size,
      -shared.size,
    ];
  };
  return [...found]
    .map(([key, cause]) => ({ key, cause, rank: rank(cause) }))
    .sort((a, b) => a.rank.map((each, index) => each - (b.rank[index] ?? 0)).find((each) => each !== 0) ?? compareText(a.key, b.key))
    .map(({ cause: { of, citations, alone, shared } }) => {
      const files = [...new Set([...citations.values()].map(({ file }) => file))].sort(compareText);
      return { of, citations: [...citations.values()], files, alone: [...alone], shared: [...shared] };
    });
}

/** A cause of which not all items are looked at. */
interface Draft {
  readonly of: CauseKind;
  readonly citations: Map<string, AssessedCitation>;
  readonly alone: Set<AssessedItem>;
  readonly shared: Set<AssessedItem>;
}

/** One cause of one item. */
interface Found {
  /** The same for all items with the same cause. */
  readonly key: string;
  readonly of: CauseKind;
  readonly citation: AssessedCitation | null;
}

/** @param seen The items that are looked at already: a circle of links has no cause of its own. */
function causesOf(item: AssessedItem, assessment: Pick<Assessment, 'pages'>, seen: Set<AssessedItem>): Found[] {
  if (isReady(item.status) || seen.has(item)) return [];
  seen.add(item);
  if (item.mark === 'blocked') return [plain({ kind: 'blocked' })];
  const found = [
    ...item.citations.flatMap((citation) => causesOfCitation(citation, assessment, seen)),
    ...item.items.flatMap((part) => causesOf(part, assessment, seen)),
  ];
  if (found.length > 0) return found;
  const isBare = item.citations.length === 0 && item.items.length === 0;
  return isBare ? [plain({ kind: 'nothing-cited', isTicked: item.mark === 'complete' })] : [];
}

function plain(of: CauseKind): Found {
  return { key: of.kind === 'nothing-cited' ? `nothing-cited ${of.isTicked}` : of.kind, of, citation: null };
}

function causesOfCitation(citation: AssessedCitation, assessment: Pick<Assessment, 'pages'>, seen: Set<AssessedItem>): Found[] {
  const { target, file, selector, verdict } = citation;
  if (verdict.state === 'pass') return [];
  if (target === 'checklist') {
    const targets = targetsOf(citation, assessment).flatMap(flattenAssessed);
    const leaves = targets.filter(({ items }) => items.length === 0);
    const open = targets.flatMap((item) => causesOf(item, assessment, seen));
    const excepted = leaves.some(({ status }) => status === 'waived' || status === 'attested');
    const empty = verdict.state === 'unproven' && verdict.reason.code === 'roll-up-empty';
    return [
      ...open,
      ...(excepted ? [plain({ kind: 'excepted' })] : []),
      ...(empty ? [{ key: `roll-up-empty ${file}`, of: { kind: 'unproven', reason: verdict.reason }, citation: null } as const] : []),
    ];
  }
  if (verdict.state === 'fail') {
    const named = verdict.reason.code === 'findings' ? selector : '';
    return [{ key: `failing ${file} ${named}`, of: { kind: 'failing', reason: verdict.reason }, citation }];
  }
  const { reason } = verdict;
  return [{ key: `${reason.code} ${scopeOf(reason, file)}`, of: { kind: 'unproven', reason }, citation }];
}

/** What has to be mended once for all results that prove nothing for the same reason: a release, an environment, a job, a file, or a selector of it. */
function scopeOf(reason: UnprovenReason, file: string): string {
  switch (reason.code) {
    case 'commit-not-stated':
    case 'roll-up-open':
    case 'roll-up-empty':
      return '';
    case 'not-rechecked':
      return String(reason.ruleSet);
    case 'other-commit':
      return reason.found;
    case 'other-environment':
      return reason.asked;
    case 'no-provenance':
    case 'tree-changed':
    case 'stale':
    case 'from-the-future':
    case 'out-of-order':
    case 'shards-absent':
    case 'shards-unclear':
    case 'shards-alike':
    case 'job-failed':
      return file.split('/')[0] ?? file;
    // The words of the checklist are to be mended, not a file.
    case 'no-criterion':
    case 'not-understood':
    case 'not-measured-by-any':
    case 'unanswered':
      return '';
    case 'missing':
    case 'unreadable':
    case 'withdrawn':
    case 'nothing-selected':
    case 'no-tests':
    case 'all-skipped':
    case 'not-measured':
    case 'not-computable':
    case 'every-request-failed':
    case 'no-target':
    case 'not-rated':
    case 'rule-not-run':
    case 'thresholds-unknown':
    case 'no-thresholds':
    case 'blank-document':
    case 'not-merged':
    case 'unit-not-stated':
    case 'other-measure':
    case 'boolean-unclear':
    case 'negative':
    case 'no-command':
    case 'other-dimension':
    case 'wrong-type':
    case 'pointer-needed':
    case 'not-json':
    case 'file-absent':
    case 'declared-differs':
    case 'tool-errors':
    case 'one-shard':
    case 'interrupted':
    case 'not-scanned':
    case 'outdated-data':
    case 'tests-unlisted':
    case 'coverage-of-failed-tests':
    case 'rerun':
    case 'dry-run':
    case 'filtered':
    case 'stopped-early':
    case 'fewer-tests':
    case 'command-failed':
    case 'command-ended':
      return file;
  }
}
