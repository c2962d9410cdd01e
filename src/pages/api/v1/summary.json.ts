import type { APIRoute } from 'astro';
import { summary } from '../../../site.ts';

export const GET: APIRoute = () => Response.json(summary);
