import type { APIRoute } from 'astro';
import { readiness } from '../../../site/next-release.ts';

export const GET: APIRoute = () => Response.json(readiness);
