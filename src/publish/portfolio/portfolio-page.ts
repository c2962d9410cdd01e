import { clipText } from '../../clip-text.ts';
import { escapeXml } from '../escape-xml.ts';
import { formatDay } from '../words/name-words.ts';
import {
  type ProductState,
  portfolioAnswer,
  portfolioAsOf,
  portfolioTexts,
  productStateWords,
  summaryLatest,
  summarySignOffs,
} from '../words/portfolio-words.ts';
import { type PortfolioProduct, stateLabel } from './portfolio-product.ts';

/** What the page over several sites is made of. */
export interface PortfolioPage {
  readonly title: string;
  readonly now: string;
  /** The first instant at which something on it is so no more; null where nothing is known. */
  readonly staleAfter: string | null;
  readonly products: readonly PortfolioProduct[];
  /** Elements of SVG that have the signs of statuses, by their ids. */
  readonly signs: string;
}

/** The sign and colour of each state: those of a status that says as much of an item. */
export const stateSigns = {
  ready: 'verified',
  'awaiting-sign-off': 'in-progress',
  'not-ready': 'failing',
  'not-known': 'unproven',
} as const;

const policy =
  "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; base-uri 'none'; form-action 'none'; connect-src 'none'";

/** The page over several sites: one HTML document that needs no script. All that sites say is text in it, and no markup. */
export function portfolioPage({ title, now, staleAfter, products, signs }: PortfolioPage): string {
  const states = products.map(({ state }) => state);
  const name = escapeXml(title);
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="content-security-policy" content="${policy}">
<meta name="viewport" content="width=device-width">
<title>${name}</title>
<meta name="description" content="${portfolioTexts.description}">
${staleAfter === null ? '' : `<meta name="stale-after" content="${escapeXml(staleAfter)}">\n`}<link rel="icon" href="icon.svg" type="image/svg+xml">
<link rel="alternate" type="application/atom+xml" title="${name}" href="feed.xml">
<link rel="stylesheet" href="portfolio.css">
<script src="portfolio.js" defer></script>
</head>
<body>
<a class="skip" href="#main">To the content</a>
<svg class="sprite" aria-hidden="true">${signs}</svg>
<header class="masthead"><div class="wrap"><span class="brand"><svg width="22" height="22" viewBox="0 0 22 22" aria-hidden="true"><use href="#Sign-brand"></use></svg><span>${name}</span></span></div></header>
<div class="stale" role="status" hidden><div class="wrap"><strong>Stale.</strong> ${portfolioTexts.stale}</div></div>
<main class="wrap filtered" id="main">
<h1 class="plain">${name}</h1>
<p class="lead">${escapeXml(portfolioAnswer(states))}</p>
<p class="intro">${portfolioTexts.intro}</p>
<fieldset class="filters"><legend>Show</legend>
${filters(states)}
</fieldset>
<form class="search-box" hidden><input type="search" aria-label="Words in a product or its reason" placeholder="Words in a product or its reason"></form>
<p class="small soft" role="status" id="found"></p>
<table class="stack portfolio">
<thead><tr><th>Product</th><th>State</th><th>Why</th><th>Assessed</th><th>Sign-offs</th><th>Latest release</th></tr></thead>
<tbody>
${products.map(row).join('\n')}
</tbody>
</table>
</main>
<footer class="foot"><div class="wrap"><p>${escapeXml(portfolioAsOf(now))}</p><ul><li><a href="portfolio.json">API</a></li><li><a href="feed.xml">Feed</a></li><li><a href="badges/portfolio.svg">Badge</a></li></ul></div></footer>
</body>
</html>
`;
}

function filters(states: readonly ProductState[]): string {
  const all = [['all', `all ${states.length}`] as const];
  const some = (['not-ready', 'not-known', 'awaiting-sign-off', 'ready'] as const).map(
    (state) => [state, `${productStateWords[state]} ${states.filter((each) => each === state).length}`] as const,
  );
  return [...all, ...some]
    .map(([value, words], at) => `<label><input type="radio" name="show" value="${value}"${at === 0 ? ' checked' : ''}>${words}</label>`)
    .join('\n');
}

function row(product: PortfolioProduct): string {
  const { href, name, slug, state, reason, isGreen, judged } = product;
  const label = escapeXml(clipText(name, 60));
  // What is ready with nothing proven is not shown green.
  const sign = state === 'ready' && !isGreen ? 'not-applicable' : stateSigns[state];
  const summary = judged.state === 'known' ? judged.summary : null;
  const version = summary === null ? '' : ` <span class="soft">${escapeXml(clipText(summary.version, 40))}</span>`;
  const cells = [
    `${href === null ? label : `<a href="${escapeXml(href)}">${label}</a>`}${version}`,
    `<a class="status ${sign}" href="badges/${slug}.svg"><svg aria-hidden="true"><use href="#Sign-${sign}"/></svg>${stateLabel(product)}</a>`,
    escapeXml(clipText(reason, 160)),
    ...(summary === null
      ? ['', '', '']
      : [formatDay(summary.assessedAt), summarySignOffs(summary.signOffs), escapeXml(clipText(summaryLatest(summary.latest), 60))]),
  ];
  return `<tr class="${state}"><td>${cells.join('</td><td>')}</td></tr>`;
}
