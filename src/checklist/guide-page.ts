import { z } from 'zod';
import { problem } from '../problem.ts';
import type { Reading } from '../reading.ts';
import { slugOf } from './slug.ts';
import { readYaml } from './yaml.ts';

/** What a page of the guide says of itself. */
export const GuideFrontMatter = z.strictObject({
  title: z.string().min(1),
  description: z.string().min(1),
  /** Where it stands among the others. */
  order: z.number(),
});
export type GuideFrontMatter = z.infer<typeof GuideFrontMatter>;

/** The address of a page of the guide below `/guide/`, by its path below the folder of the guide. */
export function guidePageId(path: string): string {
  return path
    .replace(/\.mdx$/, '')
    .split('/')
    .map(slugOf)
    .join('/');
}

/**
 * Reads what a page of the guide says of itself, before anything compiles it. Only YAML between two lines of `---` at its start is front matter:
 * a language named there would be run.
 *
 * @param file From the root, for problems.
 */
export function readGuideFrontMatter(text: string, file: string): Reading<GuideFrontMatter> {
  const yaml = /^\uFEFF?---[ \t]*\r?\n((?:[\s\S]*?\n)?)---[ \t]*(?:\r?\n|$)/.exec(text)?.[1];
  if (yaml === undefined) {
    const hint = 'begin the page with a line ---, then title, description and order, and another line ---';
    return { state: 'refused', problems: [problem('FRONT_MATTER', { file, line: 1, column: 1 }, 'the page has no front matter', hint)] };
  }
  // An empty line in the place of the first, so that what is wrong has its line in the file.
  return readYaml(`\n${yaml}`, file, GuideFrontMatter);
}
