import type { AssessedPage, Assessment, RequiredSignOff } from '../assessment/assessment.ts';
import { pageName } from '../publish/summary.ts';
import { fileLink, type Links } from './links.ts';
import { type Segment, segmentsOf } from './overview.ts';
import { type ItemView, itemView } from './proof.ts';

/** A page of the checklist with its statuses. */
export interface ChecklistPageView {
  readonly id: string;
  readonly title: string;
  readonly name: string;
  readonly state: string;
  readonly total: number;
  readonly segments: readonly Segment[];
  readonly sections: readonly {
    readonly id: string;
    readonly title: string;
    readonly prose: string;
    readonly count: number;
    readonly items: readonly ItemView[];
  }[];
  readonly signOffs: readonly SignOffView[];
  readonly slots: readonly SlotView[];
  readonly source: string;
}

export interface SignOffView {
  readonly label: string;
  readonly state: RequiredSignOff['state'];
  readonly words: string;
}

/** A line of the checklist that records fill. */
export interface SlotView {
  readonly label: string;
  readonly value: string;
  readonly filled: boolean;
}

export function checklistPageView(page: AssessedPage, assessment: Assessment, links: Links): ChecklistPageView {
  const pageLink = fileLink(assessment, links);
  return {
    id: page.id,
    title: page.title,
    name: pageName(page),
    state: stateOf(page),
    total: page.counts.total,
    segments: segmentsOf(page.counts),
    sections: page.sections.map(({ id, title, prose, items }) => ({
      id,
      title,
      prose,
      count: items.length,
      items: items.map((item) => itemView(item, links, pageLink)),
    })),
    signOffs: assessment.signOffs.filter(({ subject }) => subject === (page.kind === 'sign-off' ? 'release' : page.id)).map(signOffView),
    slots: page.slots.map((slot) => slotView(slot, assessment)),
    source: page.file,
  };

  function signOffView({ role, state }: RequiredSignOff): SignOffView {
    const slot = page.slots.find((each) => each.role === role);
    return { label: role === null ? 'Sign-off by one role' : (slot?.label ?? role), state, words: signOffWords[state] };
  }
}

const signOffWords: Readonly<Record<RequiredSignOff['state'], string>> = {
  current: 'signed',
  missing: 'not signed',
  rejected: 'rejected',
  stale: 'stale: what was signed has changed',
  invalid: 'signature invalid',
};

function stateOf({ kind, ready, blocking, counts }: AssessedPage): string {
  if (kind === 'sign-off') return '';
  if (counts.total === 0) return 'It has no items.';
  const word = ready ? 'Ready' : 'Not ready';
  if (kind === 'post-release') return 'It does not count toward readiness.';
  return blocking ? `${word}.` : `${word}. It does not keep the release from being ready.`;
}

function slotView({ kind, label, role }: AssessedPage['slots'][number], { signOffs, state }: Assessment): SlotView {
  const signed = signOffs.find((signOff) => signOff.role === role && role !== null)?.state === 'current';
  switch (kind) {
    case 'role':
      return { label, value: signed ? 'signed' : 'not signed', filled: signed };
    case 'decision':
      return { label, value: state === 'ready' ? 'yes' : 'no', filled: state === 'ready' };
    case 'layer':
      return { label, value: 'not signed', filled: false };
    case 'date':
      return { label, value: 'not signed', filled: false };
    case 'release-date':
      return { label, value: 'not released', filled: false };
  }
}
