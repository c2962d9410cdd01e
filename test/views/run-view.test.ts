import { expect, test } from 'vitest';
import { currentLinks } from '../../src/views/links.ts';
import { jobViews } from '../../src/views/run-view.ts';
import { assessRoot, run } from '../assessment/root-of.ts';

test('a job says of each of its runs what ran, how it ended, how long it took and what it wrote', async () => {
  const results = {
    'scan/shard-1/run.json': run('scan', {
      shard: { index: 1, total: 2 },
      started: '2026-11-23T08:59:30Z',
      commands: [
        { command: 'gosec ./...', exitCode: 1, files: ['a.json'] },
        { command: 'true', exitCode: 0 },
      ],
      environment: { name: 'ci', go: '1.26' },
      url: 'https://ci.example/1',
    }),
    'scan/shard-1/a.json': '{}',
    'scan/shard-1/b.json': '{}',
    'scan/shard-2/run.json': '{}',
    'scan/shard-2/a.json': '{}',
  };
  const { input } = await assessRoot({ items: '- [ ] Something', results });
  const [job] = jobViews(input, currentLinks);
  const [first, second] = job?.runs ?? [];
  expect(job).toMatchObject({ name: 'scan', counted: '3 result files of 2 runs.' });
  expect(first).toMatchObject({
    title: 'shard 1 of 2',
    record: '/evidence/scan/shard-1/run.json/',
    counted: '1 of 2 commands failed.',
    commands: [
      { command: 'gosec ./...', exitCode: 1, files: [{ name: 'a.json', href: '/evidence/scan/shard-1/a.json/' }] },
      { command: 'true', exitCode: 0, files: [] },
    ],
    others: [{ name: 'b.json', href: '/evidence/scan/shard-1/b.json/' }],
    notices: [],
  });
  expect(first?.facts.map(({ name, value }) => [name, value])).toEqual([
    ['Started', '23 Nov 2026, 08:59 UTC'],
    ['Finished', '23 Nov 2026, 09:00 UTC'],
    ['Took', '30\u{a0}s'],
    ['CI run', 'https://ci.example/1'],
    ['Commit', expect.any(String)],
    ['Environment', 'ci'],
    ['go', '1.26'],
  ]);
  expect(second?.commands).toEqual([]);
  expect(second?.notices[0]).toBe('It has no run.json that can be used: what stands here proves nothing.');
});
