import { z } from 'zod';
import { pageStates, releaseStates, signOffStates, statuses } from '../assessment/assessment.ts';
import { findDecisive } from '../assessment/decisive.ts';
import { changeKinds } from '../comparison/change-kind.ts';
import type { ComparedSide, Comparison, ItemChange, PageChange, SignOffChange } from '../comparison/compare-releases.ts';
import type { ComparedItem } from '../comparison/compared-release.ts';
import { changesLine, itemChange } from './words/change-words.ts';

const State = z.strictObject({
  status: z.enum(statuses),
  outcome: z.string().describe('What its deciding citation came to; empty where it has none'),
});

const ItemChangeDocument = z.strictObject({
  kind: z.enum(changeKinds),
  id: z.string().describe('Of the later release’s item, or of the earlier one’s where the later has none'),
  was: z.string().nullable().describe('Its id in the earlier release, where that is another'),
  layer: z.string(),
  text: z.string(),
  before: State.nullable().describe('Null where the earlier release has no such item'),
  after: State.nullable().describe('Null where the later release has no such item'),
  words: z.string().describe('What happened, in a line for people'),
});
type ItemChangeDocument = z.output<typeof ItemChangeDocument>;

const Side = z.strictObject({
  name: z.string().describe('A version, or next'),
  version: z.string(),
  commit: z.string().nullable(),
  state: z.enum(releaseStates),
});

const signOffState = z.enum(signOffStates).nullable().describe('Null where the release does not ask for it');
const SignOffChangeDocument = z.strictObject({
  subject: z.string().describe('release, or a layer’s id'),
  role: z.string().nullable().describe('Null for any role that may'),
  before: signOffState,
  after: signOffState,
});

const pageState = z
  .strictObject({ title: z.string(), blocking: z.boolean(), state: z.enum(pageStates) })
  .nullable()
  .describe('Null where the release has no such layer');
const PageChangeDocument = z.strictObject({ id: z.string(), before: pageState, after: pageState });

/** What changed between two releases. */
export const ChangesDocument = z
  .strictObject({
    schemaVersion: z.literal(1),
    from: Side,
    to: Side,
    line: z.string().describe('All of it, in a line for people'),
    items: z.array(ItemChangeDocument).describe('Each item that changed, once, what got worse first'),
    gone: z
      .array(z.strictObject({ file: z.string(), items: z.array(z.string()) }))
      .describe('Evidence that the later release does not have, and the ids of the items that rested on it'),
    signOffs: z.array(SignOffChangeDocument),
    layers: z.array(PageChangeDocument).describe('Layers that came, went, became ready or not, or block the release or not'),
  })
  .describe('What changed from one release to another');
export type ChangesDocument = z.output<typeof ChangesDocument>;

/** The changes between two releases in the shape that others read. */
export function changesDocument(comparison: Comparison): ChangesDocument {
  return {
    schemaVersion: 1,
    from: side(comparison.from),
    to: side(comparison.to),
    line: changesLine(comparison),
    items: comparison.items.map(itemDocument),
    gone: comparison.gone.map(({ file, items }) => ({ file, items: [...items] })),
    signOffs: comparison.signOffs.map(signOffDocument),
    layers: comparison.pages.map(pageDocument),
  };
}

function side({ name, version, commit, state }: ComparedSide): z.output<typeof Side> {
  return { name, version, commit, state };
}

function itemDocument(change: ItemChange): ItemChangeDocument {
  const { kind, item, page, before, after } = change;
  const { id, text } = item;
  const was = before === null || before.id === id ? null : before.id;
  const { words } = itemChange(change);
  return { kind, id, was, layer: page.id, text, before: before && stateOf(before), after: after && stateOf(after), words };
}

function stateOf({ status, citations }: ComparedItem): z.output<typeof State> {
  return { status, outcome: findDecisive(citations, ({ verdict }) => verdict)?.outcome ?? '' };
}

function signOffDocument({ subject, role, before, after }: SignOffChange): z.output<typeof SignOffChangeDocument> {
  return { subject: subject === 'release' ? subject : subject.id, role, before, after };
}

function pageDocument({ page, before, after }: PageChange): z.output<typeof PageChangeDocument> {
  return { id: page.id, before: before && { ...before }, after: after && { ...after } };
}
