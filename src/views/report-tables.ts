import type { Tone } from '../publish/words/evidence-words.ts';
import { plural } from '../publish/words/grammar.ts';
import type { Report, TestsReport } from '../reports/report.ts';
import { formatNumber } from '../unit.ts';

/** A table of what a report measured. */
export interface TableView {
  readonly title: string;
  readonly head: readonly string[];
  readonly rows: readonly (readonly { readonly text: string; readonly tone?: Tone; readonly figure?: boolean }[])[];
  readonly more: number;
}

/** A list of what a report names, such as failed tests with their messages. */
export interface ListView {
  readonly title: string;
  readonly entries: readonly { readonly title: string; readonly detail: string | null }[];
  readonly more: number;
}

/** How many entries a page lists; the file itself has the rest. */
const listed = 100;
const suitesListed = 200;

/** What a report holds, as tables. */
export function tablesOf(report: Report): TableView[] {
  switch (report.kind) {
    case 'tests':
      return [suiteTable(report)];
    case 'coverage':
    case 'load':
    case 'findings':
    case 'document':
    case 'json':
      return [];
  }
}

/** What a report holds one by one: the tests that failed or were skipped, the headings of a document. */
export function listsOf(report: Report): ListView[] {
  if (report.kind === 'tests') {
    const failed = report.tests.filter(({ status }) => status === 'failed');
    const skipped = report.tests.filter(({ status }) => status === 'skipped');
    return [
      {
        title: plural(failed.length, 'failed test'),
        entries: failed.slice(0, listed).map(({ name, message }) => ({ title: name, detail: message })),
        more: Math.max(0, failed.length - listed),
      },
      {
        title: plural(skipped.length, 'skipped test'),
        entries: skipped.slice(0, listed).map(({ name }) => ({ title: name, detail: null })),
        more: Math.max(0, skipped.length - listed),
      },
    ].filter(({ entries }) => entries.length > 0);
  }
  if (report.kind === 'document') {
    return report.headings.length === 0
      ? []
      : [
          {
            title: 'Headings',
            entries: report.headings.slice(0, listed).map(({ text }) => ({ title: text, detail: null })),
            more: Math.max(0, report.headings.length - listed),
          },
        ];
  }
  return [];
}

/** Tests by what stands before the last part of their name: a package, a class, a suite. */
function suiteTable({ tests }: TestsReport): TableView {
  const suites = new Map<string, { passed: number; failed: number; skipped: number }>();
  for (const { name, status } of tests) {
    const suite = name.split('/').slice(0, -1).join('/') || name;
    const counts = suites.get(suite) ?? { passed: 0, failed: 0, skipped: 0 };
    counts[status] += 1;
    suites.set(suite, counts);
  }
  const sorted = [...suites].sort(([a, x], [b, y]) => y.failed - x.failed || (a < b ? -1 : 1));
  return {
    title: 'By suite',
    head: ['Suite', 'Passed', 'Failed', 'Skipped'],
    rows: sorted
      .slice(0, suitesListed)
      .map(([suite, { passed, failed, skipped }]) => [
        { text: suite },
        figure(passed),
        { ...figure(failed), ...(failed > 0 ? { tone: 'bad' as const } : {}) },
        figure(skipped),
      ]),
    more: Math.max(0, sorted.length - suitesListed),
  };
}

function figure(value: number): { text: string; figure: true } {
  return { text: formatNumber(value), figure: true };
}
