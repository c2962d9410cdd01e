import { z } from 'zod';
import type { AssessedSources } from '../assessment/assess-sources.ts';
import type { Assessment } from '../assessment/assessment.ts';
import type { FileDigest } from '../file.ts';
import { problem } from '../problem.ts';
import type { Reading } from '../reading.ts';
import { Refusal } from '../reports/refusal.ts';
import type { JsonValue } from '../reports/report.ts';
import { parseJson, readShape } from '../reports/text/json-value.ts';
import { canonicalDigest, layerSubject, releaseSubject, type SignableAssessment, type Subject } from '../signing/subject.ts';
import { freezeAssessment, thawAssessment } from './freeze-assessment.ts';
import { FrozenAssessment, Sha256 } from './frozen-assessment.ts';
import { compareBytes } from './manifest.ts';
import { isVersion } from './version.ts';

/**
 * Each rule set, the first one first, by the version of the package that it came with. The rules must be raised, by one more line here and by
 * that version in `package.json`, whenever the same evidence, checklist and instant could come to another assessment, another subject or
 * another snapshot than before: a reader that reads otherwise, a selector, a criterion, a verdict, a status, an id, or what a snapshot keeps.
 * What another rule set made is not rechecked by this one: the version that made it does that.
 */
export const ruleSetVersions: readonly string[] = ['0.1.0', '0.2.0'];

/** The rules by which a release is assessed. */
export const currentRuleSet = ruleSetVersions.length;

const instant = z.iso.datetime({ offset: true });
const version = z.string().refine(isVersion, 'write a SemVer version');

/** `snapshot.json`: a release's assessment, with the digests of all that it was made from. Written once. */
export const Snapshot = z
  .strictObject({
    schemaVersion: z.literal(1),
    ruleSet: z.int().positive().describe('The rules that the assessment was made by'),
    tool: z.strictObject({ name: z.string().min(1), version: z.string().min(1) }),
    product: z.string(),
    version: version.describe('As it was published; what its run.json was prepared for may be the version that it is a pre-release of'),
    commit: z.string().nullable(),
    committed: z.string().nullable(),
    frozenAt: instant,
    assessedAt: instant.describe('The instant that the evidence was judged at: a frozen release never grows stale'),
    backfill: z.boolean().describe('Made after later commits, with the checklist of the day it was frozen on'),
    measured: z
      .strictObject({ first: z.string(), last: z.string() })
      .nullable()
      .describe('When the first and the last of its jobs ended; null where none says so'),
    previous: z
      .strictObject({ version, digest: Sha256.describe('SHA-256 of its MANIFEST.sha256, which vouches for every file of it') })
      .nullable()
      .describe('The release that was frozen before this one, whichever its version'),
    records: z
      .array(z.strictObject({ version, file: z.string(), digest: Sha256 }))
      .describe('Sign-offs and withdrawals that earlier releases got after they were frozen, and that no earlier snapshot names'),
    subjects: z.strictObject({
      release: Sha256.describe('What a sign-off of the release signs'),
      layers: z.record(z.string(), Sha256).describe('What a sign-off of a layer signs, by its id'),
    }),
    assessment: FrozenAssessment,
    files: z
      .array(z.strictObject({ file: z.string(), size: z.int().nonnegative(), digest: Sha256 }))
      .describe('Every file of the release but this one and the manifest, by its path in the release'),
  })
  .describe('A frozen release: what was claimed and what was proven, with the digests of all that says so');
export type Snapshot = z.output<typeof Snapshot>;

/** What every version of this tool reads of a snapshot, whichever rule set made it: what it is of, and its place among the others. */
export const SnapshotFacts = z.object(
  Snapshot.pick({
    ruleSet: true,
    tool: true,
    product: true,
    version: true,
    commit: true,
    committed: true,
    frozenAt: true,
    assessedAt: true,
    backfill: true,
    measured: true,
    previous: true,
    records: true,
  }).shape,
);
export type SnapshotFacts = z.output<typeof SnapshotFacts>;

/** What a snapshot is made from. */
export interface SnapshotInput extends Pick<Snapshot, 'tool' | 'version' | 'frozenAt' | 'backfill' | 'previous' | 'records' | 'files'> {
  readonly assessed: AssessedSources;
  /** The checklist's sources, `portal.yaml` and `waivers.yaml`, by their paths from the root. */
  readonly checklist: readonly FileDigest[];
  /** Every result file, below the release's folder. */
  readonly evidence: readonly FileDigest[];
}

/** Makes the snapshot of a release. The same input makes the same snapshot, to the byte. */
export function makeSnapshot(input: SnapshotInput): Snapshot {
  const { assessed, tool, frozenAt, backfill, previous, records, files } = input;
  const assessment: Assessment = { ...assessed.assessment, version: input.version };
  const subjects = subjectsOf(assessment, input.version, input.checklist, input.evidence);
  return {
    schemaVersion: 1,
    ruleSet: currentRuleSet,
    tool: { name: tool.name, version: tool.version },
    product: assessment.product,
    version: input.version,
    commit: assessment.commit,
    committed: assessment.committed,
    frozenAt,
    assessedAt: assessment.assessedAt,
    backfill,
    measured: measuredBetween(assessed),
    previous: previous === null ? null : { version: previous.version, digest: previous.digest },
    records: records.map((record) => ({ ...record })),
    subjects: {
      release: subjects.release.digest,
      layers: Object.fromEntries(subjects.layers.map(({ name, digest }) => [name, digest])),
    },
    assessment: freezeAssessment(assessment),
    files: [...files].sort((a, b) => compareBytes(a.file, b.file)).map(({ file, size, digest }) => ({ file, size, digest })),
  };
}

/** What can be signed of a release: the whole, and each of its layers. */
export function subjectsOf(
  assessment: SignableAssessment,
  publishedAs: string,
  checklist: readonly FileDigest[],
  evidence: readonly FileDigest[],
): { readonly release: Subject; readonly layers: readonly Subject[] } {
  const layers = assessment.pages.filter(({ kind }) => kind === 'layer');
  return {
    release: releaseSubject(assessment, publishedAs, checklist, evidence),
    layers: layers.map((page) => layerSubject(assessment, publishedAs, page, checklist)),
  };
}

/** The bytes of `snapshot.json`: canonical JSON (RFC 8785) and a line feed. */
export function snapshotText(snapshot: Snapshot): string {
  return `${canonicalDigest(snapshot).canonical}\n`;
}

/** A snapshot that was read: one of these rules, or the facts of one that another rule set made, with the whole of its JSON. */
export type SnapshotContent =
  | { readonly rules: 'own'; readonly facts: Snapshot }
  | { readonly rules: 'other'; readonly facts: SnapshotFacts; readonly json: JsonValue };

/** Reads a snapshot: one of these rules strictly, of any other what every version reads. Never throws. */
export function readSnapshot(text: string, file: string): Reading<SnapshotContent> {
  const json = readJson(text, file);
  if (json.state === 'refused') return json;
  const facts = readSnapshotShape(SnapshotFacts, json.value, file);
  if (facts.state === 'refused') return facts;
  if (facts.value.ruleSet !== currentRuleSet) {
    return { state: 'read', value: { rules: 'other', facts: facts.value, json: json.value }, problems: [] };
  }
  const whole = readSnapshotShape(Snapshot, json.value, file);
  return whole.state === 'refused' ? whole : { state: 'read', value: { rules: 'own', facts: whole.value }, problems: [] };
}

/** Reads the facts of a snapshot alone, whichever rule set made it. Never throws. */
export function readSnapshotFacts(text: string, file: string): Reading<SnapshotFacts> {
  const json = readJson(text, file);
  return json.state === 'refused' ? json : readSnapshotShape(SnapshotFacts, json.value, file);
}

function readJson(text: string, file: string): Reading<JsonValue> {
  try {
    return { state: 'read', value: parseJson(text, file), problems: [] };
  } catch (cause) {
    if (!(cause instanceof Refusal)) throw cause;
    return { state: 'refused', problems: cause.problems.map((each) => problem('INTEGRITY', each, `this is no snapshot: ${each.message}`)) };
  }
}

function readSnapshotShape<Shape>(schema: z.ZodType<Shape>, json: JsonValue, file: string): Reading<Shape> {
  const read = readShape(schema, json, file);
  if (read.state === 'read') return read;
  const problems = read.problems.map((each) =>
    problem('INTEGRITY', each, `this is no snapshot that this version can read: ${each.message}`),
  );
  return { state: 'refused', problems };
}

/** The assessment of a snapshot, without sign-offs and as it was frozen: `withWithdrawals` takes out what was withdrawn since. */
export function assessmentOf(snapshot: Snapshot): Assessment {
  return thawAssessment(snapshot.assessment, snapshot);
}

function measuredBetween({ evidence }: AssessedSources): Snapshot['measured'] {
  const ends = evidence.parts
    .flatMap(({ run, superseded }) => (run === null || superseded ? [] : [run.finished]))
    .sort((a, b) => Date.parse(a) - Date.parse(b) || (a < b ? -1 : 1));
  const [first, last] = [ends[0], ends.at(-1)];
  return first === undefined || last === undefined ? null : { first, last };
}
