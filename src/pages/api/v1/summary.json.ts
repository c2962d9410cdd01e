import type { APIRoute } from 'astro';
import { summary } from '../../../site/next-release.ts';

export const GET: APIRoute = () => Response.json(summary);
