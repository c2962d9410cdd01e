import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { SiteFile } from '../publish/site-files.ts';
import { packageFolder } from './site-code.ts';

/** Of the styles of a site, those that the page over several sites needs. */
const styles = ['tokens', 'base', 'layout', 'status', 'tables', 'filters', 'search', 'portfolio', 'forced-colors', 'print'];

const wanted = ['brand', 'verified', 'in-progress', 'failing', 'unproven', 'not-applicable'];

/** How the page over several sites looks: as the pages of a site do. */
export interface PortfolioLooks {
  /** The signs of statuses, as elements of SVG. */
  readonly signs: string;
  /** Its styles, its script and its icon. */
  readonly files: readonly SiteFile[];
}

/** Reads from the site's code how its pages look. Throws where those have no such sign. */
export function readPortfolioLooks(): PortfolioLooks {
  const read = (file: string) => readFileSync(join(packageFolder, file), 'utf8');
  const order = /^@layer [^;{]*;/m.exec(read('src/styles/site.css'))?.[0] ?? '';
  const css = [order, ...styles.map((name) => read(`src/styles/${name}.css`))].join('\n');
  const sprite = read('src/components/Sprite.astro');
  const signs = wanted.map((name) => {
    const symbol = new RegExp(`<symbol id="Sign-${name}"[\\s\\S]*?</symbol>`).exec(sprite)?.[0];
    if (symbol === undefined) throw new TypeError(`the pages of a site have no sign ${name}`);
    return symbol.replace(/\s+/g, ' ');
  });
  return {
    signs: signs.join(''),
    files: [
      { path: 'portfolio.css', text: css },
      { path: 'portfolio.js', text: read('src/scripts/portfolio.js') },
      { path: 'icon.svg', text: read('public/icon.svg') },
    ],
  };
}
