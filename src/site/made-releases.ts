import { changesView } from '../views/changes-page.ts';
import { releasePageView, releaseView } from '../views/release-pages.ts';
import { code, siteAddress } from './page-frame.ts';
import { prepared } from './prepared.ts';

const { made, openRelease } = prepared;

/** The releases whose pages are made in this build: where these are, and what they show, which is read when they are made. */
export const publishedReleases = made.map((release) => {
  const open = () => openRelease(release.version);
  const openEvidence = async () => present((await open()).evidence);
  return {
    ...release,
    view: async () => {
      const opened = await open();
      return releaseView(opened.release, { site: siteAddress, evidence: opened.evidence, code });
    },
    pageView: async (slug: string) => {
      const opened = await open();
      return present(releasePageView(opened.release, slug, { evidence: opened.evidence, code }));
    },
    changes: async () => changesView(present((await open()).release.comparison)),
    evidenceIndex: async () => {
      const { index, notices } = await openEvidence();
      return { view: present(index)(), notices };
    },
    evidencePage: async (path: string) => {
      const { files, above, notices, wayTo } = await openEvidence();
      return { file: present(files.find((file) => file.path === path)), above, notices, ways: wayTo(path) };
    },
    jobPage: async (name: string) => {
      const { jobs, above, notices } = await openEvidence();
      return { ...present(jobs().find(({ view }) => view.name === name)), above, notices };
    },
    testPage: async (name: string, page: string) => {
      const { pages } = await (await openEvidence()).tests();
      return present(pages.find((each) => each.file === name && each.page === page)).view;
    },
    testIndex: async (name: string) => {
      const { indexes } = await (await openEvidence()).tests();
      return present(indexes.find(({ file }) => file === name)).index;
    },
  };
});

/** What a page shows was found when it was seen that there is such a page. */
function present<Value>(value: Value | null | undefined): Value {
  if (value === null || value === undefined) throw new TypeError('a release was read otherwise than when its pages were listed');
  return value;
}
