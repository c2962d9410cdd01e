import fc from 'fast-check';
import { countSources, generatedSources, type MadeCounts, type MadeSource, percentOf } from '../../reports/generated.ts';

/** The counts of the lines by their place; a line without code has none. */
const rowsOf = ({ lines }: MadeSource) => {
  const hits = new Map(lines.map((each) => [each.line, each.hits]));
  return Array.from({ length: Math.max(0, ...hits.keys()) }, (_, index) => hits.get(index + 1) ?? null);
};
const counted = ({ lines, branches, functions }: MadeCounts) => ({ lines, branches, functions });

/** `coverage.json`: what a comment takes out is `ignored`. */
const formatted = generatedSources((sources, counts) => {
  const statistic = (count: MadeCounts['lines']) => ({ ...count, missed: count.total - count.covered, percent: percentOf(count) });
  const files = sources.map((source) => {
    const own = countSources([source]);
    const branches = source.lines.flatMap(({ line, branches: outcomes }) =>
      outcomes.map((coverage, index) => ({ type: index === 0 ? 'then' : 'else', start_line: line, end_line: line, coverage })),
    );
    const file = {
      lines: [...rowsOf(source), 'ignored'],
      covered_lines: own.lines.covered,
      branches: [...branches, { type: 'then', start_line: 900, end_line: 900, coverage: 'ignored' }],
      methods: source.functions.map((coverage, index) => ({ name: `Cart#m${index}`, start_line: index, end_line: index, coverage })),
    };
    return [`${source.folder}/${source.name}.rb`, file] as const;
  });
  return JSON.stringify({
    meta: { simplecov_version: '1.0.0', command_name: 'RSpec', branch_coverage: true, method_coverage: true },
    total: { lines: statistic(counts.lines), branches: statistic(counts.branches), methods: statistic(counts.functions) },
    coverage: Object.fromEntries(files),
    groups: {},
    errors: {},
  });
}, counted);

/** `.resultset.json`: one command ran what the other did not, each with the ids of its own process. */
const ofTwoCommands = generatedSources((sources) => {
  const command = (number: number, share: (hits: number, index: number) => number) => {
    const files = sources.map((source) => {
      const branches = source.lines
        .filter((each) => each.branches.length > 0)
        .map(({ line, branches: outcomes }, index) => [
          `[:if, ${number + index}, ${line}, 4, ${line}, 7]`,
          Object.fromEntries(
            outcomes.map((hits, nth) => [
              `[:${nth === 0 ? 'then' : 'else'}, ${number * 7 + index}, ${line}, 6, ${line}, 12]`,
              share(hits, nth),
            ]),
          ),
        ]);
      const file = {
        lines: rowsOf(source).map((hits, index) => (hits === null ? null : share(hits, index))),
        branches: Object.fromEntries(branches),
        methods: Object.fromEntries(source.functions.map((hits, index) => [`["Cart", :m${index}, ${index}, 2, 8, 5]`, share(hits, index)])),
      };
      return [`/builds/${source.folder}/${source.name}.rb`, file] as const;
    });
    return { coverage: Object.fromEntries(files), timestamp: 1_795_523_039 + number };
  };
  return JSON.stringify({
    RSpec: command(0, (hits, index) => (index % 2 === 0 ? hits : 0)),
    Minitest: command(3, (hits, index) => (index % 2 === 0 ? 0 : hits)),
  });
}, counted);

export const generated = fc.oneof(formatted, ofTwoCommands);
