import { generatedSources, type MadeSource } from '../../reports/generated.ts';

const rangeOf = (line: number, column: number) => ({ start: { line, column }, end: { line, column: column + 9 } });

function coverageOf({ folder, name, lines, functions }: MadeSource) {
  const path = `/builds/${folder}/${name}.js`;
  const statements = lines.flatMap((each) => each.statements.map((hits, index) => ({ hits, range: rangeOf(each.line, index * 20) })));
  const branches = lines.filter((each) => each.branches.length > 0);
  const numbered = <Value>(values: readonly Value[]) => Object.fromEntries(values.map((value, index) => [String(index), value]));
  const coverage = {
    path,
    statementMap: numbered(statements.map(({ range }) => range)),
    fnMap: numbered(functions.map((_, index) => ({ name: `f${index}`, decl: rangeOf(index, 1), loc: rangeOf(index, 1), line: index }))),
    branchMap: numbered(
      // The branch that an `if` leaves out has no place.
      branches.map(({ line }) => ({ loc: rangeOf(line, 0), type: 'if', locations: [rangeOf(line, 0), { start: {}, end: {} }], line })),
    ),
    s: numbered(statements.map(({ hits }) => hits)),
    f: numbered(functions),
    b: numbered(branches.map((each) => each.branches)),
  };
  return [path, coverage] as const;
}

export const generated = generatedSources(
  (sources) => JSON.stringify(Object.fromEntries(sources.map(coverageOf))),
  (counts) => counts,
);
