import { z } from 'zod';
import type { AssessedSources } from '../assessment/assess-sources.ts';
import type { Assessment } from '../assessment/assessment.ts';
import type { FileDigest } from '../file.ts';
import { type Problem, problem } from '../problem.ts';
import { canonicalDigest, layerSubject, releaseSubject, type Subject } from '../signing/subject.ts';
import { freezeAssessment, thawAssessment } from './freeze-assessment.ts';
import { FrozenAssessment, Sha256 } from './frozen-assessment.ts';
import { compareBytes } from './manifest.ts';
import { isVersion } from './version.ts';

/**
 * The rules by which a release is assessed. It must be raised by one whenever the same evidence, checklist and instant could come to another
 * assessment, another subject or another snapshot than before: a reader that reads otherwise, a selector, a criterion, a verdict, a status, an
 * id, or what a snapshot keeps. Snapshots made by an earlier rule set are then not compared with what a newer one makes of their evidence.
 */
export const currentRuleSet = 1;

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

const { frozenAt, previous, records } = Snapshot.shape;

/** What a snapshot says of its place among the others, whatever it assesses. */
export const SnapshotPlace = z.object({ version, frozenAt, previous, records });

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
  assessment: Assessment,
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

export type SnapshotOutcome<Part = Snapshot> =
  | { readonly state: 'read'; readonly snapshot: Part }
  | { readonly state: 'refused'; readonly problems: readonly Problem[] };

/** Reads a snapshot strictly. Never throws. */
export function readSnapshot(text: string, file: string): SnapshotOutcome {
  return readPart(Snapshot, text, file);
}

/** Reads what a schema asks for of a snapshot. Never throws. */
export function readPart<Part>(schema: z.ZodType<Part>, text: string, file: string): SnapshotOutcome<Part> {
  const refused = (message: string, pointer?: string): Problem => problem('INTEGRITY', { file, pointer }, message);
  try {
    const checked = schema.safeParse(JSON.parse(text));
    if (checked.success) return { state: 'read', snapshot: checked.data };
    const problems = checked.error.issues.slice(0, 10).map(({ path, message }) => {
      const pointer = path.map((part) => `/${String(part).replaceAll('~', '~0').replaceAll('/', '~1')}`).join('');
      return refused(`this is no snapshot that this version can read: ${message}`, pointer === '' ? undefined : pointer);
    });
    return { state: 'refused', problems };
  } catch (cause) {
    // JSON.parse refuses the syntax; a nesting that no snapshot has exhausts the stack.
    return {
      state: 'refused',
      problems: [refused(`this is no snapshot: ${cause instanceof Error ? cause.message : 'it cannot be read'}`)],
    };
  }
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
