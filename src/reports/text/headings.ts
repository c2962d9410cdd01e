/** A heading as it stands in the text, its inline markup still in it. */
export interface HeadingSource {
  readonly source: string;
  readonly level: number;
}

/**
 * Finds the headings of a Markdown text (CommonMark 0.31, ATX and setext), line by line. A whole parser takes time that grows with the
 * square of a hostile text; this one knows of blocks only what may hide a heading: code, HTML, quotes, lists, front matter.
 */
export class HeadingScanner {
  readonly #take: (heading: HeadingSource) => void;
  readonly #definitions = new Set<string>();
  /** The lines of what may be front matter; null once that is settled. */
  #frontMatter: string[] | null = null;
  /** Whether a line ends the block that hides the ones before it. */
  #hiddenUntil: ((text: string) => boolean) | null = null;
  /** The paragraph so far, which an underline makes a heading. */
  #paragraph: string[] = [];
  /** In a quote or a list item, whose text may go on without the marker, or in a table, whose rows need no bars. */
  #lazy = false;

  constructor(take: (heading: HeadingSource) => void) {
    this.#take = take;
  }

  line(text: string, number: number): void {
    if (number === 1 && /^---\s*$/.test(text)) this.#frontMatter = [];
    else if (this.#frontMatter === null) this.#scan(text);
    else if (/^(?:---|\.\.\.)\s*$/.test(text)) this.#frontMatter = null;
    else if (this.#frontMatter.push(text) > maxFrontMatterLines) this.end();
  }

  /** The labels of links that are defined apart from where they stand: `[1.0.0]: https://…`. */
  get definitions(): ReadonlySet<string> {
    return this.#definitions;
  }

  end(): void {
    // What is not closed was a thematic break, and text.
    const lines = this.#frontMatter ?? [];
    this.#frontMatter = null;
    for (const text of lines) this.#scan(text);
  }

  #scan(text: string): void {
    if (this.#hiddenUntil !== null) {
      if (this.#hiddenUntil(text)) this.#hiddenUntil = null;
      return;
    }
    if (this.#heading(text) || this.#hidingBlock(text)) {
      this.#paragraph = [];
      this.#lazy = false;
      return;
    }
    const label = /^ {0,3}\[([^\]]+)\]:/.exec(text)?.[1];
    if (label !== undefined && this.#paragraph.length === 0 && this.#definitions.size < maxDefinitions) this.#definitions.add(label);
    const ends = text.trim() === '' || thematicBreak.test(text);
    const startsTable = this.#paragraph.length > 0 && delimiterRow.test(text);
    this.#lazy = !ends && (this.#lazy || startsTable || container.test(text));
    if (ends || this.#lazy || (this.#paragraph.length === 0 && noParagraph.test(text))) this.#paragraph = [];
    else if (this.#paragraph.length <= maxHeadingLines) this.#paragraph.push(text.trim());
  }

  #heading(text: string): boolean {
    const lines = this.#paragraph.length;
    const level = lines > 0 && lines <= maxHeadingLines ? underlineLevel(text) : null;
    const heading = level === null ? atxHeading(text) : { source: this.#paragraph.join(' '), level };
    if (heading !== null) this.#take(heading);
    return heading !== null;
  }

  #hidingBlock(text: string): boolean {
    const block = fence(text) ?? html(text, this.#paragraph.length > 0 || this.#lazy);
    if (block === null) return false;
    this.#hiddenUntil = block.until;
    return true;
  }
}

const maxFrontMatterLines = 500;
const maxHeadingLines = 10;
const maxDefinitions = 10_000;
const container = /^ {0,3}(?:>|[-*+][ \t]|\d{1,9}[.)][ \t])/;
/** The second line of a table of GitHub's flavour. */
const delimiterRow = /^ {0,3}(?=[^|]*\|)\|?[ \t]*:?-+:?[ \t]*(?:\|[ \t]*:?-+:?[ \t]*)*\|?[ \t]*$/;
const thematicBreak = /^ {0,3}(?:(?:\*[ \t]*){3,}|(?:-[ \t]*){3,}|(?:_[ \t]*){3,})$/;
/** Code by its indentation, or the definition of a link. */
const noParagraph = /^(?: {4}| {0,3}\t| {0,3}\[[^\]]+\]:)/;

function underlineLevel(text: string): number | null {
  const mark = /^ {0,3}(?:=+|(-+))[ \t]*$/.exec(text);
  if (mark === null) return null;
  return mark[1] === undefined ? 1 : 2;
}

function atxHeading(text: string): HeadingSource | null {
  const [, marks, rest = ''] = /^ {0,3}(#{1,6})(?:[ \t](.*))?$/.exec(text) ?? [];
  if (marks === undefined) return null;
  const source = rest.trim();
  let end = source.length;
  while (source.charAt(end - 1) === '#') end -= 1;
  const closed = end === 0 || /[ \t]/.test(source.charAt(end - 1));
  return { source: closed ? source.slice(0, end).trimEnd() : source, level: marks.length };
}

/** A block that hides what looks like a heading in it; `until` is null where it ends on its first line. */
interface HidingBlock {
  readonly until: ((text: string) => boolean) | null;
}

/** Fenced code, also in a list item or a quote. */
function fence(text: string): HidingBlock | null {
  const [, marks, info = ''] = /^(?: {0,3}(?:[-*+>]|\d{1,9}[.)])(?=[ \t]))*[ \t]*(`{3,}|~{3,})(.*)$/.exec(text) ?? [];
  if (marks === undefined || (marks.startsWith('`') && info.includes('`'))) return null;
  return { until: (line) => /^[> \t]*(`{3,}|~{3,})[ \t]*$/.exec(line)?.[1]?.startsWith(marks) === true };
}

/** HTML: until its own end where it has one, else until a blank line. A lone tag of text, such as `<a>`, starts no block within a paragraph. */
function html(text: string, inParagraph: boolean): HidingBlock | null {
  const start = /^ {0,3}(<.*)$/.exec(text)?.[1];
  if (start === undefined) return null;
  for (const [opens, closes] of htmlBlocks) {
    const opening = opens.exec(start)?.[0];
    if (opening !== undefined) return { until: closes.test(start.slice(opening.length)) ? null : (line) => closes.test(line) };
  }
  const untilBlank = htmlBlock.test(start) || (!inParagraph && /^<\/?[a-z][\w-]*(?:\s[^<>]*)?\/?>\s*$/i.test(start));
  return untilBlank ? { until: (line) => line.trim() === '' } : null;
}

const htmlBlock = new RegExp(
  `^</?(?:${[
    'address|article|aside|base|basefont|blockquote|body|caption|center|col|colgroup|dd|details|dialog|dir|div|dl|dt|fieldset|figcaption',
    'figure|footer|form|frame|frameset|h[1-6]|head|header|hr|html|iframe|legend|li|link|main|menu|menuitem|nav|noframes|ol|optgroup|option',
    'p|param|search|section|summary|table|tbody|td|tfoot|th|thead|title|tr|track|ul',
  ].join('|')})(?:\\s|/?>|$)`,
  'i',
);

const htmlBlocks: readonly (readonly [RegExp, RegExp])[] = [
  [/^<(?:script|pre|style|textarea)(?=[\s>]|$)/i, /<\/(?:script|pre|style|textarea)>/i],
  [/^<!--/, /-->/],
  [/^<\?/, /\?>/],
  [/^<!\[CDATA\[/, /\]\]>/],
  [/^<![A-Za-z]/, />/],
];
