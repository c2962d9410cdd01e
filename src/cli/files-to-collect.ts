import { existsSync, lstatSync } from 'node:fs';
import { basename, join, relative, resolve, sep } from 'node:path';
import { type FileStamps, stampFiles, stampOf, writtenBetween } from '../disk/written-files.ts';
import { pathMatcher } from '../glob.ts';
import { type Problem, problem } from '../problem.ts';
import type { Found } from '../reading.ts';

/** A file that is to be kept. */
export interface FileToCollect {
  /** Its name below the folder of its part. */
  readonly name: string;
  /** Where it is: from the current folder, as people write it. */
  readonly shown: string;
  readonly absolute: string;
  /** Somebody named it: it is refused where no reader knows it. What was merely found is then left alone. */
  readonly named: boolean;
}

/** What stood there before a command ran. */
export interface FilesBefore {
  /** Files that are named, by their absolute paths. */
  readonly named: FileStamps;
  /** All files below the current folder; null where nobody looks for what the command writes. */
  readonly below: FileStamps | null;
}

/**
 * The files that words name: a file by its own name, those of a pattern by their paths below the folder that stands before its first `*`.
 *
 * @param own Folders in which no pattern looks, absolute.
 */
export function findNamedFiles(words: readonly string[], own: readonly string[]): Found<readonly FileToCollect[]> {
  const found = words.map((word) => (word.includes('*') && !existsSync(word) ? filesOfPattern(word, own) : fileOf(word)));
  const files = new Map(found.flatMap(({ value }) => value.map((file) => [file.absolute, file] as const)));
  return { value: [...files.values()], problems: found.flatMap(({ problems }) => problems) };
}

function fileOf(word: string): Found<readonly FileToCollect[]> {
  const refuse = (fault: Problem) => ({ value: [], problems: [fault] });
  const absolute = resolve(word);
  const stats = lstatSync(absolute, { throwIfNoEntry: false });
  const file = shownPath(absolute);
  if (stats === undefined) return refuse(missing(file, 'there is no such file', 'check its name, or what was to write it'));
  if (stats.isDirectory()) {
    return refuse(problem('NOT_REGULAR_FILE', { file }, 'this is a folder', `name its files: '${file === '' ? '.' : file}/*.xml'`));
  }
  if (!stats.isFile()) {
    const message = stats.isSymbolicLink() ? 'this is a symbolic link' : 'this is no regular file';
    return refuse(problem('NOT_REGULAR_FILE', { file }, message));
  }
  return { value: [{ name: basename(absolute), shown: file, absolute, named: true }], problems: [] };
}

function filesOfPattern(pattern: string, own: readonly string[]): Found<readonly FileToCollect[]> {
  const parts = pattern.split('/');
  const first = parts.findIndex((part) => part.includes('*'));
  const base = resolve(parts.slice(0, first).join('/') || (pattern.startsWith('/') ? '/' : '.'));
  const matches = pathMatcher(parts.slice(first).join('/'));
  const names = [...(stampFiles(base, own)?.keys() ?? [])].filter(matches);
  if (names.length === 0) {
    return { value: [], problems: [missing(pattern, 'no file matches', 'check the pattern: * stands for a name, and ** for folders')] };
  }
  return { value: names.map((name) => fileAt(join(base, name), name, true)), problems: [] };
}

function fileAt(absolute: string, name: string, named: boolean): FileToCollect {
  return { name, shown: shownPath(absolute), absolute, named };
}

function missing(file: string, message: string, hint: string): Problem {
  return problem('CONTENT_MISSING', { file }, message, hint);
}

function shownPath(absolute: string): string {
  return relative('.', absolute).split(sep).join('/');
}

/** Looks at what is there before a command runs. */
export function lookBefore(words: readonly string[], own: readonly string[]): FilesBefore {
  const named = findNamedFiles(words, own).value;
  return {
    named: new Map(named.map(({ absolute }) => [absolute, stampOf(absolute) ?? ''])),
    below: words.length === 0 ? stampFiles(resolve('.'), own) : null,
  };
}

/**
 * What a command wrote: of the files that are named, or else of all below the current folder. A named file that was there before and that the
 * command did not write is of an earlier run; one that a pattern names is passed over.
 */
export function findWrittenFiles(words: readonly string[], before: FilesBefore, own: readonly string[]): Found<readonly FileToCollect[]> {
  if (words.length === 0) {
    const after = before.below === null ? null : stampFiles(resolve('.'), own);
    if (before.below === null || after === null) {
      const message = 'there are too many files to look through for what the command wrote';
      return { value: [], problems: [problem('TOO_MANY', { file: '.' }, message, 'name the files before --')] };
    }
    return { value: writtenBetween(before.below, after).map((name) => fileAt(resolve(name), name, false)), problems: [] };
  }
  const all = words.map((word) => findNamedFiles([word], own));
  const files = all.flatMap(({ value }) => value);
  const isNew = ({ absolute }: FileToCollect) => before.named.get(absolute) !== stampOf(absolute);
  const stale = all.flatMap(({ value }, index) => {
    const olds = value.filter((file) => !isNew(file));
    return olds.length > 0 && olds.length === value.length
      ? [
          problem(
            'CONFLICT',
            { file: words[index] ?? '' },
            'it is of an earlier run: the command did not write it',
            'let the command write it, or collect it without a command',
          ),
        ]
      : [];
  });
  const written = new Map(files.filter(isNew).map((file) => [file.absolute, file]));
  return { value: [...written.values()], problems: [...all.flatMap(({ problems }) => problems), ...stale] };
}
