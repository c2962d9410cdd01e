import type { Assessment, ReleaseState, Status } from '../assessment/assessment.ts';
import { escapeXml } from '../publish/escape-xml.ts';
import { latestReleaseWords, whatSitesShow } from '../publish/words/site-words.ts';
import { stateWords, statusWords } from '../publish/words/status-words.ts';
import { formatNumber } from '../unit.ts';
import { barPieces } from './bar.ts';
import { segmentsOf } from './overview.ts';

/** How what is drawn looks: colours, and the textures of bars as SVG patterns with the ids `Bar-<status>`. */
export interface Drawing {
  readonly paper: string;
  readonly ink: string;
  readonly soft: string;
  readonly statusInk: (status: Status) => string;
  readonly textures: string;
  /** The family of the typeface. */
  readonly typeface: string;
}

/** The latest release; its state is null where nothing vouches for it. */
export interface LatestRelease {
  readonly version: string;
  readonly state: ReleaseState | null;
}

/** What others show of a link to the site: in pixels, as wide and high as they ask for. */
export const shareImageSize = { width: 1200, height: 630 };

const margin = 80;
const inner = shareImageSize.width - 2 * margin;
/** How much of its size a bold letter is wide, at most, in most words. */
const boldWidth = 0.6;
/** The signs of a legend in a row, and their distance. */
const columns = 4;
const column = inner / columns;

/** What the picture of a site says, without a clock: the release in preparation, its state and its counts, and the latest release. */
export function shareImage(assessment: Assessment, latest: LatestRelease | null, look: Drawing): string {
  const { product, version, state, counts } = assessment;
  const segments = segmentsOf(counts);
  const name = `${product} ${version}`;
  const verdict = look.statusInk(state === 'ready' ? 'verified' : state === 'not-ready' ? 'contradicted' : 'claimed');
  const legend = segments.map(({ status, count }, index) => {
    const x = margin + (index % columns) * column;
    const y = 440 + Math.floor(index / columns) * 46;
    return `<rect x="${x}" y="${y - 20}" width="34" height="22" fill="url(#Bar-${status})"/>${line(`${formatNumber(count)} ${statusWords[status].toLowerCase()}`, x + 46, y, 26, look.ink)}`;
  });
  const bar = segments.length === 0 ? [] : barPieces(segments).map(({ status, x, width }) => piece(status, x, width));
  const footer = latest === null ? '' : latestReleaseWords(latest);
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${shareImageSize.width}" height="${shareImageSize.height}" font-family="${look.typeface}">`,
    `<defs>${look.textures}</defs><rect width="100%" height="100%" fill="${look.paper}"/>`,
    `<g transform="translate(${margin - 14} 50) scale(3)" fill="none" stroke="${look.ink}" stroke-width="2"><path d="M7.5 3H4.500v16h3M14.500 3h3v16h-3"/><path d="m7.800 11.200 2.400 2.500 4.200-5.200"/></g>`,
    line(whatSitesShow, margin + 66, 94, 30, look.soft),
    line(name, margin, 208, fitted(name, 76), look.ink, true),
    line(`is ${stateWords[state]}.`, margin, 296, 76, verdict, true),
    ...bar,
    ...legend,
    line(footer, margin, 580, fitted(footer, 26), look.soft),
    '</svg>',
  ].join('');
}

function piece(status: Status, x: number, width: number): string {
  return `<rect x="${margin + (x / 100) * inner}" y="342" width="${(width / 100) * inner}" height="40" fill="url(#Bar-${status})"/>`;
}

/** The size at which words fit into a line, no larger than they may be. */
function fitted(words: string, largest: number): number {
  return Math.min(largest, Math.floor(inner / (boldWidth * Math.max(1, [...words].length))));
}

function line(words: string, x: number, y: number, size: number, fill: string, bold = false): string {
  return `<text x="${x}" y="${y}" font-size="${size}" fill="${fill}"${bold ? ' font-weight="700"' : ''}>${escapeXml(words)}</text>`;
}
