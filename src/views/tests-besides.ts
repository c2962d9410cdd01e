import type { EvidenceFileView } from './evidence-pages.ts';
import { evidenceName } from './links.ts';
import { type TestIndex, type TestPageView, testPageViews } from './tests-view.ts';

/** What the tests of a release have besides the pages of their files, each below the page of one. */
export interface TestsBesides {
  /** Pages of lists that are too long for the page of their file. */
  readonly pages: readonly { readonly version: string; readonly file: string; readonly page: string; readonly view: TestPageView }[];
  /** The tests of each file by name, for the filter on its page. */
  readonly indexes: readonly { readonly version: string; readonly file: string; readonly index: TestIndex }[];
}

/** Collects them from the pages of a release's result files. */
export function testsBesides(version: string, views: readonly EvidenceFileView[]): TestsBesides {
  const tests = views.flatMap(({ path, content }) => (content?.kind === 'tests' ? [{ path, file: evidenceName(path), content }] : []));
  return {
    pages: tests.flatMap(({ path, file, content }) =>
      testPageViews(path, content).map((view) => ({ version, file, page: String(view.number), view })),
    ),
    indexes: tests.map(({ file, content: { index } }) => ({ version, file, index })),
  };
}
