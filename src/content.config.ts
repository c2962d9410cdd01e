import { defineCollection } from 'astro:content';
import { join, resolve } from 'node:path';
import { glob } from 'astro/loaders';
import { GuideFrontMatter, guidePageId } from './checklist/guide-page.ts';
import { guideFolder } from './layout.ts';

/** The guide is part of the site and may use its components; the checklist is data, and is read by `checklist/` alone. */
const guideIn = (base: string) =>
  defineCollection({
    loader: glob({ base, pattern: '**/*.mdx', generateId: ({ entry }) => guidePageId(entry) }),
    schema: GuideFrontMatter,
  });

/** What every portal says of itself, and what a root adds to it or says instead. */
export const collections = {
  guide: guideIn('./src/guide'),
  ownGuide: guideIn(join(resolve(process.env['READINESS_ROOT'] ?? '.'), guideFolder)),
};
