import { nameMatcher } from '../../glob.ts';
import type { EvidenceFile } from '../../reports/evidence.ts';
import { type Finding, type FindingsReport, type Severity, severities } from '../../reports/report.ts';
import type { UnprovenReason } from '../reason.ts';
import { type DefaultRule, type Measurement, maxExamples, type Reported, unproven } from './measurement.ts';

/**
 * Measures findings: severities, or rule ids as globs, joined by commas; without a selector the whole. Several files add up.
 * Suppressed findings do not count. A finding of unknown severity counts toward every severity asked for.
 */
export function measureFindings(selector: string, parts: readonly Reported<FindingsReport>[]): Measurement {
  const untargeted = parts.find(({ report }) => report.targets?.length === 0);
  if (untargeted !== undefined) return unproven({ code: 'no-target', file: untargeted.file.path });
  const findings = parts.flatMap(({ report }) => report.findings).filter(({ suppressed }) => !suppressed);
  if (selector === '') {
    const severe = findings.filter(({ severity }) => ['critical', 'high', 'unknown'].includes(severity));
    return counted('none-severe', findings.length, severe, []);
  }
  const words = selector
    .split(',')
    .map((word) => word.trim())
    .filter((word) => word !== '');
  const asked = words.map((word) => severities.find((severity) => severity === word.toLowerCase()));
  const selected = findings.filter((finding) => words.some((word, index) => selects(word, asked[index], finding)));
  const doubts = words.flatMap((word, index) => {
    const severity = asked[index];
    return selected.some((finding) => selects(word, severity, finding)) ? [] : (doubtOf(word, severity, parts) ?? []);
  });
  const [doubt] = doubts;
  if (selected.length === 0 && doubt !== undefined) return unproven(doubt, knownRules(parts));
  return counted('none-found', selected.length, selected, doubts);
}

function counted(rule: DefaultRule, count: number, grave: readonly Finding[], partial: readonly UnprovenReason[]): Measurement {
  return {
    state: 'measured',
    measured: { kind: 'findings', count },
    number: { value: count, unit: 'count' },
    own: { rule, verdict: grave.length === 0 ? { state: 'pass' } : { state: 'fail', reason: { code: 'findings', count: grave.length } } },
    partial,
    examples: grave
      .slice(0, maxExamples)
      .map(({ rule: id, title, place }) => [id, title, place].filter((part) => part !== null && part !== '').join(' · ')),
  };
}

function selects(word: string, severity: Severity | undefined, finding: Finding): boolean {
  if (severity !== undefined) return finding.severity === severity || finding.severity === 'unknown';
  return [finding.rule, ...finding.aliases].some(nameMatcher(word));
}

function doubtOf(word: string, severity: Severity | undefined, parts: readonly Reported<FindingsReport>[]): UnprovenReason | null {
  if (severity !== undefined) return unratedBy(severity, parts);
  return parts.every((part) => ruleRan(word, part)) ? null : { code: 'rule-not-run', rule: word };
}

function unratedBy(severity: Severity, parts: readonly Reported<FindingsReport>[]): UnprovenReason | null {
  const able = severity === 'unknown' || parts.every(({ report }) => report.rates.includes(severity));
  return able ? null : { code: 'not-rated', severity };
}

/** Is a rule that found nothing known to have run? */
function ruleRan(word: string, { file, report: { rules } }: Reported<FindingsReport>): boolean {
  if (rules.listed.some(nameMatcher(word))) return true;
  if (rules.all === null) return false;
  const command = commandOf(file);
  const form = new RegExp(`^(?:${rules.all.form})$`);
  const hasForm = ['', '0', '00', '000'].some((digits) => form.test(word.replace('*', digits)));
  return command !== null && hasForm && !rules.all.unless.some((option) => command.split(/[\s=]+/).includes(option));
}

function commandOf({ name, part }: EvidenceFile): string | null {
  return part.commands.find(({ written }) => written.has(name))?.command ?? null;
}

function knownRules(parts: readonly Reported<FindingsReport>[]): string[] {
  return [...new Set(parts.flatMap(({ report }) => [...report.rules.listed, ...report.findings.map(({ rule }) => rule)]))]
    .sort()
    .slice(0, maxExamples);
}
