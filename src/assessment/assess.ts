import type { Checklist, ChecklistPage, Item, ResultCitation, SourcePlace } from '../checklist/checklist.ts';
import { isBlocking, type Portal } from '../checklist/portal.ts';
import { itemsOfPage, targetOf } from '../checklist/read-checklist.ts';
import { endOf, holds, type Waiver } from '../checklist/waivers.ts';
import { nextFolder, runFile } from '../layout.ts';
import { type Problem, problem } from '../problem.ts';
import type { Found } from '../reading.ts';
import type { Evidence, EvidenceFile } from '../reports/evidence.ts';
import type { AssessedCitation, AssessedItem, AssessedWaiver, Assessment, RequiredSignOff } from './assessment.ts';
import { findDoubt, type JudgedCitation } from './bind-words.ts';
import { type Judgement, judgeCitation } from './judge.ts';
import { clockProblems, disqualified, staleAt } from './provenance.ts';
import { withSignOffs } from './readiness.ts';
import { resolveItems } from './resolve-items.ts';
import { rollUpCitation } from './roll-up.ts';

/** All that an assessment is made from. `now` is the clock, which enters here and nowhere else. */
export interface AssessmentInput {
  readonly checklist: Checklist;
  readonly evidence: Evidence;
  readonly portal: Portal;
  readonly waivers: readonly Waiver[];
  readonly now: Date;
}

/** Assesses a release: every item of the checklist against the evidence, without sign-offs, which `withSignOffs` adds. */
export function assess(input: AssessmentInput): Found<Assessment> {
  const { checklist, evidence, portal, now } = input;
  const judged = judgeItems(input);
  const items = resolveItems(
    checklist.pages.flatMap(({ sections }) => sections.flatMap((section) => section.items)),
    (item, resolve) =>
      item.citations.flatMap((citation) =>
        citation.target === 'result'
          ? (judged.get(citation)?.judgement.citation ?? [])
          : rollUpCitation(
              { label: citation.label, file: citation.file, selector: citation.fragment },
              resolve(targetOf(checklist, citation) ?? []),
            ),
      ),
    {
      waiverOf: ({ id }) => waiverOf(id, input),
      isVouchedFor: () => false,
      doubtOf: (item) => findDoubt(item, judgedOf(item, judged)),
    },
  );
  const pages = checklist.pages.map(({ id, kind, number, title, file, sections, slots }) => ({
    id,
    kind,
    number,
    title,
    file,
    blocking: kind !== 'post-release' && isBlocking(portal, id),
    sections: sections.map((section) => ({ ...section, items: section.items.flatMap((item) => items.get(item.id) ?? []) })),
    slots,
  }));
  const { release } = evidence;
  const waivers = assessWaivers(items, input);
  const cited = new Set([...judged.values()].flatMap(({ judgement }) => judgement.files));
  const assessment = withSignOffs(
    {
      product: release.product,
      version: release.version,
      commit: release.commit ?? null,
      committed: release.committed ?? null,
      assessedAt: now.toISOString(),
      staleAfter: staleAfter(cited, waivers, input),
      pages,
      waivers: waivers,
      uncited: evidence.files
        .filter((file) => !file.part.superseded && file.name !== runFile && !cited.has(file))
        .map(({ path, digest }) => ({ file: path, digest })),
    },
    requiredSignOffs(checklist, portal),
  );
  return {
    value: assessment,
    problems: [...citationProblems(judged), ...clockProblems(evidence, now)],
  };
}

/** The judgement of each citation of a result, with its item. */
type Judged = ReadonlyMap<ResultCitation, { readonly item: Item; readonly judgement: Judgement }>;

function judgeItems(input: AssessmentInput): Judged {
  return new Map(
    input.checklist.pages.flatMap(itemsOfPage).flatMap((item) =>
      item.citations.flatMap((citation) => {
        if (citation.target !== 'result') return [];
        return [[citation, { item, judgement: judgeCitation(citation, item, input) }] as const];
      }),
    ),
  );
}

/** The citations of an item with what became of them. */
function judgedOf(item: Item, judged: Judged): JudgedCitation[] {
  return item.citations.flatMap((citation) => {
    const judgement = citation.target === 'result' ? judged.get(citation)?.judgement : undefined;
    return citation.target !== 'result' || judgement === undefined
      ? []
      : [{ citation, assessed: judgement.citation, used: judgement.used }];
  });
}

/** What is cited, and is not there. */
function citationProblems(judged: Judged): Problem[] {
  return [...judged].flatMap(([{ place }, { judgement }]) => absenceProblems(judgement.citation, place));
}

function absenceProblems({ verdict, file, selector, examples }: AssessedCitation, place: SourcePlace): Problem[] {
  if (verdict.state !== 'unproven') return [];
  if (verdict.reason.code === 'missing') {
    return [problem('CITATION_MISSING', place, `${nextFolder}/${file} does not exist`, near(examples))];
  }
  if (verdict.reason.code !== 'nothing-selected') return [];
  return [problem('SELECTOR', place, `${JSON.stringify(selector)} selects nothing in ${file}`, near(examples))];
}

/** The waiver that holds for an item at the instant of the assessment. */
function waiverOf(id: string, { waivers, now }: AssessmentInput): AssessedItem['waiver'] {
  const waiver = waivers.find((each) => each.item === id && holds(each, now));
  return waiver === undefined ? null : { because: waiver.because, until: waiver.until };
}

function assessWaivers(items: ReadonlyMap<string, AssessedItem>, { waivers, now }: AssessmentInput): AssessedWaiver[] {
  return waivers.map((waiver) => {
    const { item, because, until, by = null } = waiver;
    const used = items.get(item)?.status === 'waived';
    return { item, because, until, by, state: !holds(waiver, now) ? 'expired' : used ? 'in-force' : 'unused' };
  });
}

/** The first instant at which the verdict can change: a cited file passes its freshness rule, or a waiver ends. */
function staleAfter(cited: ReadonlySet<EvidenceFile>, waivers: readonly AssessedWaiver[], input: AssessmentInput): string | null {
  const speaking = [...cited].filter((file) => disqualified(file, null, input) === null);
  const times = [
    ...speaking.flatMap((file) => staleAt(file, input.portal) ?? []),
    ...waivers.filter(({ state }) => state === 'in-force').map(endOf),
  ];
  return times.length === 0 ? null : new Date(Math.min(...times)).toISOString();
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

/** In UTF-16 units: names of tests are long, and a hint is one line. */
const longestExamples = 160;

function near(examples: readonly string[]): string | undefined {
  const named = examples.filter((_, index) => index === 0 || examples.slice(0, index + 1).join(', ').length <= longestExamples).slice(0, 5);
  return named.length === 0 ? undefined : `there is ${named.join(', ')}${named.length < examples.length ? ', …' : ''}`;
}
