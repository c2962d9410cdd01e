import type { Checklist, ChecklistCitation, ChecklistPage, Item } from '../checklist/checklist.ts';
import { isBlocking, type Portal } from '../checklist/portal.ts';
import { itemsOfPage, targetOf } from '../checklist/read-checklist.ts';
import { slugOf } from '../checklist/slug.ts';
import { holds, type Waiver } from '../checklist/waivers.ts';
import { nextFolder, portalFile, runFile, waiversFile } from '../layout.ts';
import { compareText } from '../order.ts';
import { type Problem, problem } from '../problem.ts';
import type { Evidence, EvidenceFile } from '../reports/evidence.ts';
import { dimensionOf } from '../unit.ts';
import type { AssessedCitation, AssessedItem, AssessedWaiver, Assessment, RequiredSignOff, Status } from './assessment.ts';
import { countStatuses } from './counts.ts';
import { type Judgement, judgeCitation } from './judge.ts';
import { staleAt } from './provenance.ts';
import { withSignOffs } from './readiness.ts';
import { rollUpCitation } from './roll-up.ts';
import { parentStatus, statusOf } from './status.ts';

/** All that an assessment is made from. `now` is the clock, which enters here and nowhere else. */
export interface AssessmentInput {
  readonly checklist: Checklist;
  readonly evidence: Evidence;
  readonly portal: Portal;
  readonly waivers: readonly Waiver[];
  readonly now: Date;
}

/** Assesses a release: every item of the checklist against the evidence, without sign-offs, which `withSignOffs` adds. */
export function assess(input: AssessmentInput): { readonly assessment: Assessment; readonly problems: readonly Problem[] } {
  const { checklist, evidence, portal, now } = input;
  const run = new AssessmentRun(input);
  const pages = checklist.pages.map((page) => ({
    id: page.id,
    kind: page.kind,
    number: page.number,
    title: page.title,
    file: page.file,
    blocking: page.kind !== 'post-release' && isBlocking(portal, page.id),
    ready: false,
    counts: countStatuses([]),
    sections: page.sections.map(({ id, title, prose, items }) => ({ id, title, prose, items: items.map((item) => run.item(item)) })),
    slots: page.slots,
  }));
  const { release } = evidence;
  const base: Assessment = {
    product: release.product,
    version: release.version,
    commit: release.commit ?? null,
    committed: release.committed ?? null,
    assessedAt: now.toISOString(),
    staleAfter: run.staleAfter(),
    state: 'not-ready',
    counts: countStatuses([]),
    pages,
    signOffs: requiredSignOffs(checklist, portal),
    waivers: run.waivers(),
    uncited: run.uncited(),
  };
  return { assessment: withSignOffs(base, base.signOffs), problems: [...run.problems, ...contentProblems(input)] };
}

/** What one pass over the checklist collects. */
class AssessmentRun {
  readonly problems: Problem[] = [];
  readonly #input: AssessmentInput;
  readonly #cited = new Set<EvidenceFile>();
  readonly #items = new Map<string, AssessedItem>();
  readonly #open = new Set<string>();

  constructor(input: AssessmentInput) {
    this.#input = input;
  }

  item(item: Item): AssessedItem {
    const known = this.#items.get(item.id);
    if (known !== undefined) return known;
    this.#open.add(item.id);
    const items = item.items.map((child) => this.item(child));
    const judgements = item.citations.flatMap((citation) =>
      citation.target === 'result' ? [judgeCitation(citation, item, this.#input)] : [],
    );
    this.#take(item, judgements);
    const results = judgements.map(({ citation }) => citation);
    let next = 0;
    const citations = item.citations.flatMap((citation) =>
      citation.target === 'result' ? (results[next++] ?? []) : [this.#rollUp(citation)],
    );
    const status = statusWithout(item, citations, items);
    const waiver = this.#input.waivers.find((each) => each.item === item.id && holds(each, this.#input.now));
    const waived = waiver !== undefined && status !== 'verified' && status !== 'not-applicable';
    const assessed: AssessedItem = {
      id: item.id,
      text: item.text,
      mark: item.mark,
      status: waived ? 'waived' : status,
      because: item.because,
      was: item.was,
      environment: item.environment,
      citations,
      waiver: waived ? { because: waiver.because, until: waiver.until } : null,
      items,
      place: item.place,
    };
    this.#items.set(item.id, assessed);
    this.#open.delete(item.id);
    return assessed;
  }

  #take(item: Item, judgements: readonly Judgement[]): void {
    for (const [index, { citation, problems, files }] of judgements.entries()) {
      this.problems.push(...problems);
      for (const file of files) this.#cited.add(file);
      const place = item.citations.filter(({ target }) => target === 'result')[index]?.place ?? item.place;
      if (citation.verdict.state !== 'unproven') continue;
      const { reason } = citation.verdict;
      if (reason.code === 'missing')
        this.problems.push(problem('CITATION_MISSING', place, `${nextFolder}/${citation.file} does not exist`, near(citation.examples)));
      if (reason.code === 'nothing-selected') {
        this.problems.push(
          problem('SELECTOR', place, `${JSON.stringify(citation.selector)} selects nothing in ${citation.file}`, near(citation.examples)),
        );
      }
    }
    const measured = judgements.length > 0 && judgements.every(({ citation }) => citation.measured !== null);
    const used = judgements.flatMap(({ usedText }) => usedText);
    for (const criterion of measured ? item.criteria : []) {
      const titled = judgements.some(
        ({ citation }) => citation.criterion?.kind === 'number' && dimensionOf(citation.criterion.unit) === dimensionOf(criterion.unit),
      );
      if (!used.includes(criterion) && !titled) {
        this.problems.push(problem('CRITERION_UNMEASURED', item.place, `no citation measures what the text of ${item.id} requires`));
      }
    }
  }

  /** The outcome of a link to another part of the checklist. */
  #rollUp(citation: ChecklistCitation): AssessedCitation {
    const targets = (targetOf(this.#input.checklist, citation) ?? [])
      .filter((target) => !this.#open.has(target.id))
      .map((target) => this.item(target));
    return rollUpCitation({ label: citation.label, file: citation.file, selector: citation.fragment }, targets);
  }

  staleAfter(): string | null {
    const { now, portal } = this.#input;
    const times = [...this.#cited].flatMap((file) => staleAt(file, portal) ?? []).filter((time) => time >= now.getTime());
    return times.length === 0 ? null : new Date(Math.min(...times)).toISOString();
  }

  uncited(): { file: string; digest: string }[] {
    return this.#input.evidence.files
      .filter((file) => !file.part.superseded && file.name !== runFile && !this.#cited.has(file))
      .map(({ path, digest }) => ({ file: path, digest }));
  }

  waivers(): AssessedWaiver[] {
    return this.#input.waivers.map((waiver) => {
      const expired = !holds(waiver, this.#input.now);
      const state = expired ? 'expired' : this.#items.get(waiver.item)?.status === 'waived' ? 'in-force' : 'unused';
      if (state === 'expired')
        this.problems.push(problem('WAIVER_EXPIRED', { file: waiversFile }, `the waiver of ${waiver.item} expired on ${waiver.until}`));
      if (state === 'unused' && this.#items.has(waiver.item))
        this.problems.push(problem('WAIVER_UNUSED', { file: waiversFile }, `the waiver of ${waiver.item} is not needed`));
      return { item: waiver.item, because: waiver.because, until: waiver.until, by: waiver.by ?? null, state };
    });
  }
}

function statusWithout(item: Item, citations: readonly AssessedCitation[], items: readonly AssessedItem[]): Status {
  const verdicts = citations.map(({ verdict }) => verdict);
  return items.length === 0
    ? statusOf(item.mark, verdicts)
    : parentStatus(
        item.mark,
        verdicts,
        items.map(({ status }) => status),
      );
}

/** One role for each layer that has a sign-off line, and every role of the sign-off page, unless `portal.yaml` asks for less. */
export function requiredSignOffs({ pages }: Checklist, { signOffs }: Pick<Portal, 'signOffs'>): RequiredSignOff[] {
  const layers = signOffs.layers === 'required' ? pages.filter((page) => page.slots.some(({ kind }) => kind === 'layer')) : [];
  const roles = signOffs.release === 'required' ? pages.filter(({ kind }) => kind === 'sign-off').flatMap(rolesOf) : [];
  return [
    ...layers.map(({ id }): RequiredSignOff => ({ subject: id, role: null, state: 'missing' })),
    ...roles.map((role): RequiredSignOff => ({ subject: 'release', role, state: 'missing' })),
  ];
}

function rolesOf({ slots }: ChecklistPage): string[] {
  return slots.flatMap(({ role }) => role ?? []);
}

/** What the files that people write say of one another, and must agree on. */
function contentProblems({ checklist, portal, waivers }: AssessmentInput): Problem[] {
  const pages = new Set(checklist.pages.map(({ id }) => id));
  const items = new Set(checklist.pages.flatMap((page) => itemsOfPage(page)).map(({ id }) => id));
  const roles = portal.roles ?? {};
  const file = portalFile;
  const unknownLayers = [...Object.keys(portal.layers ?? {}), ...Object.values(roles).flatMap(({ layers }) => layers ?? [])].filter(
    (id) => !pages.has(id),
  );
  const slots = checklist.pages.flatMap((page) => page.slots).filter(({ role }) => role !== null && !Object.hasOwn(roles, role));
  const duplicates = waivers.filter(({ item }, index) => waivers.findIndex((other) => other.item === item) !== index);
  return [
    ...[...new Set(unknownLayers)]
      .sort(compareText)
      .map((id) => problem('VALUE', { file }, `there is no layer ${JSON.stringify(id)}`, `name one of ${[...pages].join(', ')}`)),
    ...slots.map(({ label, place }) =>
      problem(
        'ROLE_UNKNOWN',
        place,
        `content/portal.yaml has no role for ${JSON.stringify(label)}`,
        `add it there: roles: { ${slugOf(label)}: { title: ${label} } }`,
      ),
    ),
    ...waivers
      .filter(({ item }) => !items.has(item))
      .map(({ item }) => problem('WAIVER_ITEM', { file: waiversFile }, `there is no item ${JSON.stringify(item)}`)),
    ...duplicates.map(({ item }) => problem('VALUE', { file: waiversFile }, `${item} is waived twice`, 'keep one of the two')),
  ];
}

function near(examples: readonly string[]): string | undefined {
  return examples.length === 0 ? undefined : `there is ${examples.slice(0, 5).join(', ')}${examples.length > 5 ? ', …' : ''}`;
}
