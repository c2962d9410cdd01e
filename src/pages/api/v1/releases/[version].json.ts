import type { APIRoute, GetStaticPaths } from 'astro';
import { releaseFiles } from '../../../../site.ts';

export const getStaticPaths = (() =>
  releaseFiles.map(({ version, document }) => ({ params: { version }, props: { document } }))) satisfies GetStaticPaths;

export const GET: APIRoute<{ document: unknown }> = ({ props }) => Response.json(props.document);
