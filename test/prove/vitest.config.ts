import { defineConfig } from 'vitest/config';

/** What needs more of the machine than Node and Java: not part of `npm test`, and never skipped when asked for. */
export default defineConfig({
  test: {
    include: ['test/prove/**/*.prove.ts'],
    globalSetup: ['test/support/global-setup.ts'],
    testTimeout: 60_000,
    hookTimeout: 60_000,
  },
});
