import { expect } from 'vitest';
import { period, stageOf } from '../support/accounts.ts';
import { createUsers, sweep } from '../support/sweep.ts';
import { testInNewWorld as test, world } from '../support/world-test.ts';

/** Accounts whose period is over, among others that are not concerned. */
async function organisation({ due, others }: { due: number; others: number }): Promise<string[]> {
  const userIds = await createUsers(world, due);
  await createUsers(world, others, { twoFactorRequired: false });
  await world.drain();
  world.advance(period);
  return userIds;
}

async function refusals(): Promise<object[]> {
  await world.drain();
  const { items } = await world.api.expect(200, 'GET', '/v1/events');
  return items.filter(({ type }: { type: string }) => type === 'sweep.refused');
}

test('N.06 a run that would expire more than the limit touches nobody and says so in an event', async () => {
  const userIds = await organisation({ due: 21, others: 3 });
  expect(await sweep(world)).toMatchObject({ refused: true, due: 21, limit: 20, expired: 0 });
  for (const userId of userIds.slice(0, 3)) {
    expect(await world.api.expect(200, 'GET', `/v1/users/${userId}`)).toMatchObject({ enabled: true });
  }
  const actor = 'schedule:expire-enrollments';
  expect(await refusals()).toMatchObject([{ actor, details: { due: 21, limit: 20 } }]);
});

test('N.06 a dry run foretells the refusal and records none', async () => {
  await organisation({ due: 21, others: 0 });
  expect(await sweep(world, { dryRun: true })).toMatchObject({
    refused: true,
    due: 21,
    users: { length: 21 },
  });
  expect(await refusals()).toEqual([]);
});

test('D1, N.06 who is expired stays shut out while the breaker holds the sweep', async () => {
  const [userId = ''] = await organisation({ due: 21, others: 0 });
  await sweep(world);
  expect(await stageOf(world, userId)).toBe('expired');
});

test('N.06 with force the run goes on over the limit', async () => {
  const userIds = await organisation({ due: 21, others: 0 });
  expect(await sweep(world, { force: true })).toMatchObject({ refused: false, due: 21, expired: 21 });
  expect(await stageOf(world, userIds[20] ?? '')).toBe('expired');
});

test('N.06 small numbers never trip the breaker, even if they are everybody', async () => {
  await organisation({ due: 20, others: 0 });
  expect(await sweep(world)).toMatchObject({ refused: false, due: 20, limit: 20, expired: 20 });
});

test('N.06 in a larger organisation the limit is its share of all accounts', async () => {
  await organisation({ due: 21, others: 189 });
  expect(await sweep(world)).toMatchObject({ refused: false, due: 21, limit: 21, expired: 21 });
});
