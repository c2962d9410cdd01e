/** All of a list in pages of some length; an empty list has one page. */
export function inPages<Entry>(all: readonly Entry[], length: number): (readonly Entry[])[] {
  return Array.from({ length: Math.max(1, Math.ceil(all.length / length)) }, (_, page) => all.slice(page * length, (page + 1) * length));
}
