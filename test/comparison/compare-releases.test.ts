import { describe, expect, test } from 'vitest';
import { type Comparison, compareReleases } from '../../src/comparison/compare-releases.ts';
import type { ComparedRelease } from '../../src/comparison/compared-release.ts';
import { worsenings } from '../../src/comparison/worsenings.ts';
import { ChangesDocument, changesDocument } from '../../src/publish/changes-document.ts';
import { changesMarkdown, changesText } from '../../src/publish/changes-text.ts';
import { comparedRelease } from '../../src/publish/successive-releases.ts';
import { changeGroups, changesLine, looseningWords } from '../../src/publish/words/change-words.ts';
import { assessRoot, type RootParts, run } from '../assessment/root-of.ts';

const tests = '<testsuite><testcase classname="c" name="a"/></testsuite>';
const failing = '<testsuite><testcase classname="c" name="a"><failure>no</failure></testcase></testsuite>';
const link = (path: string, title = '') => `[r](/results/next/${path}${title === '' ? '' : ` "${title}"`})`;
const unit = link('unit/j.xml');

async function compared(
  name: string,
  items: string,
  results: Record<string, string> = {},
  more: Partial<RootParts> = {},
): Promise<ComparedRelease> {
  return comparedRelease(name, (await assessRoot({ items, results, ...more })).assessment);
}

type Root = [items: string, results?: Record<string, string>, more?: Partial<RootParts>];

/** Two releases of one checklist, or of two. */
async function compare(before: Root, after: Root): Promise<Comparison> {
  return compareReleases(await compared('1.0.0', ...before), await compared('next', ...after));
}

const pass = { 'unit/j.xml': tests };
const fail = { 'unit/j.xml': failing };

/** What a comparison lists, by kind, as the last parts of ids. */
function listed(comparison: Comparison): Record<string, string[]> {
  const kinds = Map.groupBy(comparison.items, ({ kind }) => kind);
  return Object.fromEntries([...kinds].map(([kind, changes]) => [kind, changes.map(({ item }) => item.id.split('/').at(-1) ?? '')]));
}

/** What a comparison says of its items, and of nothing else. */
function said(comparison: Comparison): string[] {
  return changeGroups(comparison).flatMap(({ changes }) => changes.flatMap(({ about, words }) => (about.kind === 'item' ? words : [])));
}

const waived = (item: string, until = '2027-01-01') => ({ waivers: [{ item: `audit/all/${item}`, because: 'later', until }] });
const json = (pointer: string, title = '') => link(`probe/p.json#${pointer}`, title);
const probe = (value: unknown) => ({ 'probe/p.json': JSON.stringify(value) });

describe('each item that changed is listed once, where a reader looks for it first', () => {
  test.each<[string, Root, Root, Record<string, string[]>]>([
    ['contradicted', [`- [x] A ${unit}`, pass], [`- [x] A ${unit}`, fail], { contradicted: ['a'] }],
    ['contradicted, and new', ['- [ ] B'], [`- [ ] B\n- [x] A ${unit}`, fail], { contradicted: ['a'] }],
    ['contradicted, where it failed before', [`- [ ] A ${unit}`, fail], [`- [x] A ${unit}`, fail], { contradicted: ['a'] }],
    ['newly failing', [`- [ ] A ${unit}`, pass], [`- [ ] A ${unit}`, fail], { failing: ['a'] }],
    ['no longer proven, where its file is gone', [`- [ ] A ${unit}`, pass], [`- [ ] A ${unit}`], { unproven: ['a'] }],
    ['no longer proven, where what contradicted it is gone', [`- [x] A ${unit}`, fail], [`- [x] A ${unit}`], { unproven: ['a'] }],
    ['no longer proven, where what failed is gone', [`- [ ] A ${unit}`, fail], [`- [ ] A ${unit}`], { unproven: ['a'] }],
    ['no longer proven, where another proof is cited', [`- [x] A ${unit}`, fail], [`- [x] A ${link('lint/x.xml')}`], { unproven: ['a'] }],
    ['no longer proven, where it is blocked now', [`- [ ] A ${unit}`, pass], [`- [❌] A ${unit}`, pass], { unproven: ['a'] }],
    ['fixed', [`- [x] A ${unit}`, fail], [`- [x] A ${unit}`, pass], { fixed: ['a'] }],
    ['newly verified', [`- [x] A ${unit}`], [`- [x] A ${unit}`, pass], { verified: ['a'] }],
    [
      'asking for less, though it is verified by that',
      [`- [ ] A < 5 ${json('/n')}`, probe({ n: 8 })],
      [`- [ ] A < 9 ${json('/n')}`, probe({ n: 8 })],
      { loosened: ['a'] },
    ],
    [
      'asking for less and contradicted',
      [`- [x] A ${unit} ${link('lint/j.xml')}`, { ...pass, 'lint/j.xml': tests }],
      [`- [x] A ${unit}`, fail],
      { contradicted: ['a'] },
    ],
    ['waived', ['- [ ] A'], ['- [ ] A', {}, waived('a')], { waived: ['a'] }],
    ['waived no longer', ['- [ ] A', {}, waived('a')], ['- [ ] A'], { unwaived: ['a'] }],
    ['verified after a waiver', [`- [ ] A ${unit}`, {}, waived('a')], [`- [ ] A ${unit}`, pass], { verified: ['a'] }],
    ['waived until another day', ['- [ ] A', {}, waived('a')], ['- [ ] A', {}, waived('a', '2027-02-01')], { otherwise: ['a'] }],
    ['not applicable any more', ['- [ ] A'], ['- [n/a] A because: no A'], { 'not-applicable': ['a'] }],
    ['another status', ['- [ ] A'], ['- [→] A'], { status: ['a'] }],
    ['another status, where the claim is taken back', [`- [x] A ${unit}`, fail], [`- [ ] A ${unit}`, fail], { status: ['a'] }],
    ['added', ['- [ ] A'], ['- [ ] A\n- [ ] B'], { added: ['b'] }],
    ['removed', ['- [ ] A\n- [ ] B'], ['- [ ] A'], { removed: ['b'] }],
    ['reworded', ['- [ ] A'], ['- [ ] Z <!-- was: audit/all/a -->'], { reworded: ['z'] }],
    ['reworded under its id', ['- [ ] A <!-- id: one -->'], ['- [ ] Z <!-- id: one -->'], { reworded: ['one'] }],
    ['reworded and contradicted', [`- [x] A ${unit}`, pass], [`- [x] Z ${unit} <!-- was: audit/all/a -->`, fail], { contradicted: ['z'] }],
    [
      'asking for more',
      [`- [ ] A ${json('/n', '< 9')}`, probe({ n: 1 })],
      [`- [ ] A ${json('/n', '< 5')}`, probe({ n: 1 })],
      { otherwise: ['a'] },
    ],
    [
      'citing more',
      [`- [ ] A ${unit}`, pass],
      [`- [ ] A ${unit} ${json('/n', '= 1')}`, { ...pass, ...probe({ n: 1 }) }],
      { otherwise: ['a'] },
    ],
    ['unproven for another reason', [`- [ ] A ${unit}`], [`- [ ] A ${unit}`, { 'unit/j.xml': '<testsuite/>' }], { otherwise: ['a'] }],
  ])('%s', async (_, before, after, expected) => {
    expect(listed(await compare(before, after))).toEqual(expected);
  });

  test('once, whatever else is said of it', async () => {
    const comparison = await compare(
      [`- [x] A ${unit} ${link('lint/j.xml')}`, { ...pass, 'lint/j.xml': tests }],
      [`- [→] Other words ${unit} <!-- was: audit/all/a -->`, fail],
    );
    expect(said(comparison)).toEqual([
      'verified, now failing: 0 tests passed, 1 failed; was 1 test passed (unit/j.xml); lint/j.xml is not cited any more; was “A”; marked in progress, was complete',
    ]);
  });

  test('no item as renamed whose earlier id is still there', async () => {
    expect(listed(await compare(['- [ ] A'], ['- [ ] A\n- [ ] B <!-- was: audit/all/a -->']))).toEqual({ added: ['b'] });
  });

  test('an item with parts where its own box or evidence changed, or a contradiction; else its parts', async () => {
    const parent = (mark: string, child: string) => `- [${mark}] A\n  - [ ] B ${child}`;
    const states: [Root, Root, Record<string, string[]>][] = [
      [[parent(' ', unit), pass], [parent(' ', unit), fail], { failing: ['b'] }],
      [[parent('x', unit), pass], [parent('x', unit), fail], { contradicted: ['a'], failing: ['b'] }],
      [[parent('x', unit), fail], [parent('x', unit), pass], { fixed: ['a', 'b'] }],
      [[parent('x', unit), fail], [parent('x', unit)], { unproven: ['a', 'b'] }],
      [[parent(' ', unit), pass], [parent('❌', unit), pass], { unproven: ['a'] }],
    ];
    for (const [before, after, expected] of states) expect(listed(await compare(before, after))).toEqual(expected);
  });

  test('what failed and passes now as progress, though another part is still open', async () => {
    const gates = `- [x] A ${unit} ${link('lint/j.xml')}`;
    expect(listed(await compare([gates, fail], [gates, pass]))).toEqual({ status: ['a'] });
    expect(listed(await compare([gates, fail], [gates]))).toEqual({ unproven: ['a'] });
  });
});

describe('a number that moves says which way, and whether that is better', () => {
  test.each<[string, [unknown, unknown], string, [kind: string | null, words: string]]>([
    ['nearer to a bound below', [1, 2], '>= 9', ['better', '2, up from 1, requires ≥ 9 (probe/p.json#/n)']],
    ['farther from a bound below', [2, 1], '>= 9', ['worse', '1, down from 2, requires ≥ 9 (probe/p.json#/n)']],
    ['nearer to a bound above', [2, 1], '< 9', ['better', '1, down from 2, requires < 9 (probe/p.json#/n)']],
    ['farther from a bound above', [12, 13], '< 9', ['worse', '13, up from 12, requires < 9 (probe/p.json#/n)']],
    ['nearer to what it must be', [7, 4], '= 3', ['better', '4, down from 7, requires = 3 (probe/p.json#/n)']],
    ['farther from what it must be', [2, 1], '= 3', ['worse', '1, down from 2, requires = 3 (probe/p.json#/n)']],
    ['from one side of it to the other', [2, 4], '= 3', ['moved', '4, up from 2, requires = 3 (probe/p.json#/n)']],
    ['by less than is shown', [1.001, 1.002], '< 9', [null, '']],
  ])('%s', async (_, [from, to], title, [kind, words]) => {
    const item = `- [ ] A ${json('/n', title)}`;
    const comparison = await compare([item, probe({ n: from })], [item, probe({ n: to })]);
    expect(listed(comparison)).toEqual(kind === null ? {} : { [kind]: ['a'] });
    expect(said(comparison)).toEqual(kind === null ? [] : [words]);
  });

  test('counts of tests by those that decide', async () => {
    const report = (passed: number, failed: number) => ({
      'unit/j.xml': `<testsuite>${'<testcase classname="c" name="a"/>'.repeat(0)}${Array.from({ length: passed }, (_, index) => `<testcase classname="c" name="p${index}"/>`).join('')}${Array.from({ length: failed }, (_, index) => `<testcase classname="c" name="f${index}"><failure/></testcase>`).join('')}</testsuite>`,
    });
    const item = `- [ ] A ${unit}`;
    const change = async (...[before, after]: [Record<string, string>, Record<string, string>]) =>
      said(await compare([item, before], [item, after]));
    expect(await change(report(5, 1), report(7, 2))).toEqual(['7 tests passed, 2 failed; was 5 tests passed, 1 failed (unit/j.xml)']);
    expect(listed(await compare([item, report(5, 1)], [item, report(7, 2)]))).toEqual({ worse: ['a'] });
    expect(listed(await compare([item, report(5, 0)], [item, report(7, 0)]))).toEqual({ moved: ['a'] });
    expect(listed(await compare([item, report(5, 3)], [item, report(7, 1)]))).toEqual({ better: ['a'] });
    // Fewer fail where fewer ran: nothing says that this is better.
    expect(listed(await compare([item, report(68, 8)], [item, report(0, 1)]))).toEqual({ moved: ['a'] });
  });

  test('in another unit by its value', async () => {
    const comparison = await compare(
      [`- [ ] A < 1 s ${json('/tookMs')}`, probe({ tookMs: 500 })],
      [`- [ ] A < 1 s ${json('/tookMs')}`, probe({ tookMs: 750 })],
    );
    expect(said(comparison)).toEqual(['750 ms, up from 500 ms, requires < 1 s (probe/p.json#/tookMs)']);
  });
});

describe('nothing changed', () => {
  const item = `- [x] A ${unit}`;

  test('where nothing did', async () => {
    const comparison = await compare([item, pass], [item, pass]);
    expect(listed(comparison)).toEqual({});
    expect(changesLine(comparison)).toBe('nothing changed');
  });

  test.each<[string, Root, string]>([
    [
      'the commit',
      [
        item,
        {
          ...pass,
          'run.json': JSON.stringify({ product: 'Demo', version: '1.0.0', commit: 'b'.repeat(40) }),
          'unit/run.json': run('unit', { commit: 'b'.repeat(40) }),
        },
      ],
      'the commit',
    ],
    ['bytes', [item, { 'unit/j.xml': `${tests}\n` }], 'the bytes of evidence'],
    ['files that nothing cites', [item, { ...pass, 'lint/j.xml': tests }], 'files that nothing cites'],
  ])('is not said where %s did', async (_, after, expected) => {
    const comparison = await compare([item, pass], after);
    expect(listed(comparison)).toEqual({});
    expect(changesLine(comparison)).toBe(`nothing changed but ${expected}`);
  });
});

describe('evidence is gone', () => {
  test('which is in shards now: it is not', async () => {
    const items = `- [x] A ${unit}\n- [x] B ${link('lint/j.xml')}`;
    const shards = { 'unit/shard-1/j.xml': tests, 'unit/shard-1/run.json': run('unit', { shard: { index: 1, total: 1 } }) };
    const comparison = await compare([items, { ...pass, 'lint/j.xml': tests }], [items, shards]);
    expect(comparison.gone).toEqual([{ file: 'lint/j.xml', items: ['audit/all/b'] }]);
  });

  test('though nothing cites it any more: it is not, where it is still there', async () => {
    expect((await compare([`- [x] A ${unit}`, pass], ['- [x] A', pass])).gone).toEqual([]);
  });

  test('which was withdrawn before: it is not gone again', async () => {
    const before = await compared('1.0.0', `- [x] A ${unit}`, pass);
    const after = await compared('next', `- [x] A ${unit}`);
    expect(compareReleases(before, after).gone).toHaveLength(1);
    const withdrawn = structuredClone(before);
    for (const { citations } of withdrawn.facts.layers.flatMap(({ sections }) => sections.flatMap(({ items }) => items))) {
      for (const citation of citations) Object.assign(citation, { verdict: 'unproven', reason: { code: 'withdrawn', message: '' } });
    }
    expect(compareReleases(withdrawn, after).gone).toEqual([]);
  });
});

describe('what is about no item', () => {
  test('layers that block, or become ready', async () => {
    const item = `- [ ] A ${unit}`;
    const comparison = await compare(
      [item, fail, { portal: { product: 'Demo', layers: { audit: { blocking: true } } } }],
      [item, pass, { portal: { product: 'Demo', layers: { audit: { blocking: false } } } }],
    );
    expect(changesLine(comparison)).toBe('1 fixed, 1 layer changed');
    expect(changeGroups(comparison).at(-1)).toMatchObject({
      title: 'Layers',
      changes: [{ text: 'Layer 1: Audit', words: 'not ready, now ready; does not block the release any more' }],
    });
  });

  test('sign-offs that are given, taken back, asked for or not', async () => {
    const release = await compared('1.0.0', '- [ ] A');
    const signed = (signOffs: ComparedRelease['facts']['signOffs']) => ({ ...release, facts: { ...release.facts, signOffs } });
    const comparison = compareReleases(
      signed([
        { subject: 'release', role: 'lead', state: 'missing' },
        { subject: 'audit', role: null, state: 'current' },
      ]),
      signed([
        { subject: 'release', role: 'lead', state: 'current' },
        { subject: 'release', role: 'owner', state: 'rejected' },
      ]),
    );
    expect(changeGroups(comparison).flatMap(({ changes }) => changes.map(({ text, words }) => `${text}: ${words}`))).toEqual([
      'the release, by lead: missing, now current',
      'the release, by owner: not asked for, now rejected',
      'Layer 1: Audit, by any role that may: current, now not asked for',
    ]);
  });
});

describe('an item asks for less', () => {
  const words = async (before: string, after: string, results: Record<string, string> = {}) => {
    const comparison = await compare([`- [ ] ${before}`, results], [`- [ ] ${after}`, results]);
    return comparison.items.flatMap(({ differences }) =>
      differences.flatMap((each) => (each.kind === 'loosened' ? looseningWords(each.loosening) : [])),
    );
  };
  const measured = { 'probe/p.json': '{"n": 3, "ms": 20, "p95Ms": 20, "ok": true, "text": "ok"}', 'unit/j.xml': tests };

  test.each<[string, string, string, string]>([
    ['where its own words ask for less', 'Coverage >= 90%', 'Coverage >= 80%', 'required ≥ 90 %, requires ≥ 80 %'],
    ['in another unit', 'Latency < 100ms', 'Latency < 1 s', 'required < 100 ms, requires < 1 s'],
    ['where the bound itself is let in', 'Replicas > 10', 'Replicas >= 10', 'required > 10, requires ≥ 10'],
    ['where its words state nothing any more', 'Coverage >= 90%', 'Coverage', 'required ≥ 90 %, requires nothing that is stated'],
    ['where it asks for the opposite', 'Size >= 10 MB', 'Size <= 10 MB', 'required ≥ 10 MB, requires ≤ 10 MB'],
    [
      'at one end of a range',
      'Between 10 and 20 replicas <!-- id: a -->',
      'Between 10 and 30 replicas <!-- id: a -->',
      'required ≥ 10 and ≤ 20, requires ≥ 10 and ≤ 30',
    ],
    [
      'of one measure among several',
      'p95 < 200 ms and p99 < 500 ms <!-- id: a -->',
      'p95 < 300 ms and p99 < 500 ms <!-- id: a -->',
      'required < 200 ms, requires < 300 ms',
    ],
    [
      'of all',
      'All endpoints tested <!-- id: a -->',
      '>= 90 % of endpoints tested <!-- id: a -->',
      'required “All endpoints tested”, requires ≥ 90 %',
    ],
    [
      'where it does not say none any more',
      'No crashes <!-- id: a -->',
      'Crashes <!-- id: a -->',
      'required “No crashes”, requires nothing that is stated',
    ],
    ['in a title', `A ${json('/n', '= 0')}`, `A ${json('/n', '<= 5')}`, 'required = 0, requires ≤ 5 (probe/p.json)'],
    [
      'where a title goes',
      `A ${link('unit/j.xml', '>= 8 passed')}`,
      `A ${unit}`,
      'required ≥ 8 passed tests, requires at least one passed test and none that failed (unit/j.xml)',
    ],
    [
      'where it need only exist',
      `A ${unit}`,
      `A ${link('unit/j.xml', 'exists')}`,
      'required at least one passed test and none that failed, requires that it exists (unit/j.xml)',
    ],
    [
      'where fewer tests do',
      `A ${link('unit/j.xml', '>= 8 passed')}`,
      `A ${link('unit/j.xml', '>= 1 passed')}`,
      'required ≥ 8 passed tests, requires ≥ 1 passed test (unit/j.xml)',
    ],
    [
      'where some may fail',
      `A ${unit}`,
      `A ${link('unit/j.xml', '<= 2 failed')}`,
      'required at least one passed test and none that failed, requires ≤ 2 failed tests (unit/j.xml)',
    ],
    ['where a proof is dropped', `A ${unit} ${link('probe/p.json#/ok')}`, `A ${unit}`, 'probe/p.json#/ok is not cited any more'],
  ])('%s', async (_, before, after, expected) => {
    expect(await words(before, after, measured)).toEqual([expected]);
  });

  test.each<[string, string, string]>([
    ['that asks for more', 'Coverage >= 80%', 'Coverage >= 90%'],
    ['whose range is the same in other words', 'Between 10 and 20 replicas <!-- id: a -->', 'Replicas between 10 and 20 <!-- id: a -->'],
    ['that asks for none in other words', 'No crashes <!-- id: a -->', 'Crashes: 0 <!-- id: a -->'],
    ['that asks for the same in another unit', 'Latency < 1000ms', 'Latency < 1 s'],
    [
      'that states its threshold in a title now',
      `Latency < 100ms ${link('probe/p.json#/p95Ms')}`,
      `Latency ${link('probe/p.json#/p95Ms', '< 100 ms')}`,
    ],
    ['that is proved by another file', `A ${unit}`, `A ${link('lint/j.xml')}`],
    ['that is proved by one file more', `A ${unit}`, `A ${unit} ${link('lint/j.xml')}`],
    ['that states what was the rule', `A ${link('unit/j.xml')}`, `A ${link('unit/j.xml', '= 0 failed')}`],
    ['that gets a threshold', `A ${json('/n')}`, `A ${json('/n', '>= 3')}`],
    ['that proves nothing without its title', `A ${json('/n', '>= 3')}`, `A ${json('/n')}`],
  ])('not an item %s', async (_, before, after) => {
    expect(await words(before, after, measured)).toEqual([]);
  });

  test('whatever the files measure, or fail to measure', async () => {
    const item = `- [ ] Latency < 100ms ${link('probe/p.json#/p95Ms')} ${unit}`;
    const states: [Record<string, string>, Record<string, string>][] = [
      [measured, {}],
      [{}, measured],
      [measured, { 'probe/p.json': '{}' }],
    ];
    for (const [before, after] of states) {
      expect(listed(await compare([item, before], [item, after]))).not.toHaveProperty('loosened');
    }
  });
});

describe('a release is worse', () => {
  const kinds = async (before: Parameters<typeof compare>[0], after: Parameters<typeof compare>[0]) =>
    worsenings(await compare(before, after)).map(({ kind }) => kind);

  test.each<[string, Parameters<typeof compare>, string[]]>([
    [
      'where a verified item fails',
      [
        [`- [ ] A ${unit}`, pass],
        [`- [ ] A ${unit}`, fail],
      ],
      ['failing'],
    ],
    ['where a verified item is unproven', [[`- [ ] A ${unit}`, pass], [`- [ ] A ${unit}`]], ['unproven']],
    ['where a verified item does not apply any more', [[`- [ ] A ${unit}`, pass], ['- [n/a] A because: no A']], ['loosened']],
    [
      'where a verified item with parts is blocked',
      [
        [`- [ ] A\n  - [ ] B ${unit}`, pass],
        [`- [❌] A\n  - [ ] B ${unit}`, pass],
      ],
      ['unproven'],
    ],
    ['where a waived item has no waiver any more', [['- [ ] A', {}, waived('a')], ['- [ ] A']], ['unwaived']],
    ['where a contradiction appears', [[`- [x] A ${unit}`], [`- [x] A ${unit}`, fail]], ['contradicted']],
    ['where a new item is contradicted', [['- [ ] B'], [`- [ ] B\n- [x] A ${unit}`, fail]], ['contradicted']],
    ['where a threshold is loosened', [['- [ ] A >= 90%'], ['- [ ] A >= 80%']], ['loosened']],
    ['where a verified item is removed', [[`- [ ] B\n- [ ] A ${unit}`, pass], ['- [ ] B']], ['removed']],
  ])('%s', async (_, [before, after], expected) => {
    expect(await kinds(before, after)).toEqual(expected);
  });

  test.each<[string, Parameters<typeof compare>]>([
    [
      'where it is the same',
      [
        [`- [x] A ${unit}`, fail],
        [`- [x] A ${unit}`, fail],
      ],
    ],
    ['where an unproven item fails, which no box claims', [[`- [ ] A ${unit}`], [`- [ ] A ${unit}`, fail]]],
    [
      'where a verified item is waived instead',
      [
        [`- [ ] A ${unit}`, pass],
        [`- [ ] A ${unit}`, fail, waived('a')],
      ],
    ],
    [
      'where an item is added',
      [
        [`- [ ] A ${unit}`, pass],
        [`- [ ] A ${unit}\n- [ ] B`, pass],
      ],
    ],
    ['where an open item is removed', [['- [ ] A\n- [ ] B'], ['- [ ] A']]],
    [
      'where a contradiction goes because the box is opened',
      [
        [`- [x] A ${unit}`, fail],
        [`- [ ] A ${unit}`, fail],
      ],
    ],
  ])('not %s', async (_, [before, after]) => {
    expect(await kinds(before, after)).toEqual([]);
  });
});

test('the changes read the same on a terminal, in Markdown and in JSON', async () => {
  const items = `- [x] A | b (c) ${unit}\n- [ ] Latency < 100ms ${link('probe/p.json#/p95Ms')}`;
  const comparison = await compare(
    [items, { ...pass, 'probe/p.json': '{"p95Ms": 20}' }],
    [items, { ...fail, 'probe/p.json': '{"p95Ms": 200}' }],
  );
  expect(changesText(comparison)).toEqual([
    'From 1.0.0 to next: 1 newly contradicted, 1 newly failing, 1 layer changed.',
    '  Demo 1.0.0 at 1c830fe is ready.',
    '  Demo 1.0.0 at 1c830fe is not ready.',
    'Newly contradicted (1):',
    '  A | b (c): verified, now contradicted: 0 tests passed, 1 failed; was 1 test passed (unit/j.xml)',
    'Newly failing (1):',
    '  Latency < 100ms: verified, now failing: 200 ms, up from 20 ms, requires < 100 ms (probe/p.json#/p95Ms)',
    'Layers (1):',
    '  Layer 1: Audit: ready, now not ready',
  ]);
  expect(changesMarkdown(comparison)).toContain(
    '| A \\| b (c) | verified, now contradicted: 0 tests passed, 1 failed; was 1 test passed (unit/j.xml) |',
  );
  const document = ChangesDocument.parse(changesDocument(comparison));
  expect(document.items.map(({ kind, text, before, after }) => [kind, text, before?.status, after?.status])).toEqual([
    ['contradicted', 'A | b (c)', 'verified', 'contradicted'],
    ['failing', 'Latency < 100ms', 'verified', 'failing'],
  ]);
  expect(document.line).toBe(changesLine(comparison));
  expect(changesText(comparison)).toEqual(expect.arrayContaining(document.items.map(({ text, words }) => `  ${text}: ${words}`)));
  expect(worsenings(comparison)).toEqual(comparison.items);
});
