import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { dirname, join, sep } from 'node:path';

/** A page of a built site: its file below the site, and its text. */
interface SitePage {
  readonly file: string;
  readonly html: string;
}

/** What a browser or a script fills. */
const filledLater = /\s(?:id="(?:search|compare|found-tests)(?:-|")|role="status")/;

/** What a sentence says that was made of nothing. */
const vacuous =
  /(?<![a-z] )\b(?:undefined|NaN|null)\b(?! [a-z,])|Invalid Date|\[object |\b0 of 0\b|\b[Oo]f 0 |\b1 \w+s are\b|(?<=\s)\(\)|: \.(?=\s|$)/;

/** The pages of a built site. */
function pagesOf(site: string): SitePage[] {
  return readdirSync(site, { recursive: true, encoding: 'utf8' })
    .map((file) => file.split(sep).join('/'))
    .filter((file) => file.endsWith('.html'))
    .map((file) => ({ file, html: readFileSync(join(site, file), 'utf8') }));
}

/**
 * What is wrong with the pages of a built site by their own text, each with its page: a link that leads nowhere, an id or a title twice, what is
 * empty, what says nothing.
 *
 * @param base The path of its address: `/`, `/portal/`.
 */
export function faultsOfSite(site: string, base: string): string[] {
  const pages = pagesOf(site);
  const ids = new Map(pages.map(({ file, html }) => [file, idsOf(html)]));
  const titles = pages.filter(({ html }) => !html.includes('http-equiv="refresh"')).map(({ html }) => titleOf(html));
  const leadsOn = (address: string, from: string): boolean => {
    if (/^(?:https?:|mailto:|data:)/.test(address)) return true;
    const [path = '', fragment = ''] = address.split('#');
    const named = decodeURIComponent(path.split('?')[0] ?? '');
    const at = named === '' ? from : named.startsWith('/') ? named.slice(base.length) : join(dirname(from), named);
    const found = at === '' || at.endsWith('/') ? `${at}index.html` : at;
    if (!existsSync(join(site, found)) || !statSync(join(site, found)).isFile()) return false;
    return fragment === '' || ids.get(found)?.includes(decodeURIComponent(fragment)) !== false;
  };
  return pages.flatMap(({ file, html }) => [
    ...[...html.matchAll(/\s(?:href|src)="([^"]+)"/g)]
      .map(([, address = '']) => textOf(address))
      .filter((address) => !leadsOn(address, file))
      .map((address) => `${file}: ${address} leads nowhere`),
    ...repeated(idsOf(html)).map((id) => `${file}: the id ${id} twice`),
    ...repeated(titles)
      .filter((title) => title === titleOf(html))
      .map((title) => `${file}: the title ${title} twice`),
    ...[...html.matchAll(/<(ul|ol|dl|tbody|p|h[1-6]|caption|summary|figcaption|legend)(?:\s[^>]*)?>\s*<\/\1>/g)]
      .map(([element]) => element)
      .filter((element) => !filledLater.test(element))
      .map((element) => `${file}: nothing in ${element}`),
    // The guide speaks of such words.
    ...(file.startsWith('guide/') ? [] : sentencesOf(html))
      .filter((sentence) => vacuous.test(sentence))
      .map((sentence) => `${file}: ${sentence}`),
  ]);
}

function idsOf(html: string): string[] {
  return [...html.matchAll(/\sid="([^"]+)"/g)].map(([, id = '']) => textOf(id));
}

function titleOf(html: string): string {
  return textOf(/<title>([^<]*)<\/title>/.exec(html)?.[1] ?? '');
}

/** The texts of a page as they are read, but for code and what people wrote in it. */
function sentencesOf(html: string): string[] {
  const main = /<main[\s\S]*<\/main>/.exec(html)?.[0] ?? '';
  const read = main.replace(/<(code|pre|script|style|svg)\b[\s\S]*?<\/\1>/g, '…').replace(/<\/?(?:a|strong|em|span|time|b)\b[^>]*>/g, '');
  return read.split(/<[^>]*>/).map((text) => textOf(text).replace(/\s+/g, ' '));
}

function repeated(all: readonly string[]): string[] {
  return [...new Set(all.filter((each, index) => all.indexOf(each) !== index))];
}

function textOf(html: string): string {
  return html.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&quot;', '"').replaceAll('&#39;', "'").replaceAll('&amp;', '&');
}
