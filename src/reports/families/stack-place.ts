import type { CodePlace } from '../report.ts';

/** A test's file with the line that a stack trace names of it: a tool may name the file from the root of the disk and the trace from its folder. */
export function placeInStack(file: string, stack: string): CodePlace {
  const name = file.replaceAll('\\', '/');
  const base = name.slice(name.lastIndexOf('/') + 1).replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
  const line = base === '' ? undefined : new RegExp(`(?:^|[\\s(/\\\\])${base}:(\\d{1,7})(?::\\d|\\D|$)`, 'm').exec(stack)?.[1];
  return { file: name, line: line === undefined ? undefined : Number(line) };
}

/** The innermost frame of .NET that has a source: `at Shop.Tests.Pays() in /src/Tests.cs:line 12`. */
export function placeInDotnetStack(stack: string): CodePlace | undefined {
  const [, file, line] = /^\s*\S+ .*\) \S+ (\S.*?):[^\s:\\/]+ (\d{1,7})\s*$/m.exec(stack) ?? [];
  return file === undefined ? undefined : { file: file.replaceAll('\\', '/'), line: Number(line) };
}
