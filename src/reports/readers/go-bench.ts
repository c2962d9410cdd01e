import type { Unit } from '../../unit.ts';
import { measuredReport, statisticsIn } from '../families/load-metrics.ts';
import { defineStreamReader, type ReaderContext } from '../reader.ts';
import type { LoadMetric, LoadReport, Partial } from '../report.ts';
import { maxTests } from '../text/text-limits.ts';

/**
 * The text of `go test -bench` (golang.org/design/14313-benchmark-format). A metric is a benchmark, its statistics are the units that it
 * measures, with `_` for `/`, and `time` for `ns/op`. Counts operations; what several runs (`-count`) measured is averaged.
 *
 * The text is whole where each package ends in `ok` or `FAIL`; that of a test binary run by itself ends in `PASS`. Where a later package
 * is missing altogether, its exit code tells.
 */
export const goBench = defineStreamReader({
  format: 'go-bench',
  kind: 'load',
  guide: {
    title: 'go test -bench',
    source: 'https://golang.org/design/14313-benchmark-format',
    make: 'go test -run=NONE -bench=. -benchmem ./... > bench.txt',
    selectors: [
      { selector: '#BenchmarkAdd.time', selects: 'the time of an operation, over several runs their average: "< 5 µs"' },
      { selector: '#BenchmarkAdd.ns_op', selects: 'the same as the plain number of nanoseconds: "< 5000"' },
      { selector: '#BenchmarkAdd.B_op', selects: 'the bytes of an operation; also allocs_op, MB_s, and units of your own with _ for /' },
      { selector: '#BenchmarkAdd.time.max', selects: 'of several runs (-count): avg, min, max' },
      { selector: '#BenchmarkAdd.count', selects: 'how many operations were measured' },
      {
        selector: '#demo.example/calc/BenchmarkAdd.ns_op',
        selects: 'a benchmark of one of several packages. Where all names end in the same -8 (GOMAXPROCS), they are without it',
      },
    ],
    unit: 'one operation of a benchmark',
    unproven: 'a run in which something failed, or in which a benchmark started and gave no result; a value that is NaN or infinite',
  },
  unlike(opening, path) {
    if (/^\s*[<{[]/.test(opening)) return 'is no plain text';
    if (/\.(?:md|markdown)$/i.test(path)) return 'is named as a Markdown document';
    return /^goos: \S+\r?$/m.test(opening) || /^Benchmark(?![a-z])\S*[ \t]+\d+[ \t]+[^\s]+[ \t]+\S+/m.test(opening)
      ? null
      : 'has no line `goos: …` and none `Benchmark… N value unit`';
  },
  start(context) {
    const run = new BenchRun(context);
    return { line: (text, number) => run.take(text, number), end: () => run.report() };
  },
});

/** What one benchmark measured, over its runs. */
interface Benchmark {
  readonly name: string;
  iterations: number;
  readonly byStatistic: Map<string, Measured>;
}

interface Measured {
  readonly unit: Unit;
  readonly runs: number;
  readonly sum: number;
  readonly min: number;
  readonly max: number;
}

class BenchRun {
  readonly #context: ReaderContext;
  /** By package; null for a test binary that does not know its own. */
  readonly #packages = new Map<string | null, ReadonlyMap<string, Benchmark>>();

  /** The package that the text is in. */
  #package: string | null = null;
  #benchmarks = new Map<string, Benchmark>();
  /** It began and has not ended. */
  #open = false;
  /** The name of a benchmark whose own output stands where its result should. */
  #waiting: string | null = null;

  /** A line of the go command was there: each package ends in one. */
  #hasCommand = false;
  /** The last line says that all of a test binary passed. */
  #passed = false;
  #listed = 0;
  #lost = 0;
  #failures = 0;
  #failedPackages = 0;

  constructor(context: ReaderContext) {
    this.#context = context;
  }

  take(text: string, line: number): void {
    if (text.trim() === '') return;
    const wasPassed = this.#passed;
    this.#passed = text === 'PASS' || (wasPassed && text.startsWith('coverage: '));
    if (/(?:^|\s)--- FAIL: /.test(text)) this.#failures += 1;

    const end = /^(?:ok {2}|FAIL)\t(\S+)(?:\t(?:\d+\.\d+s|\(cached\))|[ \t]+\[[^\]]+\]$)/.exec(text);
    const setting = /^(goos|goarch|pkg|cpu): *(.*)$/.exec(text);
    if (end?.[1] !== undefined) this.#endPackage(end[1], text.startsWith('FAIL'), line);
    else if (/^\?? {0,3}\t\S+\t+(?:\[no test files\]|coverage: )/.test(text)) this.#hasCommand = true;
    else if (text.startsWith('FAIL')) this.#failedPackages = Math.max(1, this.#failedPackages);
    else if (setting?.[1] !== undefined) this.#set(setting[1], setting[2] ?? '', line);
    else this.#takeResult(text, line);
  }

  report(): LoadReport {
    const isBinary = this.#passed && !this.#hasCommand;
    if (this.#open && !isBinary) this.#context.refuse('TRUNCATED', 'the text ends before the `ok` or `FAIL` of its last package');
    if (this.#open) this.#keep(this.#package, 0);
    const failed = Math.max(this.#failures, this.#failedPackages);
    if (this.#listed === 0 && failed > 0) this.#context.refuse('TOOL_ERROR', 'the run failed before a benchmark gave a result');
    return measuredReport({ name: 'go', version: null }, this.#metrics(), [
      ...this.#lostBenchmarks(),
      ...(failed === 0 ? [] : [{ code: 'tool-errors' as const, count: failed }]),
    ]);
  }

  #lostBenchmarks(): Partial[] {
    if (this.#lost === 0) return [];
    return [{ code: 'declared-differs', what: 'results of benchmarks', declared: this.#listed + this.#lost, listed: this.#listed }];
  }

  #set(key: string, text: string, line: number): void {
    if (this.#benchmarks.size > 0 || (key === 'pkg' && this.#package !== null)) {
      this.#context.refuse('SHAPE', 'a package begins before the last one ended in `ok` or `FAIL`', { line });
    }
    this.#open = true;
    if (key === 'pkg') this.#package = text.trim();
  }

  #endPackage(name: string, failed: boolean, line: number): void {
    this.#hasCommand = true;
    if (failed) this.#failedPackages += 1;
    if (this.#package !== null && this.#package !== name) {
      this.#context.refuse('SHAPE', `the end of ${name.slice(0, 200)} stands in ${this.#package.slice(0, 200)}`, { line });
    }
    this.#keep(name, line);
  }

  /** Ends the package that the text is in. */
  #keep(name: string | null, line: number): void {
    this.#lose();
    if (this.#benchmarks.size > 0) {
      if (this.#packages.has(name)) this.#context.refuse('TWO_DOCUMENTS', `the benchmarks of ${name} stand here again`, { line });
      this.#packages.set(name, this.#benchmarks);
    }
    this.#benchmarks = new Map();
    this.#package = null;
    this.#open = false;
  }

  #lose(): void {
    if (this.#waiting !== null) this.#lost += 1;
    this.#waiting = null;
  }

  #takeResult(text: string, line: number): void {
    const named = /^(Benchmark(?![a-z])\S*)(?:\s+(\S.*?))?\s*$/.exec(text);
    const name = named?.[1];
    if (name === undefined) {
      // What a benchmark prints stands between its name and its numbers.
      const numbers = this.#waiting === null ? null : /^\s+(\d+\t.*)$/.exec(text)?.[1];
      if (this.#waiting !== null && numbers != null && this.#add(this.#waiting, numbers, line)) this.#waiting = null;
      return;
    }
    this.#open = true;
    this.#lose();
    const rest = named?.[2];
    // With -v the name stands alone first. A failure is counted, and has no result.
    if (rest === undefined || rest.startsWith('--- ')) return;
    if (!this.#add(name, rest, line)) this.#waiting = name;
  }

  /** Takes `N value unit value unit …`, or returns false where the numbers are something else. */
  #add(name: string, numbers: string, line: number): boolean {
    const [iterations = '', ...fields] = numbers.trim().split(/\s+/);
    if (!/^[1-9]\d*$/.test(iterations) || fields.length === 0 || fields.length % 2 === 1) return false;
    const measured = new Map<string, { readonly value: number; readonly unit: Unit }>();
    for (let index = 0; index < fields.length; index += 2) {
      const [written = '', unit = ''] = [fields[index], fields[index + 1]];
      const statistic = unit.replaceAll('/', '_');
      if (!/^(?:[-+]?\d+(?:\.\d+)?(?:e[-+]?\d+)?|NaN|[-+]?Inf)$/i.test(written) || measured.has(statistic)) return false;
      const value = Number.isFinite(Number(written)) ? Number(written) : Number.NaN;
      if (value < 0 && /^(?:ns|B|allocs)\/op$/.test(unit))
        this.#context.refuse('NUMBER', `${name.slice(0, 200)} measures ${written} ${unit}`, { line });
      measured.set(statistic, { value, unit: unitOf(unit) });
      if (unit === 'ns/op' && !fields.includes('time')) measured.set('time', { value: value / 1000, unit: 'us' });
    }
    this.#listed += 1;
    if (this.#listed > maxTests) this.#context.refuse('TOO_LARGE', `the file lists more than ${maxTests} results`, { line });
    const benchmark = this.#benchmarks.get(name) ?? { name, iterations: 0, byStatistic: new Map() };
    benchmark.iterations += Number(iterations);
    for (const [statistic, { value, unit }] of measured) {
      const before = benchmark.byStatistic.get(statistic);
      benchmark.byStatistic.set(statistic, {
        unit,
        runs: (before?.runs ?? 0) + 1,
        sum: (before?.sum ?? 0) + value,
        min: Math.min(before?.min ?? value, value),
        max: Math.max(before?.max ?? value, value),
      });
    }
    this.#benchmarks.set(name, benchmark);
    return true;
  }

  #metrics(): LoadMetric[] {
    const all = [...this.#packages].flatMap(([name, benchmarks]) => [...benchmarks.values()].map((each) => ({ package: name, ...each })));
    const processors = new Set(all.map(({ name }) => /-\d+$/.exec(name)?.[0] ?? ''));
    const [suffix = ''] = processors.size === 1 ? processors : [];
    return all.map((each) => {
      const name = each.name.slice(0, each.name.length - suffix.length);
      return { name: this.#packages.size > 1 && each.package !== null ? `${each.package}/${name}` : name, statistics: statisticsOf(each) };
    });
  }
}

function statisticsOf({ iterations, byStatistic }: Pick<Benchmark, 'iterations' | 'byStatistic'>): LoadMetric['statistics'] {
  const measured = [...byStatistic].flatMap(([name, { unit, runs, sum, min, max }]) => {
    const avg = sum / runs;
    if (!Number.isFinite(avg)) return [];
    const spread = { [`${name}.avg`]: avg, [`${name}.min`]: min, [`${name}.max`]: max };
    return Object.entries(statisticsIn(unit, { [name]: avg, ...(runs > 1 ? spread : {}) }));
  });
  return { ...statisticsIn('count', { count: iterations }), ...Object.fromEntries(measured) };
}

const units: Readonly<Record<string, Unit>> = { us: 'us', µs: 'us', ms: 'ms', s: 's', sec: 's', B: 'bytes' };

/** What `p99-ms`, `B/op` and `requests/s` are measured in. Nanoseconds, a size in a second, and all else, are plain numbers. */
function unitOf(written: string): Unit {
  const [amount = '', per] = written.split('/');
  const word = amount.split('-').at(-1) ?? '';
  if (per === 's' || per === 'sec') return /^(?:[KMGT]i?)?B$|^(?:ns|us|µs|ms|s|sec)$/.test(word) ? 'count' : 'per-second';
  return (Object.hasOwn(units, word) ? units[word] : undefined) ?? 'count';
}
