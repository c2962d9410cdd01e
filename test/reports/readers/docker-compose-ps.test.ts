import { expect, test } from 'vitest';
import { readLoad } from '../load.ts';

const container = (name: string, more: object = {}) => ({
  Command: '"/run"',
  CreatedAt: '2026-11-20 09:00:00 +0000 UTC',
  ExitCode: 0,
  Health: '',
  Name: name,
  Service: 'api',
  State: 'running',
  ...more,
});
const lines = (...containers: object[]) => containers.map((each) => JSON.stringify(each)).join('\n');

test('a container without a health check, or one that stopped since, is not healthy', async () => {
  const stopped = container('c', { State: 'exited', Health: 'healthy' });
  expect(await readLoad(lines(container('a'), container('b', { Health: 'healthy' }), stopped))).toMatchObject({
    metrics: {
      containers: { count: '3 count' },
      running: { count: '2 count' },
      healthy: { count: '1 count' },
      completed: { count: '1 count' },
    },
  });
});

test('the containers of a service are counted apart', async () => {
  expect(await readLoad(lines(container('a'), container('b', { Service: 'say "hi"' })))).toMatchObject({
    metrics: {
      running: { count: '2 count' },
      'running{service="api"}': { count: '1 count' },
      'running{service="say \\"hi\\""}': { count: '1 count' },
    },
  });
});

test.each([
  ['an empty list, which names no tool,', '[]', 'FORMAT_UNKNOWN'],
  ['a container that is listed twice', lines(container('a'), container('a')), 'TWO_DOCUMENTS'],
  ['a state that Docker does not have', lines(container('a', { State: 'well' })), 'SHAPE'],
  ['a line that was cut', lines(container('a'), container('b')).slice(0, -9), 'TRUNCATED'],
])('%s is refused', async (_what, text, code) => {
  expect(await readLoad(text)).toMatchObject({ codes: [code] });
});

test('what docker ps lists is not taken for it', async () => {
  expect(await readLoad(lines({ Command: '"/run"', CreatedAt: '2026', ID: 'a', Image: 'x', Names: 'a', State: 'running' }))).toMatchObject({
    codes: ['FORMAT_UNKNOWN'],
  });
});
