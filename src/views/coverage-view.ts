import type { AssessedCitation } from '../assessment/assessment.ts';
import { readCoverageSelector } from '../assessment/measure/coverage.ts';
import type { EvidenceContext } from '../assessment/provenance.ts';
import { nameMatcher } from '../glob.ts';
import { compareText } from '../order.ts';
import { placeLinks } from '../publish/code-links.ts';
import {
  belowWords,
  coveredWords,
  linesWords,
  markWords,
  missingWords,
  moreFilesWords,
  otherMeasuresWords,
  percentagesOnlyWords,
} from '../publish/words/coverage-words.ts';
import type { EvidenceFile } from '../reports/evidence.ts';
import type { CoverageFile, CoverageMeasure, CoverageReport } from '../reports/report.ts';
import { coverageTotal } from '../reports/summary.ts';
import { convert, dimensionOf } from '../unit.ts';

/** What was executed, by measure, package and file. */
export interface CoverageView {
  readonly kind: 'coverage';
  readonly totals: readonly CoverageRow[];
  readonly notes: readonly string[];
  /** The packages by each measure, what is missing most first. */
  readonly measures: readonly CoverageByMeasure[];
}

/** Something with how much of it is covered. */
export interface CoverageRow {
  readonly name: string;
  readonly percent: string;
  /** Empty where the counts are not known. */
  readonly missing: string;
  readonly meter: MeterView;
}

/** A bar of 0 to 100, with marks on it. */
export interface MeterView {
  /** Null where there is nothing to show. */
  readonly value: number | null;
  readonly marks: readonly number[];
}

/** All packages by one measure. */
export interface CoverageByMeasure {
  readonly id: string;
  readonly title: string;
  readonly packages: readonly CoveragePackage[];
  readonly more: string;
}

/** A folder of source files. */
export interface CoveragePackage extends CoverageRow {
  /** It is one of few: its files show at once. */
  readonly isOpen: boolean;
  /** How much of it is covered by all other measures; empty but in the first list. */
  readonly others: string;
  readonly files: readonly CoverageFileRow[];
}

/** A source file. */
export interface CoverageFileRow extends CoverageRow {
  readonly href: string | null;
  /** How much of it is covered by all other measures; empty but in the first list. */
  readonly others: string;
  /** Lines that were not reached. */
  readonly uncovered: readonly { readonly text: string; readonly href: string | null }[];
  readonly more: number;
}

const order = ['statements', 'lines', 'branches', 'functions'] as const satisfies readonly CoverageMeasure[];

/** What a page can carry: files by the first measure and by each other one, and ranges of lines on the page and in one file. */
const mostFiles = 120;
const mostOtherFiles = 30;
const mostRanges = 250;
const rangesOfFile = 10;

/** Makes the view of a coverage profile. */
export function coverageView(
  file: EvidenceFile,
  report: CoverageReport,
  { portal }: EvidenceContext,
  citations: readonly AssessedCitation[],
): CoverageView {
  const measures = order.filter((measure) => coverageTotal(report, measure) !== null);
  const asked = citations.flatMap((citation) => askedOf(citation, measures));
  const below = commonFolder(report.files.map(({ path }) => path));
  const pages = { placeLink: placeLinks(file, portal), below, ranges: mostRanges };
  const byMeasure = measures
    .filter((measure) => report.files.some((each) => each.measures[measure] !== undefined))
    .map((measure, index) => byPackage(report.files, measure, index, asked, pages));
  return {
    kind: 'coverage',
    totals: measures.map((measure) => totalRow(report, measure, asked)),
    notes: [
      report.files.length === 0 ? percentagesOnlyWords : '',
      asked.length > 0 && report.files.length > 0 ? markWords : '',
      belowWords(below),
    ].filter((note) => note !== ''),
    measures: byMeasure,
  };
}

interface Asked {
  readonly measure: CoverageMeasure;
  readonly covers: (path: string) => boolean;
  readonly isWhole: boolean;
  /** In percent. */
  readonly threshold: number;
}

/** What a citation asks of which files, by which measure; nothing where it asks for no share. */
function askedOf({ selector, criterion }: AssessedCitation, measures: readonly CoverageMeasure[]): Asked[] {
  if (selector.startsWith('/') || criterion?.kind !== 'number' || dimensionOf(criterion.unit) !== 'share') return [];
  const { glob, measure: named } = readCoverageSelector(selector);
  const measure = named ?? measures[0];
  if (measure === undefined) return [];
  const threshold = convert(criterion.value, criterion.unit, 'percent');
  return [{ measure, covers: nameMatcher(glob), isWhole: glob === '', threshold }];
}

function totalRow(report: CoverageReport, measure: CoverageMeasure, asked: readonly Asked[]): CoverageRow {
  const total = coverageTotal(report, measure);
  const marks = asked.filter((each) => each.measure === measure && each.isWhole);
  return {
    name: measure,
    percent: coveredWords(total?.percent ?? null),
    missing: total?.total == null || total.covered === null ? '' : missingWords(total.covered, total.total),
    meter: { value: total?.percent ?? null, marks: thresholds(marks) },
  };
}

function thresholds(asked: readonly Asked[]): number[] {
  return [...new Set(asked.map(({ threshold }) => threshold))];
}

/** What the rows of all measures share: how they link, and how many ranges of lines the page still has room for. */
interface Pages {
  readonly placeLink: ReturnType<typeof placeLinks>;
  readonly below: string;
  ranges: number;
}

function byPackage(
  files: readonly CoverageFile[],
  measure: CoverageMeasure,
  index: number,
  asked: readonly Asked[],
  pages: Pages,
): CoverageByMeasure {
  const counted = files.flatMap((file) => {
    const count = file.measures[measure];
    return count === undefined ? [] : [{ file, covered: count.covered, total: count.total }];
  });
  const packages = [...Map.groupBy(counted, ({ file }) => folderOf(file.path))]
    .map(([folder, own]) => ({ folder, own: own.toSorted(byMissing), ...sum(own) }))
    .toSorted((a, b) => byMissing(a, b) || compareText(a.folder, b.folder));
  const relevant = asked.filter((each) => each.measure === measure);
  let room = index === 0 ? mostFiles : mostOtherFiles;
  const listed = packages.flatMap(({ folder, own, covered, total }) => {
    const shown = own.slice(0, room);
    room -= shown.length;
    if (shown.length === 0) return [];
    const marks = relevant.filter(({ covers }) => own.some(({ file }) => covers(file.path)));
    return [
      {
        ...row(below(folder, pages) || './', covered, total, marks),
        isOpen: packages.length < 3,
        others:
          index === 0
            ? othersOf(
                own.map(({ file }) => file),
                measure,
              )
            : '',
        files: shown.map((each) =>
          fileRow(
            each,
            relevant.filter(({ covers }) => covers(each.file.path)),
            measure,
            index === 0,
            pages,
          ),
        ),
      },
    ];
  });
  const shownFiles = listed.reduce((count, each) => count + each.files.length, 0);
  return { id: `measure-${measure}`, title: measure, packages: listed, more: moreFilesWords(counted.length - shownFiles) };
}

interface Counted {
  readonly covered: number;
  readonly total: number;
}

function byMissing(a: Counted, b: Counted): number {
  return b.total - b.covered - (a.total - a.covered) || b.total - a.total;
}

function sum(all: readonly Counted[]): Counted {
  return {
    covered: all.reduce((count, each) => count + each.covered, 0),
    total: all.reduce((count, each) => count + each.total, 0),
  };
}

function row(name: string, covered: number, total: number, asked: readonly Asked[]): CoverageRow {
  const percent = total === 0 ? null : (covered * 100) / total;
  return {
    name,
    percent: coveredWords(percent),
    missing: total === 0 ? '' : missingWords(covered, total),
    meter: { value: percent, marks: thresholds(asked) },
  };
}

function fileRow(
  { file, covered, total }: Counted & { readonly file: CoverageFile },
  asked: readonly Asked[],
  measure: CoverageMeasure,
  isFirst: boolean,
  pages: Pages,
): CoverageFileRow {
  const ranges = isFirst && covered < total ? (file.uncovered ?? []) : [];
  const shown = ranges.slice(0, Math.min(rangesOfFile, pages.ranges));
  pages.ranges -= shown.length;
  return {
    ...row(file.path.split('/').at(-1) ?? file.path, covered, total, asked),
    href: pages.placeLink(file.path),
    others: isFirst ? othersOf([file], measure) : '',
    uncovered: shown.map(({ first, last }) => ({ text: linesWords(first, last), href: pages.placeLink(file.path, { first, last }) })),
    more: ranges.length - shown.length,
  };
}

/** What of files is covered by the measures besides one. */
function othersOf(files: readonly CoverageFile[], measure: CoverageMeasure): string {
  return otherMeasuresWords(
    order
      .filter((other) => other !== measure)
      .flatMap((other) => {
        const counts = files.flatMap(({ measures }) => measures[other] ?? []);
        const { covered, total } = sum(counts);
        return total === 0 ? [] : [{ measure: other, percent: (covered * 100) / total }];
      }),
  );
}

function folderOf(path: string): string {
  return path.replace(/\/?[^/]*$/, '');
}

function below(folder: string, { below: common }: Pages): string {
  return common === '' ? folder : folder.slice(common.length).replace(/^\//, '');
}

/** The folder that all paths stand below; empty where there is none, or one path alone. */
function commonFolder(paths: readonly string[]): string {
  const [first = '', ...others] = new Set(paths.map(folderOf));
  if (others.length === 0) return '';
  let common = first.split('/');
  for (const folder of others) {
    const parts = folder.split('/');
    const differs = common.findIndex((part, index) => part !== parts[index]);
    if (differs !== -1) common = common.slice(0, differs);
  }
  return common.join('/');
}
