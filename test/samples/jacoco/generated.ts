import fc from 'fast-check';
import { countHits, countSources, generatedSources, type MadeCounts, type MadeSource } from '../../reports/generated.ts';

/** A counter of nothing is left out. */
const counters = ({ statements, lines, branches, functions }: MadeCounts) =>
  (
    [
      ['INSTRUCTION', statements],
      ['BRANCH', branches],
      ['LINE', lines],
      ['METHOD', functions],
    ] as const
  )
    .filter(([, { total }]) => total > 0)
    .map(([type, { covered, total }]) => `<counter type="${type}" missed="${total - covered}" covered="${covered}"/>`)
    .join('');

const packageOf = ([folder, sources]: readonly [string, readonly MadeSource[]]) => {
  const classes = sources.map((source) => {
    const methods = source.functions.map((hits, index) => {
      const { covered, total } = countHits([hits]);
      const counter = `<counter type="METHOD" missed="${total - covered}" covered="${covered}"/>`;
      return `<method name="m${index}" desc="()V" line="3">${counter}</method>`;
    });
    const name = `name="${folder}/${source.name}" sourcefilename="${source.name}.java"`;
    return `<class ${name}>${methods.join('')}${counters(countSources([source]))}</class>`;
  });
  const files = sources.map((source) => {
    const lines = source.lines.map(({ line, statements, branches }) => {
      const [instructions, outcomes] = [countHits(statements), countHits(branches)];
      const missed = `mi="${instructions.total - instructions.covered}" ci="${instructions.covered}"`;
      return `<line nr="${line}" ${missed} mb="${outcomes.total - outcomes.covered}" cb="${outcomes.covered}"/>`;
    });
    return `<sourcefile name="${source.name}.java">${lines.join('')}${counters(countSources([source]))}</sourcefile>`;
  });
  return `<package name="${folder}">${classes.join('')}${files.join('')}${counters(countSources(sources))}</package>`;
};

/** Compiled without the name of a source file: the class counts by itself, and its methods are part of it. */
const unplaced = [
  '<class name="shop/Generated"><method name="run" desc="()V"><counter type="METHOD" missed="0" covered="1"/></method>',
  '<counter type="METHOD" missed="1" covered="1"/></class>',
].join('');
const withUnplaced = ({ functions: { covered, total }, ...counts }: MadeCounts): MadeCounts => ({
  ...counts,
  functions: { covered: covered + 1, total: total + 2 },
});

const generatedBy = (isAggregate: boolean) => {
  const allOf = isAggregate ? withUnplaced : (counts: MadeCounts) => counts;
  return generatedSources(
    (sources, counts) => {
      const packages = [...Map.groupBy(sources, ({ folder }) => folder)].map(packageOf).join('');
      const group = `<group name="shop">${packages}<package name="shop">${unplaced}</package></group>`;
      return [
        '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>',
        '<!DOCTYPE report PUBLIC "-//JACOCO//DTD Report 1.1//EN" "report.dtd">',
        `<report name="shop"><sessioninfo id="runner-1" start="1" dump="2"/>${isAggregate ? group : packages}`,
        `${counters(allOf(counts))}</report>`,
      ].join('');
    },
    (counts) => {
      const all = allOf(counts);
      return Object.fromEntries(
        (['lines', 'branches', 'functions'] as const).flatMap((key) => (all[key].total > 0 ? [[key, all[key]]] : [])),
      );
    },
  );
};

export const generated = fc.oneof(generatedBy(false), generatedBy(true));
