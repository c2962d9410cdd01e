import GithubSlugger from 'github-slugger';
import type { Definition, Heading, Link, LinkReference, List, ListItem, Nodes, Root, RootContent } from 'mdast';
import { toString as plainText } from 'mdast-util-to-string';
import remarkGfm from 'remark-gfm';
import remarkParse from 'remark-parse';
import { unified } from 'unified';
import { type Problem, problem } from '../problem.ts';
import { convert, dimensionOf } from '../unit.ts';
import type { ChecklistPage, Citation, Criterion, Item, Section, SignOffSlot, SourcePlace } from './checklist.ts';
import { readLink } from './citation.ts';
import { formatCriterion, understandText } from './criterion.ts';
import { markOf, type WrittenMark } from './mark.ts';
import { pageOf } from './page-name.ts';
import { readSlots } from './slots.ts';
import { slugOf } from './slug.ts';

const markdown = unified().use(remarkParse).use(remarkGfm);

/** Reads one file of `content/checklist/`. Every item, citation and slot keeps its place; what is wrong is all listed. */
export function parsePage(text: string, file: string): { readonly page: ChecklistPage | null; readonly problems: readonly Problem[] } {
  const place = { file, line: 1, column: 1 };
  const name = pageOf(file);
  if (name === null) return { page: null, problems: [problem('PAGE_NAME', { file }, 'the name says no layer and no page')] };
  if (/^\uFEFF?---\w*\s*$/m.test(text.slice(0, text.indexOf('\n') + 1))) {
    return { page: null, problems: [problem('FRONT_MATTER', place, 'the file starts with front matter')] };
  }
  return new PageParser(text.replace(/^\uFEFF/, ''), file).parse(name);
}

interface OpenSection {
  readonly id: string;
  readonly title: string;
  readonly items: Item[];
  readonly prose: string[];
}

/** What one pass over a page collects. */
class PageParser {
  readonly #text: string;
  readonly #file: string;
  readonly #problems: Problem[] = [];
  readonly #sections: OpenSection[] = [];
  readonly #slots: SignOffSlot[] = [];
  readonly #definitions = new Map<string, Definition>();
  /** The environment asked for under each open heading, by the heading's depth. */
  readonly #environments = new Map<number, string>();
  #depth = 1;
  #page = '';
  #title: string | undefined;

  constructor(text: string, file: string) {
    this.#text = text;
    this.#file = file;
  }

  parse(name: { id: string; kind: ChecklistPage['kind']; number: number | null }): { page: ChecklistPage | null; problems: Problem[] } {
    const root: Root = markdown.parse(this.#text);
    const slugger = new GithubSlugger();
    this.#page = name.id;
    this.#collectDefinitions(root);
    this.#open('', '');
    for (const node of root.children) {
      if (node.type === 'heading') this.#heading(node, slugger);
      else this.#block(node, name.kind);
    }
    if (this.#title === undefined)
      this.#problems.push(problem('TITLE_MISSING', { file: this.#file, line: 1, column: 1 }, 'the page has no # heading'));
    const sections = this.#sections.filter(({ id, items, prose }) => id !== '' || items.length > 0 || prose.length > 0).map(closed);
    const page = { ...name, title: this.#title ?? name.id, file: this.#file, sections, slots: this.#slots };
    return { page: this.#title === undefined ? null : page, problems: this.#problems };
  }

  #collectDefinitions(node: Nodes): void {
    if (node.type === 'definition') this.#definitions.set(node.identifier, node);
    if ('children' in node) for (const child of node.children) this.#collectDefinitions(child);
  }

  #open(id: string, title: string): OpenSection {
    const section: OpenSection = { id, title, items: [], prose: [] };
    this.#sections.push(section);
    return section;
  }

  get #section(): OpenSection {
    return this.#sections.at(-1) ?? this.#open('', '');
  }

  #heading(node: Heading, slugger: GithubSlugger): void {
    const title = plainText(node);
    for (const depth of [...this.#environments.keys()]) if (depth >= node.depth) this.#environments.delete(depth);
    this.#depth = node.depth;
    const id = slugger.slug(title);
    if (node.depth === 1) {
      if (this.#title === undefined) this.#title = title;
      else
        this.#problems.push(
          problem('TITLE_MISSING', this.#placeOf(node), `a second # heading: ${JSON.stringify(title)}`, 'use ## for a section'),
        );
    } else if (node.depth === 2) this.#open(id, title);
    else this.#section.prose.push(this.#source(node));
  }

  #block(node: RootContent, kind: ChecklistPage['kind']): void {
    if (node.type === 'definition') return;
    if (node.type === 'html' && this.#environmentComment(node.value, node)) return;
    if (node.type === 'list' && hasTask(node)) {
      this.#list(node, this.#section.items, kind);
      return;
    }
    const slots = readSlots(this.#source(node), kind, this.#placeOf(node));
    const announces = kind === 'sign-off' && /^(?:\*\*|__)[^*_\n]+(?:\*\*|__):?$/.test(this.#source(node).trim());
    if (slots.length > 0) this.#slots.push(...slots);
    else if (!announces && !(node.type === 'html' && isComment(node.value)) && node.type !== 'thematicBreak')
      this.#section.prose.push(this.#source(node));
  }

  #environmentComment(html: string, node: Nodes): boolean {
    const environment = /^<!--\s*environment:\s*(\S+)\s*-->$/i.exec(html.trim())?.[1];
    if (environment === undefined) {
      for (const { key } of commentsOf(html)) this.#unknownComment(key, node);
      return false;
    }
    this.#environments.set(this.#depth, environment);
    return true;
  }

  #unknownComment(key: string, node: Nodes): void {
    if (/^(?:id|was|environment)$/i.test(key)) {
      this.#problems.push(
        problem(
          'COMMENT_UNKNOWN',
          this.#placeOf(node),
          `the comment ${JSON.stringify(key)} has no effect here`,
          'put id and was into the item, environment on a line of its own under the heading',
        ),
      );
    }
  }

  #list(list: List, into: Item[], kind: ChecklistPage['kind']): void {
    for (const entry of list.children) {
      const marked = markOf(entry);
      if (marked !== null) {
        const item = this.#item(entry, marked, kind);
        if (item !== null) into.push(item);
        continue;
      }
      const slots = readSlots(this.#source(entry), kind, this.#placeOf(entry));
      this.#slots.push(...slots);
      const nested = entry.children.filter((child) => child.type === 'list' && hasTask(child));
      const own = entry.children.filter((child) => !nested.includes(child));
      if (slots.length === 0 && own.length > 0) this.#section.prose.push(own.map((child) => this.#source(child)).join('\n\n'));
      for (const child of nested) if (child.type === 'list') this.#list(child, into, kind);
    }
  }

  #item(entry: ListItem, { written, mark, length }: WrittenMark, kind: ChecklistPage['kind']): Item | null {
    const place = this.#placeOf(entry);
    if (mark === null) this.#problems.push(problem('MARK_UNKNOWN', place, `the mark [${written}] is unknown`));
    const words = new ItemWords();
    for (const child of entry.children) if (!(child.type === 'list' && hasTask(child))) this.#phrasing(child, words, place);
    const { text, masked } = words.text(length);
    const because = /(?:^|[\s([–—-])because:\s*(.+?)\)?$/i.exec(text);
    if (mark === 'not-applicable' && because === null)
      this.#problems.push(problem('REASON_MISSING', place, 'the item is not applicable, and does not say why'));

    const cut = mark === 'not-applicable' && because !== null ? because.index : text.length;
    const understood = understandText(text.slice(0, cut).trimEnd(), masked.slice(0, cut).trimEnd());
    for (const dimension of understood.ambiguous) {
      this.#problems.push(
        problem('CRITERION_AMBIGUOUS', place, `the text states more than one ${dimension === 'number' ? 'count' : dimension}`),
      );
    }
    const ownText = text
      .slice(0, cut)
      .replace(/[\s(–—-]+$/, '')
      .trim();
    if (ownText === '') this.#problems.push(problem('ITEM_EMPTY', place, 'the item has no words'));
    for (const citation of words.citations) this.#compareTitle(citation, understood.criteria);

    const items: Item[] = [];
    for (const child of entry.children) if (child.type === 'list' && hasTask(child)) this.#list(child, items, kind);
    const id = this.#idOf(words, understood.rest, ownText, place);
    if (mark === null || id === null || ownText === '') return null;
    return {
      id,
      text: ownText,
      mark,
      because: because?.[1] ?? null,
      was: words.was.map((old) => (old.includes('/') ? old : this.#fullId(old))),
      environment: words.environment ?? [...this.#environments.entries()].sort(([a], [b]) => b - a)[0]?.[1] ?? null,
      citations: words.citations,
      criteria: understood.criteria,
      declaresNoCriterion: words.declaresNoCriterion,
      items,
      place,
    };
  }

  #idOf(words: ItemWords, rest: string, text: string, place: SourcePlace): string | null {
    if (words.id !== null) {
      if (/^[\p{L}\p{N}][\p{L}\p{M}\p{N}-]*$/u.test(words.id)) return this.#fullId(words.id);
      this.#problems.push(problem('ITEM_ID', place, `the id ${JSON.stringify(words.id)} is none`));
      return null;
    }
    const slug = slugOf(rest) || slugOf(text);
    if (slug === '' && text !== '')
      this.#problems.push(problem('ITEM_ID', place, 'the text has no letters to make an id of', 'give it one with <!-- id: … -->'));
    return slug === '' ? null : this.#fullId(slug);
  }

  #fullId(last: string): string {
    return [this.#page, this.#section.id, last].filter((part) => part !== '').join('/');
  }

  /** A threshold stands once: a title in the text's dimension must not say another. */
  #compareTitle(citation: Citation, criteria: readonly Criterion[]): void {
    if (citation.target !== 'result' || citation.title?.kind !== 'criterion') return;
    const own = citation.title.criterion;
    const stated = criteria.find(({ unit }) => dimensionOf(unit) === dimensionOf(own.unit));
    if (stated !== undefined && (stated.comparator !== own.comparator || convert(stated.value, stated.unit, own.unit) !== own.value)) {
      this.#problems.push(
        problem('CRITERION_DIFFERS', citation.place, `the title states ${formatCriterion(own)}, the text ${formatCriterion(stated)}`),
      );
    }
  }

  #phrasing(node: Nodes, words: ItemWords, item: SourcePlace): void {
    switch (node.type) {
      case 'link':
      case 'linkReference':
        this.#link(node, words, item);
        return;
      case 'html':
        this.#itemComment(node.value, words, node);
        return;
      case 'inlineCode':
      case 'code':
        words.add(node.value, 'code');
        return;
      case 'text':
        words.add(node.value, 'words');
        return;
      case 'image':
      case 'imageReference':
        words.add(node.alt ?? '', 'words');
        return;
      case 'break':
        words.add(' ', 'words');
        return;
      default:
        if ('children' in node) for (const child of node.children) this.#phrasing(child, words, item);
        if (node.type === 'paragraph' || node.type === 'listItem') words.add(' ', 'words');
    }
  }

  #link(node: Link | LinkReference, words: ItemWords, item: SourcePlace): void {
    const target = node.type === 'link' ? node : this.#definitions.get(node.identifier);
    const label = plainText(node);
    if (target === undefined) {
      words.add(label, 'words');
      return;
    }
    const meaning = readLink({ url: target.url, title: target.title ?? '', label }, { ...item, ...this.#placeOf(node) });
    if (meaning.kind === 'other') words.add(label, 'words');
    else this.#problems.push(...meaning.problems);
    if (meaning.kind === 'citation') words.citations.push(meaning.citation);
  }

  #itemComment(html: string, words: ItemWords, node: Nodes): void {
    if (!isComment(html)) {
      words.add(html, 'words');
      return;
    }
    for (const { key, value } of commentsOf(html)) {
      if (/^id$/i.test(key)) words.id = value;
      else if (/^was$/i.test(key)) words.was.push(...value.split(/[\s,]+/).filter((old) => old !== ''));
      else if (/^environment$/i.test(key)) words.environment = value;
      else if (/^criterion$/i.test(key)) {
        if (/^none$/i.test(value)) words.declaresNoCriterion = true;
        else
          this.#problems.push(
            problem(
              'COMMENT_UNKNOWN',
              this.#placeOf(node),
              `the criterion ${JSON.stringify(value)} is none that a comment can state`,
              'write none, or state it in the text or in a title',
            ),
          );
      } else if (/^(?:ids|environments?|env|former|previous(?:ly)?)$/i.test(key)) {
        this.#problems.push(problem('COMMENT_UNKNOWN', this.#placeOf(node), `the comment ${JSON.stringify(key)} has no effect`));
      }
    }
  }

  #placeOf(node: Nodes): SourcePlace {
    return { file: this.#file, line: node.position?.start.line ?? 1, column: node.position?.start.column ?? 1 };
  }

  #source(node: Nodes): string {
    return this.#text.slice(node.position?.start.offset ?? 0, node.position?.end.offset ?? 0);
  }
}

/** An item's words as they come, with code kept apart: what stands in code states no criterion. */
class ItemWords {
  readonly citations: Citation[] = [];
  readonly was: string[] = [];
  id: string | null = null;
  environment: string | null = null;
  declaresNoCriterion = false;
  #parts: { text: string; kind: 'words' | 'code' }[] = [];

  add(text: string, kind: 'words' | 'code'): void {
    this.#parts.push({ text, kind });
  }

  /** The plain text behind a mark of the given length, and the same with code masked. Both have single spaces, and the same length. */
  text(markLength: number): { text: string; masked: string } {
    const code = '\u0000';
    const joined = this.#parts
      .map(({ text, kind }) => (kind === 'code' ? text.replace(/\S/g, (sign) => `${code}${sign}`) : text.replaceAll(code, '')))
      .join('');
    const folded = joined
      .slice(markLength)
      .replace(/\s+/g, ' ')
      .replace(/\(\s*\)|\[\s*\]/g, '')
      .replace(/\s+/g, ' ')
      .replace(/[\s,;·|–—-]+$/, '')
      .trim();
    return { text: folded.replaceAll(code, ''), masked: folded.replace(/\u0000./gu, (sign) => '\u00A4'.repeat(sign.length - 1)) };
  }
}

function hasTask(list: List): boolean {
  return list.children.some((entry) => markOf(entry) !== null || entry.children.some((child) => child.type === 'list' && hasTask(child)));
}

function isComment(html: string): boolean {
  return /^\s*<!--/.test(html);
}

function commentsOf(html: string): { key: string; value: string }[] {
  return [...html.matchAll(/<!--\s*([\w-]+):\s*(.*?)\s*-->/g)].map(([, key = '', value = '']) => ({ key, value }));
}

function closed({ id, title, items, prose }: OpenSection): Section {
  return { id, title, items, prose: prose.join('\n\n') };
}
