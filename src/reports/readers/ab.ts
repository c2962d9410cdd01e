import { loadReport, percentileName, statisticsIn } from '../families/load-metrics.ts';
import { defineStreamReader } from '../reader.ts';

/** The lines that are used, each with its number. */
const numbers: ReadonlyMap<string, RegExp> = new Map([
  ['seconds', /^Time taken for tests:\s+(\d+(?:\.\d+)?) seconds$/],
  ['complete', /^Complete requests:\s+(\d+)$/],
  ['failed', /^Failed requests:\s+(\d+)$/],
  ['non2xx', /^Non-2xx responses:\s+(\d+)$/],
  ['transferred', /^Total transferred:\s+(\d+) bytes$/],
  ['rate', /^Requests per second:\s+(\d+(?:\.\d+)?) \[#\/sec\] \(mean\)$/],
  ['avg', /^Time per request:\s+(\d+(?:\.\d+)?) \[ms\] \(mean\)$/],
  ['received', /^Transfer rate:\s+(\d+(?:\.\d+)?) \[Kbytes\/sec\] received$/],
  ['min', /^Total:\s+(\d+(?:\.\d+)?)\s/],
]);

/**
 * What ApacheBench prints (`support/ab.c` of github.com/apache/httpd). Counts requests; failed are those that ab calls failed, those with a
 * response other than 2xx, and all where not one byte came back: ab counts closed connections as complete.
 */
export const ab = defineStreamReader({
  format: 'ab',
  kind: 'load',
  guide: {
    title: 'ApacheBench text',
    source: 'https://httpd.apache.org/docs/current/programs/ab.html',
    make: 'ab -n 1000 -c 10 https://demo.example/ > ab.txt',
    selectors: [
      { selector: '#latency.p95', selects: 'a statistic of the times of a request: avg, min, med, max, p66, p75, p80, p90, p95, p98, p99' },
      { selector: '#requests.rate', selects: 'requests a second' },
      { selector: '#failed.rate', selects: 'the share of requests that failed' },
    ],
    unit: 'one request',
    unproven: 'the times of a run in which no request succeeded',
  },
  unlike(opening) {
    return opening.trimStart().startsWith('This is ApacheBench, Version ') ? null : 'has no first line `This is ApacheBench, Version …`';
  },
  start(context) {
    const found = new Map<string, number>();
    const percentiles = new Map<string, number>();
    let version: string | null = null;
    let [table, ended] = [false, false];
    return {
      line(line, number) {
        const opening = /^This is ApacheBench, Version (\S+)/.exec(line);
        if (opening) {
          if (version !== null) context.refuse('TWO_DOCUMENTS', 'a second run starts here', { line: number });
          version = opening[1] ?? '';
        }
        if (/apr_\w+: |^(?:Test aborted after|Total of \d+ requests completed)/.test(line))
          context.refuse('TOOL_ERROR', 'ab gave up', { line: number });
        for (const [name, pattern] of numbers) {
          const value = pattern.exec(line)?.[1];
          if (value !== undefined && !found.has(name)) found.set(name, Number(value));
        }
        if (line.startsWith('Percentage of the requests served')) table = true;
        const row = /^\s*(\d+)%\s+(\d+)(?: \(longest request\))?$/.exec(line);
        if (table && row) percentiles.set(percentileName(Number(row[1])), Number(row[2]));
        if (line.endsWith(' (longest request)')) ended = true;
      },
      end() {
        const of = (name: string) => found.get(name) ?? context.refuse('TRUNCATED', 'the text ends before the times of the requests');
        const [total, failed, transferred, , rate] = [of('complete'), of('failed'), of('transferred'), of('received'), of('rate')];
        if (table && !ended) context.refuse('TRUNCATED', 'the table of percentages ends before the longest request');
        return loadReport({
          tool: { name: 'ab', version },
          groups: [
            {
              label: null,
              total,
              failed: transferred === 0 ? total : Math.min(total, failed + (found.get('non2xx') ?? 0)),
              rate,
              latency: statisticsIn('ms', { avg: of('avg'), min: of('min'), ...Object.fromEntries(percentiles) }),
            },
          ],
          durationMs: of('seconds') * 1000,
        });
      },
    };
  },
});
