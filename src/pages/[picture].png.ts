import type { APIRoute, GetStaticPaths } from 'astro';
import { sharePicture } from '../site/next-release.ts';

export const getStaticPaths = (() =>
  sharePicture === null ? [] : [{ params: { picture: 'share' }, props: { bytes: sharePicture } }]) satisfies GetStaticPaths;

export const GET: APIRoute<{ bytes: Uint8Array<ArrayBuffer> }> = ({ props }) =>
  new Response(props.bytes, { headers: { 'content-type': 'image/png' } });
