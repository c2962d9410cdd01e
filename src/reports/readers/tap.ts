import { defineStreamReader, type ReaderContext } from '../reader.ts';
import type { CodePlace, Partial, TestCase, TestsReport } from '../report.ts';
import { copyOf, Excerpt, maxExcerptsLength } from '../text/excerpt.ts';
import { maxDepth, maxTests } from '../text/text-limits.ts';

/**
 * The Test Anything Protocol, versions 12 to 14 (https://testanything.org/tap-version-14-specification.html), as node:test, tape, AVA,
 * Mocha, bats and Perl's Test::More write it. Counts test points without subtests; one with subtests counts too where it failed and none of
 * them did. What is to do (`# TODO`) has not failed, and has not passed either: it is skipped.
 *
 * A plan (`1..N`) says that the document is whole, so that one without a plan was cut. Lines of other programs between are passed over.
 */
export const tap = defineStreamReader({
  format: 'tap',
  kind: 'tests',
  guide: {
    title: 'TAP (Test Anything Protocol)',
    source: 'https://testanything.org/tap-version-14-specification.html',
    make: 'node --test --test-reporter=tap > results.tap',
    selectors: [
      { selector: '#checkout/*', selects: 'the subtests of a test; names are the descriptions, joined by `/`' },
      { selector: '#*refund*', selects: 'the tests whose description matches' },
      { selector: '@duration', selects: 'how long the run took, where its last lines say so (node:test, node-tap)' },
    ],
    unit: 'one test point without subtests',
    unproven: 'a plan that announces another number of tests than there are; a run that was given up (`Bail out!`)',
  },
  unlike(opening, path) {
    if (/^\s*[<{[]/.test(opening)) return 'is no plain text';
    if (/\.(?:md|markdown)$/i.test(path)) return 'is named as a Markdown document';
    if (/^TAP version 1[2-4]\r?$/m.test(opening)) return null;
    const first = /^(?:[ \t]*(?:#.*)?\r?\n)*([^\n]*)/.exec(opening)?.[1] ?? '';
    return /^(?: {4})*(?:1\.\.\d+\b|(?:not )?ok \d+\b)/.test(first)
      ? null
      : 'does not begin with a version, a plan or a numbered test point of TAP';
  },
  start(context) {
    const run = new TapRun(context);
    return { line: (text, number) => run.take(text, number), end: () => run.report() };
  },
});

interface Point {
  readonly name: string;
  readonly status: TestCase['status'];
  durationMs: number | null;
  message: Excerpt | null;
  /** Behind `# SKIP` or `# TODO`. */
  readonly reason: string;
  place: CodePlace | undefined;
  /** By the diagnostics that a tool writes of an assertion. */
  expected: string | undefined;
  received: string | undefined;
  subtests: Level | null;
}

/** The points of one indentation that belong together: the document's, or the subtests of one point. */
interface Level {
  readonly indent: number;
  readonly points: Point[];
  readonly numbers: Set<number>;
  plan: number | null;
}

/** Of how many plans it is said that they are not held. */
const maxDifferences = 10;

/** What Node.js, Vitest and AVA say before the error. */
const framing = /^(?:type|failureType|location|name): /;
/** The key of an error whose text stands in the lines below it. */
const keyOfError = /^(?:error|message):(?:\s*[|>][-+]?)?\s*$/;

const point = /^(not )?ok(?:[ \t]+(\d{1,9})\b)?(?:[ \t]+(.*))?$/;

class TapRun {
  readonly #context: ReaderContext;
  readonly #document = levelAt(0);
  /** Open levels, the document first. */
  readonly #open: Level[] = [this.#document];
  /** The diagnostics that the lines are in. */
  #yaml: { readonly indent: number; readonly point: Point; readonly line: number; readonly framing: string[] } | null = null;
  /** The points whose subtests follow in braces. */
  readonly #buffered: { readonly indent: number; readonly point: Point }[] = [];
  readonly #partial: Partial[] = [];
  readonly #unlisted: string[] = [];
  #messagesLength = 0;
  #isGivenUp = false;
  #versions = 0;
  #durationMs: number | null = null;
  #count = 0;

  constructor(context: ReaderContext) {
    this.#context = context;
  }

  take(text: string, line: number): void {
    const indent = text.length - text.trimStart().length;
    const content = text.slice(indent);
    if (this.#yaml) this.#takeDiagnostics(indent, content);
    else if (/^---\s*$/.test(content)) this.#beginDiagnostics(indent, line);
    else if (indent % 4 === 0) this.#takeLine(indent, content, line);
  }

  report(): TestsReport {
    if (this.#yaml) this.#context.refuse('TRUNCATED', 'the diagnostics of a test have no end', { line: this.#yaml.line });
    if (this.#isGivenUp && this.#count === 0)
      this.#context.refuse('TOOL_ERROR', 'the run was given up before its first test (`Bail out!`)');
    if (!this.#isGivenUp && this.#document.plan === null) this.#context.refuse('TRUNCATED', 'the document has no plan: it ends too early');
    if (!this.#isGivenUp && this.#open.length > 1) this.#context.refuse('TRUNCATED', 'the document ends in the subtests of a test');
    for (const level of this.#open) this.#compare(level);
    if (this.#isGivenUp) this.#partial.push({ code: 'tool-errors', count: 1 });
    const tests = this.#open.flatMap((level) => testsOf(level, []));
    return { kind: 'tests', tool: null, partial: this.#partial, tests, unlisted: this.#unlisted, durationMs: this.#durationMs };
  }

  #beginDiagnostics(indent: number, line: number): void {
    // Vitest indents them by four.
    const level = this.#open.find((level) => level.indent === indent - 2) ?? this.#open.findLast((level) => level.indent === indent - 4);
    const point = level?.points.at(-1);
    if (point) this.#yaml = { indent, point, line, framing: [] };
  }

  #takeDiagnostics(indent: number, content: string): void {
    const yaml = this.#yaml;
    if (yaml === null) return;
    const isKey = indent === yaml.indent;
    if (isKey && /^\.\.\.\s*$/.test(content)) {
      for (const line of yaml.framing) this.#explain(yaml.point, line);
      this.#yaml = null;
      return;
    }
    const duration = isKey ? /^duration_ms:\s*(\d{1,12}(?:\.\d{1,12})?)\s*$/.exec(content)?.[1] : undefined;
    if (isKey) noteDetail(yaml.point, content);
    if (duration !== undefined) yaml.point.durationMs = rounded(Number(duration));
    else if (indent <= yaml.indent + 4 && yaml.framing.length < 4 && framing.test(content)) yaml.framing.push(content);
    else if (!isKey || !keyOfError.test(content)) this.#explain(yaml.point, content);
  }

  #explain({ message }: Point, line: string): void {
    if (message === null || this.#messagesLength >= maxExcerptsLength) return;
    const before = message.length;
    message.add(`${line}\n`);
    this.#messagesLength += message.length - before;
  }

  #takeLine(indent: number, content: string, line: number): void {
    const found = point.exec(content);
    if (found) this.#addPoint(indent, found, line);
    else if (/^1\.\.\d/.test(content)) this.#plan(indent, content, line);
    else if (/^Bail out!/i.test(content)) this.#isGivenUp = true;
    else if (content === '}' && this.#buffered.at(-1)?.indent === indent) this.#endBuffered();
    else if (indent === 0 && /^TAP version \d/.test(content)) this.#version(line);
    else if (indent === 0) this.#durationMs = durationStated(content) ?? this.#durationMs;
  }

  #version(line: number): void {
    this.#versions += 1;
    if (this.#versions > 1) this.#context.refuse('TWO_DOCUMENTS', 'a second TAP document starts here', { line });
  }

  #plan(indent: number, content: string, line: number): void {
    const total =
      /^1\.\.(\d{1,9})(?:\s|$)/.exec(content)?.[1] ??
      this.#context.refuse('NUMBER', `${JSON.stringify(content.slice(0, 40))} is no plan`, { line });
    const level = this.#levelAt(indent, line);
    if (level.plan !== null) this.#context.refuse(indent === 0 ? 'TWO_DOCUMENTS' : 'SHAPE', 'a second plan stands here', { line });
    level.plan = Number(total);
  }

  #addPoint(indent: number, [, not, stated, rest = '']: RegExpExecArray, line: number): void {
    const level = this.#levelAt(indent, line);
    this.#count += 1;
    if (this.#count > maxTests) this.#context.refuse('TOO_LARGE', `the file lists more than ${maxTests} tests`, { line });
    const isBuffered = /\{\s*$/.test(rest);
    const { description, directive, reason, durationMs } = partsOf(isBuffered ? rest.replace(/\s*\{\s*$/, '') : rest);
    const number = stated === undefined ? level.points.length + 1 : Number(stated);
    const status = directive === 'todo' ? 'skipped' : not ? 'failed' : directive === 'skip' ? 'skipped' : 'passed';
    const added: Point = {
      name: description === '' ? String(number) : copyOf(description),
      status,
      durationMs,
      message: status === 'failed' ? new Excerpt() : null,
      reason: copyOf(reason),
      place: undefined,
      expected: undefined,
      received: undefined,
      subtests: this.#closeBelow(indent),
    };
    level.points.push(added);
    level.numbers.add(number);
    // What ended in a brace and had no closing one was no block.
    while ((this.#buffered.at(-1)?.indent ?? -1) >= indent) this.#buffered.pop();
    if (isBuffered) this.#buffered.push({ indent, point: added });
    // Mocha lists none of the tests that a failed hook kept from running.
    if (status === 'failed' && /"(?:before|after) (?:all|each)" hook\b/.test(description)) this.#unlisted.push(added.name);
  }

  #endBuffered(): void {
    const ended = this.#buffered.pop();
    if (ended) ended.point.subtests = this.#closeBelow(ended.indent) ?? ended.point.subtests;
  }

  /** The level that a line of this indentation belongs to, which may begin here. */
  #levelAt(indent: number, line: number): Level {
    const above = this.#open.findLastIndex((level) => level.indent <= indent);
    const known = this.#open[above];
    if (known?.indent === indent) return known;
    const begun = levelAt(indent);
    // Subtests may come before anything else of the level that their test is in.
    this.#open.splice(above + 1, 0, begun);
    if (this.#open.length > maxDepth) this.#context.refuse('DEPTH', `subtests nest deeper than ${maxDepth} levels`, { line });
    return begun;
  }

  /** Ends the levels below an indentation: they are the subtests of the point that follows them, or of the one whose braces they stand in. */
  #closeBelow(indent: number): Level | null {
    let last: Level | null = null;
    while ((this.#open.at(-1)?.indent ?? 0) > indent) {
      last = this.#open.pop() ?? null;
      if (last) this.#compare(last);
    }
    return last;
  }

  /** Holds the plan of a level against its points, each number once. */
  #compare({ plan, points, numbers }: Level): void {
    const planned = plan ?? points.length;
    const listed = [...numbers].filter((number) => number >= 1 && number <= planned).length;
    if ((listed === planned && points.length === planned) || this.#partial.length >= maxDifferences) return;
    this.#partial.push({ code: 'declared-differs', what: 'tests', declared: planned, listed: listed === planned ? points.length : listed });
  }
}

/** What node:test, Vitest, AVA, tape and node-tap say of a test in a line of its diagnostics. */
function noteDetail(point: Point, content: string): void {
  if (point.status === 'passed') return;
  const [, key = '', stated = ''] = /^(location|at|expected|actual): +(\S.*)$/.exec(content) ?? [];
  const value = unquoted(stated.trim());
  if (key === 'expected' && !/^[|>]/.test(stated)) point.expected ??= copyOf(value);
  else if (key === 'actual' && !/^[|>]/.test(stated)) point.received ??= copyOf(value);
  else if (key === 'location' || key === 'at') {
    const [, file, line] = /^(?:.*\()?(?:file:\/\/)?([^()\s]+):(\d{1,7}):\d{1,7}\)?$/.exec(value) ?? [];
    if (file !== undefined) point.place = { file: copyOf(file), line: Number(line) };
  }
}

/** A scalar of YAML as node:test writes it. */
function unquoted(text: string): string {
  if (/^'.*'$/s.test(text)) return text.slice(1, -1).replaceAll("''", "'");
  return /^".*"$/s.test(text) ? text.slice(1, -1).replace(/\\(["\\])/g, '$1') : text;
}

function levelAt(indent: number): Level {
  return { indent, points: [], numbers: new Set(), plan: null };
}

/** A description without its directive (`# SKIP why`, `# TODO`) and node-tap's `# time=5ms`. */
function partsOf(rest: string): {
  description: string;
  directive: 'skip' | 'todo' | null;
  reason: string;
  durationMs: number | null;
} {
  const time = /[ \t]#[ \t]*time=(\d{1,12}(?:\.\d{1,12})?)(ms|s)?[ \t]*$/.exec(` ${rest}`);
  const untimed = time ? ` ${rest}`.slice(0, time.index) : ` ${rest}`;
  const directive = /[ \t]#[ \t]*(skip|todo)\b/i.exec(untimed) ?? /[ \t]#[ \t]*(skip)/i.exec(untimed);
  const description = untimed
    .slice(0, directive?.index)
    .trim()
    .replace(/^-(?:[ \t]+|$)/, '')
    .replace(/\\([#\\])/g, '$1');
  return {
    description,
    reason: directive
      ? untimed
          .slice(directive.index + directive[0].length)
          .replace(/^\w*[\s:-]*/, '')
          .trim()
      : '',
    directive: directive ? (/todo/i.test(directive[1] ?? '') ? 'todo' : 'skip') : null,
    durationMs: time ? rounded(Number(time[1]) * (time[2] === 's' ? 1000 : 1)) : null,
  };
}

/** What node:test and node-tap say of the whole run in a comment. */
function durationStated(content: string): number | null {
  const stated = /^# (?:duration_ms |time=)(\d{1,12}(?:\.\d{1,12})?)(ms|s)?\s*$/.exec(content);
  return stated ? rounded(Number(stated[1]) * (stated[2] === 's' ? 1000 : 1)) : null;
}

function testsOf({ points }: Level, above: readonly string[]): TestCase[] {
  return points.flatMap((each) => {
    const path = [...above, each.name];
    const below = each.subtests ? testsOf(each.subtests, path) : [];
    if (below.length > 0 && (each.status !== 'failed' || below.some(({ status }) => status === 'failed'))) return below;
    const own: TestCase = {
      name: path.join('/'),
      status: each.status,
      durationMs: each.durationMs,
      attempts: 1,
      flaky: false,
      message: each.message?.text() ?? (each.status === 'skipped' && each.reason !== '' ? each.reason : null),
      path,
      place: each.place,
      difference:
        each.expected === undefined || each.received === undefined ? undefined : { expected: each.expected, received: each.received },
    };
    return [...below, own];
  });
}

function rounded(ms: number): number {
  return Math.round(ms * 1000) / 1000;
}
