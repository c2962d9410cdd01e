import type { Definition, Image, Link } from 'mdast';
import { checklistFolder } from '../../layout.ts';
import { readLink } from '../citation.ts';
import { type MarkdownFile, nodesIn, offsetOf, placeOf, sourceOf } from '../markdown.ts';
import type { Edit } from './edits.ts';

/**
 * Makes every relative link of a document lead where it led: to the repository, by its path from there. One that leads out of the repository
 * becomes its label with its path beside it, since no link of a page can say it.
 *
 * @param document The path of the document in the repository.
 * @param isLeft Whether the links of a line stay as they are.
 */
export function relinkEdits(source: MarkdownFile, document: string, isLeft: (line: number) => boolean): Edit[] {
  const nodes = [...nodesIn(source.root, 'link'), ...nodesIn(source.root, 'image'), ...nodesIn(source.root, 'definition')];
  const edits = nodes.flatMap((node) =>
    isRelative(node.url) && !isLeft(placeOf(source, node).line) ? relink(node, source, document) : [],
  );
  // A picture inside a link that is taken apart stays as it is.
  return edits.filter((edit) => !edits.some((other) => other !== edit && other.start <= edit.start && edit.end <= other.end));
}

/** A result that a page of the checklist would cite by the same words is meant. */
function isRelative(url: string): boolean {
  if (url === '' || /^(?:[a-z][a-z\d+.-]*:|[/\\])/i.test(url)) return false;
  const asOfPage = readLink({ url, title: '', label: '' }, { file: `${checklistFolder}/page.md`, line: 1, column: 1 });
  return asOfPage.kind !== 'citation' || asOfPage.citation.target !== 'result';
}

function relink(node: Link | Image | Definition, source: MarkdownFile, document: string): Edit[] {
  const written = sourceOf(source, node);
  const label = labelEnd(node, written);
  const [all = '', before = '', quoted, bare] =
    /^(\](?:\(|:)\s*)(?:<([^<>\n]*)>|([^\s<]+?)(?=\)?$|\s|\)\s*$))/.exec(written.slice(label)) ?? [];
  const address = quoted ?? bare;
  // `www.example.org` and the like are links without an address of their own.
  if (address === undefined) return [];
  const target = fromRepository(address, document);
  const start = offsetOf(node) + label + before.length;
  if (target !== null) {
    const to = quoted === undefined ? target : `<${target}>`;
    return [{ start, end: offsetOf(node) + label + all.length, to, reason: 'a relative link leads to the repository' }];
  }
  if (node.type === 'definition') return [];
  const words = written.slice(node.type === 'image' ? 2 : 1, label);
  const to = `${words} (\`${address.replaceAll('`', '%60')}\`)`;
  const reason = 'leads out of the repository: no link of a page can';
  return written.includes('\n') ? [] : [{ start: offsetOf(node), end: offsetOf(node) + written.length, to, reason }];
}

/** Where the `]` of a label stands in what is written. */
function labelEnd(node: Link | Image | Definition, written: string): number {
  if (node.type === 'definition') return written.indexOf(']:');
  const last = node.type === 'link' ? node.children.at(-1)?.position?.end.offset : undefined;
  return last === undefined ? Math.max(0, written.lastIndexOf('](')) : last - offsetOf(node);
}

/** An address that is relative to a document, as a path from the repository; null where it leads out of it. */
function fromRepository(address: string, document: string): string | null {
  const [, path = '', rest = ''] = /^([^#?]*)(.*)$/s.exec(address) ?? [];
  if (path === '') return `/${encodeURI(document)}${rest}`;
  const parts = encodeURI(document).split('/').slice(0, -1);
  for (const part of path.split('/')) {
    if (part === '..') {
      if (parts.pop() === undefined) return null;
    } else if (part !== '.' && part !== '') parts.push(part);
  }
  return `/${parts.join('/')}${path.endsWith('/') && parts.length > 0 ? '/' : ''}${rest}`;
}
