import { z } from 'zod';
import { type Assessment, releaseStates } from '../assessment/assessment.ts';
import { Counts } from '../assessment/counts.ts';
import { contradictions } from '../assessment/readiness.ts';
import type { ReleaseRow } from './release-row.ts';
import { strongestReason } from './words/answer-words.ts';

/** Where a site says in a few hundred bytes what it shows. */
export const summaryAddress = 'api/v1/summary.json';

/** `/api/v1/summary.json`: what a page over several sites says of this one. */
export const SummaryDocument = z
  .strictObject({
    schemaVersion: z.literal(1),
    product: z.string(),
    version: z.string(),
    commit: z.string().nullable(),
    site: z.string().nullable().describe('The address under which the site is published; null where it was built without one'),
    assessedAt: z.iso.datetime(),
    staleAfter: z.iso
      .datetime()
      .nullable()
      .describe('The first instant at which the verdict can change: from then on this says nothing of what is ready'),
    state: z.enum(releaseStates),
    ready: z.boolean(),
    reason: z.string().describe('The strongest reason for its state'),
    counts: Counts,
    contradictions: z.int().nonnegative().describe('How many items evidence contradicts'),
    signOffs: z.strictObject({
      required: z.int().nonnegative(),
      current: z.int().nonnegative(),
      rejected: z.int().nonnegative(),
    }),
    latest: z
      .strictObject({
        version: z.string(),
        state: z.enum(releaseStates).nullable().describe('Null where it is damaged, or this version does not recheck it'),
        frozenAt: z.string().nullable(),
      })
      .nullable()
      .describe('The highest version that is no pre-release, or the highest of all; null where there is no release'),
  })
  .describe('What the site of a product says, in short');
export type SummaryDocument = Readonly<z.output<typeof SummaryDocument>>;

/**
 * @param latest The row of the release that `latest` means; absent where there is none.
 * @param site The address of the site's first page; null where nobody named it.
 */
export function summaryDocument(assessment: Assessment, latest: ReleaseRow | undefined, site: string | null): SummaryDocument {
  const { product, version, commit, assessedAt, staleAfter, state, counts, signOffs } = assessment;
  const signed = (asked: (typeof signOffs)[number]['state']) => signOffs.filter((each) => each.state === asked).length;
  return {
    schemaVersion: 1,
    product,
    version,
    commit,
    site,
    assessedAt,
    staleAfter,
    state,
    ready: state === 'ready',
    reason: strongestReason(assessment),
    counts: { ...counts },
    contradictions: contradictions(assessment).length,
    signOffs: { required: signOffs.length, current: signed('current'), rejected: signed('rejected') },
    latest:
      latest === undefined
        ? null
        : {
            version: latest.version,
            state: latest.notRechecked ? null : (latest.shown?.state ?? null),
            frozenAt: latest.frozen?.frozenAt ?? null,
          },
  };
}
