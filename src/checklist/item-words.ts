import type { Link, LinkReference, Nodes } from 'mdast';
import { toString as plainText } from 'mdast-util-to-string';
import { type Problem, problem } from '../problem.ts';
import { type Found, gatherFound } from '../reading.ts';
import type { Citation, SourcePlace } from './checklist.ts';
import { readLink } from './citation.ts';
import { commentsOf, isComment } from './comments.ts';
import { type MarkdownFile, placeOf } from './markdown.ts';
import { maskCode, maskStruck } from './requirements/tokens.ts';

/** What stands in an item, without the items below it. */
export interface ItemWords {
  /** Its words without its citations, behind the mark, with single spaces. */
  readonly text: string;
  /** The same with code and struck-out words replaced by signs that `understandWords` knows. As long as `text`. */
  readonly masked: string;
  readonly citations: readonly Citation[];
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
  | { readonly kind: 'id' | 'was' | 'environment' | 'criterion'; readonly value: string };

/**
 * Reads what stands in an item.
 *
 * @param markLength How many characters of the text its box takes.
 */
export function readWords(nodes: readonly Nodes[], markLength: number, source: MarkdownFile, item: SourcePlace): Found<ItemWords> {
  const { value, problems } = readPhrases(nodes, source, item);
  const valuesOf = (kind: Phrase['kind']) => value.flatMap((phrase) => (phrase.kind === kind && 'value' in phrase ? [phrase.value] : []));
  return {
    value: {
      ...foldText(value, markLength),
      citations: value.flatMap((phrase) => (phrase.kind === 'citation' ? [phrase.citation] : [])),
      id: valuesOf('id').at(-1) ?? null,
      was: valuesOf('was').flatMap((list) => list.split(/[\s,]+/).filter((old) => old !== '')),
      environment: valuesOf('environment').at(-1) ?? null,
      declaresNoCriterion: valuesOf('criterion').length > 0,
    },
    problems,
  };
}

function readPhrases(nodes: readonly Nodes[], source: MarkdownFile, item: SourcePlace): Found<readonly Phrase[]> {
  const read = gatherFound(nodes.map((node) => readPhrase(node, source, item)));
  return { value: read.value.flat(), problems: read.problems };
}

function readPhrase(node: Nodes, source: MarkdownFile, item: SourcePlace): Found<readonly Phrase[]> {
  switch (node.type) {
    case 'link':
    case 'linkReference':
      return readLinkPhrase(node, source, item);
    case 'html':
      return isComment(node.value) ? readComments(node.value, placeOf(source, node)) : only({ kind: 'words', text: node.value });
    case 'inlineCode':
    case 'code':
      return only({ kind: 'code', text: node.value });
    case 'text':
      return only({ kind: 'words', text: node.value });
    case 'delete':
      return only({ kind: 'struck', text: plainText(node) });
    case 'image':
    case 'imageReference':
      return only({ kind: 'words', text: node.alt ?? '' });
    case 'break':
      return only({ kind: 'words', text: ' ' });
    default: {
      if (!('children' in node)) return { value: [], problems: [] };
      const read = readPhrases(node.children, source, item);
      const ends = node.type === 'paragraph' || node.type === 'listItem';
      return ends ? { ...read, value: [...read.value, { kind: 'words', text: ' ' }] } : read;
    }
  }
}

function only(phrase: Phrase): Found<readonly Phrase[]> {
  return { value: [phrase], problems: [] };
}

function readLinkPhrase(node: Link | LinkReference, source: MarkdownFile, item: SourcePlace): Found<readonly Phrase[]> {
  const target = node.type === 'link' ? node : source.definitions.get(node.identifier);
  const label = plainText(node);
  if (target === undefined) return only({ kind: 'words', text: label });
  const meaning = readLink({ url: target.url, title: target.title ?? '', label }, { ...item, ...placeOf(source, node) });
  switch (meaning.kind) {
    case 'other':
      return only({ kind: 'words', text: label });
    case 'refused':
      return { value: [], problems: meaning.problems };
    case 'citation':
      return { value: [{ kind: 'citation', citation: meaning.citation }], problems: meaning.problems };
  }
}

function readComments(html: string, place: SourcePlace): Found<readonly Phrase[]> {
  const read = gatherFound(
    commentsOf(html).map(({ key, value }): Found<readonly Phrase[]> => {
      const name = key.toLowerCase();
      if (name === 'id' || name === 'was' || name === 'environment') return only({ kind: name, value });
      if (name === 'criterion' && /^none$/i.test(value)) return only({ kind: name, value });
      return { value: [], problems: unknownComment(name, value, place) };
    }),
  );
  return { value: read.value.flat(), problems: read.problems };
}

function unknownComment(name: string, value: string, place: SourcePlace): Problem[] {
  if (name === 'criterion') {
    const message = `the criterion ${JSON.stringify(value)} is none that a comment can state`;
    return [problem('COMMENT_UNKNOWN', place, message, 'write none, or state it in the text or in a title')];
  }
  return /^(?:ids|environments?|env|former|previous(?:ly)?)$/.test(name)
    ? [problem('COMMENT_UNKNOWN', place, `the comment ${JSON.stringify(name)} has no effect`)]
    : [];
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
      const mask = (phrase.kind === 'code' ? maskCode(phrase.text) : maskStruck(phrase.text)).charAt(0);
      return phrase.text.replaceAll(maskSign, '').replace(/\S/gu, (sign) => `${maskSign}${mask}${sign}`);
    }
    case 'citation':
    case 'id':
    case 'was':
    case 'environment':
    case 'criterion':
      return '';
  }
}
