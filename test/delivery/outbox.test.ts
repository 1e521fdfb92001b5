import { afterEach, describe, expect } from 'vitest';
import { deliverMessage } from '../../lib/delivery/deliver.ts';
import { claimMessage } from '../../lib/store/outbox.ts';
import { eventsOf } from '../support/accounts.ts';
import { linkTokenIn } from '../support/links.ts';
import { dueNow, mailsTo, messagesOf, tryAgain, waitingLink } from '../support/outbox.ts';
import { captureOutput } from '../support/output.ts';
import type { SentMail } from '../support/world.ts';
import { test, world } from '../support/world-test.ts';

const noTexts = { send: () => Promise.reject(new Error('no text was expected')) };

afterEach(() => {
  world.mailFault = undefined;
});

describe('rule 7: a message', () => {
  test('G14 that 16 senders take at once is sent by one of them', async () => {
    const { userId, messageId } = await waitingLink(world);
    const outcomes = await Promise.all(Array.from({ length: 16 }, () => world.deliver(messageId)));
    expect(outcomes.filter((outcome) => outcome === 'sent')).toHaveLength(1);
    expect(outcomes.filter((outcome) => outcome === 'not-ours')).toHaveLength(15);
    expect(mailsTo(world, userId)).toHaveLength(1);
  });

  test('G14 that was sent is never taken again, and what it carried is erased', async () => {
    const { userId, messageId } = await waitingLink(world);
    expect((await messagesOf(world, userId))[0]?.sealed).toBeInstanceOf(Uint8Array);
    expect(await world.deliver(messageId)).toBe('sent');
    world.advance(3_600);
    expect(await world.deliver(messageId)).toBe('not-ours');
    expect(await dueNow(world, messageId)).toEqual([]);
    const [message] = await messagesOf(world, userId);
    expect(message).toMatchObject({ status: 'sent', attempts: 1 });
    expect(message).not.toHaveProperty('sealed');
    expect(message?.purgeAt).toBeGreaterThan(world.now + 29 * 86_400);
  });

  test('G14 whose sender crashes is sent by the schedule once the lease is over, and not before', async () => {
    const { userId, messageId } = await waitingLink(world);
    world.advance(3_600);
    await claimMessage(world.services.table, messageId, world.now, world.now + 60);
    for (const seconds of [0, 59]) {
      world.advance(seconds);
      expect(await dueNow(world, messageId)).toEqual([]);
      expect(await world.deliver(messageId)).toBe('not-ours');
    }
    world.advance(1);
    expect(await world.deliver(messageId)).toBe('not-ours');
    world.advance(1);
    expect(await tryAgain(world, messageId)).toBe('sent');
    expect(mailsTo(world, userId)).toHaveLength(1);
  });

  test('G14 that the stream lost is found by the schedule after a minute', async () => {
    const { userId, messageId } = await waitingLink(world);
    world.advance(59);
    expect(await tryAgain(world, messageId)).toBe('not due');
    world.advance(1);
    expect(await tryAgain(world, messageId)).toBe('sent');
    expect(await tryAgain(world, messageId)).toBe('not due');
    expect(mailsTo(world, userId)).toHaveLength(1);
  });

  test('G14 that a provider accepts before it times out comes twice, with the same link', async () => {
    const { userId, messageId } = await waitingLink(world);
    const accepted: SentMail[] = [];
    const send = async (to: string, mail: Omit<SentMail, 'to'>): Promise<void> => {
      accepted.push({ to, ...mail });
      if (accepted.length === 1) throw Object.assign(new Error('no answer'), { name: 'TimeoutError' });
    };
    const { release } = captureOutput();
    expect(await deliverMessage(world.services, { mail: { send }, text: noTexts }, messageId)).toBe('retry');
    release();
    world.advance(30);
    expect(await deliverMessage(world.services, { mail: { send }, text: noTexts }, messageId)).toBe('sent');
    expect(await deliverMessage(world.services, { mail: { send }, text: noTexts }, messageId)).toBe(
      'not-ours',
    );
    expect(accepted.map(({ to }) => to)).toEqual(Array(2).fill(`${userId}@example.org`));
    expect(new Set(accepted.map(linkTokenIn)).size).toBe(1);
    expect(linkTokenIn(accepted[0] as SentMail)).toMatch(/^[\w-]{43}$/);
  });

  test('G14 whose sender is slower than its lease is sent twice at most, and recorded once', async () => {
    const { userId, messageId } = await waitingLink(world);
    const slow = async (): Promise<void> => {
      world.advance(61);
      expect(await world.deliver(messageId)).toBe('sent');
    };
    await deliverMessage(world.services, { mail: { send: slow }, text: noTexts }, messageId);
    const sent = (await eventsOf(world, userId)).filter(({ type }) => type === 'message.sent');
    expect(sent).toHaveLength(1);
    expect(await messagesOf(world, userId)).toMatchObject([{ status: 'sent', attempts: 2 }]);
  });
});
