import { z } from 'zod';
import { statuses } from '../../assessment/assessment.ts';
import { SummaryDocument } from '../summary-document.ts';

/** What a site answered to the question for its summary. */
export type Answer =
  | { readonly state: 'answered'; readonly bytes: Uint8Array }
  | { readonly state: 'without-summary' }
  | { readonly state: 'moved'; readonly to: string }
  | { readonly state: 'too-long' }
  | { readonly state: 'unreachable'; readonly cause: string };

/** Why nothing is known of a product. */
export type UnknownReason =
  | Exclude<Answer, { readonly state: 'answered' }>
  | { readonly state: 'no-summary' }
  | { readonly state: 'contradictory' }
  | { readonly state: 'other-product'; readonly product: string }
  | { readonly state: 'future'; readonly assessedAt: string }
  | { readonly state: 'stale'; readonly since: string }
  | { readonly state: 'old'; readonly assessedAt: string; readonly days: number };

/** What a site says of its product, where that counts. */
export type Judged =
  | { readonly state: 'known'; readonly summary: SummaryDocument }
  | { readonly state: 'not-known'; readonly because: UnknownReason };

/** By what an answer is judged. */
export interface Judging {
  /** The product that the site is to be of; absent for any. */
  readonly product: string | undefined;
  /** For how many days after its assessment it counts. */
  readonly oldAfter: number;
  readonly now: Date;
}

const day = 86_400_000;

/** How far a clock may be ahead of this one, in milliseconds. */
const tolerance = 300_000;

// A newer version may say more; what it says of these counts.
const ForeignSummary = z.object({
  ...SummaryDocument.shape,
  signOffs: z.object(SummaryDocument.shape.signOffs.shape),
  latest: z.object(SummaryDocument.shape.latest.unwrap().shape).nullable(),
});

/** Judges what a site answered. Known is only what is whole, agrees with itself, is of the right product, and holds as of now. */
export function judgeAnswer(answer: Answer, { product, oldAfter, now }: Judging): Judged {
  if (answer.state !== 'answered') return notKnown(answer);
  const summary = parseSummary(answer.bytes);
  if (summary === null) return notKnown({ state: 'no-summary' });
  if (!agrees(summary)) return notKnown({ state: 'contradictory' });
  if (product !== undefined && summary.product !== product) return notKnown({ state: 'other-product', product: summary.product });
  const { assessedAt, staleAfter } = summary;
  const age = now.getTime() - Date.parse(assessedAt);
  if (age < -tolerance) return notKnown({ state: 'future', assessedAt });
  if (staleAfter !== null && now.getTime() >= Date.parse(staleAfter)) return notKnown({ state: 'stale', since: staleAfter });
  if (age > oldAfter * day) return notKnown({ state: 'old', assessedAt, days: oldAfter });
  return { state: 'known', summary };
}

/** The first instant at which something known is so no more; null where nothing is known. */
export function knownUntil(judged: readonly Judged[], oldAfter: number): string | null {
  const ends = judged.flatMap((each) => {
    if (each.state === 'not-known') return [];
    const { assessedAt, staleAfter } = each.summary;
    const old = Date.parse(assessedAt) + oldAfter * day;
    return [staleAfter === null ? old : Math.min(old, Date.parse(staleAfter))];
  });
  return ends.length === 0 ? null : new Date(Math.min(...ends)).toISOString();
}

function notKnown(because: UnknownReason): Judged {
  return { state: 'not-known', because };
}

function parseSummary(bytes: Uint8Array): SummaryDocument | null {
  try {
    return ForeignSummary.safeParse(JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes))).data ?? null;
  } catch {
    return null;
  }
}

/** Can all of it be so at once? */
function agrees({ state, ready, counts, contradictions, signOffs }: SummaryDocument): boolean {
  const { required, current, rejected } = signOffs;
  const sum = statuses.reduce((total, status) => total + counts[status], 0);
  if (ready !== (state === 'ready') || sum !== counts.total || current + rejected > required) return false;
  if (state !== 'not-ready' && (sum === 0 || contradictions > 0 || counts.contradicted > 0 || rejected > 0)) return false;
  return state !== 'ready' || current === required;
}
