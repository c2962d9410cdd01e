import type { APIRoute, GetStaticPaths } from 'astro';
import { type Badge, badgeEndpoint } from '../../../publish/badges.ts';
import { badges } from '../../../site/next-release.ts';

export const getStaticPaths = (() =>
  badges.map((badge) => ({ params: { subject: badge.subject }, props: { badge } }))) satisfies GetStaticPaths;

export const GET: APIRoute<{ badge: Badge }> = ({ props }) => Response.json(badgeEndpoint(props.badge));
