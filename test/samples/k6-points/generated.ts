import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { countMetrics, type Generated, inUnit, type MadeMetrics, statisticsOfSamples } from '../../reports/generated.ts';
import { perSecond } from '../../reports/generated-k6.ts';

const request = fc.record({
  after: fc.nat(4000),
  kind: fc.constantFrom('read', 'write', 'é "quoted"'),
  halves: fc.integer({ min: 1, max: 9000 }),
  isReached: fc.boolean(),
  succeeded: fc.boolean(),
  checked: fc.option(fc.boolean()),
  bytes: fc.nat(9000),
  users: fc.nat(50),
});

const types = {
  http_reqs: 'counter',
  http_req_duration: 'trend',
  http_req_failed: 'rate',
  data_received: 'counter',
  checks: 'rate',
  vus: 'gauge',
};
const contents = new Map([
  ['http_req_duration', 'time'],
  ['data_received', 'data'],
]);

export const generated: Generated = fc
  .record({ requests: fc.array(request, { minLength: 1, maxLength: 25 }), older: fc.boolean(), compressed: fc.boolean() })
  .map(({ requests, older, compressed }) => {
    const started = 1_795_521_600_000;
    const made = requests.map((each) => ({
      ...each,
      failed: !(each.isReached && each.succeeded),
      // To k6 a request that never reached the server took no time.
      duration: each.isReached ? each.halves / 2 : 0,
      ended: started + 5000 + each.after,
    }));
    const line = (type: 'Metric' | 'Point', metric: string, data: object) =>
      JSON.stringify(older || type === 'Metric' ? { type, data, metric } : { metric, type, data });
    const declared = new Set<string>();
    const lines = made.flatMap(({ ended, kind, failed, duration, checked, bytes, users }) => {
      const values = { http_reqs: 1, http_req_duration: duration, http_req_failed: Number(failed), data_received: bytes, vus: users };
      const all = Object.entries(checked === null ? values : { ...values, checks: Number(checked) });
      return all.flatMap(([name, value]) => {
        const tags = name === 'vus' ? null : { kind, method: 'GET', status: failed ? '500' : '200' };
        const point = line('Point', name, { time: new Date(ended).toISOString(), value, tags });
        if (declared.has(name)) return [point];
        declared.add(name);
        const submetrics = ['read', 'nobody'].map((each) => ({
          name: `${name}{kind:${each}}`,
          suffix: `kind:${each}`,
          tags: { kind: each },
        }));
        const type = new Map(Object.entries(types)).get(name);
        const own = { name, type, contains: contents.get(name) ?? 'default', thresholds: [] };
        return [line('Metric', name, { ...own, submetrics: name === 'http_req_duration' ? submetrics : null }), point];
      });
    });
    const text = `${lines.join('\n')}\n`;

    const first = Math.min(...made.map(({ ended, duration }) => ended - duration));
    const durationMs = Math.max(...made.map(({ ended }) => ended)) - first;
    const total = made.length;
    const failed = made.filter((each) => each.failed).length;
    const checks = made.flatMap(({ checked }) => (checked === null ? [] : [checked]));
    const passed = checks.filter(Boolean).length;
    const bytes = made.reduce((sum, each) => sum + each.bytes, 0);
    const perSecondOf = (count: number) => (durationMs > 0 ? inUnit('per-second', { rate: perSecond(count, durationMs) }) : {});
    const users = made.map((each) => each.users);
    const metrics: MadeMetrics = {
      http_reqs: { ...inUnit('count', { count: total }), ...perSecondOf(total) },
      http_req_duration: trendOf(made.map(({ duration }) => duration)),
      'http_req_duration{kind:read}': trendOf(made.flatMap(({ kind, duration }) => (kind === 'read' ? [duration] : []))),
      'http_req_duration{kind:nobody}': {},
      http_req_failed: inUnit('ratio', { rate: failed / total }),
      data_received: { ...inUnit('bytes', { count: bytes }), ...perSecondOf(bytes) },
      vus: inUnit('count', { value: users.at(-1) ?? 0, min: Math.min(...users), max: Math.max(...users) }),
      ...(checks.length > 0 ? { checks: inUnit('ratio', { rate: passed / checks.length }) } : {}),
    };
    return {
      content: compressed ? gzipSync(text) : text,
      counts: {
        ...countMetrics(metrics),
        thresholds: null,
        checks: checks.length > 0 ? { passed, failed: checks.length - passed } : null,
        requests: { total, failed },
        durationMs: durationMs > 0 ? durationMs : null,
      },
    };
  });

/** Where no request reached the server, nothing was measured. */
function trendOf(durations: readonly number[]): Record<string, string> {
  if (durations.every((duration) => duration === 0)) return {};
  return { ...inUnit('ms', statisticsOfSamples(durations)), ...inUnit('count', { count: durations.length }) };
}
