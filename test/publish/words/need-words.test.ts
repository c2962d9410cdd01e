import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import type { AssessedCitation, AssessedCriterion, AssessedItem, Measured, Status, Verdict } from '../../../src/assessment/assessment.ts';
import { itemsOf } from '../../../src/assessment/items.ts';
import { FailReason, UnprovenReason } from '../../../src/assessment/reason.ts';
import type { Mark } from '../../../src/checklist/checklist.ts';
import { sentence } from '../../../src/publish/words/grammar.ts';
import { outcomeWords } from '../../../src/publish/words/measure-words.ts';
import { namesOfItems } from '../../../src/publish/words/name-words.ts';
import { explainCitation, needWords, todoWords } from '../../../src/publish/words/need-words.ts';
import { reasonWords } from '../../../src/publish/words/reason-words.ts';
import { assessRoot } from '../../assessment/root-of.ts';
import { grammarFaults } from './grammar-faults.ts';

/** Values that a field of a reason may have, made from its schema, so that a new reason is among them. */
function valuesOf(name: string, schema: unknown): readonly unknown[] {
  if (schema instanceof z.ZodNullable) return [null, ...valuesOf(name, schema.unwrap())];
  if (schema instanceof z.ZodReadonly) return valuesOf(name, schema.unwrap());
  if (schema instanceof z.ZodUnion) return schema.options.flatMap((option) => valuesOf(name, option));
  if (schema instanceof z.ZodTemplateLiteral) return ['p99.9'];
  if (schema instanceof z.ZodLiteral) return [...schema.values];
  if (schema instanceof z.ZodEnum) return schema.options;
  if (schema instanceof z.ZodNumber) return [1, 2, 1200];
  if (schema instanceof z.ZodArray) {
    const [first, second = first] = valuesOf(name, schema.element).slice(0, 2);
    return [[first], [first, second], Array(5).fill(first)];
  }
  const texts: Readonly<Record<string, string>> = {
    file: 'load/normal.json',
    finished: '2026-11-01T00:00:00Z',
    found: 'b'.repeat(40),
    expected: 'a'.repeat(40),
  };
  if (schema instanceof z.ZodString && name === 'selector') return ['', 'TestAuth*', '/a/b'];
  if (schema instanceof z.ZodString) return [texts[name] ?? name];
  throw new Error(`no sample of ${name}`);
}

function samplesOf<Shape>(union: z.ZodType<Shape> & { readonly options: readonly z.ZodObject[] }): Shape[] {
  return union.options.flatMap((option) => {
    const fields = Object.entries(option.shape).map(([name, schema]) => ({ name, values: valuesOf(name, schema) }));
    const most = Math.max(...fields.map(({ values }) => values.length));
    return Array.from({ length: most }, (_, index) =>
      union.parse(Object.fromEntries(fields.map(({ name, values }) => [name, values[Math.min(index, values.length - 1)]]))),
    );
  });
}

const verdicts: Verdict[] = [
  ...samplesOf(FailReason).map((reason) => ({ state: 'fail' as const, reason })),
  ...samplesOf(UnprovenReason).map((reason) => ({ state: 'unproven' as const, reason })),
];

const criteria: (AssessedCriterion | null)[] = [
  null,
  { kind: 'number', comparator: '<', value: 100, unit: 'ms', measure: null, from: 'text' },
  { kind: 'number', comparator: '=', value: 0, unit: 'count', measure: null, from: 'title' },
  { kind: 'number', comparator: '<=', value: 1, unit: 'count', measure: null, from: 'title' },
  { kind: 'tests', comparator: '>=', value: 1, count: 'passed', from: 'title' },
  { kind: 'tests', comparator: '>=', value: 8, count: 'tests', from: 'title' },
  { kind: 'text', text: 'ok', from: 'title' },
  { kind: 'boolean', value: false, from: 'title' },
  { kind: 'exists', from: 'title' },
  ...(['none-failed', 'none-severe', 'none-found', 'none-flaky', 'all-held', 'true', 'not-blank', 'all-verified', 'exit-0'] as const).map(
    (rule) => ({ kind: 'default', rule, from: 'default' }) as const,
  ),
];

const measurements: (Measured | null)[] = [
  null,
  { kind: 'number', value: 1720.6, unit: 'ms', covered: null, total: null, measure: null },
  { kind: 'tests', passed: 1, failed: 1, skipped: 0 },
  { kind: 'findings', count: 1 },
  { kind: 'findings', count: 10 },
  { kind: 'thresholds', held: 1, crossed: 1 },
  { kind: 'boolean', value: false },
  { kind: 'text', value: 'down' },
  { kind: 'existence' },
  { kind: 'commands', succeeded: 1, failed: 1 },
  { kind: 'items', verified: 1, total: 2 },
];

function citationOf(verdict: Verdict, more: Partial<AssessedCitation> = {}): AssessedCitation {
  return {
    target: 'result',
    label: 'k6',
    file: 'load/normal.json',
    selector: '',
    criterion: null,
    measured: null,
    verdict,
    sources: [],
    examples: [],
    ...more,
  };
}

function itemOf(mark: Mark, status: Status, more: Partial<AssessedItem> = {}): AssessedItem {
  const place = { file: 'content/checklist/1-a.md', line: 3, column: 1 };
  return {
    id: 'a/b',
    text: 'B',
    mark,
    status,
    because: null,
    was: [],
    environment: null,
    notUnderstood: [],
    doubt: null,
    citations: [],
    waiver: null,
    items: [],
    links: [],
    place,
    ...more,
  };
}

test('every reason reads well in every sentence that shows it, with any criterion, measurement and selector', () => {
  // What a citation of this release measured stands only beside a failure.
  const measuredBeside = (verdict: Verdict) => (verdict.state === 'fail' ? measurements : [null]);
  const citations = verdicts.flatMap((verdict) =>
    ['', 'critical,high', '/todo/count', '@duration'].flatMap((selector) =>
      criteria.flatMap((criterion) => measuredBeside(verdict).map((measured) => citationOf(verdict, { criterion, measured, selector }))),
    ),
  );
  const faults = citations.flatMap((citation) => {
    const item = itemOf('not-started', 'unproven', { citations: [citation] });
    const { verdict } = citation;
    const explained = explainCitation(citation);
    const parts = explained === null ? ['no explanation'] : [explained.is, explained.must, explained.todo].map(sentence);
    const reason = verdict.state === 'pass' ? [] : [sentence(reasonWords(verdict.reason))];
    return [...parts, ...reason, needWords(item) ?? '', todoWords(item) ?? ''].flatMap(grammarFaults);
  });
  expect([...new Set(faults)].slice(0, 20)).toEqual([]);
  expect(citations.flatMap((citation) => grammarFaults(`Was ${outcomeWords(citation, 'Zero mocks')}.`)).slice(0, 20)).toEqual([]);
});

describe('what an item needs is what must hold, and what there is instead', () => {
  const fail = (reason: FailReason, more: Partial<AssessedCitation> = {}) => [citationOf({ state: 'fail', reason }, more)];
  const unproven = (reason: UnprovenReason, more: Partial<AssessedCitation> = {}) => [citationOf({ state: 'unproven', reason }, more)];
  const below = { criterion: criteria[1] ?? null, selector: 'http_req_duration.p95' };

  test.each<[AssessedCitation[], string]>([
    [
      fail({ code: 'findings', count: 10 }, { file: 'scan/gosec.json', selector: 'G101' }),
      'No G101 finding; there are 10 in scan/gosec.json.',
    ],
    [fail({ code: 'findings', count: 1 }, { file: 'scan/gosec.json' }), 'No critical or high finding; there is 1 in scan/gosec.json.'],
    [fail({ code: 'findings', count: 3 }, { selector: 'CRITICAL, high' }), 'No critical or high finding; there are 3 in load/normal.json.'],
    [fail({ code: 'tests-failed', failed: 1, total: 16 }), 'No failed test; 1 of 16 failed in load/normal.json.'],
    [fail({ code: 'thresholds-crossed', crossed: 3, total: 5 }), 'No crossed threshold; 3 of 5 are crossed in load/normal.json.'],
    [
      fail({ code: 'criterion-missed' }, { ...below, measured: measurements[1] ?? null }),
      'Less than 100 ms for http_req_duration.p95; it is 1,720.6 ms in load/normal.json.',
    ],
    [
      fail({ code: 'text-differs' }, { criterion: criteria[6] ?? null, measured: { kind: 'text', value: 'down' } }),
      'The text "ok"; it is "down".',
    ],
    [unproven({ code: 'missing' }, below), 'The file load/normal.json, with less than 100 ms for http_req_duration.p95; it is not there.'],
    [
      unproven({ code: 'other-commit', file: 'load/normal.json', found: 'b'.repeat(40), expected: 'a'.repeat(40) }),
      'A run on commit aaaaaaa for load/normal.json; it is of bbbbbbb.',
    ],
  ])('%#: %j', (citations, need) => {
    expect(needWords(itemOf('not-started', 'failing', { citations }))).toBe(need);
  });

  test.each<[AssessedItem, string | null]>([
    [itemOf('complete', 'verified'), null],
    [itemOf('complete', 'attested'), null],
    [itemOf('not-started', 'waived'), null],
    [itemOf('not-applicable', 'not-applicable'), null],
    [itemOf('complete', 'claimed'), 'A result that proves it, or a signature that vouches for it; it is ticked and cites nothing.'],
    [itemOf('not-started', 'not-started'), 'A result that proves it; it cites nothing.'],
    [itemOf('blocked', 'blocked'), 'What blocks it resolved; its author marked it as blocked.'],
    [
      itemOf('not-started', 'in-progress', { items: [itemOf('complete', 'verified'), itemOf('complete', 'claimed')] }),
      'Each part of it proven; 1 of 2 parts is not.',
    ],
  ])('%#: %j', (item, need) => {
    expect(needWords(item)).toBe(need);
    expect(todoWords(item) === null).toBe(need === null);
    expect([need, todoWords(item)].flatMap((words) => (words === null ? [] : grammarFaults(words)))).toEqual([]);
  });
});

test('what is open in another part of the checklist is called by its words on pages, and by its id where nobody has them', async () => {
  const { assessment } = await assessRoot({
    items:
      '- [ ] Everything [all](/content/checklist/1-audit.md#parts)\n\n## Parts\n\n- [ ] User can log in: via UI\n- [ ] Backups are restored <!-- id: restored -->',
  });
  const [item] = itemsOf(assessment.pages);
  if (item === undefined) throw new Error('no item');
  expect([needWords(item, namesOfItems(assessment.pages)), needWords(item)]).toEqual([
    'Each item there verified; 2 items there are not verified: “User can log in: via UI” and “Backups are restored”.',
    'Each item there verified; 2 items there are not verified: user-can-log-in-via-ui and restored.',
  ]);
});
