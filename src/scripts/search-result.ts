/** What search found, as Pagefind gives it: what its record says of itself, or of a page of the guide the parts where the words stand. */
export interface FoundPage {
  readonly url: string;
  readonly meta: Readonly<Record<string, string>>;
  /** HTML, where words were asked for. */
  readonly excerpt?: string;
  readonly sub_results?: readonly { readonly title: string; readonly url: string }[];
}

const partsShown = 3;

/** A result as an entry of a list: what it is called, what it is and came to, one sentence of it, and its parts where the words stand. */
export function resultEntry({ url, excerpt, meta, sub_results = [] }: FoundPage): HTMLLIElement {
  const item = document.createElement('li');
  item.className = 'result';
  item.append(linkTo(url, meta['title'] ?? url), line('small soft', [...about(meta)]));
  const said = meta['excerpt'];
  if (said) item.append(line('small', [said]));
  else if (said === undefined && excerpt) item.append(line('small', marked(excerpt)));
  const parts = sub_results.filter((part) => part.url !== url).slice(0, partsShown);
  if (parts.length > 0)
    item.append(
      line(
        'small parts',
        parts.flatMap((part, index) => [index === 0 ? '' : ' · ', linkTo(part.url, part.title)]),
      ),
    );
  return item;
}

function about(meta: FoundPage['meta']): string[] {
  return [['status', 'state', 'layer', 'kind'].flatMap((name) => meta[name] ?? []).join(' · ')];
}

function linkTo(url: string, title: string): HTMLAnchorElement {
  const link = document.createElement('a');
  link.href = url;
  link.textContent = title;
  return link;
}

function line(style: string, parts: readonly (Node | string)[]): HTMLParagraphElement {
  const paragraph = document.createElement('p');
  paragraph.className = style;
  paragraph.append(...parts);
  return paragraph;
}

/** Pagefind's excerpt is HTML of which only `mark` is meant: it is taken apart, never inserted. */
function marked(excerpt: string): (Node | string)[] {
  const text = new DOMParser().parseFromString(excerpt, 'text/html').body;
  return [...text.childNodes].map((node) => {
    if (!(node instanceof HTMLElement) || node.tagName !== 'MARK') return node.textContent ?? '';
    const mark = document.createElement('mark');
    mark.textContent = node.textContent;
    return mark;
  });
}
