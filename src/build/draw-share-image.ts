import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { z } from 'zod';
import { type Assessment, statuses } from '../assessment/assessment.ts';
import { type Drawing, type LatestRelease, shareImage } from '../views/share-image.ts';
import { readPalette } from './palette.ts';

const typeface = 'Inter';

/** For each part of the typeface the code points that it has: `U+0400-045F,U+2116`. */
const Parts = z.record(z.string(), z.string());

/**
 * Draws the picture that others show of a link to the site, as a PNG: with its own renderer and typeface, so that it is the same bytes on
 * every machine. Null where a name has signs that the typeface lacks: no picture is better than one with holes.
 */
export async function drawShareImage(assessment: Assessment, latest: LatestRelease | null): Promise<Uint8Array<ArrayBuffer> | null> {
  const svg = shareImage(assessment, latest, siteLook());
  const fonts = fontsFor(svg.replace(/<[^>]*>/g, ''));
  if (fonts === null) return null;
  const { Resvg, initWasm } = await import('@resvg/resvg-wasm');
  drawing ??= initWasm(readFileSync(createRequire(import.meta.url).resolve('@resvg/resvg-wasm/index_bg.wasm')));
  await drawing;
  return Uint8Array.from(new Resvg(svg, { font: { fontBuffers: fonts, defaultFontFamily: typeface } }).render().asPng());
}

/** The renderer can be loaded once in a process. */
let drawing: Promise<void> | undefined;

/** The files of the typeface that have all signs of a text; null where none has one of them. */
function fontsFor(text: string): Uint8Array[] | null {
  const require = createRequire(import.meta.url);
  const parts = Object.entries(Parts.parse(JSON.parse(readFileSync(require.resolve('@fontsource/inter/unicode.json'), 'utf8'))));
  const needed = new Set(['latin']);
  for (const sign of text) {
    const part =
      parts.find(([name, ranges]) => name === 'latin' && covers(ranges, sign)) ?? parts.find(([, ranges]) => covers(ranges, sign));
    if (part === undefined) return null;
    needed.add(part[0]);
  }
  return [...needed].flatMap((part) =>
    [400, 700].map(
      (weight) => new Uint8Array(readFileSync(require.resolve(`@fontsource/inter/files/inter-${part}-${weight}-normal.woff2`))),
    ),
  );
}

function covers(ranges: string, sign: string): boolean {
  const point = sign.codePointAt(0) ?? 0;
  return ranges.split(',').some((range) => {
    const [from = '', to = from] = range.replace('U+', '').split('-');
    return point >= Number.parseInt(from, 16) && point <= Number.parseInt(to, 16);
  });
}

/** The light pages. */
function siteLook(): Drawing {
  const { token, ink, texture } = readPalette();
  const textures = statuses.map((status) => texture(status).replace('<pattern', `<pattern color="${ink(status, 'light')}"`));
  return {
    paper: token('paper', 'light'),
    ink: token('ink', 'light'),
    soft: token('soft', 'light'),
    statusInk: (status) => ink(status, 'light'),
    textures: textures.join(''),
    typeface,
  };
}
