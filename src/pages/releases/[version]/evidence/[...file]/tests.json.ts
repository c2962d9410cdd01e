import type { APIRoute, GetStaticPaths } from 'astro';
import { publishedReleases } from '../../../../../site/made-releases.ts';

type Release = (typeof publishedReleases)[number];

export const getStaticPaths = (() =>
  publishedReleases.flatMap((release) =>
    (release.evidence?.tests ?? []).map(({ file }) => ({ params: { version: release.version, file }, props: { release } })),
  )) satisfies GetStaticPaths;

export const GET: APIRoute<{ release: Release }, { version: string; file: string }> = async ({ props, params }) =>
  Response.json(await props.release.testIndex(params.file));
