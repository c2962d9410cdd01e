import type { Delete, FootnoteReference, Html, Image, ImageReference, Link, LinkReference, Nodes, Text } from 'mdast';
import { toString as plainText } from 'mdast-util-to-string';
import { type Problem, problem } from '../problem.ts';
import { type Found, gatherFound } from '../reading.ts';
import { webAddress } from '../web-address.ts';
import type { Citation, ItemLink, SourcePlace } from './checklist.ts';
import { citesEvidence, evidenceNamedIn, nearlyCited, readLink } from './citation.ts';
import { type Directive, holdsOnlyComments, readDirectives } from './directives.ts';
import { blankOut, commentSpans } from './html-spans.ts';
import { type MarkdownFile, nodesIn, offsetOf, placeAt, placeOf, sourceOf } from './markdown.ts';
import { maskCode, maskStruck } from './requirements/tokens.ts';

/** What stands in an item, without the items below it. */
export interface ItemWords {
  /** Its words without its citations, behind the mark, with single spaces. */
  readonly text: string;
  /** The same with code and struck-out words replaced by signs that `understandWords` knows. As long as `text`. */
  readonly masked: string;
  readonly citations: readonly Citation[];
  readonly links: readonly ItemLink[];
  /** What its comments say. */
  readonly id: string | null;
  readonly was: readonly string[];
  readonly environment: string | null;
  readonly declaresNoCriterion: boolean;
}

/** One thing after the other, as they stand in an item. */
type Phrase =
  | { readonly kind: 'words' | 'code' | 'struck'; readonly text: string }
  | { readonly kind: 'citation'; readonly citation: Citation }
  | { readonly kind: 'link'; readonly link: ItemLink }
  | { readonly kind: 'directive'; readonly directive: Directive }
  /** `[label][name]` or `[name]`, where nothing has the name. */
  | { readonly kind: 'undefined'; readonly isShort: boolean; readonly written: string; readonly place: SourcePlace };

/** How long the words of an item may be: they are held against the rules for requirements one by one. */
const mostWords = 10_000;

/**
 * Reads what stands in an item. What would be a citation but for its form is a problem.
 *
 * @param markLength How many characters of the text its box takes.
 */
export function readWords(nodes: readonly Nodes[], markLength: number, source: MarkdownFile): Found<ItemWords> {
  const { value: phrases, problems: phraseProblems } = readPhrases(nodes, source);
  const length = phrases.reduce((sum, phrase) => sum + ('text' in phrase ? phrase.text.length : 0), 0);
  const [firstNode] = nodes;
  if (length > mostWords && firstNode !== undefined) {
    const message = `the item has ${length} characters, and may have ${mostWords}`;
    const problems = [
      problem('TOO_LARGE', placeOf(source, firstNode), message, 'say what must hold in fewer words, and the rest below the list'),
    ];
    return { value: noWords, problems: [...phraseProblems, ...problems] };
  }
  const citations = phrases.flatMap((phrase) => (phrase.kind === 'citation' ? [phrase.citation] : []));
  const directives = phrases.flatMap((phrase) => (phrase.kind === 'directive' ? [phrase.directive] : []));
  const statedBy = (wanted: Directive['name']) => directives.find(({ name }) => name === wanted)?.value ?? null;
  // In front of all citations, a word in brackets may be a note: `[optional]`.
  const first = phrases.findIndex(({ kind }) => kind === 'citation');
  const undefinedLinks = phrases.flatMap((phrase, index) =>
    first >= 0 && phrase.kind === 'undefined' && (index > first || !phrase.isShort) ? [undefinedLink(phrase)] : [],
  );
  return {
    value: {
      ...foldText(phrases, markLength),
      citations,
      links: phrases.flatMap((phrase) => (phrase.kind === 'link' ? [phrase.link] : [])),
      id: statedBy('id'),
      was: directives.filter(({ name }) => name === 'was').flatMap(({ value }) => value.split(/[\s,]+/).filter((old) => old !== '')),
      environment: statedBy('environment'),
      declaresNoCriterion: statedBy('criterion') !== null,
    },
    problems: [...phraseProblems, ...undefinedLinks, ...repeated(directives)],
  };
}

const noWords: ItemWords = {
  text: '',
  masked: '',
  citations: [],
  links: [],
  id: null,
  was: [],
  environment: null,
  declaresNoCriterion: false,
};

function undefinedLink({ written, place }: Extract<Phrase, { kind: 'undefined' }>): Problem {
  const message = `${JSON.stringify(written)} refers to an address that is not defined`;
  return problem(
    'CITATION_FORM',
    place,
    message,
    'define it, as in [name]: /results/next/<job>/<file>, or write the address into the link',
  );
}

/** An item has one id and one environment. */
function repeated(directives: readonly Directive[]): Problem[] {
  return directives
    .filter(({ name }, index) => (name === 'id' || name === 'environment') && directives.findIndex((each) => each.name === name) < index)
    .map(({ name, place }) => problem('DIRECTIVE', place, `the item has another ${name} already`, 'keep one of the two'));
}

function readPhrases(nodes: readonly Nodes[], source: MarkdownFile): Found<readonly Phrase[]> {
  const read = gatherFound(nodes.map((node) => readPhrase(node, source)));
  return { value: read.value.flat(), problems: read.problems };
}

function readPhrase(node: Nodes, source: MarkdownFile): Found<readonly Phrase[]> {
  switch (node.type) {
    case 'link':
    case 'linkReference':
      return readLinkPhrase(node, source);
    case 'html':
      return readHtml(node, source);
    case 'inlineCode':
    case 'code':
      return only({ kind: 'code', text: node.value });
    case 'text':
      return readText(node, source);
    case 'delete':
      return readStruck(node, source);
    case 'image':
    case 'imageReference':
      return { value: [{ kind: 'words', text: node.alt ?? '' }], problems: imageProblems(node, source) };
    case 'footnoteReference':
      return { value: [], problems: footnoteProblems(node, source) };
    case 'break':
      return only({ kind: 'words', text: ' ' });
    default: {
      if (!('children' in node)) return { value: [], problems: [] };
      const read = readPhrases(node.children, source);
      const ends = node.type === 'paragraph' || node.type === 'listItem';
      return ends ? { ...read, value: [...read.value, { kind: 'words', text: ' ' }] } : read;
    }
  }
}

function only(...phrases: readonly Phrase[]): Found<readonly Phrase[]> {
  return { value: phrases, problems: [] };
}

function readLinkPhrase(node: Link | LinkReference, source: MarkdownFile): Found<readonly Phrase[]> {
  const written = plainText(node);
  const label = webAddress(written) ?? written;
  const words: Phrase = { kind: 'words', text: label };
  const address = node.type === 'link' ? node : source.definitions.get(node.identifier);
  if (address === undefined) return only(words);
  const meaning = readLink({ url: address.url, title: address.title ?? '', label }, placeOf(source, node));
  switch (meaning.kind) {
    case 'other':
      return meaning.target === null || label.trim() === ''
        ? only(words)
        : only(words, { kind: 'link', link: { label: label.trim().replace(/\s+/g, ' '), target: meaning.target } });
    case 'refused':
      return { value: [], problems: meaning.problems };
    case 'citation':
      return { value: [{ kind: 'citation', citation: meaning.citation }], problems: meaning.problems };
  }
}

function readText(node: Text, source: MarkdownFile): Found<readonly Phrase[]> {
  const raw = sourceOf(source, node);
  const named = evidenceNamedIn(raw, source.file);
  // A word of its own before it tells `[label][name]` from `table[row][column]`.
  const brackets = [...raw.matchAll(/(?<![^\s(,;])\[[^\][\n]+\](\[[^\][\n]*\])?/g)];
  const isPartOfNamed = ({ index, 0: written }: RegExpExecArray) =>
    named !== null && index <= named.index && index + written.length >= named.index - 2;
  const undefinedLinks = brackets
    .filter((match) => !isPartOfNamed(match))
    .map((match): Phrase => {
      const place = placeAt(source, offsetOf(node) + match.index);
      return { kind: 'undefined', isShort: match[1] === undefined, written: match[0], place };
    });
  return {
    value: [{ kind: 'words', text: node.value }, ...undefinedLinks],
    problems: named === null ? [] : [nearlyCited(named.path, placeAt(source, offsetOf(node) + named.index))],
  };
}

function imageProblems(node: Image | ImageReference, source: MarkdownFile): Problem[] {
  const address = node.type === 'image' ? node : source.definitions.get(node.identifier);
  return address !== undefined && citesEvidence(address.url, source.file)
    ? [nearlyCited(sourceOf(source, node), placeOf(source, node))]
    : [];
}

/** A citation in a footnote is none of the item that refers to it. */
function footnoteProblems(node: FootnoteReference, source: MarkdownFile): Problem[] {
  const footnote = source.footnotes.get(node.identifier);
  const links = footnote === undefined ? [] : [...nodesIn(footnote, 'link'), ...nodesIn(footnote, 'definition')];
  const cited = links.find(({ url }) => citesEvidence(url, source.file));
  return cited === undefined ? [] : [nearlyCited(sourceOf(source, node), placeOf(source, node))];
}

function readHtml(node: Html, source: MarkdownFile): Found<readonly Phrase[]> {
  const { value, problems } = readDirectives(node, source);
  const html = sourceOf(source, node);
  const words = blankOut(html, commentSpans(html).closed, ' ');
  const urls = [...words.matchAll(/\b(?:href|src|data|cite|action)\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'>]+))/gi)];
  const cited = urls.find(([, double, single, bare]) => citesEvidence(double ?? single ?? bare ?? '', source.file));
  const named = cited === undefined ? evidenceNamedIn(words, source.file) : null;
  const near =
    cited === undefined
      ? named === null
        ? []
        : [nearlyCited(named.path, placeOf(source, node))]
      : [nearlyCited(cited[0], placeOf(source, node))];
  return {
    value: [
      ...(holdsOnlyComments(html) ? [] : [{ kind: 'words' as const, text: blankOut(node.value, commentSpans(node.value).closed, '') }]),
      ...value.map((directive) => ({ kind: 'directive' as const, directive })),
    ],
    problems: [...problems, ...near],
  };
}

/** Words that are struck out ask for nothing; a proof that is struck out would still seem to be one. */
function readStruck(node: Delete, source: MarkdownFile): Found<readonly Phrase[]> {
  const { value, problems } = readPhrases(node.children, source);
  const cited = value.find((phrase) => phrase.kind === 'citation');
  const struck = cited === undefined ? [] : [nearlyCited(sourceOf(source, node), cited.citation.place)];
  const directives = value.filter(({ kind }) => kind === 'directive');
  return { value: [{ kind: 'struck', text: plainText(node) }, ...directives], problems: [...problems, ...struck] };
}

/** Stands before each character that is masked, and the sign that masks it, while spaces are folded. */
const maskSign = '\u0000';

function foldText(phrases: readonly Phrase[], markLength: number): { text: string; masked: string } {
  const joined = phrases.map(withMasks).join('');
  const folded = joined
    .slice(markLength)
    .replace(/\s+/g, ' ')
    .replace(/\(\s*\)|\[\s*\]/g, '')
    .replace(/\s+/g, ' ')
    .replace(/[\s,;·|–—-]+$/, '')
    .trim();
  return {
    text: folded.replace(/\u0000.(?=.)/gsu, ''),
    masked: folded.replace(/\u0000(.)(.)/gsu, (_, mask: string, sign: string) => mask.repeat(sign.length)),
  };
}

function withMasks(phrase: Phrase): string {
  switch (phrase.kind) {
    case 'words':
      return phrase.text.replaceAll(maskSign, '');
    case 'code':
    case 'struck': {
      const masked = phrase.kind === 'code' ? maskCode(phrase.text) : maskStruck(phrase.text);
      if (masked === phrase.text) return masked;
      const mask = masked.charAt(0);
      return phrase.text.replaceAll(maskSign, '').replace(/\S/gu, (sign) => `${maskSign}${mask}${sign}`);
    }
    case 'citation':
    case 'link':
    case 'directive':
    case 'undefined':
      return '';
  }
}
