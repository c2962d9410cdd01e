import fc from 'fast-check';
import { countTests, type Generated, names } from '../../reports/generated.ts';

/** By the words that adaptors write for status and stage. */
const outcomes = [
  ['passed', 'finished', 'passed'],
  ['failed', 'finished', 'failed'],
  ['broken', 'finished', 'failed'],
  ['skipped', 'finished', 'skipped'],
  ['skipped', 'pending', 'skipped'],
  [null, 'running', 'failed'],
  ['passed', 'interrupted', 'failed'],
] as const;

const step = fc.record({ name: names, status: fc.constantFrom('passed', 'failed', 'broken'), stage: fc.constant('finished') });

export const generated: Generated = fc
  .record({
    outcome: fc.constantFrom(...outcomes),
    name: names,
    steps: fc.array(step, { maxLength: 3 }),
    start: fc.integer({ min: 1_700_000_000_000, max: 1_900_000_000_000 }),
    milliseconds: fc.nat(90_000),
    flaky: fc.boolean(),
  })
  .map(({ outcome: [status, stage, verdict], name, steps, start, milliseconds, flaky }) => ({
    content: JSON.stringify({
      uuid: '0d9b9b8e-6f0e-4c35-9f0c-2d0f6ff6a001',
      name,
      fullName: `shop.checkout.${name}`,
      historyId: '9854cc4529fc23cdd877b21cd5f5fcce',
      status,
      statusDetails: { known: false, muted: false, flaky, message: status === 'passed' ? undefined : 'not ok', trace: 'at line 1' },
      stage,
      steps: steps.map((each) => ({ ...each, steps: [], attachments: [], parameters: [], start, stop: start })),
      attachments: [],
      parameters: [{ name: 'browser', value: 'any' }],
      labels: [{ name: 'parentSuite', value: 'checkout' }],
      links: [],
      start,
      stop: start + milliseconds,
    }),
    counts: {
      ...countTests([{ status: verdict }]),
      flaky: verdict === 'passed' && flaky ? 1 : 0,
      durationMs: milliseconds,
      testsMs: milliseconds,
    },
  }));
