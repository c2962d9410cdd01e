import { z } from 'zod';

const exampleWaiver = { item: 'layer/section/item', because: 'It is being repaired', until: '2030-12-31' };

/** `content/waivers.yaml`: dated, reasoned exceptions, one item each. */
export const Waivers = z
  .strictObject({
    waivers: z
      .array(
        z.strictObject({
          item: z.string().min(1).describe('The id of the item: performance-benchmarking/performance-targets/p95-api-latency'),
          because: z.string().trim().min(1, 'say why').describe('Why the item need not hold for now'),
          until: z.iso.date('write a date: 2026-12-31').describe('The last day on which the waiver holds, in UTC'),
          by: z.string().min(1).optional().describe('Who granted it'),
        }),
      )
      .meta({ examples: [[exampleWaiver]] })
      .default([]),
  })
  .meta({ examples: [{ waivers: [exampleWaiver] }] });
export type Waiver = z.output<typeof Waivers>['waivers'][number];

/** When a waiver ends, after the whole of its last day; in milliseconds since 1970. */
export function endOf({ until }: Pick<Waiver, 'until'>): number {
  return Date.parse(`${until}T00:00:00Z`) + 86_400_000;
}

/** Does a waiver still hold at an instant? */
export function holds(waiver: Pick<Waiver, 'until'>, now: Date): boolean {
  return now.getTime() < endOf(waiver);
}
