import type { APIRoute } from 'astro';
import { readiness } from '../../../site.ts';

export const GET: APIRoute = () => Response.json(readiness);
