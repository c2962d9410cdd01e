import { itemsOfPage } from '../checklist/read-checklist.ts';
import { slugOf } from '../checklist/slug.ts';
import { foldedName } from '../folded-name.ts';
import { pathMatcher } from '../glob.ts';
import { portalFile, waiversFile } from '../layout.ts';
import { type Place, type Problem, problem } from '../problem.ts';
import type { AssessmentInput } from './assess.ts';
import type { AssessedWaiver } from './assessment.ts';

/** Where the value at a path of `portal.yaml` or `waivers.yaml` stands. */
export type PlaceIn = (file: string, path: readonly (string | number)[]) => Place;

/** What the files that people write say of one another, and must agree on: layers, roles, jobs and items that are named and not there. */
export function contentProblems(input: AssessmentInput, waivers: readonly AssessedWaiver[], placeIn: PlaceIn): Problem[] {
  return [...portalProblems(input, placeIn), ...freshnessProblems(input, placeIn), ...waiverProblems(input, waivers, placeIn)];
}

/** The layers that `portal.yaml` names and the checklist lacks, and the roles that the checklist asks and `portal.yaml` lacks. */
export function portalProblems(input: Pick<AssessmentInput, 'checklist' | 'portal'>, placeIn: PlaceIn): Problem[] {
  return [...layerProblems(input, placeIn), ...roleProblems(input)];
}

function layerProblems({ checklist, portal }: Pick<AssessmentInput, 'checklist' | 'portal'>, placeIn: PlaceIn): Problem[] {
  const pages = checklist.pages.map(({ id }) => id);
  const named = [
    ...Object.keys(portal.layers ?? {}).map((id) => ({ id, path: ['layers', id] })),
    ...Object.entries(portal.roles ?? {}).flatMap(([role, { layers = [] }]) =>
      layers.map((id, index) => ({ id, path: ['roles', role, 'layers', index] })),
    ),
  ];
  return named
    .filter(({ id }) => !pages.includes(id))
    .map(({ id, path }) =>
      problem('VALUE', placeIn(portalFile, path), `there is no layer ${JSON.stringify(id)}`, `name one of ${pages.join(', ')}`),
    );
}

function roleProblems({ checklist, portal }: Pick<AssessmentInput, 'checklist' | 'portal'>): Problem[] {
  return checklist.pages
    .flatMap((page) => page.slots)
    .filter(({ role }) => role !== null && !Object.hasOwn(portal.roles ?? {}, role))
    .map(({ label, place }) =>
      problem(
        'ROLE_UNKNOWN',
        place,
        `content/portal.yaml has no role for ${JSON.stringify(label)}`,
        `add it there: roles: { ${slugOf(label)}: { title: ${label} } }`,
      ),
    );
}

/** A rule for a job that no folder has and no item cites is most likely a misspelling, and the job it was meant for never grows stale. */
function freshnessProblems({ checklist, portal, evidence }: AssessmentInput, placeIn: PlaceIn): Problem[] {
  const there = new Set(evidence.parts.map(({ job }) => job));
  const cited = checklist.pages
    .flatMap(itemsOfPage)
    .flatMap(({ citations }) => citations.flatMap((citation) => (citation.target === 'result' ? [citation.path.split('/')[0] ?? ''] : [])));
  return Object.keys(portal.freshness?.jobs ?? {})
    .filter((job) => !there.has(job) && !cited.some((pattern) => pathMatcher(pattern)(job)))
    .map((job) => {
      const known = [...there].sort();
      const hint = known.length === 0 ? 'no item cites it: correct its name, or remove the rule' : `name one of ${known.join(', ')}`;
      return problem(
        'VALUE',
        placeIn(portalFile, ['freshness', 'jobs', job]),
        `there is no job ${JSON.stringify(job)}, and no item cites one`,
        hint,
      );
    });
}

function waiverProblems({ checklist }: AssessmentInput, waivers: readonly AssessedWaiver[], placeIn: PlaceIn): Problem[] {
  const items = new Set(checklist.pages.flatMap(itemsOfPage).map(({ id }) => id));
  return waivers.flatMap(({ item, until, state }, index): Problem[] => {
    const place = placeIn(waiversFile, ['waivers', index, 'item']);
    if (waivers.findIndex((other) => other.item === item) !== index)
      return [problem('VALUE', place, `${item} is waived twice`, 'keep one of the two')];
    if (!items.has(item)) return [problem('WAIVER_ITEM', place, `there is no item ${JSON.stringify(item)}`, nearest(item, items))];
    if (state === 'expired') return [problem('WAIVER_EXPIRED', place, `the waiver of ${item} expired on ${until}`)];
    return state === 'unused' ? [problem('WAIVER_UNUSED', place, `the waiver of ${item} is not needed`)] : [];
  });
}

/** The ids that end as a name does, or begin so. */
function nearest(item: string, items: ReadonlySet<string>): string | undefined {
  const last = foldedName(item.split('/').at(-1) ?? item);
  const near = [...items].filter((id) => foldedName(id).endsWith(last) || foldedName(id).startsWith(foldedName(item)));
  return near.length === 0 ? undefined : `is it ${near.slice(0, 3).join(' or ')}?`;
}
