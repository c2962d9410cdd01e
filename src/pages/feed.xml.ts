import type { APIRoute } from 'astro';
import { href } from '../components/href.ts';
import { feed } from '../site/all-releases.ts';

export const GET: APIRoute = ({ site, url }) =>
  new Response(feed(new URL(href('/'), site ?? url).href), { headers: { 'content-type': 'application/atom+xml; charset=utf-8' } });
