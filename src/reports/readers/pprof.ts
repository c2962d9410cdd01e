import type { Unit } from '../../unit.ts';
import { measuredReport, statisticsIn } from '../families/load-metrics.ts';
import { defineStreamReader, type ReaderContext } from '../reader.ts';
import type { LoadMetric, LoadReport } from '../report.ts';
import { maxTests } from '../text/text-limits.ts';

/**
 * The text of `go tool pprof -top` (`printText` in internal/report/report.go of github.com/google/pprof). A metric is a function, `flat` is
 * what it used itself, `cum` what it used with all that it called.
 *
 * A text that was cut shows in most cases: the share that its rows add up to, and how many of the first are shown, are stated above them.
 */
export const pprof = defineStreamReader({
  format: 'pprof',
  kind: 'load',
  guide: {
    title: 'pprof -top',
    source: 'https://github.com/google/pprof/blob/main/doc/README.md',
    make: 'go tool pprof -top cpu.out > pprof.txt',
    selectors: [
      { selector: '#main.handle.cum_percent', selects: 'the share of a function, with all that it calls: "< 20 %"' },
      {
        selector: '#main.handle.flat',
        selects: 'what a function used itself, in time, bytes or number as the profile has it; also cum, flat_percent',
      },
      { selector: '#total_samples.value', selects: 'what the whole profile holds' },
    ],
    unit: 'one function',
    unproven: 'a function that the text does not list, which pprof leaves out where it used little; a name that it lists twice',
  },
  unlike(opening) {
    if (/^\s*[<{[]/.test(opening)) return 'is no plain text';
    return summary.test(opening) && heading.test(opening)
      ? null
      : 'has no line `Showing nodes accounting for …` above `flat flat% sum% cum cum%`';
  },
  start(context) {
    const profile = new Profile(context);
    return { line: (text, number) => profile.take(text, number), end: () => profile.report() };
  },
});

const summary = /^Showing nodes accounting for (\S+), +(\S+)% of (\S+) total\r?$/m;
const heading = /^\s*flat +flat% +sum% +cum +cum%\s*$/m;
const numeral = /^(-?\d+(?:\.\d+)?)([^\d.-]*)$/;
const row = /^\s*(\S+) +(\S+)% +(\S+)% +(\S+) +(\S+)% +(\S.*?)(?: \((?:partial-)?inline\))?\s*$/;

class Profile {
  readonly #context: ReaderContext;
  /** What is stated above the rows: the share that they add up to, and the whole. */
  #stated: { readonly share: string; readonly total: LoadMetric['statistics'] } | null = null;
  /** The unit of the whole: what is nothing is written as `0`, without its own. */
  #suffix = '';
  /** How many rows are stated, where only the first are shown. */
  #rows: number | null = null;
  #isTable = false;
  #listed = 0;
  #share = '0';
  readonly #functions = new Map<string, LoadMetric['statistics']>();

  constructor(context: ReaderContext) {
    this.#context = context;
  }

  take(text: string, line: number): void {
    const stated = summary.exec(text);
    if (this.#isTable && (stated !== null || /^(?:File|Build ID|Type|Time|Duration): /.test(text))) {
      this.#context.refuse('TWO_DOCUMENTS', 'the text of another profile begins here', { line });
    }
    const [, , share, total] = stated ?? [];
    const rows = this.#isTable ? undefined : /^Showing top (\d+) nodes out of \d+\s*$/.exec(text)?.[1];
    if (rows !== undefined) this.#rows = Number(rows);
    else if (share !== undefined && total !== undefined) {
      this.#suffix = numeral.exec(total)?.[2] ?? '';
      this.#stated = { share, total: this.#measured('value', total, line) };
    } else if (heading.test(text)) this.#isTable = true;
    else if (this.#isTable && text.trim() !== '') this.#takeRow(text, line);
  }

  report(): LoadReport {
    if (this.#stated === null || !this.#isTable) return this.#context.refuse('TRUNCATED', 'the text ends above the rows of its functions');
    const { share, total } = this.#stated;
    if (Number(share) !== Number(this.#share)) {
      return this.#context.refuse('TRUNCATED', `the rows add up to ${this.#share}%, and ${share}% are stated above them`);
    }
    if (this.#rows !== null && this.#rows !== this.#listed) {
      return this.#context.refuse('TRUNCATED', `${this.#listed} functions are listed, and ${this.#rows} stated above them`);
    }
    return measuredReport({ name: 'pprof', version: null }, [
      { name: 'total_samples', statistics: total },
      ...[...this.#functions].map(([name, statistics]) => ({ name, statistics })),
    ]);
  }

  #takeRow(text: string, line: number): void {
    const [, flat = '', flatShare, sum = '', cum = '', cumShare, name] = row.exec(text) ?? [];
    if (name === undefined || [flatShare, sum, cumShare].some((share) => !Number.isFinite(Number(share)))) {
      this.#context.refuse('SHAPE', 'this is no row of a function', { line });
    }
    if (this.#listed >= maxTests) this.#context.refuse('TOO_LARGE', `the text lists more than ${maxTests} functions`, { line });
    this.#share = sum;
    this.#listed += 1;
    const statistics = {
      ...this.#measured('flat', flat, line),
      ...this.#measured('cum', cum, line),
      ...statisticsIn('percent', { flat_percent: Number(flatShare), cum_percent: Number(cumShare) }),
    };
    this.#functions.set(name, this.#functions.has(name) ? {} : statistics);
  }

  /** `550ms`, `123.11MB`, `2821725`. In a unit of its own the profile has shares alone. */
  #measured(name: string, written: string, line: number): LoadMetric['statistics'] {
    const [, number, suffix = ''] = numeral.exec(written) ?? [];
    if (number === undefined) return this.#context.refuse('NUMBER', `${written.slice(0, 80)} is no number as pprof writes it`, { line });
    const known = Number(number) === 0 ? this.#suffix : suffix;
    const [unit, factor] = (Object.hasOwn(suffixes, known) ? suffixes[known] : undefined) ?? [];
    return unit === undefined || factor === undefined ? {} : statisticsIn(unit, { [name]: Number(number) * factor });
  }
}

/** Sizes go by 1024 (internal/measurement/measurement.go). */
const suffixes: Readonly<Record<string, readonly [Unit, number]>> = {
  '': ['count', 1],
  ns: ['us', 0.001],
  us: ['us', 1],
  ms: ['ms', 1],
  s: ['s', 1],
  mins: ['min', 1],
  hrs: ['h', 1],
  B: ['bytes', 1],
  kB: ['bytes', 1024],
  MB: ['bytes', 1024 ** 2],
  GB: ['bytes', 1024 ** 3],
  TB: ['bytes', 1024 ** 4],
  PB: ['bytes', 1024 ** 5],
};
