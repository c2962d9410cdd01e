import { defineConfig } from 'vitest/config';

/** Tests that start hundreds of commands: `npm run slow`, which `.ci/run` does after `npm test`. */
export default defineConfig({
  test: {
    globalSetup: 'test/bundle-program.ts',
    include: ['test/**/*.slow.test.ts'],
    maxWorkers: '100%',
    testTimeout: 120_000,
    hookTimeout: 120_000,
    env: { CI: '' },
  },
});
