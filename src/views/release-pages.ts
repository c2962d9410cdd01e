import type { Assessment, Status } from '../assessment/assessment.ts';
import type { Workshop } from '../publish/cause-advice.ts';
import type { CodeLinks } from '../publish/code-links.ts';
import { inPages } from '../publish/in-pages.ts';
import { type ReleaseRow, rowItems } from '../publish/release-row.ts';
import type { EarlierCounts, SuccessiveRelease } from '../publish/successive-releases.ts';
import { answerSign } from '../publish/words/answer-words.ts';
import { changesLine } from '../publish/words/change-words.ts';
import { checkWords, frozenEyebrow, frozenFacts, frozenFilesWords, frozenNotices, unshownWords } from '../publish/words/frozen-words.ts';
import { capital, unbroken } from '../publish/words/grammar.ts';
import { formatDay, short } from '../publish/words/name-words.ts';
import { countWords, pageName, preparedLabel } from '../publish/words/release-words.ts';
import { latestReleaseWords } from '../publish/words/site-words.ts';
import { stateWords } from '../publish/words/status-words.ts';
import type { Release, SoundRelease } from '../release/history.ts';
import { notRecheckedWords, recheckCommand } from '../release/not-rechecked.ts';
import type { PublishedRelease } from '../release/signed-release.ts';
import type { ReleaseContext } from './answer.ts';
import { type ChecklistPageView, checklistPageView, type PageLink, pageLinksOf } from './checklist-pages.ts';
import type { HistoryRelease } from './item-history.ts';
import { currentLinks, type Links, objectLink, pageSlug, releaseLinks } from './links.ts';
import { type OverviewView, overviewView, type Segment, segmentsOf } from './overview.ts';
import type { ReleaseEvidence } from './release-evidence.ts';
import type { LatestRelease } from './share-image.ts';

/** A published release as its pages show it. */
export interface ReleaseView {
  readonly version: string;
  readonly label: string;
  readonly title: string;
  readonly href: string;
  /** What a reader must know before anything else: that it is damaged, or that something was withdrawn. */
  readonly notices: readonly string[];
  /** Null where the release is damaged: nothing in it is shown. */
  readonly overview: OverviewView | null;
  readonly facts: readonly { readonly name: string; readonly value: string; readonly href: string | null }[];
  /** How far it can be checked. */
  readonly check: string;
  readonly commands: readonly string[];
  readonly downloads: readonly { readonly name: string; readonly href: string; readonly what: string }[];
  /** Whether its result files have pages, and where they are listed. */
  readonly evidence: { readonly words: string; readonly href: string | null };
  readonly files: readonly {
    readonly path: string;
    readonly digest: string;
    /** Its page; null where it has none. */
    readonly page: string | null;
    /** Its bytes; null where they are not there. */
    readonly href: string | null;
    readonly note: string;
  }[];
  /** The release before, by version; null for the first. */
  readonly before: { readonly title: string; readonly href: string } | null;
  /** The page of what changed since the release before; null for the first. */
  readonly changes: { readonly href: string; readonly since: string; readonly line: string } | null;
}

/** A page of a published release's checklist, with the way to its others. */
export interface ReleasePageView {
  readonly view: ChecklistPageView;
  readonly pageLinks: readonly PageLink[];
  readonly release: { readonly label: string; readonly href: string };
  /** What a reader must know of the release before anything else. */
  readonly notices: readonly string[];
}

/** A page that leads to the release that is the latest now. */
export interface LatestPage {
  /** Its address below that release; empty for the release itself. */
  readonly page: string;
  readonly title: string;
  readonly href: string;
  /** Which release that is, with its state. */
  readonly words: string;
}

/** A release in the list of all. */
export interface ListedRelease {
  readonly label: string;
  readonly href: string;
  readonly state: string;
  /** Whose sign and colour its state has; null where it is not known. */
  readonly sign: Status | null;
  readonly date: string;
  readonly commit: string;
  readonly segments: readonly Segment[];
  readonly counts: string;
  readonly changes: { readonly words: string; readonly href: string } | null;
}

/** What the page of a release shows besides the release. */
export interface ReleaseSurroundings {
  /** The address of the site's first page, for the commands that check a release from there. */
  readonly site: string;
  /** Its result files, where they have pages. */
  readonly evidence: Pick<ReleaseEvidence, 'paths' | 'index'> | null;
  /** Where the forge shows its commit. */
  readonly code: Pick<CodeLinks, 'commit'>;
}

/** Makes the page of a published release. */
export function releaseView(
  { release, signed, comparison, before }: SuccessiveRelease,
  { site, evidence, code }: ReleaseSurroundings,
): ReleaseView {
  const links = releaseLinks(release.version, evidence?.paths);
  const sound = release.integrity === 'broken' ? null : release;
  const assessment = signed?.assessment ?? null;
  const product = assessment?.product ?? '';
  return {
    version: release.version,
    label: release.version,
    title:
      sound === null
        ? `Release ${release.version}: ${unshownWords.broken}`
        : `${product} ${release.version}${assessment === null ? ' is unknown' : stateOf(sound, assessment)}`,
    href: links.home,
    notices: [...rechecksOf(release, site), ...frozenNotices(release, signed?.withdrawals ?? [])],
    overview: assessment === null || sound === null ? null : overviewOf(sound, assessment, links, contextOf(sound, before, code)),
    facts:
      sound === null ? [] : frozenFacts(sound).map((fact) => ({ ...fact, href: fact.name === 'Commit' ? code.commit(fact.value) : null })),
    check: checkWords(release),
    commands: sound === null ? verifyCommand(release.version, site) : commandsOf(sound, site, links),
    downloads: sound === null ? [] : downloadsOf(links),
    evidence: {
      words: frozenFilesWords(evidence?.paths.size ?? 0),
      href: evidence === null || evidence.index === null ? null : `${links.home}evidence/`,
    },
    files: release.files.map(({ file, digest, state }) => ({
      path: file,
      digest,
      page: links.evidence(file),
      href: state === 'intact' || state === 'later' ? objectLink(digest) : null,
      note: state === 'intact' ? '' : state === 'later' ? 'added later' : state,
    })),
    before: comparison === null ? null : { title: comparison.from.name, href: releaseLinks(comparison.from.name).home },
    changes: comparison === null ? null : { href: `${links.home}changes/`, since: comparison.from.name, line: changesLine(comparison) },
  };
}

/** A release and its state; null where it is damaged, or of rules that this version does not know. */
export function latestOf({ release, signed }: PublishedRelease): LatestRelease {
  const isVouchedFor = release.integrity !== 'broken' && release.rules === 'own';
  return { version: release.version, state: isVouchedFor ? (signed?.assessment.state ?? null) : null };
}

/** One page of a release's checklist; null where the release is damaged or has no such page. */
export function releasePageView(
  { release, signed }: PublishedRelease,
  slug: string,
  { evidence, code }: Pick<ReleaseSurroundings, 'evidence' | 'code'>,
): ReleasePageView | null {
  const page = signed?.assessment.pages.find((each) => pageSlug(each) === slug);
  if (release.integrity === 'broken' || signed === null || page === undefined) return null;
  const links = releaseLinks(release.version, evidence?.paths);
  const { assessment, signOffs, signing } = signed;
  return {
    view: checklistPageView(
      page,
      assessment,
      links,
      { signOffs, roles: signing.rules.roles, released: release.snapshot.frozenAt },
      contextOf(release, null, code),
      finished,
    ),
    pageLinks: pageLinksOf(assessment, links),
    release: { label: release.version, href: links.home },
    notices: rechecksOf(release),
  };
}

/** That this version does not recheck a release, and what does. */
export function rechecksOf(release: Release, site?: string): string[] {
  if (release.integrity === 'broken' || release.rules === 'own') return [];
  const words = notRecheckedWords(release.snapshot);
  const command = recheckCommand(release.snapshot, site);
  return [`${words.charAt(0).toUpperCase()}${words.slice(1)}.${command === null ? '' : ` What rechecks it: ${command}`}`];
}

function stateOf({ rules }: SoundRelease, { state }: Assessment): string {
  return rules === 'own' ? ` is ${stateWords[state]}` : `: ${unshownWords.foreign}`;
}

function overviewOf(release: SoundRelease, assessment: Assessment, links: Links, context: ReleaseContext): OverviewView {
  const overview = overviewView(assessment, frozenEyebrow(release), context, links, finished);
  if (release.rules === 'own') return overview;
  return { ...overview, title: `${assessment.product} ${release.version}${stateOf(release, assessment)}.`, answer: null, causes: [] };
}

/** Of a published release nothing is to be done. */
const finished: Workshop = { evidence: null, roles: undefined };

function contextOf(
  { version, snapshot }: SoundRelease,
  before: EarlierCounts | null,
  { commit }: Pick<CodeLinks, 'commit'>,
): ReleaseContext {
  return {
    measured: snapshot.measured?.last ?? null,
    frozen: snapshot.frozenAt,
    commitLink: commit,
    released: null,
    before,
    changes: `${releaseLinks(version).home}changes/`,
  };
}

/** More releases than these are on further pages of the list. */
const listedPerPage = 50;

/** A page of a list of releases, the newest first, with the ways to those beside it. */
export interface ListPage<Listed> {
  /** From the first page of the site. */
  readonly href: string;
  /** Below the first page of the list; empty for that. */
  readonly path: string;
  readonly releases: readonly Listed[];
  readonly newer: string | null;
  readonly older: string | null;
}

/**
 * The list of releases, in pages.
 *
 * @param rows By precedence, the lowest version first.
 */
export function releaseListPages(rows: readonly ReleaseRow[]): ListPage<ListedRelease>[] {
  return listPages(rows.toReversed().map(listedRelease), listedPerPage, '/releases/');
}

/**
 * A list of releases in pages.
 *
 * @param first Where its first page is; the others are below it, by their numbers.
 */
export function listPages<Listed>(newestFirst: readonly Listed[], length: number, first: string): ListPage<Listed>[] {
  const pages = inPages(newestFirst, length);
  const pathOf = (page: number) => (page === 0 ? '' : String(page + 1));
  const addressOf = (page: number) => (page === 0 ? first : `${first}${pathOf(page)}/`);
  return pages.map((releases, page) => ({
    href: addressOf(page),
    path: pathOf(page),
    releases,
    newer: page === 0 ? null : addressOf(page - 1),
    older: page === pages.length - 1 ? null : addressOf(page + 1),
  }));
}

/** A release's line in the list of all. */
export function listedRelease({ version, frozen, notRechecked, shown, changes }: ReleaseRow): ListedRelease {
  const { home } = releaseLinks(version);
  return {
    label: version,
    href: home,
    state: capital(shown === null ? unshownWords.broken : notRechecked ? unshownWords.foreign : stateWords[shown.state]),
    sign: shown === null || notRechecked ? null : answerSign(shown.state, shown.counts),
    date:
      frozen === null
        ? ''
        : `${frozen.committed === null ? 'commit of unknown date' : `commit of ${formatDay(frozen.committed)}`}, frozen ${formatDay(frozen.frozenAt)}`,
    commit: frozen === null || frozen.commit === null ? '' : short(frozen.commit),
    segments: shown === null ? [] : segmentsOf(shown.counts),
    counts: shown === null ? 'nothing in it can be trusted' : unbroken(countWords(shown.counts)),
    changes: changes === null ? null : { words: unbroken(capital(changes.line)), href: `${home}changes/` },
  };
}

/** Where each address below `/releases/latest/` leads. */
export function latestPagesOf(latest: PublishedRelease | null, product: string): LatestPage[] {
  if (latest === null) return [];
  const links = releaseLinks(latest.release.version);
  const pages = latest.signed?.assessment.pages ?? [];
  const words = latestReleaseWords(latestOf(latest));
  return [
    { page: '', title: `The latest release of ${product}`, href: links.home, words },
    ...pages.map((page) => ({
      page: pageSlug(page),
      title: `${pageName(page)} in the latest release of ${product}`,
      href: links.page(page),
      words,
    })),
  ];
}

/**
 * The published releases and the one in preparation, oldest first, as the history takes them.
 *
 * @param rows By precedence, the lowest version first.
 * @param code Where the forge shows commits.
 */
export function historyReleases(rows: readonly ReleaseRow[], current: Assessment, code: Pick<CodeLinks, 'commit'>): HistoryRelease[] {
  const commitOf = (hash: string | null) => (hash === null ? null : { name: short(hash), href: code.commit(hash) });
  return [
    ...rows.map(({ version, frozen, shown }): HistoryRelease => {
      const links = releaseLinks(version);
      return {
        name: version,
        label: version,
        date: frozen?.committed ?? frozen?.assessedAt ?? current.assessedAt,
        href: links.home,
        commit: commitOf(frozen?.commit ?? null),
        items: shown?.items ?? null,
        itemLink: ({ id }) => links.item(id),
      };
    }),
    {
      name: 'next',
      label: preparedLabel(current.version),
      date: current.committed ?? current.assessedAt,
      href: '/',
      commit: commitOf(current.commit),
      items: rowItems(current),
      itemLink: ({ id }) => currentLinks.item(id),
    },
  ];
}

function verifyCommand(version: string, site: string): string[] {
  return [`npx readiness-portal verify ${version} --from ${site.replace(/\/$/, '')}/`];
}

function commandsOf({ version, rules, snapshot }: SoundRelease, site: string, { home }: Links): string[] {
  const address = site.replace(/\/$/, '');
  return [
    ...(rules === 'own' ? verifyCommand(version, site) : [recheckCommand(snapshot, site) ?? '# what made it rechecks it']),
    '',
    '# by hand: the manifest lists every file by its digest, and each lies under it',
    `curl -s ${address}${home}MANIFEST.sha256 | while read -r digest name; do`,
    `  curl -s ${address}/objects/$digest.txt | sha256sum | grep -q "^$digest" && echo "$name: OK" || echo "$name: DIFFERS"`,
    'done',
  ];
}

function downloadsOf({ home }: Links): ReleaseView['downloads'] {
  return [
    { name: 'snapshot.json', href: `${home}snapshot.json`, what: 'the assessment, and the digests of all that it was made from' },
    { name: 'MANIFEST.sha256', href: `${home}MANIFEST.sha256`, what: 'every file with its digest, for sha256sum' },
    { name: 'records.json', href: `${home}records.json`, what: 'sign-offs and withdrawals, with their digests' },
    { name: 'release.intoto.json', href: `${home}release.intoto.json`, what: 'an in-toto statement of what holds, for other tools' },
  ];
}
