import GithubSlugger from 'github-slugger';
import type { List, ListItem, Nodes } from 'mdast';
import { toString as plainText } from 'mdast-util-to-string';
import type { Block } from './blocks.ts';

/** The lists of a document whose every entry is only a link to a heading of it: they say what the document has, and nothing that must hold. */
export function tablesOfContents(blocks: readonly Block[]): Block[] {
  const slugger = new GithubSlugger();
  const headings = blocks.flatMap(({ node }) => (node.type === 'heading' ? [plainText(node)] : []));
  const anchors = new Set(headings.flatMap((words) => [letters(slugger.slug(words)), letters(words)]));
  return blocks.filter(({ node }) => {
    const targets = node.type === 'list' ? targetsOf(node) : null;
    // Anchors are written in more ways than one forge makes them, so most of a list tells what it is.
    return targets !== null && targets.length > 0 && targets.filter((target) => anchors.has(letters(target))).length * 2 >= targets.length;
  });
}

/** The fragments that the entries of a list link to, at any depth; null where an entry is more than such a link. */
function targetsOf(list: List): string[] | null {
  const all = list.children.map(targetsOfEntry);
  return all.includes(null) ? null : all.flatMap((each) => each ?? []);
}

function targetsOfEntry({ checked, children }: ListItem): string[] | null {
  const [first, ...rest] = children;
  if (typeof checked === 'boolean' || first?.type !== 'paragraph') return null;
  const links = first.children.filter((child) => child.type === 'link');
  const words = first.children.filter((child) => child.type !== 'link').map((child: Nodes) => plainText(child));
  if (links.length !== 1 || !links.every(({ url }) => url.startsWith('#')) || words.some((each) => /\p{L}/u.test(each))) return null;
  const below = rest.map((child) => (child.type === 'list' ? targetsOf(child) : null));
  return below.includes(null) ? null : [...links.map(({ url }) => decoded(url.slice(1))), ...below.flatMap((each) => each ?? [])];
}

function letters(text: string): string {
  return text.toLowerCase().replace(/[^\p{L}\p{N}]+/gu, '');
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
