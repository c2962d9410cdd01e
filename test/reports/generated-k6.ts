import fc from 'fast-check';
import { amounts, countMetrics, inUnit, type MadeMetrics } from './generated.ts';

/** A metric of an end-of-test summary of k6. */
export type MadeK6Metric = MadeK6Values & {
  readonly name: string;
  readonly contains: 'default' | 'time' | 'data';
  readonly threshold: { readonly expression: string; readonly held: boolean } | null;
  /** False where k6 writes zeros since there was nothing to measure. */
  readonly measured: boolean;
};

type MadeK6Values =
  | { readonly type: 'counter'; readonly count: number }
  | { readonly type: 'gauge'; readonly value: number; readonly min: number; readonly max: number }
  | { readonly type: 'rate'; readonly passes: number; readonly fails: number }
  | { readonly type: 'trend'; readonly statistics: Readonly<Record<string, number>> };

export interface MadeK6Run {
  readonly metrics: readonly MadeK6Metric[];
  readonly total: number;
  readonly failed: number;
  /** Null where the script has no check. */
  readonly checks: { readonly passed: number; readonly failed: number } | null;
  readonly milliseconds: number;
}

const always = ['avg', 'min', 'med', 'max', 'p(90)', 'p(95)'];

const threshold = (...expressions: string[]) =>
  fc.option(fc.record({ expression: fc.constantFrom(...expressions), held: fc.boolean() }), { freq: 2 });

/** @param asked What `summaryTrendStats` may ask for besides. */
export function k6Runs(asked: readonly string[]): fc.Arbitrary<MadeK6Run> {
  return fc.subarray([...asked]).chain((more) => {
    const statistics = [...always, ...more];
    const zeros = Object.fromEntries(statistics.map((name) => [name, 0]));
    const trend = fc.record(
      Object.fromEntries(statistics.map((name) => [name, name === 'count' ? fc.integer({ min: 1, max: 9000 }) : amounts])),
    );
    return fc
      .record({
        requests: fc.oneof(fc.record({ succeeded: fc.nat(900), failed: fc.nat(90) }), fc.constant({ succeeded: 0, failed: 5 })),
        isReached: fc.boolean(),
        isRead: fc.boolean(),
        isReadReached: fc.boolean(),
        isJudged: fc.boolean(),
        checks: fc.record({ passed: fc.nat(9), failed: fc.nat(9) }),
        amounts: fc.record({ received: fc.nat(), orders: fc.nat(90), users: fc.integer({ min: 1, max: 50 }) }),
        times: fc.record({ request: trend, read: trend, iteration: trend, checkout: trend, basket: trend }),
        verdicts: fc.record({
          request: threshold('p(95)<500', 'avg<200'),
          read: threshold('p(95)<5'),
          failed: threshold('rate<0.01'),
          checkout: threshold('med<3'),
          orders: threshold('count>10'),
          discount: threshold('avg<5'),
          never: threshold('p(95)<1'),
        }),
        milliseconds: fc.integer({ min: 1, max: 900_000 }),
      })
      .map(({ requests: { succeeded, failed }, isReached, isRead, isReadReached, isJudged, times, verdicts, ...made }) => {
        const total = succeeded + failed;
        const isMeasured = succeeded > 0 || (failed > 0 && isReached);
        const { received, orders, users } = made.amounts;
        // A request that never reached the server took 0 ms, and had no phases.
        const requestTimes = (own: typeof zeros, measured: boolean) => ({ statistics: measured ? own : counted(zeros, own), measured });
        const counted = (values: typeof zeros, own: typeof zeros) =>
          values['count'] === undefined ? values : { ...values, count: own['count'] ?? 0 };
        const metrics: MadeK6Metric[] = [
          { name: 'http_reqs', type: 'counter', contains: 'default', count: total, threshold: null, measured: total > 0 },
          {
            name: 'http_req_duration',
            type: 'trend',
            contains: 'time',
            ...requestTimes(total > 0 ? times.request : zeros, isMeasured),
            threshold: verdicts.request,
          },
          {
            name: 'http_req_duration{kind:read}',
            type: 'trend',
            contains: 'time',
            ...requestTimes(isRead ? times.read : zeros, isRead && isReadReached && isMeasured),
            threshold: verdicts.read,
          },
          {
            name: 'http_req_failed',
            type: 'rate',
            contains: 'default',
            passes: failed,
            fails: succeeded,
            threshold: verdicts.failed,
            measured: total > 0,
          },
          {
            name: 'checks',
            type: 'rate',
            contains: 'default',
            passes: made.checks.passed,
            fails: made.checks.failed,
            threshold: null,
            measured: made.checks.passed + made.checks.failed > 0,
          },
          {
            name: 'http_req_tls_handshaking',
            type: 'trend',
            contains: 'time',
            statistics: counted(zeros, times.request),
            threshold: null,
            measured: succeeded > 0 || (failed > 0 && !isJudged),
          },
          { name: 'data_received', type: 'counter', contains: 'data', count: received, threshold: null, measured: true },
          { name: 'orders', type: 'counter', contains: 'default', count: orders, threshold: verdicts.orders, measured: true },
          { name: 'vus', type: 'gauge', contains: 'default', value: users - 1, min: 0, max: users, threshold: null, measured: true },
          { name: 'iteration_duration', type: 'trend', contains: 'time', statistics: times.iteration, threshold: null, measured: true },
          {
            name: 'checkout_duration',
            type: 'trend',
            contains: 'time',
            statistics: times.checkout,
            threshold: verdicts.checkout,
            measured: true,
          },
          { name: 'basket_size', type: 'trend', contains: 'default', statistics: times.basket, threshold: null, measured: true },
          {
            name: 'discount',
            type: 'trend',
            contains: 'default',
            statistics: counted(zeros, times.basket),
            threshold: verdicts.discount,
            // Where the file has no count, zeros may also stand for nothing.
            measured: more.includes('count'),
          },
          { name: 'never_added', type: 'trend', contains: 'default', statistics: zeros, threshold: verdicts.never, measured: false },
        ];
        return {
          // What nothing was added to is listed where a threshold names it; a script may turn `http_req_failed` off.
          metrics: metrics.filter(
            ({ name, measured, threshold }) =>
              (measured || threshold !== null || (name === 'http_req_tls_handshaking' && total > 0)) &&
              (isJudged || name !== 'http_req_failed'),
          ),
          total,
          failed,
          checks: made.checks.passed + made.checks.failed > 0 ? made.checks : null,
          milliseconds: made.milliseconds,
        };
      });
  });
}

const units = { time: 'ms', data: 'bytes', default: 'count' } as const;

/** @param states What the format says of a metric's values: of some, the name tells it. */
export function k6Counts(
  run: MadeK6Run,
  states: { readonly verdicts: boolean; readonly contents: boolean; readonly duration: boolean },
): object {
  const { metrics, total, failed, checks, milliseconds } = run;
  const isJudged = metrics.some(({ name }) => name === 'http_req_failed');
  const allFailed = isJudged && total > 0 && failed === total;
  const verdicts = metrics.flatMap(({ name, type, measured, threshold }) => {
    if (threshold === null) return [];
    const proves = measured && !(allFailed && type === 'trend');
    return [`${name} ${threshold.expression}: ${threshold.held && !proves ? null : threshold.held}`];
  });
  const made: MadeMetrics = Object.fromEntries(
    metrics.map((metric) => {
      const unit = !states.contents && metric.name === 'checkout_duration' ? 'count' : units[metric.contains];
      return [metric.name, metric.measured ? statisticsOf(metric, unit, milliseconds) : {}];
    }),
  );
  return {
    ...countMetrics(made),
    thresholds: states.verdicts ? verdicts : null,
    checks,
    requests: isJudged ? { total, failed } : null,
    durationMs: states.duration ? milliseconds : null,
  };
}

function statisticsOf(metric: MadeK6Values, unit: 'ms' | 'bytes' | 'count', milliseconds: number): Record<string, string> {
  switch (metric.type) {
    case 'counter':
      return { ...inUnit(unit, { count: metric.count }), ...inUnit('per-second', { rate: perSecond(metric.count, milliseconds) }) };
    case 'gauge':
      return inUnit(unit, { value: metric.value, min: metric.min, max: metric.max });
    case 'rate':
      return inUnit('ratio', { rate: metric.passes / (metric.passes + metric.fails) });
    case 'trend': {
      const { count, ...others } = metric.statistics;
      const values = Object.fromEntries(Object.entries(others).map(([name, value]) => [name.replace(/[()]/g, ''), value]));
      return { ...inUnit(unit, values), ...(count === undefined ? {} : inUnit('count', { count })) };
    }
  }
}

/**
 * A metric's values as the summary export and the summary of `handleSummary` write them.
 *
 * @param rate The key of a rate's share, which they name differently.
 */
export function k6Values(metric: MadeK6Metric, milliseconds: number, rate: 'rate' | 'value'): object {
  switch (metric.type) {
    case 'counter':
      return { count: metric.count, rate: perSecond(metric.count, milliseconds) };
    case 'gauge':
      return { value: metric.value, min: metric.min, max: metric.max };
    case 'rate': {
      const { passes, fails } = metric;
      return { passes, fails, [rate]: passes + fails === 0 ? 0 : passes / (passes + fails) };
    }
    case 'trend':
      return metric.statistics;
  }
}

export function perSecond(count: number, milliseconds: number): number {
  return count / (milliseconds / 1000);
}
