import type { ReaderContext } from '../reader.ts';
import type { LoadReport } from '../report.ts';
import { latencyOf, loadReport, type RequestGroup } from './load-metrics.ts';
import { Samples } from './samples.ts';
import { seriesOf, TimeBuckets } from './time-buckets.ts';

/** One sample of JMeter, in milliseconds. */
export interface JmeterSample {
  readonly label: string;
  readonly elapsed: number;
  /** When it was logged, since 1970: its start, or its end (`sampleresult.timestamp.start`). Null where the log leaves it out. */
  readonly time: number | null;
  readonly success: boolean;
  /** It is the sum that a Transaction Controller makes of other samples. */
  readonly transaction: boolean;
}

/** A plan whose labels hold an id of each request is listed as a whole only: memory would be the writer's to decide. */
const maxLabels = 10_000;

/** What the samples of a run come to. A transaction has its own numbers, and is not among the requests: its samples are. */
export class JmeterRun {
  readonly #all = new Group();
  readonly #labels = new Map<string, Group>();
  readonly #requests = new TimeBuckets();
  readonly #failed = new TimeBuckets();
  readonly #latency = new TimeBuckets(100, true);
  #first = Number.POSITIVE_INFINITY;
  #last = Number.NEGATIVE_INFINITY;

  add({ label, elapsed, time, success, transaction }: JmeterSample): void {
    if (!transaction) this.#all.add(elapsed, success);
    let group = this.#labels.get(label);
    if (group === undefined && this.#labels.size < maxLabels) {
      group = new Group();
      this.#labels.set(label, group);
    }
    group?.add(elapsed, success);
    if (time === null) return;
    if (time < this.#first) this.#first = time;
    if (time + elapsed > this.#last) this.#last = time + elapsed;
    if (transaction) return;
    this.#requests.add(time, 1);
    this.#failed.add(time, success ? 0 : 1);
    this.#latency.add(time, elapsed);
  }

  report(): LoadReport {
    const durationMs = this.#last > this.#first ? this.#last - this.#first : null;
    const report = loadReport({
      tool: { name: 'jmeter', version: null },
      groups: [this.#all.summary(null, durationMs), ...[...this.#labels].map(([label, group]) => group.summary(label, durationMs))],
      durationMs,
    });
    const hasAnswers = report.requests !== null && report.requests.failed < report.requests.total;
    return {
      ...report,
      series: seriesOf(
        this.#failed.series('failed', 'avg', 'ratio'),
        this.#requests.series('requests', 'rate', 'per-second'),
        hasAnswers ? this.#latency.series('latency', 'avg', 'ms') : undefined,
        hasAnswers ? this.#latency.series('latency', 'p95', 'ms') : undefined,
        hasAnswers ? this.#latency.series('latency', 'max', 'ms') : undefined,
      ),
    };
  }
}

class Group {
  readonly #samples = new Samples();
  #failed = 0;

  add(elapsed: number, success: boolean): void {
    this.#samples.add(elapsed);
    if (!success) this.#failed += 1;
  }

  summary(label: string | null, durationMs: number | null): RequestGroup {
    const total = this.#samples.count;
    return {
      label,
      total,
      failed: this.#failed,
      rate: durationMs === null ? null : total / (durationMs / 1000),
      latency: latencyOf(this.#samples),
    };
  }
}

/** The message of the sample that a Transaction Controller adds. */
export function isTransaction(message: string | undefined): boolean {
  return message?.startsWith('Number of samples in transaction') ?? false;
}

/** A whole number of milliseconds as JMeter writes it. */
export function millisecondsIn(text: string | undefined, name: string, line: number, context: ReaderContext): number {
  if (text === undefined || !/^\d{1,15}$/.test(text))
    context.refuse('NUMBER', `${JSON.stringify(text ?? '')} is no ${name} in milliseconds`, { line });
  return Number(text);
}

/** Did a sample succeed? Anything but `true` and `false` is refused with its line. */
export function isSuccess(text: string | undefined, line: number, context: ReaderContext): boolean {
  if (text !== 'true' && text !== 'false')
    context.refuse('SHAPE', `success is neither true nor false: ${JSON.stringify(text ?? '')}`, { line });
  return text === 'true';
}
