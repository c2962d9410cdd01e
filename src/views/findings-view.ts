import type { EvidenceContext } from '../assessment/provenance.ts';
import { clipText } from '../clip-text.ts';
import { compareText } from '../order.ts';
import { type Lines, placeLinks } from '../publish/code-links.ts';
import {
  noFindingWords,
  ruleCountWords,
  sameScanWords,
  scannedWords,
  seenWords,
  severityWords,
  unlistedWords,
  unratedWords,
} from '../publish/words/finding-words.ts';
import type { EvidenceFile } from '../reports/evidence.ts';
import { type CodePlace, type Finding, type FindingInstance, type FindingsReport, type Severity, severities } from '../reports/report.ts';
import { countFindings } from '../reports/summary.ts';
import { formatNumber } from '../unit.ts';
import type { Links } from './links.ts';

/** What a scanner found, by rule. */
export interface FindingsView {
  readonly kind: 'findings';
  /** Each severity that occurs with how often it does, and all of them: each is the address of what it leaves. */
  readonly filters: readonly SeverityFilter[];
  /** What is to be known before the findings are read. */
  readonly notes: readonly string[];
  /** Files of the same job that hold the same scan. */
  readonly sameScan: readonly { readonly name: string; readonly href: string | null; readonly words: string }[];
  /** The gravest rule first. */
  readonly rules: readonly RuleView[];
  /** Rules whose findings are suppressed, accepted or gone. */
  readonly suppressed: readonly RuleView[];
  readonly suppressedTitle: string;
  /** How many findings are not listed, in a sentence. */
  readonly more: string;
}

/** A link that leaves the findings of one severity. */
export interface SeverityFilter {
  readonly id: string;
  /** Null for all. */
  readonly severity: Severity | null;
  readonly text: string;
  readonly count: string;
}

/** The findings of one rule. */
export interface RuleView {
  readonly rule: string;
  readonly title: string | null;
  readonly help: string | null;
  readonly weaknesses: readonly { readonly id: string; readonly href: string }[];
  readonly aliases: readonly string[];
  /** The gravest of its findings. */
  readonly severity: Severity;
  readonly severityText: string;
  /** All that its findings have. */
  readonly severities: string;
  readonly counted: string;
  readonly places: readonly PlaceView[];
  /** Places behind the first few. */
  readonly others: readonly PlaceView[];
  readonly othersTitle: string;
}

/** Where a rule found something, and what. */
export interface PlaceView {
  readonly severity: Severity;
  /** Where it differs from the rule's. */
  readonly severityText: string | null;
  readonly place: string;
  readonly href: string | null;
  /** Null where the rule's title says it. */
  readonly title: string | null;
  /** The requests in which it was seen; null where the file lists none, or the page has no more room for them. */
  readonly seen: {
    readonly title: string;
    readonly isOpen: boolean;
    readonly requests: readonly FindingInstance[];
  } | null;
}

/** How many findings a page lists, and how many of them before a fold; the file itself has the rest. */
const mostFindings = 300;
const mostPlaces = 100;
const firstPlaces = 6;
/** How many requests of findings a page lists, and up to how many of one it shows without a fold. */
const mostRequests = 400;
const openRequests = 3;
/** What of a tool's text a page shows. In UTF-16 units. */
const mostText = 240;

/** Makes the view of a scan. */
export function findingsView(
  file: EvidenceFile,
  report: FindingsReport,
  context: EvidenceContext,
  links: Pick<Links, 'evidence'>,
): FindingsView {
  const placeLink = placeLinks(file, context.portal);
  const active = report.findings.filter(({ suppressed }) => !suppressed);
  const suppressed = report.findings.filter((each) => each.suppressed);
  const room = { left: mostFindings, requests: mostRequests };
  const rules = ruleViews(active, room, placeLink);
  const quiet = ruleViews(suppressed, room, placeLink);
  const counts = countFindings(report);
  return {
    kind: 'findings',
    filters: filtersOf(counts),
    notes: [
      active.length === 0 ? noFindingWords : '',
      unratedWords(counts.unknown, counts.total),
      scannedWords((report.targets ?? []).map((each) => clipText(each, mostText))),
    ].filter((note) => note !== ''),
    sameScan: sameScans(file, report, context).map(({ other, count }) => ({
      name: other.name,
      href: links.evidence(other.path),
      words: sameScanWords(active.length, count),
    })),
    rules,
    suppressed: quiet,
    suppressedTitle: ruleCountWords(suppressed.length),
    more: unlistedWords(report.findings.length - listedIn(rules) - listedIn(quiet)),
  };
}

function filtersOf(counts: ReturnType<typeof countFindings>): SeverityFilter[] {
  const own = severities.flatMap((severity) =>
    counts[severity] === 0
      ? []
      : { id: `severity-${severity}`, severity, text: severityWords[severity], count: formatNumber(counts[severity]) },
  );
  return own.length < 2 ? [] : [{ id: 'severity-all', severity: null, text: 'all', count: formatNumber(counts.total) }, ...own];
}

/** What a page can still list. */
interface Room {
  left: number;
  requests: number;
}

/** Rules, the gravest and then the most frequent first, each with as many of its places as there is room for. */
function ruleViews(findings: readonly Finding[], room: Room, placeLink: ReturnType<typeof placeLinks>): RuleView[] {
  const gravity = ({ severity }: Finding) => severities.indexOf(severity);
  const byRule = [...Map.groupBy(findings, ({ rule }) => rule)].map(([rule, all]) => {
    const sorted = [...all].sort((a, b) => gravity(a) - gravity(b) || compareNames(a.place ?? '', b.place ?? ''));
    return { rule, all: sorted, gravest: sorted[0] === undefined ? 0 : gravity(sorted[0]) };
  });
  byRule.sort((a, b) => a.gravest - b.gravest || b.all.length - a.all.length || compareText(a.rule, b.rule));
  return byRule.flatMap(({ all }) => {
    const listed = all.slice(0, Math.min(mostPlaces, room.left));
    room.left -= listed.length;
    return listed.length === 0 ? [] : [ruleView(all, listed, room, placeLink)];
  });
}

function ruleView(all: readonly Finding[], listed: readonly Finding[], room: Room, placeLink: ReturnType<typeof placeLinks>): RuleView {
  const [first = all[0]] = listed;
  const severity = first?.severity ?? 'unknown';
  const rule = first?.rule ?? '';
  const title = first?.ruleTitle || mostFrequent(all.map((each) => each.title));
  const places = listed.map((finding) => placeView(finding, title, severity, room, placeLink));
  return {
    rule: clipText(rule, mostText),
    title: title === '' || title === rule ? null : clipText(title, mostText),
    help: all.find(({ help }) => help !== undefined)?.help ?? advisoryAddress(rule),
    weaknesses: [...new Set(all.flatMap(({ weaknesses }) => weaknesses ?? []))].map((id) => ({
      id,
      href: `https://cwe.mitre.org/data/definitions/${id.slice('CWE-'.length)}.html`,
    })),
    aliases: [...new Set(all.flatMap(({ aliases }) => aliases))].slice(0, 6).map((each) => clipText(each, mostText)),
    severity,
    severityText: severityWords[severity],
    severities: [...new Set(listed.map((each) => each.severity))].join(' '),
    counted: ruleCountWords(all.length),
    places: places.slice(0, firstPlaces),
    others: places.slice(firstPlaces),
    othersTitle: `${places.length - firstPlaces} more`,
  };
}

function placeView(
  { severity, place, source, title, seen }: Finding,
  shown: string,
  gravest: Severity,
  room: Room,
  placeLink: ReturnType<typeof placeLinks>,
): PlaceView {
  return {
    severity,
    severityText: severity === gravest ? null : severityWords[severity],
    place: place === null ? '' : clipText(place, mostText),
    href: source === undefined ? null : placeLink(source.file, linesOf(source)),
    title: title === shown ? null : clipText(title, mostText),
    seen: seen === undefined ? null : seenView(seen, room),
  };
}

function seenView({ listed, total }: NonNullable<Finding['seen']>, room: Room): PlaceView['seen'] {
  const requests = listed.slice(0, room.requests);
  room.requests -= requests.length;
  return requests.length === 0 ? null : { title: seenWords(total, requests.length), isOpen: total <= openRequests, requests };
}

/** The text that stands there most often, the first of them; empty where each stands there once, and there are several. */
function mostFrequent(texts: readonly string[]): string {
  const counts = new Map<string, number>();
  for (const text of texts) counts.set(text, (counts.get(text) ?? 0) + 1);
  const [text, count] = [...counts].reduce((most, each) => (each[1] > most[1] ? each : most), ['', 0]);
  return count > 1 || texts.length === 1 ? text : '';
}

/** Files in the order of their names, and lines as numbers. */
const { compare: compareNames } = new Intl.Collator('en', { numeric: true });

function linesOf({ line }: CodePlace): Lines | null {
  return line === undefined ? null : { first: line, last: line };
}

function listedIn(rules: readonly RuleView[]): number {
  return rules.reduce((sum, { places, others }) => sum + places.length + others.length, 0);
}

/** Where a public list explains a vulnerability, by the form of its id; null for every other rule. */
function advisoryAddress(id: string): string | null {
  if (/^CVE-\d{4}-\d{4,}$/.test(id)) return `https://www.cve.org/CVERecord?id=${id}`;
  if (/^GHSA(?:-[\da-z]{4}){3}$/.test(id)) return `https://github.com/advisories/${id}`;
  if (/^GO-\d{4}-\d+$/.test(id)) return `https://pkg.go.dev/vuln/${id}`;
  if (/^SNYK-[\w-]+$/.test(id)) return `https://security.snyk.io/vuln/${id}`;
  return /^(?:PYSEC|RUSTSEC|OSV|MAL)-\d{4}-\d+$/.test(id) ? `https://osv.dev/vulnerability/${id}` : null;
}

/**
 * Other files of the same run that hold the same scan in another format: written by the same command or by the same tool, with the same
 * rules under whichever of their ids.
 */
function sameScans({ part, name, tool, outcome }: EvidenceFile, report: FindingsReport, { evidence }: EvidenceContext) {
  const command = part.commands.find(({ written }) => written.has(name));
  return (evidence.byPart.get(part) ?? []).flatMap((other) => {
    if (other.name === name || other.outcome.state !== 'read' || other.outcome.format === outcome.format) return [];
    const { report: read } = other.outcome;
    if (read.kind !== 'findings') return [];
    const isOneRun = command?.written.has(other.name) || (tool !== null && tool.name.toLowerCase() === other.tool?.name.toLowerCase());
    if (!isOneRun || !namesRulesOf(report, read) || !namesRulesOf(read, report)) return [];
    return { other, count: countFindings(read).total };
  });
}

/** Does a report name each rule of another, under any of its ids? */
function namesRulesOf(named: FindingsReport, by: FindingsReport): boolean {
  const ids = new Set(by.findings.flatMap(({ rule, aliases }) => [rule, ...aliases]));
  return named.findings.every(({ rule, aliases }) => [rule, ...aliases].some((id) => ids.has(id)));
}
