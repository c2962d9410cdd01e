import { availableParallelism } from 'node:os';
import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    globalSetup: 'test/bundle-program.ts',
    exclude: ['test/e2e/**', 'test/**/*.slow.test.ts'],
    // Most of them wait for commands that they started, and some of those for a disk.
    maxWorkers: availableParallelism() + 1,
    // A busy machine is no fault: what hangs is ended all the same.
    testTimeout: 60_000,
    hookTimeout: 60_000,
    // A command that runs long says so in CI, and how long one takes here is no test's matter.
    env: { CI: '' },
  },
});
