import * as z from 'zod/mini';
import { pageStates, releaseStates, signOffStates, statuses } from '../assessment/assessment.ts';
import { namedMeasures } from '../checklist/requirements/measure.ts';

const Citation = z.object({
  /** `<job>/<file>` as cited, or a page of the checklist. */
  file: z.string(),
  /** Empty for the whole. */
  selector: z.string(),
  criterion: z.nullable(
    z.object({
      /** Null where none is named. */
      measure: z.nullable(z.union([z.enum(namedMeasures), z.templateLiteral(['p', z.number()])])),
      comparator: z.enum(['>=', '>', '<=', '<', '=', 'exists']),
      value: z.union([z.number(), z.string(), z.boolean()]),
      /** A unit of `unit.ts`, or what is counted: `failed`, `findings`; null for a plain number. */
      unit: z.nullable(z.string()),
      from: z.enum(['text', 'title', 'default']),
      /** In words: `≥ 90 %`. */
      display: z.string(),
    }),
  ),
  /** The value in words, and as a number where it is one. */
  measured: z.nullable(
    z.object({
      value: z.union([z.number(), z.string(), z.boolean()]),
      unit: z.nullable(z.string()),
      display: z.string(),
      of: z.optional(z.number()),
    }),
  ),
  verdict: z.enum(['pass', 'fail', 'unproven']),
  /** Null where it passes. */
  reason: z.nullable(z.object({ code: z.string(), message: z.string() })),
  /** What it came to, in words: `1,720.6 ms, requires < 100 ms`. */
  outcome: z.string(),
  /** The files that it was measured in, below the release's results, and the SHA-256 of each. */
  sources: z.array(z.object({ file: z.string(), digest: z.string() })),
});

const Item = z.object({
  id: z.string(),
  text: z.string(),
  mark: z.enum(['not-started', 'in-progress', 'complete', 'blocked', 'not-applicable']),
  status: z.enum(statuses),
  because: z.nullable(z.string()),
  /** Earlier ids of the same item. */
  was: z.array(z.string()),
  environment: z.nullable(z.string()),
  citations: z.array(Citation),
  get items() {
    return z.array(Item);
  },
});

const Page = z.object({
  id: z.string(),
  kind: z.enum(['layer', 'gates', 'sign-off', 'post-release']),
  number: z.nullable(z.number()),
  title: z.string(),
  blocking: z.boolean(),
  state: z.enum(pageStates),
  sections: z.array(z.object({ title: z.string(), items: z.array(Item) })),
});

/**
 * What a comparison needs of a release: a part of what `/api/v1/readiness.json` and `/api/v1/releases/<version>.json` hold of it, so that a
 * browser, which has nothing else, compares the same as the command line.
 */
export const ReleaseFacts = z.object({
  product: z.string(),
  version: z.string(),
  commit: z.nullable(z.string()),
  state: z.enum(releaseStates),
  layers: z.array(Page),
  signOffs: z.array(z.object({ subject: z.string(), role: z.nullable(z.string()), state: z.enum(signOffStates) })),
  waivers: z.array(
    z.object({ item: z.string(), because: z.string(), until: z.string(), state: z.enum(['in-force', 'expired', 'unused']) }),
  ),
  uncited: z.array(z.object({ file: z.string(), digest: z.string() })),
});
export type ReleaseFacts = z.output<typeof ReleaseFacts>;

/** What the API says of a release that another rule set made: what passed there passes by none here, and did not change. */
export const NotRecheckedRelease = z.object({ notRechecked: z.object({ ruleSet: z.number() }) });

/** What the API says instead of a release that is not what was frozen. */
export const DamagedRelease = z.object({ version: z.string(), integrity: z.literal('broken') });

/** A page as releases are compared by it. */
export type ComparedPage = ReleaseFacts['layers'][number];
/** An item as releases are compared by it. */
export type ComparedItem = ComparedPage['sections'][number]['items'][number];
/** A citation as releases are compared by it. */
export type ComparedCitation = ComparedItem['citations'][number];
/** What a citation had to satisfy, where something says so. */
export type ComparedCriterion = NonNullable<ComparedCitation['criterion']>;
/** A waiver as releases are compared by it. */
export type ComparedWaiver = ReleaseFacts['waivers'][number];

/** One of two releases that are compared. */
export interface ComparedRelease {
  /** As people name it: a version, or `next`. */
  readonly name: string;
  readonly facts: ReleaseFacts;
}
