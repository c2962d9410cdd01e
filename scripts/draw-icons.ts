import { readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { initWasm, Resvg } from '@resvg/resvg-wasm';

// Draws the icons in public/ that cannot be SVG from the one that is: `node scripts/draw-icons.ts`.
// The one for a phone's home screen has a ground and a margin, since nothing shows through there and its corners are cut.

await initWasm(readFileSync(createRequire(import.meta.url).resolve('@resvg/resvg-wasm/index_bg.wasm')));
const sign =
  readFileSync('public/icon.svg', 'utf8')
    .match(/<path[^>]*>/g)
    ?.join('') ?? '';

function draw(file: string, size: number, ink: string, ground: string, margin: number): void {
  const view = `${-margin} ${-margin} ${22 + 2 * margin} ${22 + 2 * margin}`;
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="${view}" stroke="${ink}"><rect x="-22" y="-22" width="66" height="66" stroke="none" fill="${ground}"/>${sign}</svg>`;
  writeFileSync(file, new Resvg(svg, { fitTo: { mode: 'width', value: size } }).render().asPng());
}

// Browsers show it on light and on dark bars alike.
draw('public/icon.png', 48, '#fcfbf8', '#1b1c20', 1);
draw('public/apple-touch-icon.png', 180, '#1b1c20', '#fcfbf8', 6);
