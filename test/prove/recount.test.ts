import { describe, expect } from 'vitest';
import { test, world } from '../support/world-test.ts';
import { liveBusily } from './busy-world.ts';
import { corruptions } from './corruptions.ts';
import { dumpOf } from './dump.ts';
import type { Dump } from './recount/book.ts';
import { invariants, recount } from './recount/recount.ts';

let dump: Dump;
test.beforeAll(async ({ world }) => {
  dump = await dumpOf(world, await liveBusily(world));
});

test('G5 of a busy deployment all fourteen invariants hold', () => {
  expect(dump.items.length).toBeGreaterThan(500);
  expect(recount(dump)).toEqual([]);
});

test('rule 11 the stream may repeat itself from the beginning: they hold as before', async () => {
  await world.drainAgain();
  expect(recount({ ...dump, items: await world.everything() })).toEqual([]);
});

describe('G5 a recount that finds nothing has looked', () => {
  test.each(corruptions)('$of finds $what', ({ of, plant }) => {
    expect(recount(plant(dump)).map(({ invariant }) => invariant)).toContain(of);
  });

  test('each of the fourteen has a corruption of its own', () => {
    expect(invariants.filter((id) => !corruptions.some(({ of }) => of === id))).toEqual([]);
    expect(invariants).toHaveLength(14);
  });
});
