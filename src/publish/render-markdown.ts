import rehypeSanitize from 'rehype-sanitize';
import rehypeStringify from 'rehype-stringify';
import remarkGfm from 'remark-gfm';
import remarkParse from 'remark-parse';
import remarkRehype from 'remark-rehype';
import { unified } from 'unified';

const renderer = unified().use(remarkParse).use(remarkGfm).use(remarkRehype).use(rehypeSanitize).use(rehypeStringify);

/** Prose of a checklist as HTML. Raw HTML in it is dropped, and addresses other than http, https and mailto lose their link. */
export function renderMarkdown(markdown: string): string {
  return String(renderer.processSync(markdown));
}
