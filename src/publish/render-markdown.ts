import rehypeSanitize from 'rehype-sanitize';
import rehypeStringify from 'rehype-stringify';
import remarkRehype from 'remark-rehype';
import { unified } from 'unified';
import { nodesIn, parseMarkdown } from '../checklist/markdown.ts';
import { webAddress } from '../web-address.ts';

const renderer = unified().use(remarkRehype).use(rehypeSanitize).use(rehypeStringify);

/** An address of a scheme that is never let through. */
const nowhere = 'none:';

/**
 * Prose of a checklist as HTML. Raw HTML in it is dropped, and addresses other than http, https and mailto lose their link.
 *
 * @param linkOf Where an address that stands in it leads; null for nowhere.
 */
export function renderMarkdown(markdown: string, linkOf: (url: string) => string | null): string {
  const { root } = parseMarkdown(markdown, '');
  for (const text of nodesIn(root, 'link').flatMap((link) => nodesIn(link, 'text'))) text.value = webAddress(text.value) ?? text.value;
  for (const node of [...nodesIn(root, 'link'), ...nodesIn(root, 'definition'), ...nodesIn(root, 'image')]) {
    node.url = linkOf(node.url) ?? nowhere;
  }
  return renderer.stringify(renderer.runSync(root));
}
