import { loadReport, percentileName, statisticsIn } from '../families/load-metrics.ts';
import { defineStreamReader, type ReaderContext } from '../reader.ts';

const duration = '(\\d+(?:\\.\\d+)?)(us|ms|s|m|h)';
const percentileLine = new RegExp(`^\\s*(\\d+(?:\\.\\d+)?)%\\s+${duration}\\s*$`);
const latencyLine = new RegExp(`^\\s*Latency\\s+${duration}\\s+${duration}\\s+${duration}\\s`);
const toMs: ReadonlyMap<string, number> = new Map([
  ['us', 0.001],
  ['ms', 1],
  ['s', 1000],
  ['m', 60_000],
  ['h', 3_600_000],
]);

/**
 * What wrk and wrk2 print (`src/wrk.c` of github.com/wg/wrk). Counts requests; failed are those that got no response, or one other than 2xx or
 * 3xx. Percentiles are there with `--latency`.
 */
export const wrk = defineStreamReader({
  format: 'wrk',
  kind: 'load',
  guide: {
    title: 'wrk and wrk2 text',
    source: 'https://github.com/wg/wrk/blob/master/src/wrk.c',
    make: 'wrk --latency --duration 30s https://demo.example/ > wrk.txt',
    selectors: [
      { selector: '#latency.p99', selects: 'a statistic of the latencies: avg, max, and with `--latency` med, p75, p90, p99' },
      { selector: '#requests.rate', selects: 'requests a second' },
      { selector: '#failed.rate', selects: 'the share of requests that failed' },
      { selector: '#timeouts.count', selects: 'requests that took longer than the timeout' },
    ],
    unit: 'one request',
    unproven: 'the latency of a run in which no request succeeded; wrk has no p95',
  },
  unlike(opening) {
    return /^\s*(?:Running \S+ test @ |unable to connect to )/.test(opening) ? null : 'has no first line `Running … test @ …`';
  },
  start(context) {
    const latency = new Map<string, number>();
    const counts = new Map<string, number>();
    let [started, ended, distribution] = [false, false, 'before'];
    /** The third column of the statistics: wrk2 prints a percentile there. */
    let third = 'max';
    const count = (name: string, text: string | undefined) => counts.set(name, wholeNumber(text, context));
    return {
      line(line, number) {
        if (/^Running \S+ test @ /.test(line)) {
          if (started) context.refuse('TWO_DOCUMENTS', 'a second run starts here', { line: number });
          started = true;
        } else if (line.startsWith('unable to connect to ')) context.refuse('TOOL_ERROR', 'wrk could not connect', { line: number });
        else if (/^\s*Thread Stats\s/.test(line)) third = /\s99%\s/.test(line) ? 'p99' : 'max';
        else if (/^\s*Latency Distribution/.test(line)) distribution = distribution === 'before' ? 'inside' : 'after';
        else if (distribution === 'inside') {
          const [, percent, value, unit] = percentileLine.exec(line) ?? [];
          if (percent === undefined) distribution = 'after';
          else latency.set(percentileName(Number(percent)), milliseconds(value, unit));
        }
        const [, avg, avgUnit, , , highest, highestUnit] = latencyLine.exec(line) ?? [];
        if (avg !== undefined) latency.set('avg', milliseconds(avg, avgUnit)).set(third, milliseconds(highest, highestUnit));
        const total = /^\s*(\d+) requests in (\S+), /.exec(line);
        if (total) count('requests', total[1]);
        const errors = /^\s*Socket errors: connect (\d+), read (\d+), write (\d+), timeout (\d+)$/.exec(line);
        if (errors) for (const [index, name] of ['connect', 'read', 'write', 'timeouts'].entries()) count(name, errors[index + 1]);
        const refused = /^\s*Non-2xx or 3xx responses: (\d+)$/.exec(line);
        if (refused) count('refused', refused[1]);
        const rate = /^Requests\/sec:\s+(\d+(?:\.\d+)?)$/.exec(line);
        if (rate) counts.set('rate', Number(rate[1]));
        if (/^Transfer\/sec:\s+\d+(?:\.\d+)?[KMGTP]?B$/.test(line)) ended = true;
      },
      end() {
        const [answered, rate] = [counts.get('requests'), counts.get('rate')];
        if (!ended || answered === undefined || rate === undefined)
          return context.refuse('TRUNCATED', 'the text ends before the line `Transfer/sec`');
        const of = (name: string) => counts.get(name) ?? 0;
        // A request that timed out is answered later, and counted then.
        const lost = of('connect') + of('read') + of('write');
        const total = answered + lost;
        return loadReport({
          tool: { name: 'wrk', version: null },
          groups: [
            {
              label: null,
              total,
              failed: Math.min(total, lost + of('timeouts') + of('refused')),
              rate,
              latency: statisticsIn('ms', Object.fromEntries(latency)),
            },
          ],
          others: [{ name: 'timeouts', statistics: total === 0 ? {} : statisticsIn('count', { count: of('timeouts') }) }],
          durationMs: null,
        });
      },
    };
  },
});

function milliseconds(value: string | undefined, unit: string | undefined): number {
  return Number(value) * (toMs.get(unit ?? '') ?? Number.NaN);
}

function wholeNumber(text: string | undefined, context: ReaderContext): number {
  const value = Number(text);
  return Number.isSafeInteger(value) ? value : context.refuse('NUMBER', `${text} is too large for a count`);
}
