import type { APIRoute } from 'astro';
import { releaseIndex } from '../../../site/all-releases.ts';

export const GET: APIRoute = () => Response.json(releaseIndex);
