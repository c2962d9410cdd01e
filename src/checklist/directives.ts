import type { Html, Nodes } from 'mdast';
import { clipText } from '../clip-text.ts';
import { type Problem, problem } from '../problem.ts';
import { type Found, gatherFound } from '../reading.ts';
import type { SourcePlace } from './checklist.ts';
import { editDistance } from './edit-distance.ts';
import { blankOut, commentSpans } from './html-spans.ts';
import { type MarkdownFile, nodesIn, offsetOf, placeAt, sourceOf } from './markdown.ts';

const names = ['id', 'was', 'environment', 'criterion'] as const;
type DirectiveName = (typeof names)[number];

/** What an author says to the portal in an HTML comment: `<!-- environment: staging -->`. */
export interface Directive {
  readonly name: DirectiveName;
  readonly value: string;
  readonly place: SourcePlace;
}

/** Does a piece of HTML hold comments and nothing else? */
export function holdsOnlyComments(html: string): boolean {
  return blankOut(html, commentSpans(html).closed, ' ').trim() === '';
}

/** The directives in the comments of a piece of HTML, and what is nearly one. Other comments are the author's own. */
export function readDirectives(node: Html, source: MarkdownFile): Found<readonly Directive[]> {
  const html = sourceOf(source, node);
  const read = gatherFound(
    commentSpans(html).closed.map(({ start, end }) => readComment(html.slice(start + 4, end - 3), placeAt(source, offsetOf(node) + start))),
  );
  return { value: read.value.flat(), problems: read.problems };
}

/** Directives where they are read by nobody: among the words of a block that is no item. */
export function directivesInProse(node: Nodes, source: MarkdownFile): Problem[] {
  return nodesIn(node, 'html').flatMap((html) => {
    const { value, problems } = readDirectives(html, source);
    return [...problems, ...value.map((directive) => ineffective(directive))];
  });
}

/** Says that a directive stands where it has no effect. */
export function ineffective({ name, value, place }: Directive): Problem {
  const hint =
    name === 'environment' ? 'put it on a line of its own under the heading, or into the item' : 'put it into the item, on the same line';
  return problem('DIRECTIVE', place, `<!-- ${name}: ${value} --> has no effect here`, hint);
}

function readComment(content: string, place: SourcePlace): Found<readonly Directive[]> {
  const text = content.trim();
  if (/[\r\n]/.test(text)) {
    const lines = text.split(/[\r\n]+/).filter((line) => isDirective(line.trim()) || nearlyDirective(line.trim()) !== null);
    return { value: [], problems: lines.map((line) => near(line.trim(), place, 'give each directive a comment of its own, on one line')) };
  }
  const match = exact.exec(text);
  if (match === null) {
    const hint = nearlyDirective(text);
    return { value: [], problems: hint === null ? [] : [near(text, place, hint)] };
  }
  const name = names.find((each) => each === match[1]?.toLowerCase()) ?? 'id';
  const value = match[2] ?? '';
  const fault = faultOf(name, value);
  if (fault !== null) return { value: [], problems: [problem('DIRECTIVE', place, `${JSON.stringify(text)} ${fault[0]}`, fault[1])] };
  return { value: [{ name, value, place }], problems: [] };
}

const exact = /^(id|was|environment|criterion):\s*(.*)$/i;

function isDirective(text: string): boolean {
  const match = exact.exec(text);
  return match !== null && isWord(match[2] ?? '');
}

/** What is wrong with the value of a directive, and what to do; null where nothing is. Ids are checked where they are used. */
function faultOf(name: DirectiveName, value: string): readonly [string, string] | null {
  if (value === '') return ['says nothing', `write what the ${name} is behind the colon, or leave the comment out`];
  if (name === 'environment' && !isWord(value)) {
    return ['names more than one word', 'name one environment, as run.json does: <!-- environment: staging -->'];
  }
  if (name === 'criterion' && !/^none$/i.test(value)) {
    return ['states a criterion that no comment can state', 'write none, or state it in the text or in the title of a citation'];
  }
  return null;
}

function near(text: string, place: SourcePlace, hint: string): Problem {
  return problem('DIRECTIVE', place, `the comment ${JSON.stringify(clipText(text, 80))} is nearly a directive, and has no effect`, hint);
}

/** What to write instead of a comment that is nearly a directive; null where it is the author's own. */
function nearlyDirective(comment: string): string | null {
  // `<!--- id: x --->`, `<!-- [id: x] -->`
  const text = comment.replace(/^[^\p{L}\p{N}]+|[^\p{L}\p{N}]+$/gu, '');
  const plain = /^(id|was|environment|criterion)(?:\s+|\s*[-–—>]+\s*)(\S+)$/i.exec(text);
  if (plain?.[1] !== undefined && plain[2] !== undefined) return written(plain[1].toLowerCase(), plain[2]);
  const match = /^([\p{L}\p{M}\p{N} _-]{1,40}?)\s*(?::=|[:=：])\s*(.*)$/u.exec(text);
  if (match === null) return null;
  const [, key = '', value = ''] = match;
  const name = nearestName(key, isWord(value));
  return name === null ? null : written(name, value);
}

function written(name: string, value: string): string {
  return `write <!-- ${name}: ${value.slice(0, 80)} -->`;
}

function isWord(value: string): boolean {
  return /^\S+$/.test(value);
}

/** Other words for the same, and how they are cut short. */
const otherNames: Readonly<Record<string, DirectiveName>> = {
  env: 'environment',
  envs: 'environment',
  environ: 'environment',
  ids: 'id',
  itemid: 'id',
  former: 'was',
  formerly: 'was',
  formerid: 'was',
  previous: 'was',
  previously: 'was',
  previousid: 'was',
  oldid: 'was',
  criteria: 'criterion',
};

/** The directive that a word is nearly the name of. A short word is one letter off many others: it has to be followed by a single word. */
function nearestName(key: string, beforeWord: boolean): DirectiveName | null {
  const words = key.toLowerCase().split(/[\s_-]+/);
  const name = words.join('');
  const other = Object.hasOwn(otherNames, name) ? otherNames[name] : undefined;
  if (other !== undefined) return other;
  const close = names.find((each) =>
    each.length > 5
      ? editDistance(name, each) <= each.length / 4
      : name === each ||
        (beforeWord && name[0] === each[0] && editDistance(name, each) === 1) ||
        (beforeWord && name === 'di' && each === 'id'),
  );
  const last = names.find((each) => each === words.at(-1));
  return close ?? (beforeWord && words.length === 2 ? last : undefined) ?? null;
}
