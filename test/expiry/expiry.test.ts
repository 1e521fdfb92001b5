import { expect } from 'vitest';
import { definition } from '../../functions/expiry.ts';
import { expireEnrollments } from '../../lib/actions/expiry/expire-enrollments.ts';
import { defaultSettings } from '../../lib/domain/settings.ts';
import { day, iso, period, useSettings } from '../support/accounts.ts';
import { callsMade } from '../support/calls.ts';
import { expectProblem } from '../support/expectations.ts';
import { createUser, enrolledUser } from '../support/people.ts';
import { createUsers, sweep } from '../support/sweep.ts';
import { tableText } from '../support/table.ts';
import { testInNewWorld as test, world } from '../support/world-test.ts';

/** Expiry is about everybody: each test has an organisation of its own. */

async function expiry() {
  await world.drain();
  return world.api.expect(200, 'GET', '/v1/expiry', { as: 'auditor' });
}

const dryRun = () => world.api.expect(200, 'POST', '/v1/expiry/dry-run', { as: 'auditor', body: {} });

test('N.05 before there is anybody nothing is due, and no run is known', async () => {
  expect(await expiry()).toEqual({
    enrollmentPeriodSeconds: defaultSettings.enrollmentPeriodSeconds,
    expiredAccounts: 'disable',
    overdue: 0,
    oldestOverdueSeconds: 0,
    limit: 20,
    accounts: 0,
    forecast: { in24Hours: 0, in3Days: 0, in7Days: 0 },
    lastRun: null,
    runs: [],
  });
});

test('N.05 who is overdue and who will be is counted; the enrolled and the not required are not', async () => {
  await createUsers(world, 2);
  world.advance(2 * day);
  await createUser(world);
  world.advance(3 * day);
  await createUser(world);
  await enrolledUser(world);
  await createUser(world, { twoFactorRequired: false });
  world.advance(2 * day + 60 - 120);
  expect(await expiry()).toMatchObject({
    overdue: 2,
    oldestOverdueSeconds: 60,
    accounts: 6,
    forecast: { in24Hours: 0, in3Days: 1, in7Days: 2 },
  });
  await sweep(world);
  expect(await expiry()).toMatchObject({ overdue: 0, oldestOverdueSeconds: 0 });
});

test('N.05 by the settings of this moment: a shorter period, and none', async () => {
  await createUsers(world, 3);
  world.advance(day);
  await useSettings(world, { enrollmentPeriodSeconds: day, expiredAccounts: 'mark' });
  expect(await expiry()).toMatchObject({
    enrollmentPeriodSeconds: day,
    expiredAccounts: 'mark',
    overdue: 3,
    oldestOverdueSeconds: 5,
  });
  await useSettings(world, { enrollmentPeriodSeconds: 0 });
  expect(await expiry()).toMatchObject({
    enrollmentPeriodSeconds: 0,
    overdue: 0,
    forecast: { in24Hours: 0, in3Days: 0, in7Days: 0 },
  });
});

test('N.06 the limit is the share of all accounts, as the sweep goes by it', async () => {
  await createUsers(world, 40, { twoFactorRequired: false });
  await createUsers(world, 21);
  world.advance(period);
  const { overdue, limit } = await expiry();
  expect([overdue, limit]).toEqual([21, 20]);
  const at = iso(world.now);
  expect(await sweep(world)).toMatchObject({ refused: true, due: overdue, limit });
  const refused = { at, due: 21, expired: 0, refused: true, stopped: false, limit: 20 };
  expect(await expiry()).toMatchObject({ overdue: 21, lastRun: refused, runs: [refused] });
});

test('N.06 runs that found somebody due are kept, newest first; the last run is known in any case', async () => {
  await createUsers(world, 2);
  world.advance(period + 30);
  const first = { at: iso(world.now), due: 2, expired: 2, refused: false, stopped: false, limit: 20 };
  await sweep(world);
  expect(await expiry()).toMatchObject({ lastRun: first, runs: [first] });
  world.advance(300);
  const idle = { at: iso(world.now), due: 0, expired: 0, refused: false, stopped: false, limit: 20 };
  await sweep(world);
  expect(await expiry()).toMatchObject({ lastRun: idle, runs: [first] });
  await createUsers(world, 3);
  world.advance(period);
  const at = iso(world.now);
  let asked = 0;
  await expireEnrollments(world.services, {}, () => (++asked > 1 ? 2_999 : 60_000));
  const stopped = { at, due: 3, stopped: true, refused: false };
  const answer = await expiry();
  expect(answer).toMatchObject({ lastRun: stopped, runs: [stopped, first] });
  expect(answer.runs).toHaveLength(2);
});

test('N.06 of many runs the last twenty are shown, and rows are purged after 30 days', async () => {
  for (let run = 0; run < 22; run++) {
    await createUser(world);
    world.advance(period);
    await sweep(world);
  }
  const { runs } = await expiry();
  expect(runs).toHaveLength(20);
  expect(runs[0].at).toBe(iso(world.now));
  expect(runs.map(({ at }: { at: string }) => at)).toEqual(
    runs
      .map(({ at }: { at: string }) => at)
      .sort()
      .reverse(),
  );
  const kept = (await world.everything()).filter(({ sk }) => sk?.S?.startsWith('RUN#'));
  expect(kept).toHaveLength(22);
  for (const { at, purgeAt } of kept) expect(Number(purgeAt?.N) - Number(at?.N) / 1000).toBe(30 * day);
  const last = (await world.everything()).filter(({ sk }) => sk?.S === 'LAST');
  expect(last).toHaveLength(1);
  expect(last[0]).not.toHaveProperty('purgeAt');
});

test('N.05 the dry run tells what the sweep then does, and changes nothing', async () => {
  await createUsers(world, 3);
  world.advance(period + 60);
  await createUser(world);
  await world.drain();
  const before = await tableText(world);
  const told = await dryRun();
  expect(told).toEqual({
    dryRun: true,
    refused: false,
    due: 3,
    limit: 20,
    expired: 0,
    stopped: false,
    oldestOverdueSeconds: 60,
    forecast: { in24Hours: 0, in3Days: 0, in7Days: 1 },
    users: Array.from({ length: 3 }, () => ({
      userId: expect.any(String),
      enrollmentExpiredAt: iso(world.now - 60),
    })),
  });
  expect(await tableText(world)).toBe(before);
  expect(told).toEqual(await sweep(world, { dryRun: true }));
  expect(await sweep(world)).toMatchObject({ due: told.due, limit: told.limit, expired: 3 });
});

test('N.06 the dry run foretells a refusal, and its run is in no record', async () => {
  await createUsers(world, 21);
  world.advance(period);
  await world.drain();
  const before = await tableText(world);
  expect(await dryRun()).toMatchObject({ refused: true, due: 21, limit: 20, users: { length: 21 } });
  expect(await tableText(world)).toBe(before);
  expect(await expiry()).toMatchObject({ lastRun: null, runs: [] });
});

test.each([{ force: true }, { dryRun: false }, [], { x: 1 }])(
  'rule 13: a dry run takes no orders: %j is refused',
  async (body) => {
    const answer = await world.api.call('POST', '/v1/expiry/dry-run', { body });
    expectProblem(answer, 'invalid-request');
  },
);

test('rule 12: the function makes the calls that its role allows, and no other', async () => {
  await createUsers(world, 2);
  world.advance(period);
  await sweep(world);
  await createUser(world);
  await world.drain();
  const since = world.calls.length;
  await world.api.expect(200, 'GET', '/v1/expiry');
  await world.api.expect(200, 'GET', '/v1/expiry/users?withinHours=720');
  await world.api.expect(200, 'POST', '/v1/expiry/dry-run');
  expect(callsMade(world, since)).toEqual([...definition.needs.table].sort());
});

test('performance: who is not due costs nothing', async () => {
  const cost = async () => {
    world.advance(5);
    const since = world.calls.length;
    await world.api.expect(200, 'GET', '/v1/expiry');
    await world.api.expect(200, 'GET', '/v1/expiry/users');
    await world.api.expect(200, 'POST', '/v1/expiry/dry-run');
    const made = world.calls.slice(since);
    return { calls: made.length, read: made.reduce((sum, { read }) => sum + read, 0) };
  };
  await createUsers(world, 2);
  await world.drain();
  const few = await cost();
  await createUsers(world, 60, { twoFactorRequired: false });
  for (let i = 0; i < 6; i++) await enrolledUser(world);
  await world.drain();
  const many = await cost();
  expect(many.calls).toBe(few.calls);
  // The counters may have come to stand in more of their shards.
  expect(many.read - few.read).toBeLessThanOrEqual(2 * 16 * 0.5);
});
