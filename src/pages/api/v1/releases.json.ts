import type { APIRoute } from 'astro';
import { releaseIndex } from '../../../site.ts';

export const GET: APIRoute = () => Response.json(releaseIndex);
