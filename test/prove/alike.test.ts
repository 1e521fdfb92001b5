import { describe, expect } from 'vitest';
import { useSettings } from '../support/accounts.ts';
import { test, world } from '../support/world-test.ts';
import { alike } from './alike/classes.ts';
import { compare, measure, prepared, wordsOf } from './alike/compare.ts';
import { seeded } from './random.ts';

test.beforeAll(async ({ world }) => {
  await useSettings(world, { backupCodeCount: 1 });
});

describe('G12 status, headers, body and the amount of reads do not reveal which case it is', () => {
  test.each(alike.map((one) => [one.name, one] as const))('%s', async (_name, one) => {
    const words = new Map<string, string[]>();
    for (const [name, { ask, reset }] of await prepared(world, one)) {
      // Once for what is read again when it has become old, whatever is asked.
      await reset?.();
      await ask();
      await reset?.();
      const before = world.calls.length;
      const answer = wordsOf(await ask());
      const said = `${answer} after ${world.calls.slice(before).map((call) => call.name)}`;
      expect(said).toMatch(/^\{"status":4/);
      words.set(said, [...(words.get(said) ?? []), name]);
    }
    expect([...words.values()]).toEqual([Object.keys(one.cases)]);
  });
});

test('G12 a difference of five milliseconds is seen, and none where there is none', async () => {
  const draw = seeded(7);
  const takes = (milliseconds: number) => ({
    ask: async () => {
      for (const until = performance.now() + milliseconds + draw(100) / 100; performance.now() < until; );
      return {} as never;
    },
  });
  const [first = [], same = [], later = []] = await measure([takes(0), takes(0), takes(5)], 40, draw);
  expect(compare(first, later).medianDifference).toBeGreaterThan(2);
  expect(compare(first, later).t).toBeGreaterThan(4.5);
  expect(Math.abs(compare(first, same).medianDifference)).toBeLessThan(2);
});
