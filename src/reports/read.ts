import type { InputFile } from '../file.ts';
import { once } from '../once.ts';
import { type Problem, problem } from '../problem.ts';
import type { Reading } from '../reading.ts';
import type { Reader, Recognisable } from './reader.ts';
import { loadReaders, readers } from './readers.ts';
import { Refusal, refuse } from './refusal.ts';
import type { JsonValue, Partial, Report } from './report.ts';
import type { PathBase } from './repository-path.ts';
import { parseJson } from './text/json-value.ts';
import { openSource, type TextSource } from './text/source.ts';
import { toolOutputOf } from './tool-outputs.ts';

/** What became of a result file. */
export type ReadOutcome =
  | {
      readonly state: 'read';
      readonly format: string;
      readonly report: Report;
      /** Where the paths begin that it names without a root. */
      readonly paths: PathBase;
      /** Warnings: what keeps the report from passing an item. */
      readonly problems: readonly Problem[];
    }
  | { readonly state: 'refused'; readonly format: string | null; readonly problems: readonly Problem[] };

/**
 * Reads a result file. `declared` is the format that `run.json` or `--format` states; without it the file is recognised by what it holds.
 * Never throws for what the file holds.
 */
export async function readReport(file: InputFile, declared: string | null): Promise<ReadOutcome> {
  let format = declared;
  try {
    const source = await openSource(file);
    const json = once(async () => parseJson(await source.text(), source.path));
    const reader = declared === null ? await recognise(source, json) : await confirm(declared, source, json);
    format = reader.format;
    const report = await reader.read(source, json);
    return { state: 'read', format, report, paths: reader.paths ?? 'unknown', problems: doubts(report, file.path) };
  } catch (cause) {
    if (!(cause instanceof Refusal)) throw cause;
    return { state: 'refused', format, problems: cause.problems };
  }
}

/** The JSON document in a file, for pointers into it. */
export async function readJsonDocument(file: InputFile): Promise<Reading<JsonValue>> {
  try {
    const source = await openSource(file);
    return { state: 'read', value: parseJson(await source.text(), source.path), problems: [] };
  } catch (cause) {
    if (!(cause instanceof Refusal)) throw cause;
    return { state: 'refused', problems: cause.problems };
  }
}

async function confirm(declared: string, source: TextSource, json: () => Promise<JsonValue>): Promise<Reader> {
  const listed = readers.find(({ format }) => format === declared);
  if (listed === undefined) {
    const known = readers.map(({ format }) => format).join(', ');
    return refuse('FORMAT_UNKNOWN', { file: source.path }, `there is no format ${JSON.stringify(declared)}`, `declare one of ${known}`);
  }
  const reader = await listed.load();
  const document = reader.recognises === 'json' ? await json() : undefined;
  const reason = reader.unlike({ path: source.path, opening: source.opening, json: document, declared: true });
  if (reason !== null) refuse('FORMAT_MISMATCH', { file: source.path }, `declared as ${declared}, but it ${reason}`);
  return reader;
}

async function recognise(source: TextSource, json: () => Promise<JsonValue>): Promise<Reader> {
  const all = await loadReaders();
  const opening: Recognisable = { path: source.path, opening: source.opening, json: undefined };
  const claimed = all.filter((reader) => reader.recognises === 'opening' && reader.unlike(opening) === null);
  if (claimed.length > 0) return only(claimed, source);
  if (!/^\s*[[{"\dtfn-]/.test(source.opening)) return unknown(source, all, opening);
  const document = { ...opening, json: await jsonOrUnknown() };
  const byDocument = all.filter((reader) => reader.recognises === 'json' && reader.format !== 'json' && reader.unlike(document) === null);
  return byDocument.length > 0 ? only(byDocument, source) : unknown(source, all, document);

  /** Text for people may begin as JSON does: `[main] …`, `test result: …`. */
  async function jsonOrUnknown(): Promise<JsonValue> {
    try {
      return await json();
    } catch (cause) {
      return cause instanceof Refusal && toolOutputOf(source.opening) !== null ? unknown(source, all, opening) : Promise.reject(cause);
    }
  }
}

/** The one reader that claims a file. Where two do, neither is right to guess. */
function only(claimed: readonly Reader[], { path }: TextSource): Reader {
  const [reader, ...others] = claimed;
  if (reader !== undefined && others.length === 0) return reader;
  return refuse('FORMAT_UNKNOWN', { file: path }, `several formats fit this file: ${claimed.map(({ format }) => format).join(', ')}`);
}

function unknown({ path, opening }: TextSource, all: readonly Reader[], file: Recognisable): never {
  if (/^\s*(?:\[\s*\]|\{\s*\})\s*$/.test(opening)) {
    const hint = 'let the tool write a format that names it, such as SARIF, or state its format in run.json or with --format';
    return refuse('FORMAT_UNKNOWN', { file: path }, 'the file is empty JSON, which many tools write', hint);
  }
  const output = toolOutputOf(opening);
  if (output === null) return refuse('FORMAT_UNKNOWN', { file: path }, `no reader knows this file${nearest(all, file)}`);
  const make = output.make ?? all.find(({ format }) => format === output.format)?.guide.make;
  const hint =
    output.format === null
      ? `cite how it ended: npx readiness-portal collect --job NAME --exit-only -- ${make}`
      : `let it write a result file: ${make}`;
  return refuse('FORMAT_UNKNOWN', { file: path }, `this is what ${output.tool} prints for people`, hint);
}

/** The readers whose names stand in a file's name, and why each does not fit. */
function nearest(readers: readonly Reader[], file: Recognisable): string {
  const name = (file.path.split('/').at(-1) ?? '').toLowerCase();
  const near = readers
    .map((reader) => ({ format: reader.format, reason: reader.unlike(file), shares: likeness(reader.format, name) }))
    .filter(({ reason, shares }) => shares > 0 && reason !== null && !/^is no /.test(reason))
    .sort((a, b) => b.shares - a.shares)
    .slice(0, 3);
  return near.length === 0 ? '' : `; nearest: ${near.map(({ format, reason }) => `${format} (${reason})`).join(', ')}`;
}

/** How many words of a format's name stand in a file's name. */
function likeness(format: string, name: string): number {
  return format.split('-').filter((word) => name.includes(word)).length;
}

/** What the assessment will hold against a report, said once for the file. */
function doubts(report: Report, file: string): Problem[] {
  const found = report.partial.map((partial) => doubtOf(partial, file));
  if (report.kind === 'tests') {
    if (report.tests.length === 0) found.push(problem('NO_TESTS', { file }, 'the file lists no test'));
    else if (report.tests.every(({ status }) => status === 'skipped'))
      found.push(problem('ALL_SKIPPED', { file }, `all ${report.tests.length} tests were skipped`));
    for (const name of report.unlisted) found.push(problem('TESTS_UNLISTED', { file }, `${name} could not list its tests`));
  }
  if (report.kind === 'findings' && report.targets?.length === 0)
    found.push(problem('NO_TARGET', { file }, 'the scan names nothing that it scanned'));
  if (report.kind === 'coverage' && report.files.length === 0 && Object.keys(report.percentOnly).length === 0) {
    found.push(problem('NOTHING_MEASURED', { file }, 'the file covers no source file'));
  }
  if (report.kind === 'load' && report.metrics.length === 0) found.push(problem('NOTHING_MEASURED', { file }, 'the file holds no metric'));
  return found;
}

function doubtOf(partial: Partial, file: string): Problem {
  switch (partial.code) {
    case 'declared-differs':
      return problem('DECLARED_DIFFERS', { file }, `the file declares ${partial.declared} ${partial.what} and lists ${partial.listed}`);
    case 'tool-errors':
      return problem(
        'PARTIAL_SCAN',
        { file },
        `the tool reports ${partial.count === 1 ? '1 error' : `${partial.count} errors`} of its own`,
      );
    case 'rerun':
      return problem('PARTIAL_RUN', { file }, 'only what failed or changed was run');
    case 'dry-run':
      return problem('PARTIAL_RUN', { file }, 'nothing was run: it was a dry run');
    case 'shard':
      return problem(
        'PARTIAL_RUN',
        { file },
        `the file says that it is shard ${partial.index} of ${partial.total}`,
        'state the same in run.json',
      );
    case 'interrupted':
      return problem('PARTIAL_RUN', { file }, 'the run was stopped before its end');
    case 'names-nothing':
      return problem('NO_TARGET', { file }, 'the file says that nothing was found, and not where the tool looked');
    case 'not-scanned':
      return problem(
        'PARTIAL_SCAN',
        { file },
        partial.count === 1
          ? '1 thing that the file names was not scanned'
          : `${partial.count} things that the file names were not scanned`,
      );
    case 'outdated-data':
      return problem(
        'OUTDATED_DATA',
        { file },
        partial.what === 'database'
          ? 'the tool calls its own database out of date'
          : 'the tool says that this distribution gets no more security data',
      );
  }
}
