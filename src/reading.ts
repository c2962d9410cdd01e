import type { Problem } from './problem.ts';

/** What became of an input: its value, with what is said beside it, or nothing, with what is wrong. Nobody gets the one without the other. */
export type Reading<Value> =
  | { readonly state: 'read'; readonly value: Value; readonly problems: readonly Problem[] }
  | { readonly state: 'refused'; readonly problems: readonly Problem[] };

/** A value together with what is wrong with what it was made from. Where an error is among the problems, the value is not to be used. */
export interface Found<Value> {
  readonly value: Value;
  readonly problems: readonly Problem[];
}

/** What was found one after another, together. */
export function gatherFound<Value>(all: readonly Found<Value>[]): Found<readonly Value[]> {
  return { value: all.map(({ value }) => value), problems: all.flatMap(({ problems }) => problems) };
}
