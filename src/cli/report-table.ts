import { clipText } from '../clip-text.ts';
import { plural } from '../publish/words/grammar.ts';
import { short } from '../publish/words/name-words.ts';
import type { ReadOutcome } from '../reports/read.ts';
import { type CoverageReport, type FindingsReport, type LoadReport, type Report, severities, type TestsReport } from '../reports/report.ts';
import type { JobRun } from '../reports/run.ts';
import { countFindings, countTests, coverageTotal } from '../reports/summary.ts';
import { formatNumber, unitSign } from '../unit.ts';
import { safe, styled } from './print.ts';

/** How many of the worst a table names. */
const worst = 10;

/** What a reader made of a file, for a person: format, counts with their unit, the worst ten, provenance. Its lines are safe to print. */
export function reportLines(outcome: ReadOutcome, run: JobRun | null): string[] {
  if (outcome.state === 'refused') return [styled('refused', 'red'), ...provenanceLines(run)];
  const { report, format } = outcome;
  const tool = report.tool === null ? '' : ` by ${report.tool.name}${report.tool.version === null ? '' : ` ${report.tool.version}`}`;
  return [`${styled(report.kind, 'bold')} ${safe(`(${format}${tool})`)}`, ...kindLines(report), ...provenanceLines(run)];
}

function kindLines(report: Report): string[] {
  switch (report.kind) {
    case 'tests':
      return testLines(report);
    case 'coverage':
      return coverageLines(report);
    case 'load':
      return loadLines(report);
    case 'findings':
      return findingLines(report);
    case 'document':
      return [
        safe(report.title ?? 'no title'),
        ...report.headings.slice(0, worst).map(({ text, level }) => `${'  '.repeat(level)}${safe(text)}`),
      ];
    case 'json':
      return ['any JSON document: a pointer selects a value'];
  }
}

function testLines(report: TestsReport): string[] {
  const { total, passed, failed, skipped, flaky, durationMs } = countTests(report);
  const failures = report.tests.filter(({ status }) => status === 'failed');
  return [
    ...row('tests', formatNumber(total)),
    ...row('passed', formatNumber(passed), passed > 0 ? 'green' : 'dim'),
    ...row('failed', formatNumber(failed), failed > 0 ? 'red' : 'dim'),
    ...row('skipped', formatNumber(skipped), 'dim'),
    ...(flaky > 0 ? row('flaky', formatNumber(flaky), 'yellow') : []),
    ...(durationMs === null ? [] : row('duration', `${formatNumber(durationMs)} ms`)),
    ...failures
      .slice(0, worst)
      .flatMap(({ name, message }) => [
        `  ${styled(name, 'red')}`,
        ...(message === null ? [] : [`    ${styled(firstLine(message), 'dim')}`]),
      ]),
    ...more(failures.length),
  ];
}

function coverageLines(report: CoverageReport): string[] {
  return (['statements', 'lines', 'branches', 'functions'] as const).flatMap((measure) => {
    const total = coverageTotal(report, measure);
    if (total === null) return [];
    const percent = total.percent === null ? 'nothing to cover' : `${formatNumber(total.percent)} %`;
    return row(
      measure,
      total.total === null ? percent : `${percent} (${formatNumber(total.covered ?? 0)} of ${formatNumber(total.total)})`,
    );
  });
}

function loadLines({ metrics, thresholds, checks }: LoadReport): string[] {
  const held = thresholds?.filter((threshold) => threshold.held === true).length ?? 0;
  const crossed = thresholds?.filter((threshold) => threshold.held === false) ?? [];
  return [
    ...row(
      'thresholds',
      thresholds === null
        ? 'no verdict in this file: unknown'
        : `${held} held, ${crossed.length} crossed${thresholds.length > held + crossed.length ? `, ${thresholds.length - held - crossed.length} not measured` : ''}`,
      crossed.length > 0 ? 'red' : 'bold',
    ),
    ...(checks === null ? [] : row('checks', `${formatNumber(checks.passed)} passed, ${formatNumber(checks.failed)} failed`)),
    ...crossed.slice(0, worst).map(({ metric, expression }) => `  ${styled(`crossed ${metric}: ${expression}`, 'red')}`),
    ...metrics.map(({ name, statistics }) => {
      const values = Object.entries(statistics).map(
        ([statistic, { value, unit }]) => `${statistic} ${formatNumber(value)}${unitSign(unit)}`,
      );
      return `  ${safe(name)}: ${safe(values.join(', '))}`;
    }),
  ];
}

function findingLines(report: FindingsReport): string[] {
  const counts = countFindings(report);
  const grave = report.findings
    .filter(({ suppressed }) => !suppressed)
    .sort((a, b) => severities.indexOf(a.severity) - severities.indexOf(b.severity));
  return [
    ...row('findings', formatNumber(counts.total)),
    ...severities
      .filter((severity) => counts[severity] > 0)
      .flatMap((severity) =>
        row(severity, formatNumber(counts[severity]), severity === 'critical' || severity === 'high' ? 'red' : 'bold'),
      ),
    ...(counts.suppressed > 0 ? row('suppressed', formatNumber(counts.suppressed), 'dim') : []),
    ...grave
      .slice(0, worst)
      .map(
        ({ severity, rule, title, place }) =>
          `  ${styled(severity, 'red')} ${safe([rule, firstLine(title), place].filter((part) => part !== null && part !== '').join(' · '))}`,
      ),
    ...more(grave.length),
  ];
}

function provenanceLines(run: JobRun | null): string[] {
  if (run === null) return [styled('no run.json beside it: no provenance', 'yellow')];
  const commands = run.commands.map(({ command, exitCode }) => `  exit ${exitCode}: ${safe(command)}`);
  const where = run.environment?.name === undefined ? '' : `, in ${run.environment.name}`;
  return [safe(`job ${run.job} at ${short(run.commit)}, ended ${run.finished}${where}`), ...commands];
}

function row(name: string, value: string, style: Parameters<typeof styled>[1] = 'bold'): string[] {
  return [`  ${name.padEnd(12)}${styled(value, style)}`];
}

function more(count: number): string[] {
  return count > worst ? [styled(`  … and ${plural(count - worst, 'more').replace(/s$/, '')}`, 'dim')] : [];
}

function firstLine(text: string): string {
  return clipText(text.trim().split('\n')[0] ?? '', 160);
}
