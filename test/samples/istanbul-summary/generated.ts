import fc from 'fast-check';
import { countSources, generatedSources, type MadeCounts, percentOf } from '../../reports/generated.ts';

const measures = ['lines', 'statements', 'functions', 'branches'] as const;

/** The tool cuts percentages off behind the second digit, and calls nothing of nothing 100 %, or unknown in the total. */
const summaryOf = (counts: MadeCounts, ofNothing: 100 | 'Unknown') =>
  Object.fromEntries(
    measures.map((measure) => {
      const { total, covered } = counts[measure];
      const pct = total === 0 ? ofNothing : Math.floor((covered * 100 * 100) / total) / 100;
      return [measure, { total, covered, skipped: 0, pct }];
    }),
  );

const ofFiles = generatedSources(
  (sources, counts) =>
    JSON.stringify({
      total: { ...summaryOf(counts, 'Unknown'), branchesTrue: { total: 0, covered: 0, skipped: 0, pct: 'Unknown' } },
      ...Object.fromEntries(
        sources.map((source) => [`/builds/${source.folder}/${source.name}.js`, summaryOf(countSources([source]), 100)]),
      ),
    }),
  (counts) => ({ ...counts }),
);

/** What is left where only the total is kept. */
const ofTotal = generatedSources(
  (_, counts) => JSON.stringify({ total: summaryOf(counts, 'Unknown') }),
  (counts) => {
    const measured = measures.filter((measure) => counts[measure].total > 0);
    return { percentOnly: Object.fromEntries(measured.map((measure) => [measure, percentOf(counts[measure])])) };
  },
);

export const generated = fc.oneof(ofFiles, ofTotal);
