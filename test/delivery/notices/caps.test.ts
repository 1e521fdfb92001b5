import { TransactWriteItemsCommand } from '@aws-sdk/client-dynamodb';
import fc from 'fast-check';
import { describe, expect } from 'vitest';
import { config } from '../../../infra.config.ts';
import { noticeLimits } from '../../../lib/domain/notice-limits.ts';
import { dueMessages, putMessage } from '../../../lib/store/outbox.ts';
import { day, eventsOf } from '../../support/accounts.ts';
import { mailsTo, messagesOf } from '../../support/outbox.ts';
import { captureOutput } from '../../support/output.ts';
import { createUser, enrolledUser, newId, start } from '../../support/people.ts';
import { test, world } from '../../support/world-test.ts';

const { perUserPerDay, perAddressPerDay } = config.noticeCaps;
const { quietSeconds } = noticeLimits;

interface Told {
  readonly template: string;
  /** What tells two notices of one template apart. */
  readonly token: string;
}

/** Has a notice written and delivered, as a change of the account would. */
async function tell(userId: string, { template, token }: Told) {
  const messageId = `${newId('event')}-notice`;
  const message = {
    messageId,
    userId,
    template,
    details: { token, at: world.now },
    createdAt: world.now,
    notAfter: world.now + 3 * day,
  };
  const TransactItems = [putMessage(world.services.table, message)];
  await world.client.send(new TransactWriteItemsCommand({ TransactItems }));
  return { messageId, outcome: await world.deliver(messageId) };
}

const heldBackOf = async (userId: string) => {
  await world.drain();
  return (await eventsOf(world, userId)).filter(({ type }) => type === 'notices.held-back');
};

/** Begins a day, so that no test counts what another one has sent. */
const nextDay = (): void => world.advance(day - (world.now % day));

describe('rule 14: notices', () => {
  test('P.19 of 20 sign-ins during a bypass are one mail, and another one after a quarter of an hour', async () => {
    const { userId } = await enrolledUser(world);
    const bypass = { minutes: 60, identityVerified: true, reason: 'lost the phone' };
    await world.api.expect(201, 'POST', `/v1/users/${userId}/bypass`, { body: bypass });
    const used = async (): Promise<number> => {
      await world.drain();
      return mailsTo(world, userId).filter(({ subject }) => /without a second factor$/.test(subject)).length;
    };
    for (let i = 0; i < 20; i++) await start(world, userId);
    expect(await used()).toBe(1);
    world.advance(quietSeconds);
    for (let i = 0; i < 5; i++) await start(world, userId);
    expect(await used()).toBe(2);
    const told = await heldBackOf(userId);
    expect(told).toMatchObject([
      { actor: 'schedule:deliver', details: { why: 'repeated', template: 'bypass-used' } },
    ]);
    expect((await messagesOf(world, userId)).filter(({ status }) => status === 'held-back')).toHaveLength(23);
  });

  test('P.19 of 200 changes in a minute: the first of each kind goes, and no more than a day allows', async () => {
    nextDay();
    const userId = await createUser(world);
    const templates = ['token-enrolled', 'token-deleted', 'token-changed', 'account-changed', 'key-revealed'];
    world.mails.length = 0;
    for (let i = 0; i < 200; i++) {
      if (i % 4 === 0) world.advance(1);
      await tell(userId, { template: templates[i % templates.length] ?? '', token: `t${i}` });
    }
    const told = await heldBackOf(userId);
    const mails = mailsTo(world, userId);
    expect(new Set(mails.map(({ subject }) => subject)).size).toBe(templates.length + 1);
    expect(mails.length).toBeGreaterThanOrEqual(perUserPerDay);
    expect(mails.length).toBeLessThanOrEqual(perUserPerDay + 1);
    expect(mails.filter(({ subject }) => /A lot has changed/.test(subject))).toHaveLength(1);
    expect(told).toMatchObject([{ details: { why: 'capped' } }]);

    const { outcome } = await tell(userId, { template: 'reset', token: '' });
    expect(outcome, 'a kind that the user was not told of today').toBe('sent');
    nextDay();
    expect((await tell(userId, { template: 'token-enrolled', token: 'next day' })).outcome).toBe('sent');
  });

  test('P.19 whatever comes in whatever order: the first of a kind goes, the same is not said twice, the caps hold', async () => {
    const templates = ['token-enrolled', 'token-deleted', 'account-changed', 'throttled'];
    const step = fc.record({
      template: fc.constantFrom(...templates),
      token: fc.constantFrom('a', 'b', 'c', 'd', 'e', 'f', 'g', 'h'),
      wait: fc.constantFrom(0, 1, 60, quietSeconds - 1, quietSeconds),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 40, maxLength: 70 }), async (steps) => {
        nextDay();
        const userId = await createUser(world);
        const last = new Map<string, number>();
        const first = new Set<string>();
        let sent = 0;
        const today = Math.floor(world.now / day);
        for (const { wait, ...told } of steps) {
          world.advance(wait);
          if (Math.floor(world.now / day) !== today) return;
          const words = `${told.template} ${told.token}`;
          const saidAt = last.get(words) ?? Number.NEGATIVE_INFINITY;
          const isFirst = !first.has(told.template);
          const passes = isFirst || (world.now - saidAt >= quietSeconds && sent < perUserPerDay);
          expect((await tell(userId, told)).outcome).toBe(passes ? 'sent' : 'held-back');
          if (!passes) continue;
          first.add(told.template);
          last.set(words, world.now);
          sent++;
        }
        expect(sent).toBeLessThanOrEqual(perUserPerDay + templates.length);
      }),
      { numRuns: 6 },
    );
  }, 60_000);

  test('P.19 to one address of many users, repeated ones stay below its cap', async () => {
    nextDay();
    const address = `${newId('shared')}@example.org`;
    const users = await Promise.all(Array.from({ length: 5 }, () => createUser(world, { email: address })));
    world.mails.length = 0;
    for (const userId of users) {
      for (let i = 0; i < perUserPerDay; i++)
        await tell(userId, { template: 'token-changed', token: `t${i}` });
    }
    const repeated = world.mails.filter(({ to }) => to === address).length;
    expect(repeated, 'and the first one of each user').toBe(perAddressPerDay + users.length);
  });

  test('P.19 a notice whose sending fails is counted once, however often it is tried', async () => {
    nextDay();
    const userId = await createUser(world);
    const { release } = captureOutput();
    world.mailFault = new Error('Refused');
    const { messageId, outcome } = await tell(userId, { template: 'reset', token: '' });
    expect(outcome).toBe('retry');
    for (const wait of [30, 60, 120, 240, 480]) {
      world.advance(wait);
      expect(await world.deliver(messageId)).toBe('retry');
    }
    world.mailFault = undefined;
    release();
    world.advance(960);
    expect(await world.deliver(messageId)).toBe('sent');
    const counted = (await world.everything()).find(({ pk }) => pk?.S?.includes(`notices#${userId}#`));
    expect(counted?.['sent']?.N).toBe('1');
  });
});

describe('rule 14: codes go before notices', () => {
  test('rule 7: who is sent no more notices is sent codes all the same', async () => {
    nextDay();
    const userId = await createUser(world);
    const body = { type: 'virtual', phone: '+447400123456', label: 'Work phone' };
    const { tokenId } = await world.api.expect(201, 'POST', `/v1/users/${userId}/tokens`, { body });
    for (let i = 0; i < 2 * perUserPerDay; i++)
      await tell(userId, { template: 'token-changed', token: `t${i}` });
    world.texts.length = 0;
    const { verificationId } = await start(world, userId);
    const path = `/v1/verifications/${verificationId}/challenges`;
    await world.api.expect(202, 'POST', path, { as: 'application', body: { tokenId } });
    await world.drain();
    expect(world.texts).toHaveLength(1);
  });

  test('the schedule takes codes and links first, however long notices have waited', async () => {
    const { release } = captureOutput();
    world.mailFault = new Error('Refused');
    const userId = await createUser(world);
    for (let i = 0; i < 3; i++) await tell(userId, { template: `token-${i}`, token: `t${i}` });
    world.mailFault = undefined;
    release();
    world.advance(600);
    await world.api.expect(202, 'POST', `/v1/users/${userId}/setup-links`, { body: {} });
    const kinds = new Map(
      (await messagesOf(world, userId)).map(({ messageId, template }) => [messageId, template]),
    );
    const order: string[] = [];
    for await (const id of dueMessages(world.services.table, world.now + 3_600)) {
      const kind = kinds.get(id);
      if (kind) order.push(kind === 'setup-link' ? 'link' : 'notice');
    }
    expect(order).toEqual(['link', 'notice', 'notice', 'notice']);
  });
});
