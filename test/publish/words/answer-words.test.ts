import { describe, expect, test } from 'vitest';
import {
  type AssessedItem,
  type Assessment,
  type RequiredSignOff,
  type Status,
  signOffStates,
  statuses,
} from '../../../src/assessment/assessment.ts';
import { countStatuses } from '../../../src/assessment/counts.ts';
import { type Undecided, withSignOffs } from '../../../src/assessment/readiness.ts';
import type { Mark } from '../../../src/checklist/checklist.ts';
import { textSummary } from '../../../src/publish/gate/gate-summary.ts';
import {
  answerSign,
  answerWords,
  pageAnswerWords,
  pageWhyWords,
  signersWords,
  strongestReasons,
  whyWords,
} from '../../../src/publish/words/answer-words.ts';
import { countChanges } from '../../../src/publish/words/change-words.ts';
import { headline } from '../../../src/publish/words/release-words.ts';
import { statusWords } from '../../../src/publish/words/status-words.ts';
import { assessRoot } from '../../assessment/root-of.ts';
import { grammarFaults } from './grammar-faults.ts';

const place = { file: 'content/checklist/1-a.md', line: 1, column: 1 };

/** What gives an item each status. */
const marks: Readonly<Record<Status, { readonly mark: Mark; readonly verdict?: 'pass' | 'fail' | 'unproven' }>> = {
  contradicted: { mark: 'complete', verdict: 'fail' },
  failing: { mark: 'not-started', verdict: 'fail' },
  blocked: { mark: 'blocked' },
  claimed: { mark: 'complete', verdict: 'unproven' },
  unproven: { mark: 'not-started', verdict: 'unproven' },
  'in-progress': { mark: 'in-progress' },
  'not-started': { mark: 'not-started' },
  waived: { mark: 'not-started' },
  attested: { mark: 'complete' },
  verified: { mark: 'complete', verdict: 'pass' },
  'not-applicable': { mark: 'not-applicable' },
};

function itemOf(id: string, status: Status, items: readonly AssessedItem[] = []): AssessedItem {
  const { mark, verdict: state } = marks[status];
  const verdict =
    state === 'fail'
      ? ({ state, reason: { code: 'value-false' } } as const)
      : state === 'unproven'
        ? ({ state, reason: { code: 'missing' } } as const)
        : ({ state: 'pass' } as const);
  const citation = {
    target: 'result',
    label: 'a',
    file: 'a/b.json',
    selector: '',
    criterion: null,
    measured: null,
    verdict,
    sources: [],
    examples: [],
  } as const;
  const waiver = status === 'waived' ? { because: 'later', until: '2026-12-31' } : null;
  return {
    id,
    text: id,
    mark,
    status,
    because: null,
    was: [],
    environment: null,
    notUnderstood: [],
    doubt: null,
    citations: state === undefined ? [] : [citation],
    waiver,
    items,
    links: [],
    place,
  };
}

interface Parts {
  readonly layer?: readonly AssessedItem[];
  readonly gates?: readonly AssessedItem[];
  readonly blocking?: boolean;
  readonly signOffs?: readonly RequiredSignOff[];
}

function releaseOf({ layer = [], gates, blocking = true, signOffs = [] }: Parts): Assessment {
  const page = { file: place.file, slots: [], blocking };
  const role = { kind: 'role', label: 'QA Engineer', role: 'qa-engineer', place } as const;
  const undecided: Undecided = {
    product: 'Demo',
    version: '1.0.0',
    commit: '1c830fe370e25cbd029a737e35d8f41fff46b54b',
    committed: null,
    assessedAt: '2026-11-24T12:00:00.000Z',
    staleAfter: null,
    pages: [
      { ...page, id: 'audit', kind: 'layer', number: 1, title: 'Audit', sections: [{ id: '', title: '', prose: '', items: layer }] },
      ...(gates === undefined
        ? []
        : [
            {
              ...page,
              id: 'gates',
              kind: 'gates' as const,
              number: null,
              title: 'Gates',
              blocking: true,
              sections: [{ id: '', title: '', prose: '', items: gates }],
            },
          ]),
      { ...page, id: 'sign-off', kind: 'sign-off', number: null, title: 'Sign-off', slots: [role], sections: [] },
    ],
    waivers: [],
    uncited: [],
  };
  return withSignOffs(undecided, signOffs);
}

const qa = (state: RequiredSignOff['state']): RequiredSignOff => ({ subject: 'release', role: 'qa-engineer', state });
const lead = (state: RequiredSignOff['state']): RequiredSignOff => ({
  subject: 'audit',
  role: null,
  state,
  ...(state === 'missing' ? {} : { by: 'tech-lead' }),
});
const verified = [itemOf('audit/a', 'verified'), itemOf('audit/b', 'verified')];

describe('the first sentence has all reasons', () => {
  test.each<[string, Parts, string]>([
    ['ready', { layer: verified }, 'ready: both items are verified; no sign-off is asked for'],
    [
      'ready and signed',
      { layer: verified, signOffs: [qa('current'), lead('current')] },
      'ready: both items are verified; both sign-offs are current',
    ],
    [
      'waived alone',
      { layer: [itemOf('audit/a', 'waived')] },
      'ready: the only item is waived, and none is proven; no sign-off is asked for',
    ],
    ['awaiting', { layer: verified, signOffs: [qa('missing')] }, 'awaiting sign-off: both items are verified; its sign-off is missing'],
    [
      'stale',
      { layer: verified, signOffs: [qa('stale'), lead('current')] },
      'awaiting sign-off: both items are verified; of 2 sign-offs 1 is stale and 1 current',
    ],
    [
      'rejected',
      { layer: verified, signOffs: [qa('rejected'), lead('current')] },
      'not ready: QA Engineer rejects it; both items are verified; of 2 sign-offs 1 is rejected and 1 current',
    ],
    [
      'a layer rejected',
      { layer: verified, signOffs: [lead('rejected')] },
      'not ready: tech-lead rejects Layer 1: Audit; both items are verified',
    ],
    [
      'of each status some',
      {
        layer: [
          ...verified,
          ...(['contradicted', 'failing', 'unproven', 'waived'] as const).map((status) => itemOf(`audit/${status}`, status)),
        ],
      },
      'not ready: of 6 items 1 is contradicted, 1 failing, 1 unproven, 1 waived and 2 verified',
    ],
    [
      'a parent blocked',
      { layer: [itemOf('audit/p', 'blocked', verified)] },
      'not ready: both items are verified; 1 item with parts is blocked',
    ],
    ['no item', {}, 'not ready: there is no item'],
    [
      'a layer without items',
      { gates: [itemOf('gates/a', 'verified')] },
      'not ready: the only item is verified; Layer 1: Audit has no item',
    ],
    [
      'what does not block',
      { layer: [itemOf('audit/a', 'not-started')], blocking: false, gates: [itemOf('gates/a', 'verified')] },
      'ready: of 2 items 1 is not started and 1 verified; Layer 1: Audit is not ready and does not block it; no sign-off is asked for',
    ],
  ])('%s', (_, parts, reasons) => {
    expect(answerWords(releaseOf(parts))).toBe(`Demo 1.0.0 at 1c830fe is ${reasons}.`);
  });

  test('of a page too, with what a signature would do', () => {
    const signable = releaseOf({ layer: [...verified, itemOf('audit/c', 'attested')], signOffs: [lead('missing')] });
    const [page] = signable.pages;
    expect(page && pageWhyWords(page, signable)).toBe(
      'Ready to sign: of 3 items 1 is claimed and 2 verified; its sign-off is missing; it would vouch for what is claimed and cites nothing.',
    );
    expect(signable.pages.map((each) => pageAnswerWords(each, signable)).at(-1)).toBeNull();
  });
});

test('over every pair of statuses and every state of two sign-offs: every reason is named, every sum is right, and it reads well', () => {
  const pairs = statuses.flatMap((a, index) => statuses.slice(index).map((b) => [a, b] as const));
  const signings = [
    [],
    ...signOffStates.map((state) => [qa(state)]),
    ...signOffStates.flatMap((a) => signOffStates.map((b) => [qa(a), lead(b)])),
  ];
  const faults: string[] = [];
  for (const [a, b] of pairs) {
    for (const signOffs of signings) {
      for (const twice of [1, 2]) {
        const layer = [itemOf('audit/a', a), ...Array.from({ length: twice }, (_, index) => itemOf(`audit/b${index}`, b))];
        const release = releaseOf({ layer, gates: [itemOf('gates/a', 'verified')], signOffs });
        const sentences = [
          answerWords(release),
          headline(release),
          whyWords(release),
          ...release.pages.flatMap((page) => [pageAnswerWords(page, release) ?? [], pageWhyWords(page, release) ?? []].flat()),
          signersWords(release) ?? [],
        ].flat();
        faults.push(...sentences.flatMap(grammarFaults));
        const answer = answerWords(release);
        if (
          textSummary({
            assessment: release,
            page: null,
            earlier: null,
            workshop: { evidence: null, roles: undefined },
            linksOf: () => [],
          })[0] !== answer
        )
          faults.push(`the summary says something else: ${answer}`);
        const said = statuses.filter((status) => answer.includes(statusWords[status].toLowerCase()));
        const there = statuses.filter((status) => release.counts[status] > 0);
        if (!there.every((status) => said.includes(status))) faults.push(`${there.join(', ')}: ${answer}`);
        const [items = ''] = answer.split('; ').filter((clause) => /\bitems?\b/.test(clause));
        const numbers = [...items.replace(/^.*?: /, '').matchAll(/\d+/g)].map(Number);
        const [total = 0, ...parts] = numbers;
        if (parts.length > 0 && parts.reduce((sum, each) => sum + each, 0) !== total) faults.push(`the sum of ${answer}`);
        for (const { state } of signOffs) {
          const word = state === 'rejected' ? 'rejects' : state === 'invalid' ? 'not valid' : state;
          if (!answer.includes(word)) faults.push(`${state}: ${answer}`);
        }
      }
    }
  }
  expect([...new Set(faults)].slice(0, 10)).toEqual([]);
});

describe('the strongest reasons', () => {
  const words = async (items: string, results: Readonly<Record<string, string>> = {}, pages: Readonly<Record<string, string>> = {}) => {
    const { assessment } = await assessRoot({ items, results, pages });
    return strongestReasons(assessment, null).map((reason) => reason.words);
  };
  const report = { 'unit/r.json': '{"yes": true, "no": false}' };

  test('are at most three, the gravest first, and an answer that is open never takes a green sign', async () => {
    const cite = (key: string) => `[r](/results/next/unit/r.json#/${key})`;
    const items = `- [x] A ${cite('no')}\n- [ ] B ${cite('no')}\n- [ ] C\n- [x] D ${cite('yes')}\n\n**Sign-off**: ____`;
    expect(await words(items, report)).toEqual([
      '1 item is ticked, and evidence contradicts it.',
      '1 of 4 items fails by its evidence.',
      '1 of 4 items is not started.',
    ]);
    const { assessment } = await assessRoot({ items, results: report });
    expect(answerSign(assessment.state, assessment.counts)).toBe('contradicted');
  });

  test('count gates by name', async () => {
    const gates = '# Gates\n\n- [x] G [r](/results/next/unit/r.json#/no)\n- [ ] H\n';
    expect((await words('- [ ] A', report, { 'gates.md': gates }))[0]).toBe('1 of 2 quality gates is ticked, and evidence contradicts it.');
  });

  test('of what is waived throughout is no green sign', async () => {
    expect(answerSign('ready', countStatuses(['waived', 'waived']))).toBe('waived');
    expect(answerSign('ready', countStatuses(['waived', 'verified']))).toBe('verified');
  });
});

test('counts that changed say what got worse first', () => {
  const before = countStatuses(['failing', 'failing', 'verified', 'claimed']);
  const after = countStatuses(['failing', 'verified', 'verified', 'contradicted']);
  expect(countChanges(before, after)).toBe('1 more contradicted, 1 more verified, 1 fewer claimed, 1 fewer failing');
  expect(countChanges(after, after)).toBe('as many items of each status as before');
});
