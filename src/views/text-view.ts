import type { AssessedCitation, Verdict } from '../assessment/assessment.ts';
import { clipText } from '../clip-text.ts';
import { renderMarkdown } from '../publish/render-markdown.ts';
import { moreValuesWords, tableWords, valuesWords } from '../publish/words/content-words.ts';
import type { EvidenceFile } from '../reports/evidence.ts';
import { webAddress } from '../web-address.ts';

/** A document as its author meant it. */
export interface DocumentView {
  readonly kind: 'document';
  readonly html: string;
}

/** Any JSON document as a tree. */
export interface JsonView {
  readonly kind: 'json';
  readonly root: JsonNode;
  /** How many values are not shown, in a sentence; empty where all are. */
  readonly more: string;
}

/** A value of a JSON document. */
export interface JsonNode {
  /** Its key or its place in a list; null for the whole. */
  readonly key: string | null;
  /** As JSON writes it, or how many values it has. */
  readonly text: string;
  /** What items that point at it come to. */
  readonly verdicts: readonly Verdict['state'][];
  /** Null for what is no object and no list. */
  readonly nodes: readonly JsonNode[] | null;
  /** Something in it is pointed at, or there is little to hide. */
  readonly isOpen: boolean;
}

/** How many values a page shows, how many of them before they are folded, and how much of a text. */
const mostValues = 1200;
const fewValues = 60;
const mostText = 400;

/** Makes the view of a document or of a JSON file from its text; null where the text is no more than a text. */
export function textView(file: EvidenceFile, text: string, citations: readonly AssessedCitation[]): DocumentView | JsonView | null {
  const { outcome } = file;
  if (outcome.state === 'refused') return null;
  if (outcome.format === 'markdown') return { kind: 'document', html: renderDocument(text) };
  if (outcome.report.kind !== 'json') return null;
  const value = parsed(text);
  if (value === undefined) return null;
  const verdicts = new Map<string, Verdict['state'][]>();
  for (const { selector, verdict } of citations) {
    if (selector.startsWith('/')) verdicts.set(selector, [...new Set([...(verdicts.get(selector) ?? []), verdict.state])]);
  }
  const tree = new Tree(verdicts, countValues(value) <= fewValues);
  const root = tree.node(null, '', value);
  return { kind: 'json', root, more: moreValuesWords(tree.left) };
}

/** Below the heading of its page, and what may be wider than the page is reached by the keyboard; what it links to on its own machine leads nowhere from here. */
function renderDocument(text: string): string {
  const html = renderMarkdown(text, (url) => (url.startsWith('#') ? null : webAddress(url)));
  return html
    .replace(/<(\/?)h([1-5])\b/g, (_, closing, level) => `<${closing}h${Number(level) + 1}`)
    .replaceAll('<pre>', '<pre tabindex="0">')
    .replaceAll(
      '<table>',
      `<div class="scroll" role="group" aria-label="${tableWords}" tabindex="0"><table><caption>${tableWords}</caption>`,
    )
    .replaceAll('</table>', '</table></div>')
    .trim();
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function childrenOf(value: unknown): [string, unknown][] | null {
  return typeof value === 'object' && value !== null ? Object.entries(value) : null;
}

function countValues(value: unknown): number {
  return (childrenOf(value) ?? []).reduce((sum, [, child]) => sum + countValues(child), 1);
}

class Tree {
  readonly #verdicts: ReadonlyMap<string, readonly Verdict['state'][]>;
  readonly #isSmall: boolean;
  #shown = 0;
  /** Values that there was no room for. */
  left = 0;

  constructor(verdicts: ReadonlyMap<string, readonly Verdict['state'][]>, isSmall: boolean) {
    this.#verdicts = verdicts;
    this.#isSmall = isSmall;
  }

  node(key: string | null, pointer: string, value: unknown): JsonNode {
    this.#shown += 1;
    const children = childrenOf(value);
    const verdicts = this.#verdicts.get(pointer) ?? [];
    if (children === null) return { key, text: clipText(JSON.stringify(value), mostText), verdicts, nodes: null, isOpen: false };
    const nodes: JsonNode[] = [];
    for (const [name, child] of children) {
      const below = `${pointer}/${name.replaceAll('~', '~0').replaceAll('/', '~1')}`;
      if (this.#shown >= mostValues && !this.#holds(below)) this.left += countValues(child);
      else nodes.push(this.node(name, below, child));
    }
    return {
      key,
      text: valuesWords(children.length, Array.isArray(value)),
      verdicts,
      nodes,
      isOpen: key === null || this.#isSmall || this.#holds(pointer),
    };
  }

  /** Is something in it pointed at? */
  #holds(pointer: string): boolean {
    return [...this.#verdicts.keys()].some((cited) => cited === pointer || cited.startsWith(`${pointer}/`));
  }
}
