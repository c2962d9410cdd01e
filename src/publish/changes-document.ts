import { z } from 'zod';
import { statuses } from '../assessment/assessment.ts';
import type { Compared, Comparison, ItemPair, LoneItem } from '../comparison/compare-releases.ts';
import { looseningWords } from './changes.ts';
import { decisiveCitation, outcomeWords } from './words/words.ts';

const State = z.strictObject({
  status: z.enum(statuses),
  outcome: z.string().describe('What its deciding citation came to; empty where it has none'),
});

const ItemChange = z.strictObject({
  id: z.string().describe('Of the later release’s item, or of the earlier one’s where the later has none'),
  was: z.string().nullable().describe('Its id in the earlier release, where that is another'),
  layer: z.string(),
  text: z.string(),
  before: State.nullable().describe('Null where the earlier release has no such item'),
  after: State.nullable().describe('Null where the later release has no such item'),
});
type ItemChange = z.output<typeof ItemChange>;

const WaiverChange = z.strictObject({ item: z.string(), because: z.string(), until: z.string() });
const Side = z.strictObject({
  name: z.string().describe('A version, or next'),
  version: z.string(),
  commit: z.string().nullable(),
  state: z.enum(['ready', 'awaiting-sign-off', 'not-ready']),
});

/** What changed between two releases. */
export const ChangesDocument = z
  .strictObject({
    schemaVersion: z.literal(1),
    from: Side,
    to: Side,
    newlyVerified: z.array(ItemChange),
    newlyFailing: z.array(ItemChange),
    contradictionsAppeared: z.array(ItemChange),
    contradictionsGone: z.array(ItemChange),
    waiversAdded: z.array(WaiverChange),
    waiversRemoved: z.array(WaiverChange),
    added: z.array(ItemChange),
    removed: z.array(ItemChange),
    renamed: z.array(ItemChange),
    loosened: z.array(ItemChange.extend({ how: z.array(z.string()) })).describe('Items that ask for less than they did'),
    vanished: z
      .array(z.strictObject({ file: z.string(), items: z.array(z.string()) }))
      .describe('Evidence that the later release does not have'),
    otherChanges: z.array(ItemChange),
  })
  .describe('What changed from one release to another');
export type ChangesDocument = z.output<typeof ChangesDocument>;

/** The changes between two releases in the shape that others read. */
export function changesDocument(comparison: Comparison): ChangesDocument {
  return {
    schemaVersion: 1,
    from: side(comparison.from),
    to: side(comparison.to),
    newlyVerified: comparison.newlyVerified.map(change),
    newlyFailing: comparison.newlyFailing.map(change),
    contradictionsAppeared: comparison.contradictionsAppeared.map((each) => ('item' in each ? lone(each, 'after') : change(each))),
    contradictionsGone: comparison.contradictionsGone.map((each) => ('item' in each ? lone(each, 'before') : change(each))),
    waiversAdded: comparison.waiversAdded.map((waiver) => ({ ...waiver })),
    waiversRemoved: comparison.waiversRemoved.map((waiver) => ({ ...waiver })),
    added: comparison.added.map((each) => lone(each, 'after')),
    removed: comparison.removed.map((each) => lone(each, 'before')),
    renamed: comparison.renamed.map(change),
    loosened: comparison.loosened.map((each) => ({ ...change(each), how: each.loosenings.map(looseningWords) })),
    vanished: comparison.vanished.map(({ file, items }) => ({ file, items: [...items] })),
    otherChanges: comparison.otherChanges.map(change),
  };
}

function side({ name, assessment: { version, commit, state } }: Omit<Compared, 'files'>): z.output<typeof Side> {
  return { name, version, commit, state };
}

function change({ page, before, after }: ItemPair): ItemChange {
  const { id, text } = after;
  return { id, was: before.id === id ? null : before.id, layer: page.id, text, before: stateOf(before), after: stateOf(after) };
}

function lone({ page, item }: LoneItem, where: 'before' | 'after'): ItemChange {
  const state = stateOf(item);
  return {
    id: item.id,
    was: null,
    layer: page.id,
    text: item.text,
    before: where === 'before' ? state : null,
    after: where === 'after' ? state : null,
  };
}

function stateOf(item: LoneItem['item']): z.output<typeof State> {
  const decisive = decisiveCitation(item);
  return { status: item.status, outcome: decisive === null ? '' : outcomeWords(decisive) };
}
