import { describe, expect, test } from 'vitest';
import { type Compared, type Comparison, compareReleases, isSame } from '../../src/comparison/compare-releases.ts';
import { worsenings } from '../../src/comparison/worsenings.ts';
import { changesLine, looseningWords, worseningChange } from '../../src/publish/changes.ts';
import { ChangesDocument, changesDocument } from '../../src/publish/changes-document.ts';
import { changesMarkdown, changesText } from '../../src/publish/changes-text.ts';
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
): Promise<Compared> {
  const { assessment } = await assessRoot({ items, results, ...more });
  return { name, assessment, files: Object.keys(results) };
}

/** Two releases of one checklist, or of two. */
async function compare(before: [string, Record<string, string>?, Partial<RootParts>?], after: typeof before): Promise<Comparison> {
  return compareReleases(await compared('1.0.0', ...before), await compared('next', ...after));
}

const pass = { 'unit/j.xml': tests };
const fail = { 'unit/j.xml': failing };

/** What a comparison lists, by kind, as ids. */
function listed({ from: _from, to: _to, ...changes }: Comparison): Record<string, string[]> {
  const idOf = (change: { after?: { id: string }; item?: string | { id: string }; file?: string }): string =>
    change.after?.id ?? (typeof change.item === 'string' ? change.item : change.item?.id) ?? change.file ?? '';
  return Object.fromEntries(Object.entries(changes).flatMap(([kind, list]) => (list.length === 0 ? [] : [[kind, list.map(idOf)]])));
}

describe('a comparison lists', () => {
  test('nothing where nothing changed', async () => {
    const comparison = await compare([`- [x] A ${unit}`, pass], [`- [x] A ${unit}`, pass]);
    expect(listed(comparison)).toEqual({});
    expect(isSame(comparison)).toBe(true);
    expect(changesLine(comparison)).toBe('nothing changed');
  });

  test('what is newly verified, and contradictions that went', async () => {
    const comparison = await compare([`- [x] A ${unit}`, fail], [`- [x] A ${unit}`, pass]);
    expect(listed(comparison)).toEqual({ newlyVerified: ['audit/all/a'], contradictionsGone: ['audit/all/a'] });
    expect(changesLine(comparison)).toBe('1 newly verified, 1 contradiction gone');
  });

  test('what is newly failing, and contradictions that appeared', async () => {
    const comparison = await compare([`- [x] A ${unit}\n- [ ] B ${unit}`, pass], [`- [x] A ${unit}\n- [ ] B ${unit}`, fail]);
    expect(listed(comparison)).toEqual({ newlyFailing: ['audit/all/a', 'audit/all/b'], contradictionsAppeared: ['audit/all/a'] });
    expect(changesLine(comparison)).toBe('1 contradiction appeared, 2 newly failing');
  });

  test('a contradiction that was failing before as one that appeared, not as newly failing', async () => {
    const comparison = await compare([`- [ ] A ${unit}`, fail], [`- [x] A ${unit}`, fail]);
    expect(listed(comparison)).toEqual({ contradictionsAppeared: ['audit/all/a'], otherChanges: ['audit/all/a'] });
  });

  test('parents among the contradictions alone', async () => {
    const comparison = await compare([`- [x] A\n  - [ ] B ${unit}`, pass], [`- [x] A\n  - [ ] B ${unit}`, fail]);
    expect(listed(comparison)).toEqual({ newlyFailing: ['audit/all/b'], contradictionsAppeared: ['audit/all/a'] });
  });

  test('items that were added, removed and renamed', async () => {
    const comparison = await compare(['- [ ] A\n- [ ] B'], ['- [ ] C\n- [ ] New words for B <!-- was: audit/all/b -->']);
    expect(listed(comparison)).toEqual({ added: ['audit/all/c'], removed: ['audit/all/a'], renamed: ['audit/all/new-words-for-b'] });
  });

  test('a renamed item as the same item', async () => {
    const comparison = await compare([`- [x] A ${unit}`, pass], [`- [x] Z ${unit} <!-- was: audit/all/a -->`, fail]);
    expect(listed(comparison)).toEqual({
      newlyFailing: ['audit/all/z'],
      contradictionsAppeared: ['audit/all/z'],
      renamed: ['audit/all/z'],
    });
    expect(changesDocument(comparison).newlyFailing[0]).toMatchObject({ id: 'audit/all/z', was: 'audit/all/a' });
  });

  test('no item as renamed whose earlier id is still there', async () => {
    const comparison = await compare(['- [ ] A'], ['- [ ] A\n- [ ] B <!-- was: audit/all/a -->']);
    expect(listed(comparison)).toEqual({ added: ['audit/all/b'] });
  });

  test('waivers that came and went', async () => {
    const waiver = (item: string) => ({ waivers: [{ item, because: 'later', until: '2027-01-01' }] });
    const comparison = await compare(['- [ ] A\n- [ ] B', {}, waiver('audit/all/a')], ['- [ ] A\n- [ ] B', {}, waiver('audit/all/b')]);
    expect(listed(comparison)).toEqual({
      waiversAdded: ['audit/all/b'],
      waiversRemoved: ['audit/all/a'],
      otherChanges: ['audit/all/a', 'audit/all/b'],
    });
  });

  test('evidence that vanished, but not what is in shards now', async () => {
    const items = `- [x] A ${unit}\n- [x] B ${link('lint/j.xml')}`;
    const shards = { 'unit/shard-1/j.xml': tests, 'unit/shard-1/run.json': run('unit', { shard: { index: 1, total: 1 } }) };
    const comparison = await compare([items, { ...pass, 'lint/j.xml': tests }], [items, shards]);
    expect(comparison.vanished).toEqual([{ file: 'lint/j.xml', items: ['audit/all/b'] }]);
  });

  test('no evidence as vanished that was withdrawn from the earlier one already', async () => {
    const before = await compared('1.0.0', `- [x] A ${unit}`, pass);
    const after = await compared('next', `- [x] A ${unit}`);
    expect(compareReleases(before, after).vanished).toHaveLength(1);
    expect(compareReleases({ ...before, files: [] }, after).vanished).toEqual([]);
  });
});

describe('an item asks for less', () => {
  const words = async (before: string, after: string, results: Record<string, string> = {}) => {
    const comparison = await compare([`- [ ] ${before}`, results], [`- [ ] ${after}`, results]);
    return comparison.loosened.flatMap(({ loosenings }) => loosenings.map(looseningWords));
  };
  const probe = { 'probe/p.json': '{"n": 3, "ms": 20, "p95Ms": 20, "ok": true, "text": "ok"}', 'unit/j.xml': tests };
  const json = (pointer: string, title: string) => `A ${link(`probe/p.json#${pointer}`, title)}`;

  test.each<[string, string, string, string]>([
    ['where its own words ask for less', 'Coverage >= 90%', 'Coverage >= 80%', 'required ≥ 90 %, requires ≥ 80 %'],
    ['in another unit', 'Latency < 100ms', 'Latency < 1 s', 'required < 100 ms, requires < 1 s'],
    ['where the bound itself is let in', 'Load > 10', 'Load >= 10', 'required > 10, requires ≥ 10'],
    ['where its words state nothing any more', 'Coverage >= 90%', 'Coverage', 'required ≥ 90 %, requires nothing that is stated'],
    ['where it asks for the opposite', 'Load >= 10', 'Load <= 10', 'required ≥ 10, requires ≤ 10'],
    ['in a title', json('/n', '= 0'), json('/n', '<= 5'), 'required = 0, requires ≤ 5 (probe/p.json)'],
    [
      'where a title goes',
      `A ${link('unit/j.xml', '>= 8 passed')}`,
      `A ${unit}`,
      'required ≥ 8 passed, requires at least one passes, none fails (unit/j.xml)',
    ],
    [
      'where it need only exist',
      `A ${unit}`,
      `A ${link('unit/j.xml', 'exists')}`,
      'required at least one passes, none fails, requires exists (unit/j.xml)',
    ],
    [
      'where fewer tests do',
      `A ${link('unit/j.xml', '>= 8 passed')}`,
      `A ${link('unit/j.xml', '>= 1 passed')}`,
      'required ≥ 8 passed, requires ≥ 1 passed (unit/j.xml)',
    ],
    [
      'where some may fail',
      `A ${unit}`,
      `A ${link('unit/j.xml', '<= 2 failed')}`,
      'required at least one passes, none fails, requires ≤ 2 failed (unit/j.xml)',
    ],
    ['where a proof is dropped', `A ${unit} ${link('probe/p.json#/ok')}`, `A ${unit}`, 'probe/p.json#/ok is not cited any more'],
  ])('%s', async (_, before, after, expected) => {
    expect(await words(before, after, probe)).toEqual([expected]);
  });

  test.each<[string, string, string]>([
    ['that asks for more', 'Coverage >= 80%', 'Coverage >= 90%'],
    ['that asks for the same in another unit', 'Latency < 1000ms', 'Latency < 1 s'],
    [
      'that states its threshold in a title now',
      `Latency < 100ms ${link('probe/p.json#/p95Ms')}`,
      `Latency ${link('probe/p.json#/p95Ms', '< 100 ms')}`,
    ],
    ['that is proved by another file', `A ${unit}`, `A ${link('lint/j.xml')}`],
    ['that is proved by one file more', `A ${unit}`, `A ${unit} ${link('lint/j.xml')}`],
    ['that states what was the rule', `A ${link('unit/j.xml')}`, `A ${link('unit/j.xml', '= 0 failed')}`],
    ['that gets a threshold', json('/n', ''), json('/n', '>= 3')],
    ['that proves nothing without its title', json('/n', '>= 3'), json('/n', '')],
  ])('not an item %s', async (_, before, after) => {
    expect(await words(before, after, probe)).toEqual([]);
  });

  test('whatever the files measure, or fail to measure', async () => {
    const item = `- [ ] Latency < 100ms ${link('probe/p.json#/p95Ms')} ${unit}`;
    const states: [Record<string, string>, Record<string, string>][] = [
      [probe, {}],
      [{}, probe],
      [probe, { 'probe/p.json': '{}' }],
    ];
    for (const [before, after] of states) {
      expect((await compare([item, before], [item, after])).loosened).toEqual([]);
    }
  });
});

describe('a release is worse', () => {
  const kinds = async (before: Parameters<typeof compare>[0], after: Parameters<typeof compare>[0]) =>
    worsenings(await compare(before, after)).map(({ kind }) => kind);
  const waiver = { waivers: [{ item: 'audit/all/a', because: 'later', until: '2027-01-01' }] };

  test.each<[string, Parameters<typeof compare>, string[]]>([
    [
      'where a verified item fails',
      [
        [`- [ ] A ${unit}`, pass],
        [`- [ ] A ${unit}`, fail],
      ],
      ['lost'],
    ],
    ['where a verified item is unproven', [[`- [ ] A ${unit}`, pass], [`- [ ] A ${unit}`]], ['lost']],
    ['where a waived item has no waiver any more', [['- [ ] A', {}, waiver], ['- [ ] A']], ['lost']],
    ['where a contradiction appears', [[`- [x] A ${unit}`], [`- [x] A ${unit}`, fail]], ['contradicted']],
    ['where a new item is contradicted', [['- [ ] B'], [`- [ ] B\n- [x] A ${unit}`, fail]], ['contradicted-anew']],
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
        [`- [ ] A ${unit}`, fail, waiver],
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
  const items = `- [x] A | b <c> ${unit}\n- [ ] Latency < 100ms ${link('probe/p.json#/p95Ms')}`;
  const comparison = await compare(
    [items, { ...pass, 'probe/p.json': '{"p95Ms": 20}' }],
    [items, { ...fail, 'probe/p.json': '{"p95Ms": 200}' }],
  );
  expect(changesText(comparison)).toEqual([
    'From 1.0.0 to next: 1 contradiction appeared, 2 newly failing.',
    '  Demo 1.0.0 at 1c830fe is ready.',
    '  Demo 1.0.0 at 1c830fe is not ready.',
    'Contradictions that appeared (1):',
    '  A | b <c>: verified, now contradicted: 0 passed, 1 failed (unit/j.xml); was 1 passed',
    'Newly failing (2):',
    '  A | b <c>: verified, now contradicted: 0 passed, 1 failed (unit/j.xml); was 1 passed',
    '  Latency < 100ms: verified, now failing: 200 ms, requires < 100 ms (probe/p.json#/p95Ms); was 20 ms',
  ]);
  expect(changesMarkdown(comparison)).toContain(
    '| A \\| b \\<c\\> | verified, now contradicted: 0 passed, 1 failed (unit/j.xml); was 1 passed |',
  );
  const document = ChangesDocument.parse(changesDocument(comparison));
  expect(document.newlyFailing.map(({ text, before, after }) => [text, before?.status, after?.status])).toEqual([
    ['A | b <c>', 'verified', 'contradicted'],
    ['Latency < 100ms', 'verified', 'failing'],
  ]);
  expect(worsenings(comparison).map((each) => worseningChange(each).text)).toEqual(['A | b <c>', 'Latency < 100ms']);
});
