import { generatedTests } from '../../reports/generated.ts';

const actions = { passed: 'pass', failed: 'fail', skipped: 'skip' };

export const generated = generatedTests((tests) => {
  const event = (Action: string, Test?: string) =>
    JSON.stringify({ Time: '2026-11-24T12:00:00Z', Action, Package: 'x/y', Test, Elapsed: 0.1 });
  const events = tests.flatMap(({ status }, index) => [event('run', `Test${index}`), event(actions[status], `Test${index}`)]);
  const end = tests.some(({ status }) => status === 'failed') ? 'fail' : 'pass';
  return [event('start'), ...events, event(end), ''].join('\n');
});
