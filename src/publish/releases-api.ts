import { z } from 'zod';
import { Counts } from '../assessment/counts.ts';
import { contradictions } from '../assessment/readiness.ts';
import { recheckCommand } from '../release/not-rechecked.ts';
import { ReadinessDocument, readinessDocument } from './api.ts';
import { ChangesDocument, changesDocument } from './changes-document.ts';
import { inPages } from './in-pages.ts';
import type { ReleaseRow } from './release-row.ts';
import type { SuccessiveRelease } from './successive-releases.ts';

/** How many releases a page of their list has. */
const releasesPerPage = 50;

const Chain = z.strictObject({
  digest: z.string().describe('SHA-256 of its snapshot.json'),
  manifest: z.string().describe('SHA-256 of its MANIFEST.sha256, which the next release names'),
  previous: z.strictObject({ version: z.string(), digest: z.string() }).nullable().describe('The release that was frozen before it'),
});

/** `/api/v1/releases/<version>.json`: a published release, as it was frozen, with its sign-offs as they are judged today. */
export const ReleaseDocument = ReadinessDocument.extend({
  frozenAt: z.string(),
  integrity: z.enum(['intact', 'withdrawn-in-part']),
  snapshot: Chain,
  notRechecked: z
    .strictObject({
      ruleSet: z.int().positive().describe('The rules that it was frozen by'),
      command: z.string().nullable().describe('What rechecks it; null where nobody knows'),
    })
    .nullable()
    .describe('Where this version does not recheck it, since another rule set made it: nothing in it passes or is ready here'),
  changes: ChangesDocument.nullable().describe('Since the release before it; null for the first'),
}).describe('A published release');
export type ReleaseDocument = z.output<typeof ReleaseDocument>;

/** `/api/v1/releases/<version>.json` of a release that is not what was frozen. */
export const BrokenReleaseDocument = z
  .strictObject({
    schemaVersion: z.literal(1),
    version: z.string(),
    integrity: z.literal('broken'),
    problems: z.array(
      z.strictObject({ file: z.string(), expected: z.string().nullable(), found: z.string().nullable(), message: z.string() }),
    ),
  })
  .describe('A release whose files are not as they were frozen: nothing in it is shown');

/** A release as lists have it. */
const ListedRelease = z.strictObject({
  version: z.string(),
  integrity: z.enum(['intact', 'withdrawn-in-part', 'broken']),
  state: z
    .enum(['ready', 'awaiting-sign-off', 'not-ready'])
    .nullable()
    .describe('Null where its integrity is broken, or this version does not recheck it'),
  notRechecked: z.boolean().describe('Another rule set made it, and this version does not recheck it'),
  ready: z.boolean(),
  commit: z.string().nullable(),
  committed: z.string().nullable(),
  frozenAt: z.string().nullable(),
  counts: Counts.nullable(),
  contradictions: z.int().nonnegative().nullable(),
  changes: z.string().nullable().describe('Since the release before it, in a line'),
});

/** `/api/v1/releases.json`: every release, the newest first. */
export const ReleasesDocument = z
  .strictObject({
    schemaVersion: z.literal(1),
    latest: z.string().nullable().describe('The highest version that is no pre-release, or the highest of all'),
    releases: z.array(ListedRelease),
  })
  .describe('The releases of the product');
export type ReleasesDocument = z.output<typeof ReleasesDocument>;

/** `/api/v1/releases/page/<number>.json`: fifty releases of that list. Addresses are from that of the page itself. */
export const ReleasesPageDocument = z
  .strictObject({
    schemaVersion: z.literal(1),
    latest: z.string().nullable().describe('The highest version that is no pre-release, or the highest of all'),
    page: z.int().positive().describe('1 has the newest releases'),
    pages: z.int().positive(),
    newer: z.string().nullable().describe('The page before, with newer releases; null for the first'),
    older: z.string().nullable().describe('The page after, with older releases; null for the last'),
    all: z.string().describe('The document that has all releases'),
    releases: z.array(ListedRelease).max(releasesPerPage),
  })
  .describe('Some of the releases of the product, the newest first');
export type ReleasesPageDocument = z.output<typeof ReleasesPageDocument>;

/** `/api/v1/latest.json`: what a page of an older release asks, which does not change itself. */
export const LatestDocument = z
  .strictObject({ schemaVersion: z.literal(1), version: z.string().nullable().describe('Null where there is no release') })
  .describe('The latest release');
export type LatestDocument = z.output<typeof LatestDocument>;

/** `/api/v1/releases/<version>.json`: a release in the shape of the current assessment, with how it was frozen and what changed. */
export function releaseDocument({
  release,
  signed,
  comparison,
}: SuccessiveRelease): ReleaseDocument | z.output<typeof BrokenReleaseDocument> {
  if (release.integrity === 'broken' || signed === null) {
    const damages = release.integrity === 'broken' ? release.damages : [];
    const problems = damages.map(({ file, expected, found, problem }) => ({ file, expected, found, message: problem.message }));
    return { schemaVersion: 1, version: release.version, integrity: 'broken', problems };
  }
  const { snapshot, digest, manifest, integrity } = release;
  return {
    ...readinessDocument(signed.assessment, contradictions(signed.assessment)),
    frozenAt: snapshot.frozenAt,
    integrity,
    snapshot: { digest, manifest, previous: snapshot.previous },
    notRechecked: release.rules === 'own' ? null : { ruleSet: snapshot.ruleSet, command: recheckCommand(snapshot) },
    changes: comparison === null ? null : changesDocument(comparison),
  };
}

/** @param rows By precedence, the lowest version first. */
export function releasesDocument(rows: readonly ReleaseRow[], latest: string | null): ReleasesDocument {
  return { schemaVersion: 1, latest, releases: rows.map(entryOf).reverse() };
}

/**
 * The same list in pages; without a release one that is empty.
 *
 * @param rows By precedence, the lowest version first.
 */
export function releasesPages(rows: readonly ReleaseRow[], latest: string | null): ReleasesPageDocument[] {
  const pages = inPages(releasesDocument(rows, latest).releases, releasesPerPage);
  const addressOf = (page: number) => (page < 1 || page > pages.length ? null : `${page}.json`);
  return pages.map((releases, index) => ({
    schemaVersion: 1,
    latest,
    page: index + 1,
    pages: pages.length,
    newer: addressOf(index),
    older: addressOf(index + 2),
    all: '../../releases.json',
    releases: [...releases],
  }));
}

function entryOf({ version, integrity, notRechecked, frozen, shown: all, changes }: ReleaseRow): ReleasesDocument['releases'][number] {
  const shown = notRechecked ? null : all;
  return {
    version,
    integrity,
    notRechecked,
    state: shown?.state ?? null,
    ready: shown?.state === 'ready',
    commit: frozen?.commit ?? null,
    committed: frozen?.committed ?? null,
    frozenAt: frozen?.frozenAt ?? null,
    counts: shown?.counts ?? null,
    contradictions: shown?.contradictions ?? null,
    changes: changes?.line ?? null,
  };
}
