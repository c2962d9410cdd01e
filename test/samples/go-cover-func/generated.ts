import { countSources, generatedSources, type MadeCounts, percentOf } from '../../reports/generated.ts';

/** Rounded to a tenth; 0.0 over nothing. */
const percentText = ({ statements }: MadeCounts) => (statements.total === 0 ? 0 : percentOf(statements)).toFixed(1);

export const generated = generatedSources(
  (sources, counts) => {
    const functions = sources.flatMap((source) => {
      const percent = percentText(countSources([source]));
      return source.functions.map((_, index) => `example.com/${source.folder}/${source.name}.go:${index + 7}:\tSum${index}\t\t${percent}%`);
    });
    return [`example.com/shop/shop.go:7:\t\tNoop\t\t0.0%`, ...functions, `total:\t\t\t(statements)\t${percentText(counts)}%`, ''].join(
      '\n',
    );
  },
  (counts) => ({ percentOnly: { statements: Number(percentText(counts)) } }),
);
