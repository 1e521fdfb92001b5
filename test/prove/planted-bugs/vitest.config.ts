import { defineConfig } from 'vitest/config';

/** For one test file in a copy with a fault: as the whole suite runs it, on a database that already runs. */
export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    globalSetup: ['test/prove/planted-bugs/setup.ts'],
    testTimeout: 180_000,
    hookTimeout: 180_000,
    maxWorkers: 1,
  },
});
