import { describe, expect } from 'vitest';
import { day, order, useSettings } from '../support/accounts.ts';
import { sendLink } from '../support/links.ts';
import { mailsTo } from '../support/outbox.ts';
import {
  appCode,
  attempt,
  createUser,
  type Enrolled,
  enrolledUser,
  start,
  wrongCode,
} from '../support/people.ts';
import { test, world } from '../support/world-test.ts';

test.beforeAll(async ({ world }) => {
  await useSettings(world, { secretDisplay: 'privileged' });
});

const call = (method: string, userId: string, path: string, body: object = {}) =>
  world.api.expect(200, method, `/v1/users/${userId}/${path}`, { body });

async function guess({ userId, secret }: Enrolled, times: number): Promise<void> {
  const code = wrongCode(secret, world.now);
  for (let i = 0; i < times; i += 4) {
    const { verificationId } = await start(world, userId);
    for (let j = i; j < Math.min(times, i + 4); j++) await attempt(world, verificationId, code);
  }
}

/** The events that a user gets a mail about, by the words of the subject. */
const rows: readonly [subject: RegExp, happens: (user: Enrolled) => Promise<unknown>][] = [
  [/was reset/, ({ userId }) => order(world, userId, 'reset')],
  [
    /access .* was restored/,
    async ({ userId }) => {
      await order(world, userId, 'disable');
      await world.drain();
      world.mails.length = 0;
      await order(world, userId, 'restore-access');
    },
  ],
  [/key .* was replaced/, ({ userId }) => call('PUT', userId, 'totp', { identityVerified: true })],
  [/key .* was displayed/, ({ userId }) => call('POST', userId, 'totp/reveal')],
  [/new backup codes/, ({ userId }) => call('POST', userId, 'backup-codes')],
  [
    /backup code .* was used/,
    async ({ userId, backupCodes: [code = ''] }) => {
      const { verificationId } = await start(world, userId);
      await attempt(world, verificationId, code);
    },
  ],
  [/wrong codes/, (user) => guess(user, 10)],
];

describe('P.19 the user is notified', () => {
  test('P.19 once that an authenticator was set up', async () => {
    const { userId } = await enrolledUser(world);
    await world.drain();
    await world.drain();
    expect(mailsTo(world, userId).map(({ subject }) => subject)).toEqual([
      'Your authenticator for Countersign is set up',
    ]);
  });

  test.each(rows)('P.19 once, and of nothing else, by a mail about %s', async (subject, happens) => {
    const user = await enrolledUser(world);
    await world.drain();
    world.mails.length = 0;
    await happens(user);
    await world.drain();
    await world.drain();
    const mails = mailsTo(world, user.userId);
    expect(mails.map((mail) => mail.subject)).toEqual([expect.stringMatching(subject)]);
    expect(mails[0]?.text).toContain('2026');
  });

  test('rule 2: once per series of wrong codes, and again in the next one', async () => {
    const user = await enrolledUser(world);
    const told = async (): Promise<number> => {
      await world.drain();
      return mailsTo(world, user.userId).filter(({ subject }) => subject.includes('wrong codes')).length;
    };
    await guess(user, 10);
    expect(await told()).toBe(1);
    for (let i = 0; i < 3; i++) {
      world.advance(3_600);
      await guess(user, 1);
    }
    expect(await told()).toBe(1);
    world.advance(2 * day);
    const { verificationId } = await start(world, user.userId);
    await attempt(world, verificationId, appCode(user.secret, world.now));
    world.advance(60);
    await guess(user, 10);
    expect(await told()).toBe(2);
  });

  test('3.09 P.26 in German, if that is the language of the person', async () => {
    for (const language of ['de', 'GER', 'de-CH']) {
      const userId = await createUser(world, { language });
      const { mail } = await sendLink(world, userId);
      expect(mail.subject).toBe('Richten Sie Ihren Authenticator für Countersign ein');
      expect(mail.text).toContain('UTC');
    }
  });

  test('P.19 of no sign-in with a right code', async () => {
    const { userId, secret } = await enrolledUser(world);
    await world.drain();
    world.mails.length = 0;
    const { verificationId } = await start(world, userId);
    await attempt(world, verificationId, appCode(secret, world.now));
    await world.drain();
    expect(mailsTo(world, userId)).toEqual([]);
  });
});
