import { expect } from 'vitest';
import { countEvents, order, signIn, useFewBackupCodes } from '../../support/accounts.ts';
import { holdWrite } from '../../support/barrier.ts';
import { enrolledUser, start } from '../../support/people.ts';
import { test, world } from '../../support/world-test.ts';

test.beforeAll(async ({ world }) => {
  await useFewBackupCodes(world);
});

const grant = (userId: string) =>
  world.api.call('POST', `/v1/users/${userId}/bypass`, {
    body: { minutes: 30, identityVerified: true, reason: 'broke the phone' },
  });

test('P.30 of a grant and a disabling at once, the account is disabled and has no bypass', async () => {
  for (let round = 0; round < 8; round++) {
    const { userId } = await enrolledUser(world);
    await Promise.all([grant(userId), order(world, userId, 'disable')]);
    expect(await signIn(world, userId)).toMatchObject({ status: 403, body: { code: 'account-disabled' } });
    await order(world, userId, 'enable');
    expect((await start(world, userId)).status).toBe('challenge');
  }
});

test('P.30 a grant that was decided before the account was disabled, and writes after, is refused', async () => {
  const { userId } = await enrolledUser(world);
  const held = holdWrite(world, 'bypass.granted');
  const granted = grant(userId);
  await held.reached;
  await order(world, userId, 'disable');
  held.release();
  expect(await granted).toMatchObject({ status: 409, body: { code: 'not-allowed-in-state' } });
  expect(await countEvents(world, userId, 'bypass.granted')).toBe(0);
});

test('P.30 a sign-in that read the bypass before it was ended, and writes after, needs the factor', async () => {
  const { userId } = await enrolledUser(world);
  await grant(userId);
  const held = holdWrite(world, 'not-required');
  const started = start(world, userId);
  await held.reached;
  await world.api.expect(204, 'DELETE', `/v1/users/${userId}/bypass`);
  held.release();
  expect((await started).status).toBe('challenge');
});
