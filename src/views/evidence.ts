import type { AssessedCitation, Assessment, Verdict } from '../assessment/assessment.ts';
import { itemsOf } from '../assessment/items.ts';
import { formatProblem } from '../problem.ts';
import { citationName, criterionWords, formatInstant, measuredWords, plural, short } from '../publish/words.ts';
import type { Evidence, EvidenceFile, JobPart } from '../reports/evidence.ts';
import { type CoverageReport, type FindingsReport, type LoadReport, type Report, severities, type TestsReport } from '../reports/report.ts';
import { countFindings, countTests, coverageTotal } from '../reports/summary.ts';
import { formatNumber, formatQuantity } from '../unit.ts';
import { currentLinks, objectLink } from './links.ts';

/** The list of all result files, by job. */
export interface EvidenceIndexView {
  readonly jobs: readonly { readonly name: string; readonly parts: readonly PartView[] }[];
  readonly files: number;
  readonly uncited: number;
}

export interface PartView {
  readonly title: string;
  readonly provenance: string;
  /** The page of its `run.json`; null where there is none. */
  readonly run: string | null;
  readonly problems: readonly string[];
  readonly superseded: boolean;
  readonly files: readonly FileRow[];
}

export interface FileRow {
  readonly name: string;
  readonly href: string;
  readonly kind: string;
  /** What a person wants first: `199 passed, 12 failed`. */
  readonly headline: string;
  /** Whether the headline is bad news, good news, or neither. */
  readonly tone: Tone;
  readonly citedBy: number;
}

export type Tone = 'bad' | 'good' | 'plain' | 'unproven';

/** One result file as a page. */
export interface EvidenceFileView {
  readonly path: string;
  readonly name: string;
  readonly kind: string;
  readonly headline: string;
  readonly tone: Tone;
  readonly download: string;
  readonly digest: string;
  readonly facts: readonly { readonly name: string; readonly value: string; readonly href?: string }[];
  readonly problems: readonly string[];
  readonly notes: readonly string[];
  readonly superseded: boolean;
  readonly tables: readonly TableView[];
  readonly lists: readonly {
    readonly title: string;
    readonly entries: readonly { readonly title: string; readonly detail: string | null }[];
    readonly more: number;
  }[];
  /** The file's own text, where it is short and meant for people. */
  readonly text: string | null;
  readonly citedBy: readonly {
    readonly text: string;
    readonly href: string;
    readonly name: string;
    readonly outcome: string;
    readonly verdict: Verdict['state'];
  }[];
}

export interface TableView {
  readonly title: string;
  readonly head: readonly string[];
  readonly rows: readonly (readonly { readonly text: string; readonly tone?: Tone; readonly figure?: boolean }[])[];
  readonly more: number;
}

/** How many entries a page lists; the file itself has the rest. */
const listed = 100;
const suitesListed = 200;

export function evidenceIndexView(evidence: Evidence, assessment: Assessment): EvidenceIndexView {
  const cited = citationsByFile(assessment);
  const jobs = [...new Set(evidence.parts.map(({ job }) => job))];
  return {
    jobs: jobs.map((name) => ({
      name,
      parts: evidence.parts.filter(({ job }) => job === name).map((part) => partView(part, evidence, cited)),
    })),
    files: resultFiles(evidence).length,
    uncited: assessment.uncited.length,
  };
}

/** The files that tools wrote: all but the provenance of jobs. */
function resultFiles({ files }: Evidence): EvidenceFile[] {
  return files.filter(({ name }) => name !== 'run.json');
}

/** When the newest evidence was measured; null where there is none. */
export function newestEvidence({ parts }: Evidence): string | null {
  const finished = parts.flatMap(({ run }) => run?.finished ?? []);
  return finished.length === 0 ? null : finished.reduce((a, b) => (Date.parse(a) > Date.parse(b) ? a : b));
}

export function evidenceFileView(file: EvidenceFile, assessment: Assessment, text: string | null): EvidenceFileView {
  const { outcome, part } = file;
  const report = outcome.state === 'read' ? outcome.report : null;
  return {
    path: file.path,
    name: file.name,
    kind: kindWords(file),
    ...headlineOf(file),
    download: objectLink(file.digest),
    digest: file.digest,
    facts: factsOf(file),
    problems: outcome.problems.map(formatProblem),
    notes: part.run?.notes ?? [],
    superseded: part.superseded,
    tables: report === null ? [] : tablesOf(report),
    lists: report === null ? [] : listsOf(report),
    text,
    citedBy: (citationsByFile(assessment).get(file.path) ?? []).map(({ item, citation }) => ({
      text: item.text,
      href: currentLinks.item(item.id),
      name: citationName(citation),
      outcome: outcomeOf(citation),
      verdict: citation.verdict.state,
    })),
  };
}

interface Cited {
  readonly item: { readonly id: string; readonly text: string };
  readonly citation: AssessedCitation;
}

function citationsByFile(assessment: Assessment): Map<string, Cited[]> {
  const byFile = new Map<string, Cited[]>();
  for (const item of itemsOf(assessment.pages)) {
    for (const citation of item.citations) {
      for (const { file } of citation.sources) byFile.set(file, [...(byFile.get(file) ?? []), { item, citation }]);
    }
  }
  return byFile;
}

function outcomeOf({ measured, criterion }: AssessedCitation): string {
  return [
    measured === null ? 'nothing measured' : measuredWords(measured, criterion),
    criterion === null ? '' : `requires ${criterionWords(criterion)}`,
  ]
    .filter((part) => part !== '')
    .join(', ');
}

function partView(part: JobPart, { files }: Evidence, cited: ReadonlyMap<string, readonly Cited[]>): PartView {
  const titles = [
    part.shard === null ? '' : `shard ${part.shard}${part.shards === null ? '' : ` of ${part.shards}`}`,
    part.attempt > 1 || part.superseded ? `attempt ${part.attempt}` : '',
  ];
  return {
    title: titles.filter((title) => title !== '').join(', '),
    provenance: provenanceOf(part),
    run: files.some((file) => file.part === part && file.name === 'run.json') ? currentLinks.evidence(`${part.folder}/run.json`) : null,
    problems: part.problems.map(formatProblem),
    superseded: part.superseded,
    files: files
      .filter((file) => file.part === part && file.name !== 'run.json')
      .map((file) => ({
        name: file.name,
        href: currentLinks.evidence(file.path) ?? '',
        kind: kindWords(file),
        ...headlineOf(file),
        citedBy: new Set((cited.get(file.path) ?? []).map(({ item }) => item.id)).size,
      })),
  };
}

function provenanceOf({ run }: JobPart): string {
  if (run === null) return 'no provenance: what stands here proves nothing';
  const where = run.environment?.name === undefined ? '' : ` in ${run.environment.name}`;
  return `measured ${formatInstant(run.finished)}${where}, commit ${short(run.commit)}`;
}

function kindWords({ outcome }: EvidenceFile): string {
  return outcome.format === null ? 'unknown format' : outcome.format;
}

/** The one fact of a file that a person wants first. */
function headlineOf({ outcome }: EvidenceFile): { headline: string; tone: Tone } {
  if (outcome.state === 'refused') return { headline: `cannot be read: ${outcome.problems[0]?.message ?? 'unknown'}`, tone: 'unproven' };
  const { report } = outcome;
  const doubt = outcome.problems[0]?.message;
  switch (report.kind) {
    case 'tests': {
      const { total, passed, failed, skipped } = countTests(report);
      if (total === 0) return { headline: 'no tests', tone: 'unproven' };
      return {
        headline: measuredWords({ kind: 'tests', passed, failed, skipped }),
        tone: failed > 0 ? 'bad' : passed > 0 && doubt === undefined ? 'good' : 'unproven',
      };
    }
    case 'coverage': {
      const total = coverageTotal(report, 'statements') ?? coverageTotal(report, 'lines');
      return total?.percent == null
        ? { headline: 'nothing measured', tone: 'unproven' }
        : { headline: `${formatQuantity(total.percent, 'percent')} covered`, tone: 'plain' };
    }
    case 'load': {
      const p95 = report.metrics.find(({ name }) => name === 'http_req_duration')?.statistics['p95'];
      const crossed = report.thresholds?.filter(({ held }) => held === false).length ?? 0;
      const latency = p95 === undefined ? '' : `p95 ${formatQuantity(p95.value, p95.unit)}`;
      const verdicts =
        report.thresholds === null || report.thresholds.length === 0
          ? 'no verdict on thresholds'
          : `${crossed} of ${plural(report.thresholds.length, 'threshold')} crossed`;
      return {
        headline: [latency, verdicts].filter((part) => part !== '').join(', '),
        tone: crossed > 0 ? 'bad' : report.thresholds?.length ? 'good' : 'plain',
      };
    }
    case 'findings': {
      if (report.targets?.length === 0) return { headline: 'scanned nothing', tone: 'unproven' };
      const counts = countFindings(report);
      const parts = severities
        .filter((severity) => counts[severity] > 0)
        .map((severity) => `${formatNumber(counts[severity])} ${severity}`);
      if (parts.length > 0)
        return { headline: parts.join(', '), tone: counts.critical + counts.high + counts.unknown > 0 ? 'bad' : 'plain' };
      return { headline: 'no findings', tone: doubt === undefined ? 'good' : 'unproven' };
    }
    case 'document':
      return report.blank ? { headline: 'empty', tone: 'unproven' } : { headline: report.title ?? 'a document', tone: 'plain' };
    case 'json':
      return { headline: 'values by pointer', tone: 'plain' };
  }
}

function factsOf(file: EvidenceFile): EvidenceFileView['facts'] {
  const { run } = file.part;
  const command = run?.commands.find(({ files }) => files?.includes(file.name));
  const versions = Object.entries(run?.environment ?? {}).flatMap(([name, value]) =>
    name !== 'name' && typeof value === 'string' ? [`${name} ${value}`] : [],
  );
  const facts: (EvidenceFileView['facts'][number] | null)[] = [
    file.tool === null ? null : { name: 'Tool', value: `${file.tool.name}${file.tool.version === null ? '' : ` ${file.tool.version}`}` },
    command === undefined ? null : { name: 'Command', value: command.command },
    command === undefined ? null : { name: 'Exit code', value: String(command.exitCode) },
    run === null
      ? { name: 'Provenance', value: 'none: this file proves nothing' }
      : { name: 'Measured', value: formatInstant(run.finished) },
    run === null ? null : { name: 'Commit', value: run.commit },
    run?.environment == null ? null : { name: 'Environment', value: [run.environment.name, ...versions].join(', ') },
    run?.url == null ? null : { name: 'CI run', value: run.url, href: run.url },
    { name: 'Size', value: plural(file.size, 'byte') },
    { name: 'SHA-256', value: file.digest },
  ];
  return facts.filter((fact) => fact !== null);
}

function tablesOf(report: Report): TableView[] {
  switch (report.kind) {
    case 'tests':
      return [suiteTable(report)];
    case 'coverage':
      return [measureTable(report), folderTable(report)].filter(({ rows }) => rows.length > 0);
    case 'load':
      return [thresholdTable(report), metricTable(report)].filter(({ rows }) => rows.length > 0);
    case 'findings':
      return [findingTable(report), ruleTable(report)].filter(({ rows }) => rows.length > 0);
    case 'document':
    case 'json':
      return [];
  }
}

function listsOf(report: Report): EvidenceFileView['lists'] {
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

function measureTable(report: CoverageReport): TableView {
  const rows = (['statements', 'lines', 'branches', 'functions'] as const).flatMap((measure) => {
    const total = coverageTotal(report, measure);
    if (total === null) return [];
    const percent = total.percent === null ? 'nothing to cover' : formatQuantity(total.percent, 'percent');
    return [
      [
        { text: measure },
        { text: percent, figure: true },
        { text: total.total === null ? '' : `${formatNumber(total.covered ?? 0)} of ${formatNumber(total.total)}`, figure: true },
      ],
    ];
  });
  return { title: 'Covered', head: ['Measure', 'Percent', 'Count'], rows, more: 0 };
}

/** Coverage by folder, the least covered and largest first. */
function folderTable({ files }: CoverageReport): TableView {
  const folders = new Map<string, { covered: number; total: number }>();
  for (const { path, measures } of files) {
    const count = measures.statements ?? measures.lines;
    if (count === undefined) continue;
    const folder = path.replace(/\/?[^/]*$/, '') || '.';
    const sum = folders.get(folder) ?? { covered: 0, total: 0 };
    folders.set(folder, { covered: sum.covered + count.covered, total: sum.total + count.total });
  }
  const open = ({ covered, total }: { covered: number; total: number }) => total - covered;
  const sorted = [...folders].sort(([a, x], [b, y]) => open(y) - open(x) || (a < b ? -1 : 1));
  return {
    title: 'By folder, the most uncovered first',
    head: ['Folder', 'Percent', 'Covered', 'Of'],
    rows: sorted
      .slice(0, listed)
      .map(([folder, { covered, total }]) => [
        { text: folder },
        { text: total === 0 ? '–' : formatQuantity((covered * 100) / total, 'percent'), figure: true },
        figure(covered),
        figure(total),
      ]),
    more: Math.max(0, sorted.length - listed),
  };
}

function thresholdTable({ thresholds }: LoadReport): TableView {
  const sorted = [...(thresholds ?? [])].sort((a, b) => Number(a.held ?? 0.5) - Number(b.held ?? 0.5));
  return {
    title: 'Thresholds',
    head: ['Metric', 'Threshold', 'Verdict'],
    rows: sorted.map(({ metric, expression, held }) => [{ text: metric }, { text: expression, figure: true }, thresholdCell(held)]),
    more: 0,
  };
}

function thresholdCell(held: boolean | null): TableView['rows'][number][number] {
  if (held === null) return { text: 'not measured', tone: 'unproven' };
  return held ? { text: 'held', tone: 'good' } : { text: 'crossed', tone: 'bad' };
}

function metricTable({ metrics }: LoadReport): TableView {
  const preferred = ['http_req_duration', 'http_reqs', 'http_req_failed', 'vus_max', 'iterations', 'checks'];
  const place = (name: string) => (preferred.includes(name) ? preferred.indexOf(name) : preferred.length);
  const sorted = [...metrics].sort((a, b) => place(a.name) - place(b.name) || (a.name < b.name ? -1 : 1));
  return {
    title: 'Metrics',
    head: ['Metric', 'Statistics'],
    rows: sorted.slice(0, listed).map(({ name, statistics }) => [
      { text: name },
      {
        text: Object.entries(statistics)
          .map(([statistic, { value, unit }]) => `${statistic} ${formatQuantity(value, unit)}`)
          .join(' · '),
        figure: true,
      },
    ]),
    more: Math.max(0, sorted.length - listed),
  };
}

function findingTable({ findings }: FindingsReport): TableView {
  const sorted = [...findings].sort(
    (a, b) => Number(a.suppressed) - Number(b.suppressed) || severities.indexOf(a.severity) - severities.indexOf(b.severity),
  );
  return {
    title: 'Findings, the gravest first',
    head: ['Severity', 'Rule', 'What', 'Where'],
    rows: sorted.slice(0, listed).map(({ severity, rule, title, place, suppressed }) => [
      {
        text: suppressed ? `${severity}, suppressed` : severity,
        ...(severity === 'critical' || severity === 'high' ? { tone: 'bad' as const } : {}),
      },
      { text: rule, figure: true },
      { text: title },
      { text: place ?? '', figure: true },
    ]),
    more: Math.max(0, sorted.length - listed),
  };
}

function ruleTable({ findings }: FindingsReport): TableView {
  const rules = new Map<string, number>();
  for (const { rule, suppressed } of findings) if (!suppressed) rules.set(rule, (rules.get(rule) ?? 0) + 1);
  const sorted = [...rules].sort(([a, x], [b, y]) => y - x || (a < b ? -1 : 1));
  return {
    title: 'By rule',
    head: ['Rule', 'Findings'],
    rows: sorted.slice(0, listed).map(([rule, count]) => [{ text: rule }, figure(count)]),
    more: Math.max(0, sorted.length - listed),
  };
}

function figure(value: number): { text: string; figure: true } {
  return { text: formatNumber(value), figure: true };
}
