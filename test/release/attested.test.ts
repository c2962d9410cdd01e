import { describe, expect, test } from 'vitest';
import type { RequiredSignOff } from '../../src/assessment/assessment.ts';
import { itemsOf } from '../../src/assessment/items.ts';
import { withSignOffs } from '../../src/assessment/readiness.ts';
import { loadRoot } from '../../src/disk/root.ts';
import { makeRoot } from '../cli/run.ts';

const root = makeRoot({
  'content/checklist/1-tests.md': [
    '# Tests',
    '',
    '- [x] Tests pass [tests](/results/next/unit/junit.xml)',
    '- [x] Tests were read by two people',
    '- [ ] The plan was read by two people',
    '- [x] Nothing is slow [slow](/results/next/unit/junit.xml#@duration "< 1 s")',
    '- [x] The plan is there [plan](/results/next/unit/plan.md)',
    '',
    '**Sign-off**: ____',
    '',
  ].join('\n'),
  'content/checklist/2-docs.md': '# Docs\n\n- [x] The manual was read\n\n**Sign-off**: ____\n',
  'content/checklist/gates.md': '# Gates\n\n- [x] All agreed\n- [x] Tests hold [tests](/content/checklist/1-tests.md)\n',
  'content/checklist/sign-off.md': '# Final\n\n- **Tech Lead**: ____\n',
  'content/portal.yaml': 'product: Teapot\nroles: { tech-lead: { title: Tech Lead } }\n',
});

async function statuses(page: string, signed: Readonly<Record<string, RequiredSignOff['state']>>): Promise<string[]> {
  const outcome = await loadRoot(root, new Date('2026-11-24T12:00:00Z'));
  if (outcome.state === 'refused') throw new Error('the root is refused');
  const required = outcome.value.assessment.signOffs.map((asked) => ({ ...asked, state: signed[asked.subject] ?? asked.state }));
  const { pages } = withSignOffs(outcome.value.unsigned, required);
  return itemsOf(pages.filter(({ id }) => id === page)).map(({ status }) => status);
}

const unsigned = ['verified', 'claimed', 'not-started', 'contradicted', 'claimed'];

describe('a current sign-off', () => {
  test('of a layer attests what is ticked there and cites nothing, and turns nothing else green', async () => {
    expect(await statuses('tests', {})).toEqual(unsigned);
    expect(await statuses('tests', { tests: 'current' })).toEqual(['verified', 'attested', 'not-started', 'contradicted', 'claimed']);
  });

  test('speaks for its own layer alone', async () => {
    expect(await statuses('docs', { tests: 'current' })).toEqual(['claimed']);
    expect(await statuses('tests', { docs: 'current', release: 'current' })).toEqual(unsigned);
  });

  test('of the release attests the gates, and no citation of them', async () => {
    expect(await statuses('gates', { tests: 'current', docs: 'current' })).toEqual(['claimed', 'contradicted']);
    expect(await statuses('gates', { release: 'current' })).toEqual(['attested', 'contradicted']);
  });

  test.each(['missing', 'stale', 'invalid', 'rejected'] as const)('that is %s attests nothing', async (state) => {
    expect(await statuses('tests', { tests: state })).toEqual(unsigned);
  });
});
