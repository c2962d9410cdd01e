import type { APIRoute } from 'astro';
import { latestRelease } from '../../../site/all-releases.ts';

export const GET: APIRoute = () => Response.json(latestRelease);
