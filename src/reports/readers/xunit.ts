import { placeInDotnetStack } from '../families/stack-place.ts';
import { defineXmlReader, type ReaderContext } from '../reader.ts';
import type { CodePlace, Partial, TestCase, TestsReport, Tool } from '../report.ts';
import { Excerpt } from '../text/excerpt.ts';
import { countAttribute, secondsAttribute } from '../text/xml-attributes.ts';
import type { XmlElement, XmlHandler } from '../text/xml-reader.ts';

/**
 * The XML of xUnit.net, version 2 and 3, also as version 1 and Fixie write it (https://xunit.net/docs/format-xml-v2 and -v3). One test is one
 * `test` element: each row of a theory is one. An error outside of the tests, such as in a clean-up, is one more, failed.
 */
export const xunit = defineXmlReader({
  format: 'xunit',
  kind: 'tests',
  guide: {
    title: 'xUnit.net XML',
    source: 'https://xunit.net/docs/format-xml-v2',
    make: 'dotnet test --logger "xunit;LogFilePath=xunit.xml"',
    selectors: [
      { selector: '#Shop.Tests.CheckoutTests', selects: 'the tests of a class' },
      { selector: '#Shop.Tests.*/Pays*', selects: 'the tests whose class and name match' },
      { selector: '@duration', selects: 'the time that all assemblies took together' },
    ],
    unit: 'one test; each row of a theory is one, and each error outside of the tests is one more',
    unproven: 'counts of an assembly that differ from its tests',
  },
  unlike({ name, attributes }) {
    if (name === 'assemblies') return /\bxmlns\s*=/.test(attributes) ? 'has the root `assemblies` of another namespace' : null;
    if (name !== 'assembly') return `has the root \`${name.slice(0, 40)}\`, not \`assemblies\` or \`assembly\``;
    return /\btotal\s*=/.test(attributes) && /\b(?:test-framework|run-date|start-rtf)\s*=/.test(attributes)
      ? null
      : 'has an `assembly` that counts no tests';
  },
  start(context) {
    const run = new XunitRun(context);
    return { handler: run, end: () => run.report() };
  },
});

type Declared = Readonly<Record<'total' | 'passed' | 'failed' | 'skipped' | 'notRun' | 'errors', number | null>>;

interface Assembly {
  readonly declared: Declared;
  readonly words: string[];
  errors: number;
}

interface Case {
  readonly element: XmlElement;
  readonly status: TestCase['status'];
  message: string;
  readonly stack: Excerpt;
  readonly output: Excerpt;
}

class XunitRun implements XmlHandler {
  readonly #context: ReaderContext;
  readonly #tests: TestCase[] = [];
  readonly #partial: Partial[] = [];
  #assembly: Assembly | null = null;
  #test: Case | null = null;
  #durations: number[] = [];
  #assemblies = 0;
  #tool: Tool | null = null;

  constructor(context: ReaderContext) {
    this.#context = context;
  }

  open(element: XmlElement): void {
    const { name, attributes } = element;
    if (name === 'assembly') this.#begin(element);
    else if (name === 'test') {
      const word = attributes['result'] ?? '';
      this.#assembly?.words.push(word);
      this.#test = caseOf(element, statusOf(word));
    } else if (name === 'error') {
      if (this.#assembly) this.#assembly.errors += 1;
      this.#test = caseOf(element, 'failed');
    }
  }

  text(text: string, path: readonly string[]): void {
    if (this.#test === null) return;
    const isMessage = path.at(-1) === 'reason' || (path.at(-1) === 'message' && path.at(-2) === 'failure');
    if (isMessage) this.#test.message += text;
    else if (path.at(-1) === 'stack-trace') this.#test.stack.add(text);
    else if (path.at(-1) === 'output') this.#test.output.add(text);
  }

  close(name: string): void {
    if (name === 'assembly') this.#endAssembly();
    if ((name !== 'test' && name !== 'error') || this.#test === null) return;
    const { element, status, message, stack, output } = this.#test;
    const isTest = name === 'test';
    const ownPath = isTest ? testPath(element) : errorPath(element);
    this.#tests.push({
      name: ownPath.join('/'),
      status,
      durationMs: secondsAttribute(element, 'time', this.#context),
      attempts: 1,
      flaky: false,
      message: message.trim() === '' ? null : message.trim(),
      path: ownPath,
      place: placeStated(element) ?? placeInDotnetStack(stack.text() ?? ''),
      output: status === 'failed' ? (output.text() ?? undefined) : undefined,
      ...(isTest ? {} : { standsFor: 'suite' }),
    });
    this.#test = null;
  }

  report(): TestsReport {
    const isTimed = this.#durations.length > 0 && this.#durations.length === this.#assemblies;
    return {
      kind: 'tests',
      tool: this.#tool,
      partial: this.#partial,
      tests: this.#tests,
      unlisted: [],
      durationMs: isTimed ? this.#durations.reduce((sum, each) => sum + each, 0) : null,
    };
  }

  #begin(element: XmlElement): void {
    const declared = (name: string) => countAttribute(element, name, this.#context);
    this.#assemblies += 1;
    this.#tool ??= toolOf(element.attributes['test-framework'] ?? '');
    const duration = secondsAttribute(element, 'time', this.#context);
    if (duration !== null) this.#durations.push(duration);
    this.#assembly = {
      declared: {
        total: declared('total'),
        passed: declared('passed'),
        failed: declared('failed'),
        skipped: declared('skipped'),
        notRun: declared('not-run'),
        errors: declared('errors'),
      },
      words: [],
      errors: 0,
    };
  }

  #endAssembly(): void {
    if (this.#assembly === null) return;
    const { declared, words, errors } = this.#assembly;
    const listed = (word: string) => words.filter((each) => each === word).length;
    const compare = (what: string, stated: number | null, found: number) => {
      if (stated !== null && stated !== found) this.#partial.push({ code: 'declared-differs', what, declared: stated, listed: found });
    };
    // Not all versions count in `total` what was not to run.
    if (declared.total !== words.length - listed('NotRun')) compare('tests', declared.total, words.length);
    compare('passed tests', declared.passed, listed('Pass'));
    compare('failed tests', declared.failed, listed('Fail'));
    compare('skipped tests', declared.skipped, listed('Skip'));
    compare('tests not run', declared.notRun, listed('NotRun'));
    compare('errors', declared.errors, errors);
    this.#assembly = null;
  }
}

function caseOf(element: XmlElement, status: TestCase['status']): Case {
  return { element, status, message: '', stack: new Excerpt(), output: new Excerpt() };
}

/** Where the runner found a source beside the assembly. */
function placeStated({ attributes }: XmlElement): CodePlace | undefined {
  const { 'source-file': file, 'source-line': line } = attributes;
  if (file === undefined || file === '') return undefined;
  return { file: file.replaceAll('\\', '/'), line: /^\d{1,7}$/.test(line ?? '') ? Number(line) : undefined };
}

function statusOf(word: string): TestCase['status'] {
  if (word === 'Pass') return 'passed';
  return word === 'Skip' || word === 'NotRun' ? 'skipped' : 'failed';
}

/** Class and display name; the display name usually begins with the class. */
function testPath({ attributes: { type = '', name = '', method = '' } }: XmlElement): string[] {
  const own = name === '' ? method : name;
  return type === '' ? [own] : [type, own.startsWith(`${type}.`) ? own.slice(type.length + 1) : own];
}

/** `xUnit.net 2.4.1.0` */
function toolOf(framework: string): Tool | null {
  const [, name, version = null] = /^(.+?)(?:\s+v?(\d\S*))?$/.exec(framework.trim()) ?? [];
  return name === undefined ? null : { name, version };
}

function errorPath({ attributes: { type = 'error', name = '' } }: XmlElement): string[] {
  return [name, type].filter((part) => part !== '');
}
