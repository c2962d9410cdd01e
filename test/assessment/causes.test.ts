import { describe, expect, test } from 'vitest';
import { findCauses } from '../../src/assessment/causes.ts';
import { openItems } from '../../src/assessment/readiness.ts';
import { assessRoot, type RootParts, run } from './root-of.ts';

/** The causes of a root as `kind or reason, files: items that it alone keeps open / items that others keep open too`. */
async function causesOf(parts: RootParts): Promise<string[]> {
  const { assessment } = await assessRoot(parts);
  const texts = (items: readonly { readonly text: string }[]) => items.map(({ text }) => text).join(', ');
  const causes = findCauses(assessment.pages, assessment);
  const ids = (items: readonly { readonly id: string }[]) => new Set(items.map(({ id }) => id));
  expect(ids(causes.flatMap(({ alone, shared }) => [...alone, ...shared]))).toEqual(ids(openItems(assessment.pages)));
  return causes.map(
    ({ of, files, alone, shared }) =>
      `${'reason' in of ? of.reason.code : of.kind}${files.length === 0 ? '' : ` ${files.join(' ')}`}: ${texts(alone)}${shared.length === 0 ? '' : ` / ${texts(shared)}`}`,
  );
}

const value = (pointer: string, title = '') => `[r](/results/next/unit/r.json#/${pointer}${title === '' ? '' : ` "${title}"`})`;
const report = { 'unit/r.json': '{"a": true, "no": false, "other": false, "count": 4}' };

describe('open items with one cause stand together', () => {
  test.each<[string, RootParts, string[]]>([
    [
      'what cites nothing, apart from what is ticked all the same',
      { items: '- [ ] A\n- [x] B\n- [→] C' },
      ['nothing-cited: A, C', 'nothing-cited: B'],
    ],
    [
      'what a file shows, whatever of it fails',
      { items: `- [ ] A ${value('no')}\n- [ ] B ${value('other')}`, results: report },
      ['value-false unit/r.json: A, B'],
    ],
    [
      'what was measured in the wrong environment, whichever file it is in',
      {
        items: '- [ ] A [r](/results/next/a/r.json#/a)\n- [ ] B [r](/results/next/b/r.json#/a)'.replace(
          /^/,
          '<!-- environment: staging -->\n\n',
        ),
        results: { 'a/r.json': '{"a": true}', 'b/r.json': '{"a": true}' },
      },
      ['other-environment a/r.json b/r.json: A, B'],
    ],
    [
      'what is of another commit',
      {
        items: '- [ ] A [r](/results/next/a/r.json#/a)\n- [ ] B [r](/results/next/b/r.json#/a)',
        results: {
          'a/r.json': '{"a": true}',
          'b/r.json': '{"a": true}',
          'a/run.json': run('a', { commit: 'b'.repeat(40) }),
          'b/run.json': run('b', { commit: 'b'.repeat(40) }),
        },
      },
      ['other-commit a/r.json b/r.json: A, B'],
    ],
    ['what is blocked', { items: '- [❌] A\n- [❌] B' }, ['blocked: A, B']],
    ['nothing, where nothing is open', { items: `- [x] A ${value('a')}`, results: report }, []],
  ])('%s', async (_, parts, causes) => {
    expect(await causesOf(parts)).toEqual(causes);
  });
});

test('an item that two causes keep open stands at both, and is unblocked by neither alone', async () => {
  const items = `- [ ] A ${value('no')} [m](/results/next/unit/absent.json)\n- [ ] B ${value('no')}`;
  expect(await causesOf({ items, results: report })).toEqual(['value-false unit/r.json: B / A', 'missing unit/absent.json:  / A']);
});

test('what rests on other items stands at their causes', async () => {
  const items = `- [ ] A ${value('no')}\n- [ ] B [all](#more)\n\n## More\n- [ ] C ${value('other')}`.replace(
    '#more',
    '/content/checklist/1-audit.md#more',
  );
  expect(await causesOf({ items, results: report })).toEqual(['value-false unit/r.json: A, B, C']);
});

test('what is waived is no proof of what rests on it', async () => {
  const items = '- [ ] A\n\n## More\n- [ ] B [all](/content/checklist/1-audit.md#all)';
  const waivers = [{ item: 'audit/all/a', because: 'later', until: '2027-01-01' }];
  expect(await causesOf({ items, waivers })).toEqual(['excepted: B']);
});

test('causes come first that contradict a claim, then those of gates, then by how much they keep open', async () => {
  const items = `- [ ] A\n- [ ] B\n- [ ] C\n- [x] D ${value('no')}\n- [ ] E [f](/results/next/lint/f.json#/no)\n- [ ] F [f](/results/next/lint/f.json#/no)`;
  const gates = '# Gates\n\n- [ ] G [g](/results/next/load/absent.json)\n';
  expect(await causesOf({ items, pages: { 'gates.md': gates }, results: { ...report, 'lint/f.json': '{"no": false}' } })).toEqual([
    'value-false unit/r.json: D',
    'missing load/absent.json: G',
    'nothing-cited: A, B, C',
    'value-false lint/f.json: E, F',
  ]);
});
