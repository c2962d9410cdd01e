import type { AssessedItem, Assessment } from '../assessment/assessment.ts';
import { decisiveCitation } from '../assessment/decisive.ts';
import { itemsOf } from '../assessment/items.ts';
import type { EvidenceContext } from '../assessment/provenance.ts';
import type { ReleaseRow } from '../publish/release-row.ts';
import { testAnchors } from '../publish/test-anchor.ts';
import { answerWords, pageWhyWords } from '../publish/words/answer-words.ts';
import { unshownWords } from '../publish/words/frozen-words.ts';
import { capital, sentence } from '../publish/words/grammar.ts';
import { outcomeWords } from '../publish/words/measure-words.ts';
import { type NameItem, namesOfItems } from '../publish/words/name-words.ts';
import { needWords } from '../publish/words/need-words.ts';
import { pageName } from '../publish/words/release-words.ts';
import { stateWords, statusWords } from '../publish/words/status-words.ts';
import type { EvidenceFile } from '../reports/evidence.ts';
import { evidenceIndexView } from './evidence-pages.ts';
import { currentLinks, releaseLinks } from './links.ts';

/** Something that search finds, with what it says of itself in a list of results. */
export interface SearchRecord {
  /** From the first page of the site. */
  readonly url: string;
  /** What words are looked for in, besides the title. */
  readonly content: string;
  readonly meta: SearchMeta;
}

/** What a result says of itself. A status is an item's, a state that of anything else. */
export interface SearchMeta extends Readonly<Record<string, string>> {
  readonly title: string;
  readonly kind: string;
  /** One whole sentence, or none. */
  readonly excerpt: string;
}

/** More failed tests than these are found on the pages of their files. */
const mostTests = 2_000;
const longestMessage = 240;
/** Of older releases than these the list of all that is found, which the search page loads whole, says no sentence. */
const toldReleases = 50;

/**
 * What search finds of a site besides its guide: items by their own words, tests that failed, result files, releases, and the pages of the
 * checklist.
 *
 * @param rows The published releases.
 */
export function searchRecords(assessment: Assessment, context: EvidenceContext, rows: readonly ReleaseRow[]): SearchRecord[] {
  return [
    ...releaseRecords(assessment, rows),
    ...pageRecords(assessment),
    ...itemRecords(assessment),
    ...fileRecords(assessment, context),
    ...context.evidence.files.flatMap(failedTests).slice(0, mostTests),
  ];
}

function releaseRecords(assessment: Assessment, rows: readonly ReleaseRow[]): SearchRecord[] {
  const { product, version, commit, state } = assessment;
  return [
    {
      url: currentLinks.home,
      content: [version, commit ?? ''].join(' '),
      meta: {
        title: `${product} ${version}`,
        kind: 'Release in preparation',
        state: capital(stateWords[state]),
        excerpt: answerWords(assessment),
      },
    },
    ...[...rows].reverse().map(({ version, frozen, shown }, index) => ({
      url: releaseLinks(version).home,
      content: [version, frozen?.commit ?? ''].join(' '),
      meta: {
        title: `${product} ${version}`,
        kind: 'Release',
        state: capital(shown === null ? unshownWords.broken : stateWords[shown.state]),
        excerpt: index < toldReleases ? (shown?.answer ?? '') : '',
      },
    })),
  ];
}

function pageRecords(assessment: Assessment): SearchRecord[] {
  return assessment.pages.map((page) => ({
    url: currentLinks.page(page),
    content: page.sections.map(({ title }) => title).join('. '),
    meta: { title: pageName(page), kind: 'Checklist', excerpt: pageWhyWords(page, assessment) ?? '' },
  }));
}

function itemRecords({ pages }: Assessment): SearchRecord[] {
  const nameItem = namesOfItems(pages);
  return pages.flatMap((page) =>
    itemsOf([page]).map((item) => {
      const decisive = decisiveCitation(item);
      return {
        url: currentLinks.item(item.id),
        content: item.text,
        meta: {
          title: item.text,
          kind: 'Item',
          status: statusWords[item.status],
          layer: pageName(page),
          excerpt: decisive === null ? neededOf(item, nameItem) : sentence(outcomeWords(decisive, item.text)),
        },
      };
    }),
  );
}

function fileRecords(assessment: Assessment, context: EvidenceContext): SearchRecord[] {
  const { jobs } = evidenceIndexView(assessment, context, currentLinks, []);
  return jobs.flatMap(({ name: job, parts }) =>
    parts.flatMap(({ title, files }) =>
      files.map(({ name, href, kind, headline }) => {
        const path = `${job}/${name}`;
        return {
          url: href,
          content: `${words(path)} ${kind}`,
          meta: { title: title === '' ? path : `${path}, ${title}`, kind: 'Evidence', excerpt: headline === '' ? '' : sentence(headline) },
        };
      }),
    ),
  );
}

function failedTests({ path, outcome, part }: EvidenceFile): SearchRecord[] {
  if (part.superseded || outcome.state !== 'read' || outcome.report.kind !== 'tests') return [];
  const { tests } = outcome.report;
  const page = currentLinks.evidence(path) ?? '';
  const anchors = testAnchors(tests);
  return tests.flatMap(({ name, status, message }, index) =>
    status === 'failed'
      ? [
          {
            url: `${page}#${anchors[index] ?? ''}`,
            content: `${words(name)} ${path}`,
            meta: { title: name, kind: 'Failed test', state: path, excerpt: beginningOf(message ?? '') },
          },
        ]
      : [],
  );
}

function neededOf(item: AssessedItem, nameItem: NameItem): string {
  const need = needWords(item, nameItem);
  return need === null ? '' : sentence(`needs ${need}`);
}

/** The parts of a name, each a word of its own, however the tool joins them. */
function words(name: string): string {
  return `${name.split('/').join(' ')} ${name.split(/[/_.]+/).join(' ')}`;
}

/** The beginning of a message in one line, whole words of it. */
function beginningOf(message: string): string {
  const line = message.replace(/\s+/g, ' ').trim();
  return line.length <= longestMessage ? line : `${line.slice(0, longestMessage).replace(/\s+\S*$/, '')} …`;
}
