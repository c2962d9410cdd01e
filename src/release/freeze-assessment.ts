import type { AssessedCitation, AssessedItem, AssessedPage, Assessment, Measured, Source, Verdict } from '../assessment/assessment.ts';
import { type StatelessPage, withSignOffs } from '../assessment/readiness.ts';
import { sha256 } from '../file.ts';
import type { FrozenAssessment, FrozenCitation, FrozenItem, FrozenMeasured, FrozenPage } from './frozen-assessment.ts';

/** What a snapshot keeps of an assessment without sign-offs: no examples, no prose, and no text of a result file. */
export function freezeAssessment({ staleAfter, state, counts, pages, signOffs, waivers, uncited }: Assessment): FrozenAssessment {
  return {
    staleAfter,
    state,
    counts: { ...counts },
    pages: pages.map(freezePage),
    signOffs: signOffs.map(({ subject, role }) => ({ subject, role })),
    waivers: waivers.map((waiver) => ({ ...waiver })),
    uncited: uncited.map((file) => ({ ...file })),
  };
}

/** What a release is, besides its assessment. */
export type ReleaseFacts = Pick<Assessment, 'product' | 'version' | 'commit' | 'committed' | 'assessedAt'>;

/** The assessment of a snapshot, for whoever reads assessments. Its sign-offs are missing until `withSignOffs` adds what the records say. */
export function thawAssessment(frozen: FrozenAssessment, { product, version, commit, committed, assessedAt }: ReleaseFacts): Assessment {
  const { staleAfter, pages, waivers, uncited } = frozen;
  const thawed = { product, version, commit, committed, assessedAt, staleAfter, pages: pages.map(thawPage), waivers, uncited };
  return withSignOffs(
    thawed,
    frozen.signOffs.map((each) => ({ ...each, state: 'missing' as const })),
  );
}

function freezePage({ id, kind, number, title, file, blocking, state, counts, sections, slots }: AssessedPage): FrozenPage {
  return {
    id,
    kind,
    number,
    title,
    file,
    blocking,
    ready: state !== 'not-ready',
    counts: { ...counts },
    sections: sections.map((section) => ({ id: section.id, title: section.title, items: section.items.map(freezeItem) })),
    slots: slots.map(({ kind: slot, label, role, place }) => ({
      kind: slot,
      label,
      role,
      place: { line: place.line, column: place.column },
    })),
  };
}

function freezeItem(item: AssessedItem): FrozenItem {
  const { id, text, mark, status, because, was, environment, notUnderstood, doubt, citations, waiver, items, place } = item;
  return {
    id,
    text,
    mark,
    status,
    because,
    was: [...was],
    environment,
    notUnderstood: [...notUnderstood],
    doubt,
    citations: citations.map(freezeCitation),
    waiver: waiver === null ? null : { because: waiver.because, until: waiver.until },
    place: { line: place.line, column: place.column },
    items: items.map(freezeItem),
  };
}

/** A citation as a snapshot holds it. */
export function freezeCitation({ target, label, file, selector, criterion, measured, verdict, sources }: AssessedCitation): FrozenCitation {
  return {
    target,
    label,
    file,
    selector,
    criterion: criterion === null ? null : { ...criterion },
    measured: freezeMeasured(measured),
    verdict: freezeVerdict(verdict),
    sources: sources.map(freezeSource),
  };
}

/** A measured text is the tool's, and could be anything: the verdict says what became of it. */
function freezeMeasured(measured: Measured | null): FrozenMeasured | null {
  return measured === null || measured.kind === 'text' ? null : { ...measured };
}

function freezeSource({ file, digest, finished, environment }: Source): FrozenCitation['sources'][number] {
  return { file, digest, finished, environment: environment === null ? null : nameOrDigest(environment) };
}

/** Names that a `run.json` states could be anything. */
function freezeVerdict(verdict: Verdict): FrozenCitation['verdict'] {
  if (verdict.state !== 'unproven') return verdict;
  const { reason } = verdict;
  if (reason.code === 'other-commit') return { state: 'unproven', reason: { ...reason, found: nameOrDigest(reason.found) } };
  if (reason.code !== 'other-environment' || reason.measured === null) return verdict;
  return { state: 'unproven', reason: { ...reason, measured: nameOrDigest(reason.measured) } };
}

/** Names that a `run.json` states stay where they look like names; anything else that stands in their place is known by its digest alone. */
function nameOrDigest(text: string): string {
  return /^[\p{L}\p{N}._/+ -]{1,64}$/u.test(text) ? text : `sha256:${sha256(text)}`;
}

function thawPage({ id, kind, number, title, file, blocking, sections, slots }: FrozenPage): StatelessPage {
  return {
    id,
    kind,
    number,
    title,
    file,
    blocking,
    sections: sections.map((section) => ({
      id: section.id,
      title: section.title,
      prose: '',
      items: section.items.map((item) => thawItem(item, file)),
    })),
    slots: slots.map((slot) => ({ ...slot, place: { file, ...slot.place } })),
  };
}

function thawItem({ place, citations, items, ...item }: FrozenItem, file: string): AssessedItem {
  return {
    ...item,
    place: { file, ...place },
    citations: citations.map(thawCitation),
    items: items.map((child) => thawItem(child, file)),
    links: [],
  };
}

/** A citation of a snapshot, as assessments hold it. */
export function thawCitation(citation: FrozenCitation): AssessedCitation {
  return { ...citation, examples: [] };
}
