import { describe, expect, test } from 'vitest';
import type { SignOffSlot } from '../../src/checklist/checklist.ts';
import { judgeSignOffs } from '../../src/signing/judge-sign-offs.ts';
import type { NamedBytes } from '../../src/signing/record.ts';
import { currentLinks } from '../../src/views/links.ts';
import { signOffBoard } from '../../src/views/sign-off-board.ts';
import { signOffsView } from '../../src/views/sign-off-table.ts';
import { assessRoot } from '../assessment/root-of.ts';
import { auditBefore, filesOf, keptSubject, rules, world } from '../signing/sign-off-world.ts';

const place = { file: 'content/checklist/sign-off.md', line: 1, column: 1 };
const slot = (kind: SignOffSlot['kind'], label: string, role: string | null = null): SignOffSlot => ({ kind, label, role, place });
const files = (...names: readonly string[]) => names.flatMap(filesOf);

const finalPage = {
  id: 'sign-off',
  kind: 'sign-off',
  slots: [
    slot('decision', 'Production Ready'),
    slot('date', 'Date'),
    slot('role', 'Backend Engineer', 'backend-engineer'),
    slot('role', 'QA Engineer', 'qa-engineer'),
    slot('role', 'Tech Lead', 'tech-lead'),
  ],
} as const;
const layer = { id: 'code-audit', kind: 'layer', slots: [slot('layer', 'Sign-off'), slot('date', 'Date')] } as const;

function view(page: typeof finalPage | typeof layer, given: readonly NamedBytes[], state: 'ready' | 'not-ready' = 'not-ready') {
  const judged = judgeSignOffs(world(given));
  return signOffsView(page, { signOffs: judged.required, state }, { signOffs: judged.records, roles: rules.roles, released: null });
}

const values = (page: typeof finalPage | typeof layer, given: readonly NamedBytes[]) => view(page, given).slots.map(({ value }) => value);

describe('the lines of the checklist', () => {
  test('say "not signed" where there is no record', () => {
    expect(values(finalPage, [])).toEqual(['NO: 0 of 3 roles signed', 'none yet', 'not signed', 'not signed', 'not signed']);
    expect(values(layer, [])).toEqual(['not signed', 'none yet']);
    expect([...view(finalPage, []).slots.slice(1), ...view(layer, []).slots].some(({ filled }) => filled)).toBe(false);
  });

  test('name who signed, for which role, and when by their own word', () => {
    expect(values(layer, files('audit'))).toEqual(['jo@example.org, Tech Lead: approved', '23 Nov 2026, by the word of who signed']);
  });

  test('say no until every role has signed', () => {
    expect(values(finalPage, files('good', 'conditions'))).toEqual([
      'NO: 2 of 3 roles signed',
      'none yet',
      'not signed',
      'kim@example.org, QA Engineer: approved, with conditions',
      'jo@example.org, Tech Lead: approved',
    ]);
  });

  test('say yes of a release that is ready alone', () => {
    expect(view(finalPage, files('good'), 'ready').slots[0]?.value).toBe('YES');
  });

  test.each([
    ['a rejection', files('good', 'rejected'), 'rejected by jo@example.org, Tech Lead'],
    ['a signature taken back', files('good', 'withdrawn'), 'not signed: jo@example.org, Tech Lead, took the signature back'],
    ['a signature that does not count', files('revoked'), 'not signed: the signature of jo@example.org, Tech Lead, does not count'],
  ])('show %s', (_, given, value) => {
    expect(values(finalPage, given)[4]).toBe(value);
  });

  test('show a stale signature as none', () => {
    expect(values(layer, files('audit-before'))).toEqual(['not signed: the signature of jo@example.org, Tech Lead, is stale', 'none yet']);
  });

  test('show a rejection of a layer before an approval by another role', () => {
    expect(values(layer, files('audit', 'audit-rejected'))[0]).toBe('rejected by kim@example.org, Security Engineer');
  });
});

describe('the records', () => {
  test('are all there, the newest first, rejections and replaced ones too', () => {
    expect(view(finalPage, files('good', 'rejected', 'second-thoughts')).records).toMatchObject([
      { title: 'Tech Lead, jo@example.org: rejected', note: 'the soak test crashed', words: 'It keeps what it is about from being ready.' },
      { title: 'Security Engineer, kim@example.org: rejected', note: 'a secret leaked' },
      { title: 'Tech Lead, jo@example.org: approved', words: 'The role has said something newer.', when: '23 Nov 2026, 09:00 UTC' },
    ]);
  });

  test('of another subject stand on its own page', () => {
    expect(view(layer, files('good', 'audit')).records).toHaveLength(1);
    expect(view(finalPage, files('good', 'audit')).records).toHaveLength(1);
  });

  test('that are stale say what changed', () => {
    const [record] = view(layer, [...files('audit-before'), keptSubject(auditBefore)]).records;
    expect(record?.words).toBe('Stale: what was signed has changed.');
    expect(record?.changes).toEqual(['code-audit/lint: contradicted, now verified', 'the result file lint/vet.json was changed']);
  });

  test('that cannot be read are shown with the release', () => {
    const broken = [{ path: 'results/next/sign-offs/x.json', bytes: Buffer.from('{') }];
    expect(view(finalPage, broken).records).toMatchObject([
      { title: 'x.json', state: 'invalid', words: 'It does not count: it cannot be read.', when: null },
    ]);
    expect(view(layer, broken).records).toEqual([]);
  });

  test('link their bytes and their signature', () => {
    const [record] = view(layer, files('audit')).records;
    expect([record?.download, record?.signature].map((link) => /^\/objects\/[0-9a-f]{64}\.txt$/.test(link ?? ''))).toEqual([true, true]);
  });
});

test('the release date is the day it was frozen', () => {
  const page = { id: 'post-release', kind: 'post-release', slots: [slot('release-date', 'Release Date')] } as const;
  const dated = (released: string | null) =>
    signOffsView(page, { signOffs: [], state: 'ready' }, { signOffs: [], roles: {}, released }).slots[0]?.value;
  expect([dated(null), dated('2026-11-24T12:00:00Z')]).toEqual(['not released', 'frozen on 24 Nov 2026']);
});

test('the board has every sign-off that is asked for, rejections first, with who said what and what to type', async () => {
  const { assessment } = await assessRoot({ items: '- [ ] A' });
  const judged = judgeSignOffs(world(files('good', 'conditions', 'audit-rejected')));
  const { words, rows } = signOffBoard({ ...assessment, signOffs: judged.required }, judged.records, rules.roles, currentLinks);
  expect(words).toMatch(/^Of \d sign-offs /);
  expect(rows).toHaveLength(judged.required.length);
  const gravity = ['Rejected', 'Not valid', 'Stale', 'Missing', 'Current'];
  const states = rows.map(({ state }) => gravity.indexOf(state));
  expect(states).toEqual([...states].sort());
  expect(rows[0]).toMatchObject({ state: 'Rejected', by: 'kim@example.org: rejected' });
  expect(rows.find(({ by }) => by?.endsWith('approved, with conditions'))?.note).toEqual(expect.any(String));
  expect(rows.map(({ command }) => command)).toContain(
    'npx readiness-portal sign-off --release next --role backend-engineer --decision approved',
  );
});

test('where no sign-off is asked for the board says why', async () => {
  const { assessment } = await assessRoot({ items: '- [ ] A' });
  expect(signOffBoard(assessment, [], undefined, currentLinks)).toEqual({
    words: expect.stringMatching(/^No sign-off is asked for: /),
    rows: [],
  });
});
