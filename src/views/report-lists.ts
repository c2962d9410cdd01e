import type { Report } from '../reports/report.ts';

/** A list of what a report names, such as the headings of a document. */
export interface ListView {
  readonly title: string;
  readonly entries: readonly { readonly title: string; readonly detail: string | null }[];
  readonly more: number;
}

/** How many entries a page lists; the file itself has the rest. */
const listed = 100;

/** What a report holds one by one: the headings of a document. */
export function listsOf(report: Report): ListView[] {
  if (report.kind !== 'document' || report.headings.length === 0) return [];
  const entries = report.headings.slice(0, listed).map(({ text }) => ({ title: text, detail: null }));
  return [{ title: 'Headings', entries, more: Math.max(0, report.headings.length - listed) }];
}
