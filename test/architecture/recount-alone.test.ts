import { expect, test } from 'vitest';
import { modulesIn } from './modules.ts';

const allowed = /^(test\/prove\/recount\/|node:crypto$)/;

test('G5 the recount shares nothing with what it checks: it imports its own files and hashes, no more', () => {
  const modules = modulesIn('test/prove/recount');
  expect(modules.length).toBeGreaterThan(10);
  const foreign = modules.flatMap(({ path, imports }) =>
    imports.filter(({ from }) => !allowed.test(from)).map(({ from }) => `${path} imports ${from}`),
  );
  expect(foreign).toEqual([]);
});

test.each(['lib/store/keys.ts', 'functions/index.ts', 'build/bundle.ts', 'test/support/world.ts'])(
  'G5 an import of %s would be noticed',
  (path) => {
    expect(allowed.test(path)).toBe(false);
  },
);
