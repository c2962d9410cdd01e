import { z } from 'zod';
import { type Status, statuses } from '../assessment/assessment.ts';
import { type Mark, marks } from '../checklist/checklist.ts';
import { Refusal } from '../reports/refusal.ts';
import { parseJson } from '../reports/text/json-value.ts';

const Files = z.array(z.strictObject({ file: z.string(), digest: z.string() }));

/** The subject of a sign-off, as its canonical JSON holds it. */
export const SubjectDocument = z
  .strictObject({
    subject: z.string().describe('release, or the id of a layer'),
    product: z.string(),
    version: z.string(),
    commit: z.string().nullable(),
    checklist: Files.describe('The sources of the checklist, each with the SHA-256 of its bytes'),
    evidence: Files.describe('The result files: all of the release’s, or those that the layer cites'),
    items: z.array(
      z.strictObject({
        id: z.string(),
        mark: z.enum(marks),
        status: z.enum(statuses).describe('As it is without sign-offs'),
        citations: z.array(z.strictObject({ file: z.string(), selector: z.string(), verdict: z.enum(['pass', 'fail', 'unproven']) })),
      }),
    ),
  })
  .describe('What a sign-off signs, by the SHA-256 of this document in its canonical form (RFC 8785)');
export type SubjectDocument = z.output<typeof SubjectDocument>;

/** One thing that is different from what was signed. */
export type SubjectChange =
  | { readonly part: 'product' | 'version'; readonly from: string; readonly to: string }
  | { readonly part: 'commit'; readonly from: string | null; readonly to: string | null }
  | { readonly part: 'checklist' | 'evidence'; readonly change: 'added' | 'removed' | 'changed'; readonly file: string }
  | { readonly part: 'item'; readonly change: 'added' | 'removed'; readonly id: string }
  | { readonly part: 'status'; readonly id: string; readonly from: Status; readonly to: Status }
  | { readonly part: 'mark'; readonly id: string; readonly from: Mark; readonly to: Mark }
  | { readonly part: 'citations'; readonly id: string };

/** Reads the canonical JSON of a subject; null where it is none, such as one of another version of this tool. */
export function readSubject(canonical: string): SubjectDocument | null {
  try {
    const checked = SubjectDocument.safeParse(parseJson(canonical, ''));
    return checked.success ? checked.data : null;
  } catch (cause) {
    if (cause instanceof Refusal) return null;
    throw cause;
  }
}

/** What changed since a subject was signed: what it is of, then its items, then its files. */
export function changesSince(signed: SubjectDocument, now: SubjectDocument): SubjectChange[] {
  const texts = (['product', 'version'] as const).filter((part) => signed[part] !== now[part]);
  return [
    ...texts.map((part): SubjectChange => ({ part, from: signed[part], to: now[part] })),
    ...(signed.commit === now.commit ? [] : [{ part: 'commit', from: signed.commit, to: now.commit } as const]),
    ...itemChanges(signed.items, now.items),
    ...fileChanges('checklist', signed.checklist, now.checklist),
    ...fileChanges('evidence', signed.evidence, now.evidence),
  ];
}

type SubjectItem = SubjectDocument['items'][number];

function itemChanges(signed: readonly SubjectItem[], now: readonly SubjectItem[]): SubjectChange[] {
  const before = new Map(signed.map((item) => [item.id, item]));
  const after = new Set(now.map(({ id }) => id));
  return [
    ...now.flatMap((item): SubjectChange[] => {
      const old = before.get(item.id);
      return old === undefined ? [{ part: 'item', change: 'added', id: item.id }] : itemChange(old, item);
    }),
    ...signed.filter(({ id }) => !after.has(id)).map(({ id }): SubjectChange => ({ part: 'item', change: 'removed', id })),
  ];
}

function itemChange(old: SubjectItem, item: SubjectItem): SubjectChange[] {
  const { id } = item;
  const changes: SubjectChange[] = [
    ...(old.status === item.status ? [] : [{ part: 'status', id, from: old.status, to: item.status } as const]),
    ...(old.mark === item.mark ? [] : [{ part: 'mark', id, from: old.mark, to: item.mark } as const]),
  ];
  const sameCitations = JSON.stringify(old.citations) === JSON.stringify(item.citations);
  return changes.length > 0 || sameCitations ? changes : [{ part: 'citations', id }];
}

function fileChanges(
  part: 'checklist' | 'evidence',
  signed: SubjectDocument['evidence'],
  now: SubjectDocument['evidence'],
): SubjectChange[] {
  const before = new Map(signed.map(({ file, digest }) => [file, digest]));
  const after = new Set(now.map(({ file }) => file));
  return [
    ...now
      .filter(({ file, digest }) => before.get(file) !== digest)
      .map(({ file }): SubjectChange => ({ part, change: before.has(file) ? 'changed' : 'added', file })),
    ...signed.filter(({ file }) => !after.has(file)).map(({ file }): SubjectChange => ({ part, change: 'removed', file })),
  ];
}
