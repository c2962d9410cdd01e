import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Status } from '../assessment/assessment.ts';
import { packageFolder } from './site-code.ts';

/** The two ways in which pages are seen. */
export const schemes = ['light', 'dark'] as const;
export type Scheme = (typeof schemes)[number];

/** The colours and textures of pages, from the styles and signs that pages have. Throws where those have no such colour or texture. */
export interface Palette {
  /** The colour of a token, `#rrggbb`. */
  readonly token: (name: string, scheme: Scheme) => string;
  /** The colour of a status. */
  readonly ink: (status: Status, scheme: Scheme) => string;
  /** The texture of a status on a bar: an SVG pattern with the id `Bar-<status>`, drawn in the current colour. */
  readonly texture: (status: Status) => string;
}

/** Reads the palette of the site's code. */
export function readPalette(): Palette {
  const read = (file: string) => readFileSync(join(packageFolder, 'src', file), 'utf8');
  const tokens = read('styles/tokens.css');
  const rules = read('styles/status.css').split('}');
  const sprite = read('components/Sprite.astro');
  const token = (name: string, scheme: Scheme) =>
    found(new RegExp(`--${name}: light-dark\\((?<light>#[0-9a-f]{6}), (?<dark>#[0-9a-f]{6})\\)`).exec(tokens)?.groups?.[scheme], name);
  return {
    token,
    ink: (status, scheme) => {
      const rule = rules.find((each) => each.includes('color: var(') && new RegExp(`\\.${status}[\\s,]`).test(each)) ?? '';
      return token(found(/color: var\(--([\w-]+)\)/.exec(rule)?.[1], status), scheme);
    },
    texture: (status) => found(new RegExp(`<pattern id="Bar-${status}"[\\s\\S]*?</pattern>`).exec(sprite)?.[0], `Bar-${status}`),
  };
}

function found(value: string | undefined, what: string): string {
  if (value === undefined) throw new Error(`the styles of the site have no ${what}`);
  return value;
}
