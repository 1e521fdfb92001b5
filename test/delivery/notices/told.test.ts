import { generateSync } from 'otplib';
import { describe, expect } from 'vitest';
import { day, order, period, useSettings } from '../../support/accounts.ts';
import { mailsTo, messagesOf } from '../../support/outbox.ts';
import {
  appCode,
  attempt,
  createUser,
  type Enrolled,
  enrolledUser,
  newId,
  start,
  wrongCode,
} from '../../support/people.ts';
import { sweep } from '../../support/sweep.ts';
import { test, world } from '../../support/world-test.ts';

const call = (status: number, method: string, path: string, body?: object) =>
  world.api.expect(status, method, path, { body });

const addPhone = (userId: string, label = 'Work phone') =>
  call(201, 'POST', `/v1/users/${userId}/tokens`, { type: 'virtual', phone: '+447400123456', label });

/** Forgets what was mailed so far. */
async function quiet(): Promise<void> {
  await world.drain();
  world.mails.length = 0;
}

async function subjectsTo(userId: string): Promise<string[]> {
  await world.drain();
  return mailsTo(world, userId).map(({ subject }) => subject);
}

const reason = { identityVerified: true, reason: 'lost the phone' };

/** What happens to a user, and the words of the one mail about it. */
const rows: readonly [subject: RegExp, happens: (user: Enrolled) => Promise<unknown>][] = [
  [/account .* was disabled/, ({ userId }) => order(world, userId, 'disable')],
  [
    /account .* was enabled/,
    async ({ userId }) => {
      await order(world, userId, 'disable');
      await quiet();
      await order(world, userId, 'enable');
    },
  ],
  [/token was added/, ({ userId }) => addPhone(userId)],
  [
    /token .* was changed/,
    async ({ userId }) => {
      const { tokenId } = await addPhone(userId);
      await quiet();
      await call(200, 'PATCH', `/v1/users/${userId}/tokens/${tokenId}`, { phone: '+447400123457' });
    },
  ],
  [
    /token .* was disabled/,
    async ({ userId }) => {
      const { tokenId } = await addPhone(userId);
      await quiet();
      await call(200, 'POST', `/v1/users/${userId}/tokens/${tokenId}/disable`, {});
    },
  ],
  [
    /token .* was enabled/,
    async ({ userId }) => {
      const { tokenId } = await addPhone(userId);
      await call(200, 'POST', `/v1/users/${userId}/tokens/${tokenId}/disable`, {});
      await quiet();
      await call(200, 'POST', `/v1/users/${userId}/tokens/${tokenId}/enable`);
    },
  ],
  [
    /token .* was deleted/,
    async ({ userId }) => {
      const { tokenId } = await addPhone(userId);
      await quiet();
      await call(204, 'DELETE', `/v1/users/${userId}/tokens/${tokenId}`);
    },
  ],
  [
    /account .* was changed/,
    ({ userId }) => call(200, 'PATCH', `/v1/users/${userId}`, { phone: '+447700900789' }),
  ],
  [
    /account .* was changed/,
    ({ userId }) => call(200, 'PATCH', `/v1/users/${userId}`, { twoFactorRequired: false }),
  ],
  [
    /replacement code for your lost token/,
    ({ userId, tokenId }) =>
      call(201, 'POST', `/v1/users/${userId}/lost-token`, { tokenId, days: 3, ...reason }),
  ],
  [
    /code .* lost token .* was used/,
    async ({ userId, tokenId }) => {
      const lost = { tokenId, days: 3, ...reason };
      const { code } = await call(201, 'POST', `/v1/users/${userId}/lost-token`, lost);
      await quiet();
      const { verificationId } = await start(world, userId);
      await attempt(world, verificationId, code);
    },
  ],
  [
    /code .* lost token .* was revoked/,
    async ({ userId, tokenId }) => {
      await call(201, 'POST', `/v1/users/${userId}/lost-token`, { tokenId, days: 3, ...reason });
      await quiet();
      await call(204, 'DELETE', `/v1/users/${userId}/lost-token`);
    },
  ],
  [
    /temporarily needs no second factor/,
    ({ userId }) => call(201, 'POST', `/v1/users/${userId}/bypass`, { minutes: 30, ...reason }),
  ],
  [
    /sign-in .* without a second factor/,
    async ({ userId }) => {
      await call(201, 'POST', `/v1/users/${userId}/bypass`, { minutes: 30, ...reason });
      await quiet();
      await start(world, userId);
    },
  ],
  [
    /needs a second factor again/,
    async ({ userId }) => {
      await call(201, 'POST', `/v1/users/${userId}/bypass`, { minutes: 30, ...reason });
      await quiet();
      await call(204, 'DELETE', `/v1/users/${userId}/bypass`);
    },
  ],
  [
    /wrong codes/,
    async ({ userId, secret, tokenId }) => {
      const code = wrongCode(secret, world.now);
      for (let i = 0; i < 10; i++) {
        await call(200, 'POST', `/v1/users/${userId}/tokens/${tokenId}/test`, { code });
      }
    },
  ],
];

describe('P.19 the user is notified once', () => {
  test.each(rows)('P.19 by a mail about %s', async (subject, happens) => {
    const user = await enrolledUser(world);
    await quiet();
    await happens(user);
    expect(await subjectsTo(user.userId)).toEqual([expect.stringMatching(subject)]);
  });

  test('P.19 2.12 that a counter was brought in step', async () => {
    const userId = await createUser(world);
    const made = await call(201, 'POST', `/v1/users/${userId}/tokens`, { type: 'hotp', label: 'Fob' });
    const hotp = (counter: number): string =>
      generateSync({ strategy: 'hotp', secret: made.secret, counter });
    const path = `/v1/users/${userId}/tokens/${made.tokenId}`;
    await call(200, 'POST', `${path}/confirm`, { code: hotp(0) });
    await quiet();
    await call(200, 'POST', `${path}/reset`, { codes: [hotp(20), hotp(21)] });
    expect(await subjectsTo(userId)).toEqual([expect.stringMatching(/token .* was resynchronised/)]);
    expect(world.mails[0]?.text).toContain('“Fob”');
  });

  test.each(['disable', 'mark'] as const)(
    '0.17 P.19 that the enrollment expired: %s',
    async (expiredAccounts) => {
      await useSettings(world, { expiredAccounts });
      const userId = await createUser(world);
      await quiet();
      world.advance(period);
      await sweep(world);
      const disabled = expiredAccounts === 'disable';
      const about = disabled
        ? /was disabled: no authenticator/
        : /time to set up an authenticator .* has run out/;
      expect(await subjectsTo(userId)).toEqual([expect.stringMatching(about)]);
      await useSettings(world);
    },
  );

  test('0.11 P.19 that a sign-in found the enrollment expired', async () => {
    const userId = await createUser(world);
    await quiet();
    world.advance(period);
    await world.api.expect(403, 'POST', '/v1/verifications', { as: 'application', body: { userId } });
    expect(await subjectsTo(userId)).toEqual([expect.stringMatching(/was disabled: no authenticator/)]);
  });
});

describe('rule 6: how many backup codes are few', () => {
  test.each([0, 2, 5])('is what the setting says: %i', async (backupCodesLow) => {
    await useSettings(world, { backupCodesLow, backupCodeCount: 7 });
    const { userId, backupCodes } = await enrolledUser(world);
    await quiet();
    for (const code of backupCodes) {
      const { verificationId } = await start(world, userId);
      await attempt(world, verificationId, code);
    }
    await world.drain();
    const urged = mailsTo(world, userId).filter(({ text }) => /only \d left/.test(text));
    expect(urged).toHaveLength(Math.max(0, backupCodesLow));
    const none = mailsTo(world, userId).filter(({ text }) => text.includes('0 left'));
    expect(none).toHaveLength(1);
    await useSettings(world);
  });
});

describe('P.19 a new e-mail address', () => {
  const former = () => `${newId('former')}@example.org`;

  async function move(): Promise<{ userId: string; from: string; to: string }> {
    const from = former();
    const { userId } = await enrolledUser(world, { email: from });
    await quiet();
    const to = former();
    await call(200, 'PATCH', `/v1/users/${userId}`, { email: to });
    return { userId, from, to };
  }

  test('P.19 goes to the old address and to the new one, once each', async () => {
    const { from, to } = await move();
    await world.drain();
    const told = world.mails.filter(({ subject }) => subject.includes('was changed'));
    expect(told.map((mail) => mail.to).sort()).toEqual([from, to].sort());
    for (const { text } of told) expect(text).toContain('email address');
  });

  test('rule 11: and the old address is in clear nowhere', async () => {
    const { userId, from } = await move();
    expect(await messagesOf(world, userId)).toContainEqual(
      expect.objectContaining({ template: 'account-changed', status: 'waiting' }),
    );
    const waiting = await world.everything();
    await world.drain();
    for (const item of [...waiting, ...(await world.everything())]) {
      expect(JSON.stringify(item)).not.toContain(from);
    }
  });

  test('P.19 goes to the old address once, of 16 operators who change it at once', async () => {
    const from = former();
    const { userId } = await enrolledUser(world, { email: from });
    await quiet();
    const answers = await Promise.all(
      Array.from({ length: 16 }, () =>
        world.api.call('PATCH', `/v1/users/${userId}`, { body: { email: former() } }),
      ),
    );
    const changed = answers.filter(({ status }) => status === 200).length;
    expect(changed).toBeGreaterThan(0);
    await world.drain();
    expect(world.mails.filter(({ to }) => to === from)).toHaveLength(1);
  });

  test('P.19 is not told of when the address stays', async () => {
    const { userId } = await enrolledUser(world);
    await quiet();
    await call(200, 'PATCH', `/v1/users/${userId}`, { displayName: 'Another Name' });
    expect(await subjectsTo(userId)).toEqual([]);
  });
});

test('P.19 nobody is notified of right codes and of what an operator only looks at', async () => {
  const { userId, secret, tokenId } = await enrolledUser(world);
  await quiet();
  await call(200, 'GET', `/v1/users/${userId}/diagnosis`);
  await call(200, 'POST', `/v1/users/${userId}/tokens/${tokenId}/test`, { code: appCode(secret, world.now) });
  world.advance(day);
  const { verificationId } = await start(world, userId);
  await attempt(world, verificationId, appCode(secret, world.now));
  expect(await subjectsTo(userId)).toEqual([]);
});

test('G4 P.19 the stream from its beginning once more causes no second mail of anything above', async () => {
  await world.drain();
  world.mails.length = 0;
  const noticesOf = async () =>
    (await world.everything()).filter(({ pk }) => pk?.S?.startsWith('OUTBOX#')).length;
  const before = await noticesOf();
  expect(before).toBeGreaterThan(50);
  await world.drainAgain();
  expect(world.mails).toEqual([]);
  expect(await noticesOf()).toBe(before);
});
