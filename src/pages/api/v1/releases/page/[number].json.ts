import type { APIRoute, GetStaticPaths } from 'astro';
import type { ReleasesPageDocument } from '../../../../../publish/releases-api.ts';
import { releaseIndexPages } from '../../../../../site/all-releases.ts';

export const getStaticPaths = (() =>
  releaseIndexPages.map((list) => ({ params: { number: String(list.page) }, props: { list } }))) satisfies GetStaticPaths;

export const GET: APIRoute<{ list: ReleasesPageDocument }> = ({ props: { list } }) => Response.json(list);
