import { z } from 'zod';
import { scorePattern, severityOfScore } from '../families/cvss.ts';
import { codePlace, helpAddress, weaknessesOf } from '../families/finding-details.ts';
import { type invocation, type Level, type Result, type Rule, type Run, rulesOf, sarifLog, sarifResult } from '../families/sarif-log.ts';
import { contextOf, defineReader, type ReaderContext } from '../reader.ts';
import type { CodePlace, Finding, FindingsReport, JsonValue, Partial, Severity, Tool } from '../report.ts';
import { type JsonPath, openingKeys, readElements } from '../text/json-elements.ts';
import { checkShape } from '../text/json-value.ts';
import type { TextSource } from '../text/source.ts';

/** What is kept of a result until its run's rules are known, which may stand behind it. */
type Kept = Pick<Result, 'ruleId' | 'ruleIndex' | 'rule' | 'kind' | 'level' | 'message' | 'suppressions' | 'baselineState'> & {
  readonly score: number | undefined;
  readonly location: NonNullable<Result['locations']>[number] | undefined;
};

/** A run's results and the addresses of its artifacts. */
interface Streamed {
  readonly results: Kept[];
  readonly artifacts: Map<number, string>;
}

/** More than any tool reports: GitHub takes 25,000 a run. */
const maxResults = 500_000;

/** The lists of a run that can be long. They are read element by element, and only `results` and `artifacts` are looked at. */
const longLists = new Set([
  'results',
  'artifacts',
  'logicalLocations',
  'threadFlowLocations',
  'graphs',
  'addresses',
  'webRequests',
  'webResponses',
]);

/**
 * SARIF 2.1.0, as OASIS defines it, read as a stream. One finding is one result of kind `fail`; `open` and `review` are findings of unknown
 * severity, since nobody has decided about them. Severity is the CVSS band of `security-severity` where result or rule has one, else the
 * effective level (§3.27.10): the result's own, an invocation's override, the rule's default, `warning`, but for tools whose level rates
 * nothing: that is unknown.
 */
export const sarif = defineReader({
  format: 'sarif',
  kind: 'findings',
  guide: {
    title: 'SARIF 2.1.0',
    source: 'https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html',
    make: 'staticcheck -f sarif ./... > staticcheck.sarif',
    selectors: [
      { selector: '#high', selects: 'the results of level error, or of a security-severity from 7 to below 9' },
      { selector: '#critical', selects: 'the results of a security-severity of 9 or more, where the tool gives one' },
      { selector: '#SA4010', selects: 'the results of this rule; none of them counts as 0 where the file lists the rule' },
    ],
    unit: 'one result; suppressed ones, and those absent since the baseline, are counted apart',
    unproven:
      'a run without `results`, or one that names no rule, no file and no result, or no run; an invocation that was not successful, or notes an error; severity `critical` where no rule has a `security-severity`. The SARIF of gosec leaves out the packages that it could not scan: cite its JSON',
  },
  recognises: 'opening',
  unlike: ({ opening }) => unlikeSarif(opening),
  read: (source) => readSarif(source, contextOf(source)),
});

function unlikeSarif(opening: string): string | null {
  if (!/^\s*\{/.test(opening)) return 'is no JSON object';
  const { keys, whole } = openingKeys(opening);
  const runs = keys.get('runs');
  if (runs === undefined && (whole || keys.size === 0)) return 'has no key `runs`';
  if (/^"[^"]*sarif/i.test(keys.get('$schema') ?? '')) return null;
  const version = keys.get('version');
  if (version === undefined && whole) return 'has no key `version`';
  if (version !== undefined && !/^"\d+\.\d+\.\d+/.test(version)) return 'has a `version` that is not one of SARIF';
  return runs !== undefined && startOfRuns.test(runs) ? null : 'has no `runs` as SARIF has them';
}

const startOfRuns =
  /^(?:null|\[\s*(?:\]|\{\s*"(?:tool|results|invocations|artifacts|automation\w+|baselineGuid|columnKind|conversion|language|originalUriBaseIds|properties|runAggregates|taxonomies|versionControlProvenance)"))/;

async function readSarif(source: TextSource, context: ReaderContext): Promise<FindingsReport> {
  const stated = /^"([^"]*)"/.exec(openingKeys(source.opening).keys.get('version') ?? '')?.[1];
  if (stated !== undefined) checkVersion(stated, context);
  const streamed = new Map<number, Streamed>();
  let count = 0;
  const rest = await readElements(source, isLongList, (element, path, line) => {
    const [, runIndex, list, place] = path;
    if (typeof runIndex !== 'number' || typeof place !== 'number') return;
    const { results, artifacts } = streamedOf(streamed, runIndex);
    if (list === 'results') {
      count += 1;
      if (count > maxResults) context.refuse('TOO_LARGE', `the file has more than ${maxResults} results`, { line });
      results.push(keep(checkShape(sarifResult, element, source.path, line)));
    } else if (list === 'artifacts') keepArtifact(artifacts, place, element);
  });
  const document = checkShape(sarifLog, rest, source.path);
  checkVersion(document.version, context);
  if (document.inlineExternalProperties?.some(({ results }) => results !== undefined)) {
    context.refuse('SHAPE', 'it keeps results outside of its runs', { pointer: '/inlineExternalProperties' });
  }
  return reportOf((document.runs ?? []).map((each, index) => readRun(each, index, streamedOf(streamed, index), context)));
}

function isLongList(path: JsonPath): boolean {
  return path.length === 3 && path[0] === 'runs' && longLists.has(String(path[2]));
}

function checkVersion(version: string, context: ReaderContext): void {
  if (version !== '2.1.0') context.refuse('SHAPE', `SARIF ${JSON.stringify(version)} is not read, only 2.1.0`, { pointer: '/version' });
}

function streamedOf(streamed: Map<number, Streamed>, runIndex: number): Streamed {
  const known = streamed.get(runIndex) ?? { results: [], artifacts: new Map() };
  streamed.set(runIndex, known);
  return known;
}

function keep({ ruleId, ruleIndex, rule, kind, level, message, suppressions, baselineState, locations, properties }: Result): Kept {
  const { text, id, arguments: values } = message;
  return {
    ruleId,
    ruleIndex,
    rule,
    kind,
    level,
    message: { text, id, arguments: values },
    suppressions,
    baselineState,
    score: scoreOf(properties?.['security-severity']),
    location: locations?.[0],
  };
}

const artifactSchema = z.looseObject({ location: z.looseObject({ uri: z.string() }) });

function keepArtifact(artifacts: Map<number, string>, place: number, element: JsonValue): void {
  const artifact = artifactSchema.safeParse(element);
  if (artifact.success) artifacts.set(place, artifact.data.location.uri);
}

/** A CVSS score as rules write it: a string, sometimes a number. Anything else leaves the severity to the level. */
function scoreOf(value: unknown): number | undefined {
  const score = typeof value === 'number' ? value : typeof value === 'string' && scorePattern.test(value) ? Number(value) : undefined;
  return score !== undefined && score > 0 && score <= 10 ? score : undefined;
}

/** What one run says. */
interface RunReading {
  readonly tool: Tool;
  readonly findings: readonly Finding[];
  readonly listed: readonly string[];
  readonly rated: boolean;
  readonly errors: number;
  /** It looked for results, even where it found none (§3.14.23), and names a rule, a file or a result: else a scan of nothing looks the same. */
  readonly searched: boolean;
}

function readRun(run: Run, runIndex: number, { results, artifacts }: Streamed, context: ReaderContext): RunReading {
  if (run.externalPropertyFileReferences?.results !== undefined) {
    context.refuse('SHAPE', 'the run keeps its results in other files', { pointer: `/runs/${runIndex}/externalPropertyFileReferences` });
  }
  const { driver } = run.tool;
  const rules = rulesOf(run);
  const findings: Finding[] = [];
  const passed: string[] = [];
  let broken = 0;
  // A result that names no rule may be of any: then none is known to have found nothing.
  let named = true;
  for (const result of results) {
    const { id, known } = rules.find(result);
    if (id === undefined) named = false;
    if (result.kind === 'pass' && id !== undefined) passed.push(id);
    if (result.kind === 'pass' || result.kind === 'informational' || result.kind === 'notApplicable') continue;
    if (id !== undefined && breakages.get(driver.name)?.has(id)) broken += 1;
    findings.push({
      rule: id ?? 'unnamed',
      aliases: known !== undefined && known.id !== id ? [known.id] : [],
      severity: severityOf(result, known, rules.levelOf(known), driver.name),
      title: titleOf(result, known),
      place: placeOf(result.location, artifacts),
      suppressed: isSuppressed(result),
      ruleTitle: known?.shortDescription?.text ?? known?.fullDescription?.text,
      help: helpAddress(known?.helpUri),
      weaknesses: weaknessesOf(weaknessesIn(known)),
      source: sourceOf(result.location, artifacts),
    });
  }
  return {
    tool: { name: driver.name, version: driver.semanticVersion ?? driver.version ?? null },
    findings,
    listed: named ? [...rules.enabled, ...passed] : [],
    rated: raters.has(driver.name) || rules.all.some(({ properties }) => scoreOf(properties?.['security-severity']) !== undefined),
    errors: broken + (run.invocations ?? []).reduce((sum, each) => sum + errorsOf(each, driver.name), 0),
    searched: Array.isArray(run.results) && results.length + rules.all.length + artifacts.size > 0,
  };
}

/** Tools that write `security-severity` for each rule, and list only rules that found something: without a finding there is no rule to see it on. */
const raters = new Set(['Trivy', 'Grype']);

/** Rules by which a tool reports code that it could not analyse. */
const breakages = new Map([
  ['Staticcheck', new Set(['compile', 'config'])],
  ['golangci-lint', new Set(['typecheck'])],
]);

function errorsOf(
  { executionSuccessful, toolExecutionNotifications, toolConfigurationNotifications }: z.output<typeof invocation>,
  tool: string,
): number {
  // Semgrep warns of a file that it could not parse, and of nothing else.
  const isGrave = (level: Level | undefined) => level === 'error' || (level === 'warning' && tool.startsWith('Semgrep'));
  const noted = [...(toolExecutionNotifications ?? []), ...(toolConfigurationNotifications ?? [])].filter(({ level }) =>
    isGrave(level),
  ).length;
  return executionSuccessful === false ? Math.max(1, noted) : noted;
}

/** Tools that write one level for whatever they find, so that it rates nothing: secrets, and vulnerabilities without a score. */
const unrated = new Set(['gitleaks', 'osv-scanner']);

function severityOf(result: Kept, known: Rule | undefined, defaultLevel: Level, tool: string): Severity {
  if (result.kind === 'open' || result.kind === 'review') return 'unknown';
  // Trivy's severity of what nobody has rated, beside which it writes `note`.
  if ([known?.properties?.tags].flat().includes('UNKNOWN')) return 'unknown';
  const score = result.score ?? scoreOf(known?.properties?.['security-severity']);
  if (score !== undefined) return severityOfScore(score);
  if (unrated.has(tool)) return 'unknown';
  return byLevel[result.level ?? defaultLevel];
}

const byLevel = { error: 'high', warning: 'medium', note: 'low', none: 'info' } as const;

/** Suppressed where no suppression of it is under review or rejected (§3.27.23), or gone since the baseline. */
function isSuppressed({ suppressions, baselineState }: Kept): boolean {
  if (baselineState === 'absent') return true;
  return (
    suppressions !== null &&
    suppressions !== undefined &&
    suppressions.length > 0 &&
    suppressions.every(({ status }) => (status ?? 'accepted') === 'accepted')
  );
}

function titleOf({ message }: Kept, known: Rule | undefined): string {
  const template = message.text ?? (message.id === undefined ? undefined : known?.messageStrings?.[message.id]?.text);
  if (template === undefined) return known?.shortDescription?.text ?? known?.name ?? known?.id ?? '';
  return template.replace(/\{(\d+)\}/g, (placeholder, number) => message.arguments?.[Number(number)] ?? placeholder);
}

/**
 * How tools name a rule's weaknesses: by a relationship to the taxonomy CWE (§3.49.15), a tag (CodeQL's `external/cwe/cwe-079`, Semgrep's
 * `CWE-78: …`), or a property `cwe`.
 */
function weaknessesIn(rule: Rule | undefined): string[] {
  const related = (rule?.relationships ?? []).flatMap(({ target }) =>
    target.toolComponent?.name?.toUpperCase() === 'CWE' ? [`CWE-${target.id?.replace(/^CWE-/i, '')}`] : [],
  );
  const { tags, cwe } = rule?.properties ?? {};
  const tagged = [tags, cwe].flat().flatMap((tag) => /(?:^|\/)cwe-0*(\d+)/i.exec(String(tag))?.[1] ?? []);
  return [...related, ...tagged];
}

function sourceOf(location: Kept['location'], artifacts: ReadonlyMap<number, string>): CodePlace | undefined {
  const physical = location?.physicalLocation;
  const uri = physical?.artifactLocation?.uri ?? artifacts.get(physical?.artifactLocation?.index ?? -1);
  // Only a relative reference may be a path of the repository, in percent-encoding (§3.4.3).
  if (uri === undefined || /^[a-z][a-z\d+.-]*:/i.test(uri)) return undefined;
  return codePlace(decodedPath(uri), physical?.region?.startLine);
}

function decodedPath(uri: string): string {
  try {
    return decodeURIComponent(uri);
  } catch {
    return uri;
  }
}

function placeOf(location: Kept['location'], artifacts: ReadonlyMap<number, string>): string | null {
  const artifact = location?.physicalLocation?.artifactLocation;
  const uri = artifact?.uri ?? artifacts.get(artifact?.index ?? -1);
  const line = location?.physicalLocation?.region?.startLine;
  if (uri !== undefined) return line === undefined ? uri : `${uri}:${line}`;
  const logical = location?.logicalLocations?.[0];
  return logical?.fullyQualifiedName ?? logical?.name ?? null;
}

function reportOf(runs: readonly RunReading[]): FindingsReport {
  const searched = runs.filter(({ searched }) => searched);
  const errors = runs.reduce((sum, { errors }) => sum + errors, 0) + (searched.length === 0 ? 0 : runs.length - searched.length);
  const partial: Partial[] = errors === 0 ? [] : [{ code: 'tool-errors', count: errors }];
  const rated = runs.length > 0 && runs.every(({ rated }) => rated);
  return {
    kind: 'findings',
    tool: toolOf(runs),
    partial,
    findings: runs.flatMap(({ findings }) => findings),
    rates: rated ? ['critical', 'high', 'medium', 'low', 'info'] : ['high', 'medium', 'low', 'info'],
    rules: { listed: [...new Set(runs.flatMap(({ listed }) => listed))], all: null },
    targets: searched.length === 0 ? [] : null,
  };
}

/** The tool of all runs; null where they name several. */
function toolOf(runs: readonly RunReading[]): Tool | null {
  const [first, ...others] = runs;
  return first && others.every(({ tool }) => tool.name === first.tool.name) ? first.tool : null;
}
