import { defineConfig } from 'vitest/config';

/** Deploys by the CDK's command line into an emulator of AWS: minutes, and Python 3 beside Node. */
export default defineConfig({
  test: {
    include: ['test/deploy/**/*.deploy.ts'],
    testTimeout: 300_000,
    hookTimeout: 300_000,
    fileParallelism: false,
    // What is deployed in one step is walked through in the next.
    sequence: { concurrent: false },
    bail: 1,
  },
});
