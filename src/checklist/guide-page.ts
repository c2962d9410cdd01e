import { z } from 'zod';
import { guideFolder } from '../layout.ts';
import { type Problem, problem } from '../problem.ts';
import type { Reading } from '../reading.ts';
import { limitProblems } from './checklist-limits.ts';
import type { TextFile } from './read-checklist.ts';
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

/** Pages below `/guide/` that every site has. */
const ownPages = ['formats', 'statuses', 'problem-codes'];

/** What is wrong with the pages of a guide, as far as it shows before they are compiled. Their paths are from the root. */
export function guideProblems(pages: readonly TextFile[]): Problem[] {
  const taken = new Map(ownPages.map((id) => [id, 'a page that every site has']));
  return pages.flatMap(({ path, text }) => {
    const id = guidePageId(path.slice(guideFolder.length + 1));
    const twin = taken.get(id);
    taken.set(id, path);
    return [
      ...(twin === undefined ? [] : [problem('NAME_COLLISION', { file: path }, `its address /guide/${id}/ is that of ${twin}`)]),
      ...(id.split('/').includes('') ? [problem('NAME', { file: path }, 'its name has nothing that an address could be made of')] : []),
      ...readGuideFrontMatter(text, path).problems,
      ...limitProblems(text, path),
    ];
  });
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
