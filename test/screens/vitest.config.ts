import { defineConfig } from 'vitest/config';
import base from '../../vitest.config.ts';

/** `npm run test:screens`: every screen of the console by itself, in a browser and a service of its own. */
export default defineConfig({
  test: { ...base.test, include: ['test/screens/*.screens.ts'] },
});
