import type { APIRoute, GetStaticPaths } from 'astro';
import { type Badge, badgeSvg } from '../../../publish/badges.ts';
import { badges } from '../../../site/next-release.ts';

export const getStaticPaths = (() =>
  badges.map((badge) => ({ params: { subject: badge.subject }, props: { badge } }))) satisfies GetStaticPaths;

export const GET: APIRoute<{ badge: Badge }> = ({ props }) =>
  new Response(badgeSvg(props.badge), { headers: { 'content-type': 'image/svg+xml; charset=utf-8' } });
