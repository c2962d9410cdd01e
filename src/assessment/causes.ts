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
  /** What result files show: findings by their selector, else whatever a file shows. The citation is the first of them. */
  | { readonly kind: 'failing'; readonly reason: FailReason; readonly citation: AssessedCitation }
  /** Results prove nothing. */
  | { readonly kind: 'unproven'; readonly reason: UnprovenReason; readonly citation: AssessedCitation };

/** A cause with what it keeps open. */
export interface Cause {
  readonly of: CauseKind;
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
  const found = new Map<string, { of: CauseKind; files: Set<string>; alone: AssessedItem[]; shared: AssessedItem[] }>();
  for (const item of openItems(counted)) {
    const own = new Map(causesOf(item, assessment, new Set()).map((each) => [each.key, each]));
    for (const { key, of, file } of own.values()) {
      const cause = found.get(key) ?? { of, files: new Set<string>(), alone: [], shared: [] };
      found.set(key, cause);
      if (file !== null) cause.files.add(file);
      (own.size === 1 ? cause.alone : cause.shared).push(item);
    }
  }
  const rank = ({ of, alone, shared }: Pick<Cause, 'of' | 'alone' | 'shared'>) => {
    const all = [...alone, ...shared];
    return [
      of.kind === 'failing' && all.some((item) => contradicted.has(item)) ? 0 : 1,
      all.some((item) => gates.has(item)) ? 0 : 1,
      -alone.length,
      -shared.length,
    ] as const;
  };
  return [...found]
    .map(([key, cause]) => ({ key, rank: rank(cause), cause: { ...cause, files: [...cause.files].sort(compareText) } }))
    .sort((a, b) => a.rank.map((each, index) => each - (b.rank[index] ?? 0)).find((each) => each !== 0) ?? compareText(a.key, b.key))
    .map(({ cause }) => cause);
}

/** One cause of one item. */
interface Found {
  /** The same for all items with the same cause. */
  readonly key: string;
  readonly of: CauseKind;
  readonly file: string | null;
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
  if (isBare) return [plain({ kind: 'nothing-cited', isTicked: item.mark === 'complete' })];
  return item.citations.every(({ verdict }) => verdict.state === 'pass') ? [plain({ kind: 'own-mark' })] : [];
}

function plain(of: CauseKind): Found {
  return { key: of.kind === 'nothing-cited' ? `nothing-cited ${of.isTicked}` : of.kind, of, file: null };
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
      ...(empty ? [{ key: `roll-up-empty ${file}`, of: { kind: 'unproven', reason: verdict.reason, citation }, file: null } as const] : []),
    ];
  }
  if (verdict.state === 'fail') {
    const named = verdict.reason.code === 'findings' ? selector : '';
    return [{ key: `failing ${file} ${named}`, of: { kind: 'failing', reason: verdict.reason, citation }, file }];
  }
  const { reason } = verdict;
  return [{ key: `${reason.code} ${scopeOf(reason, file)}`, of: { kind: 'unproven', reason, citation }, file }];
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
