import { addPoint, countPoints, entryOf, type Points, sourcePath, uncoveredLines, wholeNumber } from '../families/coverage-counts.ts';
import { defineStreamReader } from '../reader.ts';
import { strictLines } from '../text/strict-lines.ts';

/**
 * Go's cover profile (`ParseProfilesFromReader` of golang.org/x/tools/cover). The unit is the statement: a block has as many as its line
 * says. A block that comes several times, as with `-coverpkg` or in profiles put one behind the other, is covered if any of them is.
 */
export const goCover = defineStreamReader({
  format: 'go-cover',
  kind: 'coverage',
  guide: {
    title: 'Go cover profile',
    source: 'https://pkg.go.dev/golang.org/x/tools/cover',
    make: 'go test -coverprofile=coverage.out ./...',
    selectors: [
      { selector: '#internal/application', selects: 'the statements of the packages below this one' },
      { selector: '#internal/**/*_handler.go', selects: 'the statements of the files whose names match' },
    ],
    unit: 'one statement, in each block once, however many test binaries report it',
    unproven: '`@lines`, `@branches` and `@functions`, which a profile does not have; a profile that holds nothing but its mode',
  },
  unlike(opening) {
    if (modeLine.test(opening)) return null;
    return /^\S+\.go:\d+\.\d+,/m.test(opening)
      ? 'has no first line `mode: set`, `mode: count` or `mode: atomic`'
      : 'is no list of blocks below a line such as `mode: set`';
  },
  start(context) {
    const files = new Map<string, Points>();
    let mode = '';
    const lines = strictLines(context, 'a block of a Go cover profile', (text, line) => {
      if (text.startsWith('mode: ')) {
        if (mode !== '' && text !== mode)
          context.refuse('SHAPE', `the profile changes from "${mode}" to ${JSON.stringify(text.slice(0, 40))}`, { line });
        mode = text;
        return true;
      }
      const [, path, position, statements, count] = block.exec(text) ?? [];
      if (path === undefined || position === undefined || count === undefined) return false;
      const weight = wholeNumber(statements, 'the number of statements', context, line);
      const points = entryOf(files, sourcePath(path), () => new Map());
      const before = points.get(position)?.weight ?? weight;
      if (before !== weight) context.refuse('SHAPE', `the block ${position} has ${weight} statements here and ${before} above`, { line });
      addPoint(points, position, /[1-9]/.test(count), weight);
      return true;
    });
    return {
      line: lines.line,
      end() {
        lines.end();
        return {
          kind: 'coverage',
          tool: null,
          partial: [],
          files: [...files].map(([path, points]) => ({
            path,
            measures: { statements: countPoints(points) },
            uncovered: uncoveredLines(points),
          })),
          percentOnly: {},
        };
      },
    };
  },
});

const modeLine = /^mode: (?:set|count|atomic)\r?(?:\n|$)/;

/** `name.go:line.column,line.column statements count`; a name may hold spaces and colons. */
const block = /^(.+):(\d+\.\d+,\d+\.\d+) (\d+) (\d+)$/;
