import { rowName } from '../release/manifest.ts';
import type { PublishedRelease } from '../release/signed-release.ts';
import { attestationOf, attestationText } from './attestation.ts';
import { type Badge, badgeEndpoint, badgeSvg, badgesOf, brokenBadges, notRecheckedBadges } from './badges.ts';
import { recordsDocument } from './records-document.ts';
import { releaseRow } from './release-row.ts';
import { releaseDocument } from './releases-api.ts';
import type { SuccessiveRelease } from './successive-releases.ts';

/** A file of the site that is no page. */
export interface SiteFile {
  /** Below the site's first page. */
  readonly path: string;
  readonly text: string;
}

/** What others read of a published release, besides what was frozen. */
export function releaseFiles(published: SuccessiveRelease): SiteFile[] {
  const { release, signed } = published;
  const { version } = release;
  const files = [
    { path: `api/v1/releases/${version}.json`, text: JSON.stringify(releaseDocument(published)) },
    { path: `releases/${version}/${rowName}`, text: JSON.stringify(releaseRow(published)) },
    { path: `releases/${version}/records.json`, text: JSON.stringify(recordsDocument(release)) },
    ...badgeFiles(published, version),
  ];
  if (release.integrity === 'broken' || signed === null) return files;
  return [...files, { path: `releases/${version}/release.intoto.json`, text: attestationText(attestationOf(release, signed)) }];
}

/**
 * The badges of a published release.
 *
 * @param name Its version, or `latest`.
 */
export function badgeFiles({ release, signed }: PublishedRelease, name: string): SiteFile[] {
  return badgesOfRelease({ release, signed }).flatMap((badge) => [
    { path: `badges/${name}/${badge.subject}.svg`, text: badgeSvg(badge) },
    { path: `badges/${name}/${badge.subject}.json`, text: JSON.stringify(badgeEndpoint(badge)) },
  ]);
}

/** What each badge of a published release says: grey where nothing in it is vouched for. */
export function badgesOfRelease({ release, signed }: PublishedRelease): Badge[] {
  if (release.integrity === 'broken' || signed === null) return brokenBadges(release.version);
  return release.rules === 'own' ? badgesOf(signed.assessment) : notRecheckedBadges(signed.assessment);
}
