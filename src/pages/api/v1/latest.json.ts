import type { APIRoute } from 'astro';
import { latestRelease } from '../../../site.ts';

export const GET: APIRoute = () => Response.json(latestRelease);
