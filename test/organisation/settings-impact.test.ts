import { BatchWriteItemCommand } from '@aws-sdk/client-dynamodb';
import { describe, expect } from 'vitest';
import { definition } from '../../functions/settings.ts';
import { defaultSettings, type Settings, settingRanges, zeroMeansNever } from '../../lib/domain/settings.ts';
import { day, period, useSettings } from '../support/accounts.ts';
import { spend } from '../support/backup-codes.ts';
import { callsMade } from '../support/calls.ts';
import { expectProblem } from '../support/expectations.ts';
import { itemsOf } from '../support/faults.ts';
import { createUser, enrolledUser } from '../support/people.ts';
import { createUsers, sweep } from '../support/sweep.ts';
import { tableText } from '../support/table.ts';
import { testInNewWorld as test, world } from '../support/world-test.ts';

/** An impact is about everybody: each test has an organisation of its own. */

const ask = (body: unknown) => world.api.call('POST', '/v1/settings/impact', { as: 'auditor', body });

async function impact(change: Partial<Settings>) {
  await world.drain();
  const { status, body } = await ask(change);
  expect(status).toBe(200);
  return body.changes;
}

test('N.07 of several settings those that really change are reported, with the current and the new value', async () => {
  const changes = await impact({ ...defaultSettings, totpWindow: 1, issuer: 'Bank', otpLength: 6 });
  expect(changes).toEqual([
    { setting: 'issuer', from: 'Countersign', to: 'Bank', users: 0, effect: expect.any(String) },
    { setting: 'totpWindow', from: 3, to: 1, users: 0, effect: expect.stringContaining('1 time step ') },
  ]);
  expect(await impact({})).toEqual([]);
  expect(await impact(defaultSettings)).toEqual([]);
});

test('N.07 against the settings as they are now, and not as cached', async () => {
  await world.api.expect(200, 'GET', '/v1/users');
  await world.api.expect(200, 'PUT', '/v1/settings', { body: { totpWindow: 1 } });
  expect(await impact({ totpWindow: 1 })).toEqual([]);
  expect(await impact({ totpWindow: 3 })).toMatchObject([{ from: 1, to: 3 }]);
});

test('N.07 a shorter period tells whom it would expire at once, and saving it does just that', async () => {
  await createUsers(world, 3);
  world.advance(2 * day);
  await createUsers(world, 2);
  await enrolledUser(world);
  await createUser(world, { twoFactorRequired: false });
  const change = { enrollmentPeriodSeconds: day };
  const [told] = await impact(change);
  expect(told).toMatchObject({
    setting: 'enrollmentPeriodSeconds',
    from: period,
    to: day,
    users: 5,
    expiringAtOnce: 3,
    effect: expect.stringMatching(/3 of 5 users/),
  });
  await useSettings(world, change);
  expect(await sweep(world)).toMatchObject({ due: 3, expired: 3 });
});

test('N.07 a longer period expires nobody at once, and none at all nobody ever', async () => {
  await createUsers(world, 2);
  world.advance(period + 60);
  expect(await impact({ enrollmentPeriodSeconds: 2 * period })).toMatchObject([
    { users: 2, expiringAtOnce: 0 },
  ]);
  expect(await impact({ enrollmentPeriodSeconds: 0 })).toMatchObject([{ users: 2, expiringAtOnce: 0 }]);
});

test('N.07 the users who would be expired are counted to the second', async () => {
  await createUser(world);
  world.advance(day - 1);
  expect(await impact({ enrollmentPeriodSeconds: day })).toMatchObject([{ expiringAtOnce: 0 }]);
  world.advance(1);
  expect(await impact({ enrollmentPeriodSeconds: day })).toMatchObject([{ expiringAtOnce: 1 }]);
});

test('N.07 what is done to expired accounts concerns those overdue that no run has found', async () => {
  await createUsers(world, 2);
  world.advance(period);
  await createUser(world);
  expect(await impact({ expiredAccounts: 'mark' })).toMatchObject([
    { from: 'disable', to: 'mark', users: 2 },
  ]);
  await sweep(world);
  expect(await impact({ expiredAccounts: 'mark' })).toMatchObject([{ users: 0 }]);
  await useSettings(world, { enrollmentPeriodSeconds: 0 });
  expect(await impact({ expiredAccounts: 'mark' })).toMatchObject([{ users: 0 }]);
});

test('N.07 few backup codes: those whom the overview would list are counted, and saving lists them', async () => {
  const people = [await enrolledUser(world), await enrolledUser(world), await enrolledUser(world)] as const;
  await spend(world, people[0], 6);
  await spend(world, people[1], 7);
  await spend(world, people[2], 10);
  const inactive = await enrolledUser(world);
  await spend(world, inactive, 7);
  await world.api.expect(200, 'PATCH', `/v1/users/${inactive.userId}`, { body: { active: false } });
  expect(await impact({ backupCodesLow: 4 })).toMatchObject([{ from: 2, to: 4, users: 2 }]);
  expect(await impact({ backupCodesLow: 3 })).toMatchObject([{ users: 1 }]);
  expect(await impact({ backupCodesLow: 0 })).toMatchObject([{ users: 0 }]);
  await useSettings(world, { backupCodesLow: 4 });
  const { low } = (await world.api.expect(200, 'GET', '/v1/overview')).backupCodesHealth;
  expect(low).toHaveLength(2);
});

test('N.07 beyond a thousand the count says "at least", at a cost that does not grow', async () => {
  const one = await enrolledUser(world);
  await spend(world, one, 5);
  await world.drain();
  const items = (await itemsOf(world, one.userId)).filter(({ sk }) => !sk?.S?.startsWith('TOKEN#'));
  const addCopies = async (from: number, to: number) => {
    const rows = Array.from({ length: to - from }, (_, i) => `copy-${from + i}`).flatMap((userId) =>
      items.map((item) => ({
        PutRequest: {
          Item: {
            ...item,
            pk: { S: `USER#${userId}` },
            ...(item['listSk'] ? { listSk: { S: item['listSk'].S?.replace(one.userId, userId) ?? '' } } : {}),
          },
        },
      })),
    );
    for (let i = 0; i < rows.length; i += 25) {
      const some = { [world.tableName]: rows.slice(i, i + 25) };
      await world.client.send(new BatchWriteItemCommand({ RequestItems: some }));
    }
  };
  const cost = async () => {
    const since = world.calls.length;
    const { body } = await ask({ backupCodesLow: 5 });
    return { told: body.changes[0], calls: world.calls.length - since };
  };
  await addCopies(0, 999);
  const whole = await cost();
  expect(whole.told).toMatchObject({ users: 1_000 });
  expect(whole.told).not.toHaveProperty('atLeast');
  await addCopies(999, 1_250);
  const cut = await cost();
  expect(cut.told).toMatchObject({ users: 1_000, atLeast: true });
  expect(cut.calls).toBeLessThanOrEqual(whole.calls + 1);
}, 60_000);

test('N.07 other settings concern who is enrolled, and those of links who is not', async () => {
  for (let i = 0; i < 2; i++) await enrolledUser(world);
  await createUsers(world, 3);
  const users = async (change: Partial<Settings>) => (await impact(change))[0].users;
  for (const change of [
    { totpWindow: 1 },
    { maximumInvalidAttempts: 3 },
    { verificationSeconds: 300 },
    { otpLength: 8 },
    { otpSeconds: 120 },
    { resendSeconds: 60 },
    { secretDisplay: 'never' },
    { recentVerificationSeconds: 600 },
    { longestBypassSeconds: 0 },
    { backupCodeCount: 5 },
    { issuer: 'Bank' },
  ] as const) {
    expect(await users(change), JSON.stringify(change)).toBe(2);
  }
  for (const change of [{ setupLinkSeconds: 900 }, { setupLinkProof: 'pin' }] as const) {
    expect(await users(change), JSON.stringify(change)).toBe(3);
  }
});

test('N.07 asking changes nothing, whatever is asked', async () => {
  await createUsers(world, 2);
  const one = await enrolledUser(world);
  await spend(world, one, 8);
  world.advance(period);
  await world.drain();
  const before = await tableText(world);
  await impact({
    issuer: 'Bank',
    enrollmentPeriodSeconds: day,
    expiredAccounts: 'mark',
    backupCodesLow: 5,
    totpWindow: 0,
    setupLinkProof: 'pin',
  });
  expect(await tableText(world)).toBe(before);
  expect(await world.api.expect(200, 'GET', '/v1/settings')).toEqual(defaultSettings);
});

test('rule 12: the function makes the calls that its role allows, and no other', async () => {
  await createUser(world);
  await world.drain();
  const since = world.calls.length;
  await impact({ enrollmentPeriodSeconds: day, backupCodesLow: 1 });
  await world.api.expect(200, 'GET', '/v1/settings');
  await world.api.expect(200, 'GET', '/v1/settings/ranges');
  await world.api.expect(200, 'PUT', '/v1/settings', { body: { totpWindow: 1 } });
  // Queries are those of the indexes, which are listed separately.
  const made = callsMade(world, since).filter((name) => name !== 'Query');
  expect(made).toEqual([...definition.needs.table].sort());
});

describe('rule 13: what cannot be saved is refused in the words of saving', () => {
  const wrong: unknown[] = [
    ...Object.entries(settingRanges).flatMap(([name, [least, most]]) =>
      [least - 1, most + 1, least + 0.5]
        .filter((value) => !(value === 0 && zeroMeansNever.has(name)))
        .map((value) => ({ [name]: value })),
    ),
    { totpWindow: 1, otpSeconds: 9_999, otpLength: 3 },
    { maximumInvalidAttempts: '5' },
    { maximumInvalidAttempts: null },
    { issuer: '' },
    { expiredAccounts: 'delete' },
    { unknown: 1 },
    { version: 1 },
    [],
  ];

  test('each', async () => {
    const before = await tableText(world);
    for (const body of wrong) {
      const asked = await ask(body);
      expectProblem(asked, 'invalid-request');
      const saved = await world.api.call('PUT', '/v1/settings', { body });
      const { instance: _asked, ...told } = asked.body;
      const { instance: _saved, ...refused } = saved.body;
      expect(told).toEqual(refused);
    }
    expect(await tableText(world)).toBe(before);
  });
});

test('1.17 the ranges are answered as they are enforced, with what zero means and what is counted', async () => {
  const { ranges } = await world.api.expect(200, 'GET', '/v1/settings/ranges', { as: 'auditor' });
  expect(Object.keys(ranges).sort()).toEqual(Object.keys(settingRanges).sort());
  expect(ranges.enrollmentPeriodSeconds).toEqual({
    least: 300,
    most: 31_536_000,
    zeroMeansNever: true,
    unit: 'seconds',
  });
  expect(ranges.totpWindow).toEqual({ least: 0, most: 3, unit: 'time steps' });
  expect(ranges.maximumInvalidAttempts).toEqual({ least: 1, most: 9, unit: 'attempts' });
  for (const [name, { least, most, zeroMeansNever: zero, unit }] of Object.entries<{
    least: number;
    most: number;
    zeroMeansNever?: true;
    unit: string;
  }>(ranges)) {
    expect(unit === 'seconds', name).toBe(name.endsWith('Seconds'));
    expect(zero === true, name).toBe(zeroMeansNever.has(name));
    for (const value of [least, most, ...(zero ? [0] : [])]) {
      await world.api.expect(200, 'PUT', '/v1/settings', { body: { [name]: value } });
    }
    for (const value of [least - 1, most + 1]) {
      if (value === 0 && zero) continue;
      const answer = await world.api.call('PUT', '/v1/settings', { body: { [name]: value } });
      expectProblem(answer, 'invalid-request');
    }
  }
});
