import { defineCollection } from 'astro:content';
import { join, resolve } from 'node:path';
import { glob } from 'astro/loaders';
import { GuideFrontMatter, guidePageId } from './checklist/guide-page.ts';
import { guideFolder } from './layout.ts';

/** The guide is part of the site and may use its components; the checklist is data, and is read by `checklist/` alone. */
const guide = defineCollection({
  loader: glob({
    base: join(resolve(process.env['READINESS_ROOT'] ?? '.'), guideFolder),
    pattern: '**/*.mdx',
    generateId: ({ entry }) => guidePageId(entry),
  }),
  schema: GuideFrontMatter,
});

export const collections = { guide };
