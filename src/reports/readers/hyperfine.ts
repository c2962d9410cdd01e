import { z } from 'zod';
import { measuredReport, statisticsIn } from '../families/load-metrics.ts';
import { defineJsonReader } from '../reader.ts';
import type { LoadMetric } from '../report.ts';
import { isList, isObject } from '../text/json-value.ts';

const seconds = z.number().nonnegative();

const result = z.object({
  command: z.string(),
  mean: seconds,
  median: seconds,
  min: seconds,
  max: seconds,
  times: z.array(seconds).nullish(),
  /** Null for a run that a signal ended. Absent before 1.12. */
  exit_codes: z.array(z.int().nullable()).nullish(),
});

type Result = z.output<typeof result>;

const schema = z.object({ results: z.array(result) });

/** The JSON of `hyperfine --export-json` (`src/export/json.rs` of github.com/sharkdp/hyperfine). Counts runs of a command; a metric is a command. */
export const hyperfine = defineJsonReader({
  format: 'hyperfine',
  kind: 'load',
  guide: {
    title: 'hyperfine JSON',
    source: 'https://github.com/sharkdp/hyperfine/blob/master/src/export/json.rs',
    make: "hyperfine --export-json hyperfine.json --command-name start 'demo --version'",
    selectors: [
      { selector: '#start.med', selects: 'a statistic of a command, by its name: avg, min, med, max, count' },
      { selector: '#start%202.med', selects: 'the same of the second command of that name' },
    ],
    unit: 'one run of a command',
    unproven: 'the times of a command whose every run failed (`--ignore-failure`)',
  },
  unlike(document) {
    if (!isObject(document)) return 'is no JSON object';
    const { results } = document;
    if (!isList(results)) return 'has no list `results`';
    const isResult = results.some(
      (each) => isObject(each) && each['command'] !== undefined && each['mean'] !== undefined && each['median'] !== undefined,
    );
    return isResult ? null : 'has no result with `command`, `mean` and `median`';
  },
  schema,
  report({ results }) {
    const names = new Map<string, number>();
    const metrics = results.map((each): LoadMetric => {
      const times = (names.get(each.command) ?? 0) + 1;
      names.set(each.command, times);
      return { name: times === 1 ? each.command : `${each.command} ${times}`, statistics: statisticsOf(each) };
    });
    const exitCodes = results.flatMap(({ exit_codes: codes }) => codes ?? []);
    return {
      ...measuredReport({ name: 'hyperfine', version: null }, metrics),
      requests: exitCodes.length === 0 ? null : { total: exitCodes.length, failed: exitCodes.filter((code) => code !== 0).length },
    };
  },
});

function statisticsOf({ mean, median, min, max, times, exit_codes: codes }: Result): LoadMetric['statistics'] {
  const allFailed = codes && codes.length > 0 && codes.every((code) => code !== 0);
  return allFailed
    ? {}
    : { ...statisticsIn('s', { avg: mean, min, med: median, max }), ...statisticsIn('count', { count: times?.length }) };
}
