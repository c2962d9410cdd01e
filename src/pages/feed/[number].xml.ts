import type { APIRoute, GetStaticPaths } from 'astro';
import { href } from '../../components/href.ts';
import { feedArchives } from '../../site/all-releases.ts';

export const getStaticPaths = (() =>
  feedArchives.map(({ number, text }) => ({ params: { number: String(number) }, props: { text } }))) satisfies GetStaticPaths;

export const GET: APIRoute<{ text: (site: string) => string }> = ({ props: { text }, site, url }) =>
  new Response(text(new URL(href('/'), site ?? url).href), { headers: { 'content-type': 'application/atom+xml; charset=utf-8' } });
