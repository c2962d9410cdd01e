import fc from 'fast-check';
import { amounts, countMetrics, type Generated, names, requestMetrics } from '../../reports/generated.ts';

const times = fc.record({
  min: fc.nat(9000),
  max: fc.nat(9000),
  avg: fc.nat(9000),
  med: fc.nat(9000),
  p75: fc.nat(9000),
  p95: fc.nat(9000),
  p99: fc.nat(9000),
});
const request = fc.record({ name: names, group: fc.nat(2), ok: fc.nat(90), ko: fc.nat(90), rate: amounts, latency: times });

/** In Gatling a request stands in the groups it was sent in; these nest in each other. */
const groups = [[], ['Log in'], ['Log in', 'Second factor']];

export const generated: Generated = fc
  .record({
    requests: fc.uniqueArray(request, { maxLength: 8, selector: ({ name, group }) => `${group} ${name}` }),
    whole: fc.record({ rate: amounts, latency: times }),
  })
  .map(({ requests, whole }) => {
    const sum = (key: 'ok' | 'ko') => requests.reduce((total, each) => total + each[key], 0);
    const nodesIn = (depth: number): object => {
      const own = requests.filter(({ group }) => group === depth);
      const path = groups[depth] ?? [];
      const leaves = own.map((each, index) => [
        `req_${index}`,
        { type: 'REQUEST', name: each.name, path: [...path, each.name].join(' / '), pathFormatted: `req_${index}`, stats: statsOf(each) },
      ]);
      const below = groups[depth + 1];
      if (below === undefined) return Object.fromEntries(leaves);
      // What a group counts is how often users went through it.
      const stats = statsOf({ ...whole, ok: 7, ko: 1 });
      const group = { type: 'GROUP', name: below.at(-1), path: below.join(' / '), stats, contents: nodesIn(depth + 1) };
      return Object.fromEntries([...leaves, [`group_${depth}`, group]]);
    };
    const root = {
      type: 'GROUP',
      name: 'All Requests',
      path: '',
      stats: statsOf({ ...whole, ok: sum('ok'), ko: sum('ko') }),
      contents: nodesIn(0),
    };
    const counted = { total: sum('ok') + sum('ko'), failed: sum('ko') };
    const labelled = requests.map(({ name, group, ok, ko, ...each }) =>
      requestMetrics({ ...each, total: ok + ko, failed: ko }, [...(groups[group] ?? []), name].join(' / ')),
    );
    const metrics = Object.fromEntries([requestMetrics({ ...whole, ...counted }), ...labelled].flatMap(Object.entries));
    return { content: JSON.stringify(root), counts: { ...countMetrics(metrics), requests: counted, durationMs: null } };
  });

interface Numbers {
  readonly ok: number;
  readonly ko: number;
  readonly rate: number;
  readonly latency: Readonly<Record<'min' | 'max' | 'avg' | 'med' | 'p75' | 'p95' | 'p99', number>>;
}

function statsOf({ ok, ko, rate, latency }: Numbers): object {
  const split = (total: number) => ({ total, ok: 1, ko: 2 });
  return {
    numberOfRequests: { total: ok + ko, ok, ko },
    minResponseTime: split(latency.min),
    maxResponseTime: split(latency.max),
    meanResponseTime: split(latency.avg),
    standardDeviation: split(5),
    percentiles1: split(latency.med),
    percentiles2: split(latency.p75),
    percentiles3: split(latency.p95),
    percentiles4: split(latency.p99),
    group1: { name: 't < 800 ms', htmlName: 't < 800 ms', count: 3, percentage: 100 },
    meanNumberOfRequestsPerSecond: split(rate),
  };
}
