import { expect, test } from 'vitest';
import { assessRoot } from './root-of.ts';

/** Sentences that pass with the number that they cite, and what a hundred times as strict would be: a hundredth, or a hundredfold. */
const sentences: readonly {
  readonly text: (limit: string) => string;
  readonly limit: number;
  readonly key: string;
  readonly value: number;
  readonly stricter: number;
}[] = [
  { text: (limit) => `Coverage >= ${limit} % for services`, limit: 0.5, key: 'coveragePercent', value: 0.9, stricter: 100 },
  { text: (limit) => `p95 latency < ${limit} ms (normal load)`, limit: 200, key: 'p95Ms', value: 150, stricter: 0.01 },
  { text: (limit) => `Recovers in under ${limit} minutes`, limit: 5, key: 'recoverySeconds', value: 200, stricter: 0.01 },
  { text: (limit) => `At least ${limit} replicas running`, limit: 3, key: 'replicas', value: 3, stricter: 100 },
  { text: (limit) => `No more than ${limit} open incidents`, limit: 200, key: 'incidents', value: 100, stricter: 0.01 },
  { text: (limit) => `CPU must not exceed ${limit} %`, limit: 80, key: 'cpuPercent', value: 60, stricter: 0.01 },
  { text: (limit) => `Throughput above ${limit} req/s`, limit: 500, key: 'perSecond', value: 600, stricter: 100 },
  { text: (limit) => `Error rate stays below ${limit} %`, limit: 1, key: 'errorPercent', value: 0.5, stricter: 0.01 },
  { text: (limit) => `Max response time: ${limit} ms`, limit: 500, key: 'maxMs', value: 300, stricter: 0.01 },
  { text: (limit) => `${limit}+ users supported`, limit: 1000, key: 'users', value: 1200, stricter: 100 },
  { text: (limit) => `${limit} retries or fewer`, limit: 300, key: 'retries', value: 100, stricter: 0.01 },
  { text: (limit) => `Logs kept for at least ${limit} days`, limit: 30, key: 'retentionDays', value: 40, stricter: 100 },
  { text: (limit) => `Between 1 and ${limit} nodes`, limit: 500, key: 'nodes', value: 400, stricter: 0.01 },
];

/** Ways to take a sentence back, at each of its words. */
const negations = ['not', 'never', 'no', "doesn't", 'without', 'hardly'];
const conditions: readonly ((text: string) => string)[] = [
  (text) => `If the cache is warm, ${text}`,
  (text) => `${text} unless the cache is cold`,
  (text) => `${text} when idle`,
  (text) => `${text} except on weekends`,
  (text) => `${text} where possible`,
  (text) => `Alerts fire when ${text}`,
  (text) => `Ideally ${text}`,
  (text) => `${text} as long as nobody deploys`,
  (text) => `${text} or a waiver exists`,
];

interface Case {
  readonly text: string;
  readonly key: string;
  readonly value: number;
}

/** The texts among some that pass, each citing one number under its key. */
async function passing(cases: readonly Case[]): Promise<string[]> {
  const items = cases.map(({ text, key }, index) => `- [ ] ${text} [r](/results/next/job/m.json#/${index}/${key}) <!-- id: i${index} -->`);
  const figures = Object.fromEntries(cases.map(({ key, value }, index) => [index, { [key]: value }]));
  const { items: assessed } = await assessRoot({ items: items.join('\n'), results: { 'job/m.json': JSON.stringify(figures) } });
  expect(assessed).toHaveLength(cases.length);
  return assessed.filter(({ status }) => status === 'verified').map(({ text }) => text);
}

test('each sentence passes as it is written', async () => {
  const cases = sentences.map(({ text, limit, key, value }) => ({ text: text(String(limit)), key, value }));
  expect(await passing(cases)).toEqual(cases.map(({ text }) => text));
});

test('a limit a hundred times as strict, however it is written, lets nothing pass', async () => {
  const written = (limit: number) => [
    String(limit),
    limit.toFixed(3),
    limit.toLocaleString('en'),
    limit.toLocaleString('de'),
    limit.toLocaleString('fr'),
    limit.toExponential(),
    String(limit).replace(/\d/g, (digit) => String.fromCharCode(digit.charCodeAt(0) + 0xfee0)),
    ...(limit >= 1000 ? [`${limit / 1000}k`, `${limit / 1000} thousand`, String(limit).replace(/(\d)(\d{3})$/, '$1_$2')] : []),
  ];
  const cases = sentences.flatMap(({ text, limit, key, value, stricter }) =>
    [...new Set(written(Number((limit * stricter).toPrecision(6))))].map((each) => ({ text: text(each), key, value })),
  );
  expect(await passing(cases)).toEqual([]);
});

test('a negation at any word lets nothing pass', async () => {
  const cases = sentences.flatMap(({ text, limit, key, value }) => {
    const words = text(String(limit)).split(' ');
    return negations.flatMap((negation) =>
      words.map((_, index) => ({ text: [...words.slice(0, index), negation, ...words.slice(index)].join(' '), key, value })),
    );
  });
  expect(await passing(cases)).toEqual([]);
});

test('a condition on a sentence lets nothing pass', async () => {
  const cases = sentences.flatMap(({ text, limit, key, value }) =>
    conditions.map((condition) => ({ text: condition(text(String(limit))), key, value })),
  );
  expect(await passing(cases)).toEqual([]);
});

test('parts that are proven measure nothing of what their whole asks for', async () => {
  const results = { 'job/m.json': '{"ok": true}' };
  const part = '\n  - [x] Measured [r](/results/next/job/m.json#/ok)';
  for (const text of ['p95 < 100 ms', 'Never more than 1e3 ms']) {
    const { items } = await assessRoot({ items: `- [x] ${text}${part}`, results });
    expect(items.map(({ status }) => status)).toEqual(['claimed', 'verified']);
  }
});

test.each([
  ['Branch coverage >= 90%', '" >= 50 %"'],
  ['p95 < 100 ms, never > 1e3', '"< 500 ms"'],
])('%s is not measured by a title of something else, or of less: %s', async (text, title) => {
  const lcov = 'SF:a.ts\nDA:1,1\nBRDA:1,0,0,1\nBRDA:1,0,1,0\nend_of_record\n';
  const cites = text.startsWith('p95') ? `m.json#/latencyMs ${title}` : `c.info ${title}`;
  const { items } = await assessRoot({
    items: `- [x] ${text} [r](/results/next/job/${cites})`,
    results: { 'job/m.json': '{"latencyMs": 150}', 'job/c.info': lcov },
  });
  expect(items[0]?.status).toBe('claimed');
});
