import { z } from 'zod';
import type { AssessedCitation, AssessedItem, Assessment } from '../assessment/assessment.ts';
import { withSignOffs } from '../assessment/readiness.ts';
import { marks, pageKinds } from '../checklist/checklist.ts';
import type { SignableAssessment } from '../signing/subject.ts';
import type { SnapshotFacts } from './snapshot.ts';

/** What is read of the assessment of a snapshot that another rule set made. */
export interface ForeignAssessment {
  /** As it stands there, in the words of its own rules: what sign-offs were given for. */
  readonly signable: SignableAssessment;
  /** As this version may show it, without sign-offs: nothing in it passes, since nothing of it was rechecked. */
  readonly assessment: Assessment;
}

const text = z.string();
const place = z.object({ line: z.int().positive(), column: z.int().positive() });

const Item = z.object({
  id: text,
  text,
  mark: z.enum(marks),
  status: text,
  because: text.nullable().catch(null),
  was: z.array(text).catch([]),
  environment: text.nullable().catch(null),
  citations: z.array(
    z.object({
      target: z.enum(['result', 'checklist']),
      label: text,
      file: text,
      selector: text,
      verdict: z.object({ state: z.enum(['pass', 'fail', 'unproven']) }),
      sources: z.array(z.object({ file: text, digest: text, finished: text.nullable(), environment: text.nullable() })),
    }),
  ),
  waiver: z.object({ because: text, until: text }).nullable().catch(null),
  place,
  get items() {
    return z.array(Item);
  },
});
type Item = z.output<typeof Item>;

const Assessed = z.object({
  assessment: z.object({
    pages: z.array(
      z.object({
        id: text,
        kind: z.enum(pageKinds),
        number: z.int().nullable(),
        title: text,
        file: text,
        blocking: z.boolean(),
        sections: z.array(z.object({ id: text, title: text, items: z.array(Item) })),
        slots: z
          .array(
            z.object({
              kind: z.enum(['layer', 'role', 'decision', 'date', 'release-date']),
              label: text,
              role: text.nullable(),
              place,
            }),
          )
          .catch([]),
      }),
    ),
    signOffs: z.array(z.object({ subject: text, role: text.nullable() })),
    waivers: z
      .array(z.object({ item: text, because: text, until: text, by: text.nullable(), state: z.enum(['in-force', 'expired', 'unused']) }))
      .catch([]),
    uncited: z.array(z.object({ file: text, digest: text })).catch([]),
  }),
});

/**
 * Reads what this version can of the assessment of a snapshot that another rule set made: its items and their marks, and which citations
 * passed, failed or proved nothing. What failed fails still; what passed is unproven. Of a snapshot that is shaped too differently it reads
 * that there are no pages.
 */
export function readForeignAssessment(facts: SnapshotFacts, json: unknown): ForeignAssessment {
  const checked = Assessed.safeParse(json);
  const { pages, signOffs, waivers, uncited } = checked.success
    ? checked.data.assessment
    : { pages: [], signOffs: [], waivers: [], uncited: [] };
  const { product, version, commit, committed, assessedAt, ruleSet } = facts;
  const shown = pages.map((page) => ({
    ...page,
    sections: page.sections.map((section) => ({
      ...section,
      prose: '',
      items: section.items.map((item) => shownItem(item, page.file, ruleSet)),
    })),
    slots: page.slots.map((slot) => ({ ...slot, place: { file: page.file, ...slot.place } })),
  }));
  return {
    signable: { product, commit, pages },
    assessment: withSignOffs(
      { product, version, commit, committed, assessedAt, staleAfter: null, pages: shown, waivers, uncited },
      signOffs.map((asked) => ({ ...asked, state: 'missing' })),
    ),
  };
}

function shownItem({ status: _status, place: at, citations, items, ...item }: Item, file: string, ruleSet: number): AssessedItem {
  return {
    ...item,
    // Made anew from its citations.
    status: 'not-started',
    notUnderstood: [],
    doubt: null,
    links: [],
    citations: citations.map((citation) => shownCitation(citation, ruleSet)),
    items: items.map((child) => shownItem(child, file, ruleSet)),
    place: { file, ...at },
  };
}

function shownCitation({ verdict: { state: was }, ...citation }: Item['citations'][number], ruleSet: number): AssessedCitation {
  const reason = { code: 'not-rechecked', ruleSet, was } as const;
  const verdict = was === 'fail' ? { state: 'fail' as const, reason } : { state: 'unproven' as const, reason };
  return { ...citation, criterion: null, measured: null, verdict, examples: [] };
}
