import { defineStreamReader } from '../reader.ts';
import { strictLines } from '../text/strict-lines.ts';

/**
 * The text of `go tool cover -func` (`cmd/cover/func.go` of Go). Only the last line counts: the percentage of statements, which the tool
 * rounds to a tenth. The percentages of single functions stand for unknown numbers of statements and are not averaged.
 */
export const goCoverFunc = defineStreamReader({
  format: 'go-cover-func',
  kind: 'coverage',
  guide: {
    title: 'go tool cover -func',
    source: 'https://github.com/golang/go/blob/master/src/cmd/cover/func.go',
    make: 'go tool cover -func=coverage.out > coverage-func.txt',
    selectors: [{ selector: '', selects: 'the percentage of all statements, rounded to a tenth by the tool' }],
    unit: 'one statement; the text has percentages, not counts',
    unproven: 'a glob over files or packages, and a text without its `total:` line: cite the profile itself for these',
  },
  unlike(opening) {
    if (firstLine.test(opening)) return null;
    return opening.includes('\t(statements)\t')
      ? 'has another first line than `name.go:12:	Name	80.0%`'
      : 'is no list of functions with a total';
  },
  start(context) {
    let functions = 0;
    let total: number | null = null;
    const lines = strictLines(context, 'a line of `go tool cover -func`', (text, line) => {
      if (total !== null) context.refuse('SHAPE', 'the text goes on after its total', { line });
      const stated = totalLine.exec(text)?.[1];
      if (stated === undefined) {
        functions += 1;
        return functionLine.test(text);
      }
      total = Number(stated);
      if (total > 100) context.refuse('NUMBER', `the total is ${stated} %`, { line });
      return true;
    });
    return {
      line: lines.line,
      end() {
        lines.end();
        if (total === null) return context.refuse('TRUNCATED', 'the text ends before its `total:` line');
        // Without a statement the tool writes 0.0 %, to avoid a division by zero.
        const nothing = functions === 0 && total === 0;
        return { kind: 'coverage', tool: null, partial: [], files: [], percentOnly: nothing ? {} : { statements: total } };
      },
    };
  },
});

const functionLine = /^.+:\d+:\t+[^\t]+\t+\d+\.\d%$/;
const totalLine = /^total:\t+\(statements\)\t+(\d+\.\d)%$/;
const firstLine = /^(?:[^\t\r\n]+:\d+:\t+[^\t\r\n]+\t+\d+\.\d%|total:\t+\(statements\)\t+\d+\.\d%)\r?(?:\n|$)/;
