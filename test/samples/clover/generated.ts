import fc from 'fast-check';
import { countSources, generatedSources, type MadeCounts, type MadeSource } from '../../reports/generated.ts';

/** The writers that count a line as a statement differ in where the metrics stand, and in what they list besides. */
const metrics = ({ lines, branches, functions }: MadeCounts) =>
  [
    `<metrics statements="${lines.total}" coveredstatements="${lines.covered}"`,
    `conditionals="${branches.total}" coveredconditionals="${branches.covered}" methods="${functions.total}"`,
    `coveredmethods="${functions.covered}" elements="${lines.total + branches.total + functions.total}"/>`,
  ].join(' ');

const lineElements = ({ lines }: MadeSource) =>
  lines.map(({ line, hits, branches: [whenTrue, whenFalse] }) =>
    whenTrue === undefined
      ? `<line num="${line}" count="${hits}" type="stmt"/>`
      : `<line num="${line}" count="${hits}" type="cond" truecount="${whenTrue}" falsecount="${whenFalse}"/>`,
  );

const istanbul = (sources: readonly MadeSource[], counts: MadeCounts) => {
  const files = sources.map((source) => {
    const { folder, name } = source;
    return [
      `<file name="${name}.js" path="${folder}/${name}.js">`,
      metrics(countSources([source])),
      ...lineElements(source),
      '</file>',
    ].join('\n');
  });
  const project = `<project name="All files">${metrics(counts)}${files.join('\n')}</project>`;
  return `<coverage generated="1795523039549" clover="3.2.0">${project}</coverage>`;
};

const phpunit = (sources: readonly MadeSource[], counts: MadeCounts) => {
  const files = sources.map((source) => {
    const own = metrics(countSources([source]));
    const methods = source.functions.map((hits, index) => `<line num="${900 + index}" type="method" name="m${index}" count="${hits}"/>`);
    const parts = [`<class name="Shop">${own}</class>`, ...methods, ...lineElements(source), own];
    return `<package name="Shop"><file name="${source.folder}/${source.name}.php">${parts.join('\n')}</file></package>`;
  });
  return `<coverage generated="1795523039"><project timestamp="1795523039">${files.join('\n')}${metrics(counts)}</project></coverage>`;
};

/** OpenClover tells the code of the tests apart. */
const withTests = (sources: readonly MadeSource[], counts: MadeCounts) => {
  const file = `<file name="Test.java" path="Test.java">${metrics(counts)}</file>`;
  return istanbul(sources, counts).replace('</project>', () => `</project><testproject name="t">${metrics(counts)}${file}</testproject>`);
};

const counted = ({ lines, branches, functions }: MadeCounts) => ({ statements: lines, branches, functions });

export const generated = fc.oneof(
  ...[istanbul, phpunit, withTests].map((write) =>
    generatedSources((sources, counts) => `<?xml version="1.0" encoding="UTF-8"?>\n${write(sources, counts)}\n`, counted),
  ),
);
