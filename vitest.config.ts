import { defineConfig } from 'vitest/config';

export default defineConfig({
  // A busy machine is no fault: what hangs is ended all the same.
  test: { include: ['test/**/*.test.ts'], exclude: ['test/e2e/**'], testTimeout: 60_000 },
});
