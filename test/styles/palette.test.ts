import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { initWasm, Resvg } from '@resvg/resvg-wasm';
import { beforeAll, describe, expect, test } from 'vitest';
import { type Status, statuses } from '../../src/assessment/assessment.ts';
import { readPalette, type Scheme, schemes } from '../../src/build/palette.ts';

/** Red, green and blue, linear, from 0 to 1. */
type Colour = readonly [number, number, number];

const palette = readPalette();

/** How a colour is seen, as matrices over linear light: Machado, Oliveira and Fernandes 2009, at full severity; grey is its luminance. */
const visions = {
  'full colour vision': [1, 0, 0, 0, 1, 0, 0, 0, 1],
  greyscale: [0.2126, 0.7152, 0.0722, 0.2126, 0.7152, 0.0722, 0.2126, 0.7152, 0.0722],
  protanopia: [0.152286, 1.052583, -0.204868, 0.114503, 0.786281, 0.099216, -0.003882, -0.048116, 1.051998],
  deuteranopia: [0.367322, 0.860646, -0.227968, 0.280085, 0.672501, 0.047413, -0.01182, 0.04294, 0.968881],
  tritanopia: [1.255528, -0.076749, -0.178779, -0.078411, 0.930809, 0.147602, 0.004733, 0.691367, 0.3039],
};

/** What does not prove an item. */
const unfulfilled: readonly Status[] = ['contradicted', 'failing', 'blocked', 'claimed', 'unproven', 'in-progress', 'not-started'];

/** The least differences: in CIE 1976 of a bar's pieces from afar and of their inks, and of textures the part of a bar that is inked in one and not in the other. */
const toldByTone = 12;
const toldByInk = 8;
const toldByTexture = 0.12;

function linear(hex: string): Colour {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((at) => linearPart(Number.parseInt(hex.slice(at, at + 2), 16)));
  return [red, green, blue];
}

function linearPart(byte: number): number {
  const part = byte / 255;
  return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
}

const luminance = ([red, green, blue]: Colour) => 0.2126 * red + 0.7152 * green + 0.0722 * blue;

function contrast(a: Colour, b: Colour): number {
  const [low = 0, high = 0] = [luminance(a), luminance(b)].sort((x, y) => x - y);
  return (high + 0.05) / (low + 0.05);
}

function seen([red, green, blue]: Colour, matrix: readonly number[]): Colour {
  const [a = 0, b = 0, c = 0, d = 0, e = 0, f = 0, g = 0, h = 0, i = 0] = matrix;
  const clip = (value: number) => Math.min(1, Math.max(0, value));
  return [clip(a * red + b * green + c * blue), clip(d * red + e * green + f * blue), clip(g * red + h * green + i * blue)];
}

/** CIE 1976 L*a*b* under D65. */
function lab([red, green, blue]: Colour): Colour {
  const bend = (part: number) => (part > 216 / 24389 ? Math.cbrt(part) : (24389 / 27 / 116) * part + 16 / 116);
  const x = bend((0.4124564 * red + 0.3575761 * green + 0.1804375 * blue) / 0.95047);
  const y = bend(0.2126729 * red + 0.7151522 * green + 0.072175 * blue);
  const z = bend((0.0193339 * red + 0.119192 * green + 0.9503041 * blue) / 1.08883);
  return [116 * y - 16, 500 * (x - y), 200 * (y - z)];
}

const distance = (a: Colour, b: Colour) => Math.hypot(...lab(a).map((part, index) => part - (lab(b)[index] ?? 0)));

/** The pixels of a piece of a bar, as wide as a few repeats of its texture and as high as the bars of lists: the ink laid over the paper. */
const size = { width: 84, height: 8 };
/** Of the textures, in pixels. */
const longestRepeat = 14;
function piece(status: Status, ink: string, paper: string): Uint8Array {
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="${size.width}" height="${size.height}" color="${ink}"><defs>${palette.texture(status)}</defs><rect width="100%" height="100%" fill="${paper}"/><rect width="100%" height="100%" fill="url(#Bar-${status})"/></svg>`;
  return new Resvg(svg).render().pixels;
}

const pixelsOf = (pixels: Uint8Array) =>
  Array.from({ length: size.width * size.height }, (_, index) => [...pixels.slice(4 * index, 4 * index + 3)]);

/** The colour of a piece from afar. */
function tone(status: Status, scheme: Scheme): Colour {
  const pixels = pixelsOf(piece(status, palette.ink(status, scheme), palette.token('paper', scheme)));
  const mean = (part: number) => pixels.reduce((sum, pixel) => sum + linearPart(pixel[part] ?? 0), 0) / pixels.length;
  return [mean(0), mean(1), mean(2)];
}

/** How much of a piece is inked in one and not in the other, wherever the texture of the one begins. */
function textureDifference(a: Float64Array, b: Float64Array): number {
  const shifts = Array.from({ length: longestRepeat }, (_, shift) => shift);
  return Math.min(
    ...shifts.map((shift) => {
      const moved = (index: number) => b[index - (index % size.width) + ((index + shift) % size.width)] ?? 0;
      return a.reduce((sum, value, index) => sum + Math.abs(value - moved(index)), 0) / a.length;
    }),
  );
}

beforeAll(async () => {
  await initWasm(readFileSync(createRequire(import.meta.url).resolve('@resvg/resvg-wasm/index_bg.wasm')));
});

test('the words of every status can be read on every ground', () => {
  for (const scheme of schemes) {
    for (const status of statuses) {
      for (const ground of ['paper', 'raised', 'sunken']) {
        const ratio = contrast(linear(palette.ink(status, scheme)), linear(palette.token(ground, scheme)));
        expect(ratio, `${status} on ${ground}, ${scheme}`).toBeGreaterThanOrEqual(4.5);
      }
    }
  }
});

describe.each(Object.entries(visions))('seen with %s', (vision, matrix) => {
  test.each(schemes)('a bar in the %s scheme never lets what is unfulfilled pass for verified', (scheme) => {
    const verified = seen(tone('verified', scheme), matrix);
    for (const status of unfulfilled) {
      expect(distance(verified, seen(tone(status, scheme), matrix)), `${status}, ${vision}`).toBeGreaterThanOrEqual(toldByTone);
      const inks = [palette.ink('verified', scheme), palette.ink(status, scheme)].map((hex) => seen(linear(hex), matrix));
      expect(distance(inks[0] ?? [0, 0, 0], inks[1] ?? [0, 0, 0]), `the ink of ${status}, ${vision}`).toBeGreaterThanOrEqual(toldByInk);
    }
  });
});

test('any two statuses of a bar are told apart by their texture alone, so that paper, grey screens and forced colours show them', () => {
  const textures = statuses.map((status) => {
    const pixels = pixelsOf(piece(status, '#000000', '#ffffff'));
    return { status, inked: Float64Array.from(pixels, ([red = 0]) => 1 - red / 255) };
  });
  const pairs = textures.flatMap((a, index) => textures.slice(index + 1).map((b) => ({ a, b, by: textureDifference(a.inked, b.inked) })));
  const alike = pairs.filter(({ by }) => by < toldByTexture).map(({ a, b, by }) => `${a.status} and ${b.status}: ${by}`);
  expect(alike).toEqual([]);
});

test('the bars of a phone’s browser have the colour of the paper', () => {
  const named = [
    ...readFileSync('src/layouts/Layout.astro', 'utf8').matchAll(
      /name="theme-color" content="(#\w+)" media="\(prefers-color-scheme: (\w+)\)"/g,
    ),
  ];
  expect(named.map(([, colour, scheme]) => ({ colour, scheme }))).toEqual(
    schemes.map((scheme) => ({ colour: palette.token('paper', scheme), scheme })),
  );
});
