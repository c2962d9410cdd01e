import { z } from 'zod';
import { codePlace } from '../families/finding-details.ts';
import { severityOfLevel } from '../families/severity.ts';
import { defineJsonReader } from '../reader.ts';
import { isList, isObject } from '../text/json-value.ts';

const violation = z.object({
  code: z.string().min(1),
  level: z.string(),
  message: z.string(),
  file: z.string(),
  line: z.int(),
});

/**
 * hadolint's JSON (`Hadolint.Formatter.Json` of github.com/hadolint/hadolint). One finding is one violation at one line.
 * `DL1000` says that a Dockerfile could not be parsed: none of the other rules saw it.
 */
export const hadolint = defineJsonReader({
  format: 'hadolint',
  kind: 'findings',
  paths: 'working-directory',
  guide: {
    title: 'hadolint JSON',
    source: 'https://github.com/hadolint/hadolint#output-formats',
    make: 'hadolint --format json Dockerfile > hadolint.json',
    selectors: [
      { selector: '#high', selects: 'the violations of level error; warning is medium, info and style are info' },
      { selector: '#DL3002,DL3020', selects: 'the violations of these rules' },
      { selector: '#SC*', selects: 'what ShellCheck found in RUN instructions' },
    ],
    unit: 'one violation at one line',
    unproven:
      '`[]`, which is what it writes for nothing found, unless `run.json` or `--format` declares the format; `DL1000`, a Dockerfile that could not be parsed; a rule that found nothing, since a file `.hadolint.yaml` may switch it off',
  },
  unlike(document) {
    if (!isList(document)) return 'is no JSON list';
    if (document.length === 0) return 'is an empty list, which names no tool';
    // ShellCheck's own list has the same keys, with codes that are numbers.
    const isViolation = document.every(
      (each) =>
        isObject(each) &&
        typeof each['code'] === 'string' &&
        typeof each['level'] === 'string' &&
        typeof each['file'] === 'string' &&
        'line' in each,
    );
    return isViolation ? null : 'lists what has no `code`, `level`, `file` and `line`';
  },
  nameless: (document) => isList(document) && document.length === 0,
  schema: z.array(violation),
  report(violations) {
    const unparsed = violations.filter(({ code }) => code === 'DL1000').length;
    return {
      kind: 'findings',
      tool: { name: 'hadolint', version: null },
      partial: unparsed === 0 ? [] : [{ code: 'tool-errors', count: unparsed }],
      findings: violations.map(({ code, level, message, file, line }) => ({
        rule: code,
        aliases: [],
        severity: level === 'style' ? 'info' : severityOfLevel(level),
        title: message,
        place: `${file}:${line}`,
        suppressed: false,
        source: codePlace(file, line),
      })),
      rates: ['high', 'medium', 'info'],
      rules: { listed: [], all: null },
      targets: null,
    };
  },
});
