import { makeBadge } from 'badge-maker';
import type { AssessedPage, Assessment } from '../assessment/assessment.ts';
import { contradictions, isCounted, statedPages } from '../assessment/readiness.ts';
import { showsGreen } from '../assessment/status.ts';
import { clipText } from '../clip-text.ts';
import { visibleText } from '../visible-text.ts';
import { escapeXml } from './escape-xml.ts';
import { answerWords, pageAnswerWords } from './words/answer-words.ts';
import { unshownWords } from './words/frozen-words.ts';
import { plural } from './words/grammar.ts';
import { countWords, pageName } from './words/release-words.ts';
import { pageStateWords, stateWords } from './words/status-words.ts';

/** What a badge says. */
export interface Badge {
  /** `overall`, a layer's id, `gates` or `contradictions`. */
  readonly subject: string;
  readonly label: string;
  readonly message: string;
  readonly color: 'brightgreen' | 'yellow' | 'orange' | 'red' | 'lightgrey';
  /** Why, in a sentence, for who points at it or hears it read. */
  readonly title?: string;
}

/** Longer labels would not fit; they are cut. In characters. */
const longestLabel = 60;

/** How long others may keep a badge, in seconds: as long as its page may be stale after a rebuild. */
const cacheSeconds = 300;

const stateColors: Readonly<Record<Assessment['state'], Badge['color']>> = {
  ready: 'brightgreen',
  'awaiting-sign-off': 'yellow',
  'not-ready': 'red',
};

const pageColors = { ready: 'brightgreen', 'ready-to-sign': 'yellow' } as const;

/** Every badge of a release. Green only where the subject is ready. */
export function badgesOf(assessment: Assessment): Badge[] {
  const contradicted = contradictions(assessment).length;
  const stated = statedPages(assessment).filter((page) => isCounted(page) || page.counts.total > 0);
  return [
    overallBadge(assessment, answerWords(assessment)),
    {
      subject: 'contradictions',
      label: 'contradictions',
      message: contradicted === 0 ? 'none' : String(contradicted),
      color: contradicted === 0 ? 'lightgrey' : 'red',
    },
    ...stated.map((page) => ({
      ...pageBadge(page),
      title: pageAnswerWords(page, assessment) ?? `${pageName(page)}: ${countWords(page.counts)}.`,
    })),
  ];
}

/** The badge of a release as a whole. Green only where it is ready, and something in it is proven. */
export function overallBadge(
  { product, version, state, counts }: Pick<Assessment, 'product' | 'version' | 'state' | 'counts'>,
  title: string,
): Badge {
  return {
    subject: 'overall',
    label: clipText(`${product} ${version}`, longestLabel),
    message: stateWords[state],
    color: state === 'ready' && !showsGreen(counts) ? 'lightgrey' : stateColors[state],
    title,
  };
}

/** The badges of a release that is not what was frozen: grey, whatever it claimed. */
export function brokenBadges(version: string): Badge[] {
  return ['overall', 'contradictions'].map((subject) => ({
    subject,
    label: clipText(version, longestLabel),
    message: unshownWords.broken,
    color: 'lightgrey',
  }));
}

/** The badges of a release that this version does not recheck: grey, whatever its snapshot says. */
export function notRecheckedBadges(assessment: Assessment): Badge[] {
  return badgesOf(assessment).map(({ subject, label }) => ({ subject, label, message: 'not rechecked', color: 'lightgrey' }));
}

/** A badge as an SVG document that runs nothing. Text is escaped. */
export function badgeSvg({ label, message, color, title }: Badge): string {
  const svg = makeBadge({ label: visibleText(label), message: visibleText(message), color, style: 'flat' });
  if (title === undefined) return svg;
  const words = escapeXml(title);
  return svg.replace(/aria-label="[^"]*"/, () => `aria-label="${words}"`).replace(/<title>[^<]*<\/title>/, () => `<title>${words}</title>`);
}

/** The badge as a shields.io endpoint: https://shields.io/badges/endpoint-badge */
export function badgeEndpoint({ label, message, color }: Badge): Record<string, unknown> {
  return { schemaVersion: 1, label, message, color, cacheSeconds };
}

function pageBadge({ id, title, state, counts }: AssessedPage): Badge {
  const label = clipText(title, longestLabel);
  if (counts.total === 0) return { subject: id, label, message: 'no items', color: 'lightgrey' };
  if (state !== 'not-ready')
    return { subject: id, label, message: pageStateWords[state], color: showsGreen(counts) ? pageColors[state] : 'lightgrey' };
  if (counts.contradicted > 0) return { subject: id, label, message: `${counts.contradicted} contradicted`, color: 'red' };
  if (counts.failing > 0) return { subject: id, label, message: `${counts.failing} failing`, color: 'orange' };
  return { subject: id, label, message: `${counts.verified} of ${plural(counts.total, 'item')} verified`, color: 'lightgrey' };
}
