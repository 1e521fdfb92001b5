import { afterAll, expect } from 'vitest';
import type { Item } from '../../lib/store/items.ts';
import { makeCrowd } from '../prove/crowd.ts';
import { dumpOf } from '../prove/dump.ts';
import { recount } from '../prove/recount/recount.ts';
import { SweepStorm, tableDigest, transitionsIn } from '../prove/sweep-storm.ts';
import { period } from '../support/accounts.ts';
import { test, world } from '../support/world-test.ts';

let storm: SweepStorm;
test.beforeAll(async ({ world }) => {
  storm = await SweepStorm.over(world);
});
afterAll(async () => {
  await storm.stop();
});

test('G9 runs that are killed in the middle and overlap expire exactly those who are due, once', async () => {
  const due = 18;
  const began = world.now - period;
  const userIds = await makeCrowd(world, {
    count: 60,
    periodStartedAt: (nth) => (nth < due ? began : world.now),
  });
  let writes = 0;
  await storm.run(1, (operation) => operation === 'UpdateItem' && ++writes === 7);
  expect(storm.kills).toBe(1);
  const runs = await storm.run(2);
  const left = runs.reduce((sum, { expired }) => sum + expired, 0);
  expect(left).toBeGreaterThan(0);
  expect(left).toBeLessThan(due);
  await world.drain();
  const exact = { transitions: due, events: due, notices: due, wrong: 0 };
  expect(await transitionsIn(await world.everything(), new Set(userIds.slice(0, due)))).toEqual(exact);
  expect(recount(await dumpOf(world))).toEqual([]);

  const before = await tableDigest(world);
  expect(await storm.run(1)).toMatchObject([{ due: 0, expired: 0 }]);
  expect(await tableDigest(world)).toBe(before);
});

test('G9 a transition, an event or a notice that is missing, added or doubled is counted', async () => {
  const items = await world.everything();
  const { pk } = items.find(({ expiredAt }) => expiredAt) ?? {};
  const due = new Set(items.flatMap(({ pk, expiredAt }) => (expiredAt ? [pk?.S?.slice(5) ?? ''] : [])));
  const wrong = (planted: readonly Item[]): number => transitionsIn(planted, due).wrong;
  expect(wrong(items)).toBe(0);
  const events = items.filter(({ type }) => type?.S === 'enrollment.expired').slice(0, 1);
  const notices = items.filter(({ template }) => template?.S === 'expired-disabled').slice(0, 1);
  for (const one of [...events, ...notices]) {
    expect(wrong([...items, one])).toBe(1);
    expect(wrong(items.filter((item) => item !== one))).toBe(1);
  }
  const change = (to: (item: Item) => Item): Item[] =>
    items.map((item) => (item['pk'] === pk && item['sk']?.S === 'STATE' ? to(item) : item));
  expect(wrong(change((item) => ({ ...item, version: { N: '3' } })))).toBe(1);
  expect(wrong(change(({ expiredAt: _, ...item }) => item as Item))).toBe(1);
});
