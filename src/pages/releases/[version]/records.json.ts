import type { APIRoute, GetStaticPaths } from 'astro';
import { releaseFiles } from '../../../site.ts';

export const getStaticPaths = (() =>
  releaseFiles.map(({ version, records }) => ({ params: { version }, props: { records } }))) satisfies GetStaticPaths;

export const GET: APIRoute<{ records: unknown }> = ({ props }) => Response.json(props.records);
