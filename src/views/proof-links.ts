import type { AssessedCitation } from '../assessment/assessment.ts';
import type { ProofLink, ProofLinks } from '../publish/gate/gate-answer.ts';
import { testAnchor } from '../publish/test-anchor.ts';
import type { Evidence } from '../reports/evidence.ts';
import { isLocalAddress } from '../web-address.ts';
import { currentLinks } from './links.ts';

/** How many places a gate names for one item. */
const mostLinks = 3;

/**
 * Where a published site shows what fails an item: the failed tests that were selected, or else the result file; nothing for what no result fails,
 * and nothing where it is not known where the site is.
 *
 * @param site The address of its first page, as `portal.yaml` has it.
 */
export function proofLinks(site: string | undefined, { byPath }: Pick<Evidence, 'byPath'>): ProofLinks {
  if (site === undefined || isLocalAddress(site)) return () => [];
  const base = site.replace(/\/*$/, '/');
  const failedIn = new Map<string, ReadonlySet<string>>();
  const failedTests = (path: string): ReadonlySet<string> => {
    const known = failedIn.get(path);
    if (known !== undefined) return known;
    const outcome = byPath.get(path)?.outcome;
    const tests = outcome?.state === 'read' && outcome.report.kind === 'tests' ? outcome.report.tests : [];
    const failed = new Set(tests.flatMap(({ name, status }) => (status === 'failed' ? name : [])));
    failedIn.set(path, failed);
    return failed;
  };
  const linksOf = ({ sources, examples }: AssessedCitation): ProofLink[] => {
    const pages = sources.flatMap(({ file }) => {
      const page = currentLinks.evidence(file);
      return page === null ? [] : [{ file, address: new URL(page.slice(1), base).href }];
    });
    const tests = pages.flatMap(({ file, address }) =>
      examples
        .filter((name) => failedTests(file).has(name))
        .map((name): ProofLink => ({ text: name, address: `${address}#${testAnchor(name)}` })),
    );
    return tests.length > 0 ? tests : pages.map(({ file, address }): ProofLink => ({ text: file, address }));
  };
  return ({ citations }) => {
    const failing = citations.filter(({ target, verdict }) => target === 'result' && verdict.state === 'fail');
    const byAddress = new Map(failing.flatMap(linksOf).map((link) => [link.address, link]));
    return [...byAddress.values()].slice(0, mostLinks);
  };
}
