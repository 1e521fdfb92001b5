import { beforeEach, expect } from 'vitest';
import {
  beginEnrollment,
  eventsOf,
  iso,
  order,
  period,
  statusView,
  useSettings,
} from '../support/accounts.ts';
import { attempt, createUser, enrolledUser, start, wrongCode } from '../support/people.ts';
import { tableText } from '../support/table.ts';
import { test, world } from '../support/world-test.ts';

beforeEach(() => useSettings(world, { backupCodeCount: 3 }));

type Confirm = Awaited<ReturnType<typeof beginEnrollment>>['confirm'];

test('1.20 a reset is refused until the operator says that the identity was verified, and changes nothing', async () => {
  const { userId } = await enrolledUser(world);
  await world.drain();
  const before = await tableText(world);
  for (const body of [{}, { identityVerified: false }, { identityVerified: 'true' }, { reason: 'lost' }]) {
    const answer = await world.api.call('POST', `/v1/users/${userId}/reset`, { body });
    expect(answer).toMatchObject({ status: 400, body: { code: 'invalid-request' } });
    expect(answer.body.errors).toEqual([
      { path: 'identityVerified', message: expect.stringMatching(/verify the user's identity/) },
    ]);
  }
  expect(await tableText(world)).toBe(before);
});

test('1.12 a reset removes the authenticator and all backup codes and tells how many, and the new deadline', async () => {
  const user = await enrolledUser(world);
  const { verificationId } = await start(world, user.userId);
  await attempt(world, verificationId, user.backupCodes[0] ?? '');
  const { body } = await order(world, user.userId, 'reset');
  const enrollmentExpiresAt = iso(world.now + period);
  expect(body).toEqual({ tokensRemoved: 1, backupCodesRemoved: 2, enrollmentExpiresAt });
  const left = (await world.everything()).filter(({ pk }) => pk?.S === `USER#${user.userId}`);
  expect(left.map(({ sk }) => sk?.S).sort()).toEqual(['PROFILE', 'STATE']);
});

test('0.08, 1.12 with an unlimited period there is no new deadline', async () => {
  await useSettings(world, { enrollmentPeriodSeconds: 0 });
  const { body } = await order(world, await createUser(world), 'reset');
  expect(body).toEqual({ tokensRemoved: 0, backupCodesRemoved: 0, enrollmentExpiresAt: null });
});

test.each([
  ['had enrolled', (confirm: Confirm) => confirm()],
  ['had failed to', (confirm: Confirm, secret: string) => confirm(wrongCode(secret, world.now))],
])(
  '0.05, 0.13 after a reset the status of a user who %s is that of one who never tried',
  async (_, answer) => {
    const userId = await createUser(world);
    const { secret, confirm } = await beginEnrollment(world, userId);
    await answer(confirm, secret);
    world.advance(3_600);
    await order(world, userId, 'reset');
    expect(await statusView(world, userId)).toEqual({
      stage: 'not-enrolled',
      shown: [
        ['Account Enabled', 'True'],
        ['TOTP Enrollment Expires at', iso(world.now + period)],
        ['Enroll in 2FA', 'False'],
      ],
    });
  },
);

test('1.12 a sign-in that was open at the reset is over', async () => {
  const { userId } = await enrolledUser(world);
  const { verificationId } = await start(world, userId);
  await order(world, userId, 'reset');
  const path = `/v1/verifications/${verificationId}`;
  expect(await world.api.expect(200, 'GET', path, { as: 'application' })).toMatchObject({
    status: 'expired',
  });
});

test('rule 11: a reset is one event with actor and reason, and the user is notified by mail', async () => {
  const { userId } = await enrolledUser(world);
  const body = { identityVerified: true, reason: 'lost phone' };
  await world.api.expect(200, 'POST', `/v1/users/${userId}/reset`, { as: 'helpdesk', body });
  const resets = (await eventsOf(world, userId)).filter(({ type }) => type === 'enrollment.reset');
  expect(resets).toMatchObject([
    {
      actor: 'operator:the-helpdesk',
      reason: 'lost phone',
      details: { identityVerified: true, tokens: 1, backupCodes: 3 },
    },
  ]);
  const told = world.mails.filter(({ to, subject }) => to.startsWith(userId) && /was reset/.test(subject));
  expect(told).toHaveLength(1);
});
