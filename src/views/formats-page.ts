import type { FormatGuide } from '../reports/reader.ts';
import { loadReaders } from '../reports/readers.ts';
import { type ReportKind, reportKinds } from '../reports/report.ts';

/** What people need to know of every format, from the readers themselves. */
export interface FormatsView {
  readonly kinds: readonly {
    readonly kind: ReportKind;
    readonly title: string;
    readonly formats: readonly (FormatGuide & { readonly format: string })[];
  }[];
  readonly count: number;
}

const titles: Readonly<Record<ReportKind, string>> = {
  tests: 'Tests',
  coverage: 'Coverage',
  load: 'Load',
  findings: 'Findings',
  document: 'Documents',
  json: 'Any JSON',
};

/** Makes the page on formats from what readers say of themselves. */
export async function formatsView(): Promise<FormatsView> {
  const readers = await loadReaders();
  return {
    kinds: reportKinds.map((kind) => ({
      kind,
      title: titles[kind],
      formats: readers.filter((reader) => reader.kind === kind).map(({ format, guide }) => ({ format, ...guide })),
    })),
    count: readers.length,
  };
}
