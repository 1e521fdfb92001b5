import { afterEach, beforeEach, describe, expect } from 'vitest';
import { eventsOf } from '../support/accounts.ts';
import { dueNow, mailsTo, messagesOf, tryAgain, waitingLink } from '../support/outbox.ts';
import { captureOutput } from '../support/output.ts';
import { test, world } from '../support/world-test.ts';

let output: ReturnType<typeof captureOutput>;
beforeEach(() => {
  output = captureOutput();
});
afterEach(() => {
  output.release();
  world.mailFault = undefined;
});

const fault = (userId: string): Error =>
  Object.assign(new Error(`550 <${userId}@example.org> refused`), { name: 'ThrottlingException' });

describe('rule 7: a message that cannot be sent', () => {
  test('N.09 is tried eight times, after 30 s and then after twice as long each time', async () => {
    const { userId, messageId } = await waitingLink(world);
    world.mailFault = fault(userId);
    expect(await world.deliver(messageId)).toBe('retry');
    for (const wait of [30, 60, 120, 240, 480, 960, 1_920]) {
      world.advance(wait - 1);
      expect(await tryAgain(world, messageId)).toBe('not due');
      world.advance(1);
      expect(await tryAgain(world, messageId)).toBe(wait === 1_920 ? 'failed' : 'retry');
    }
    world.mailFault = undefined;
    world.advance(7_200);
    expect(await dueNow(world, messageId)).toEqual([]);
    expect(await world.deliver(messageId)).toBe('not-ours');
    expect(mailsTo(world, userId)).toEqual([]);
    const [message] = await messagesOf(world, userId);
    expect(message).toMatchObject({ status: 'failed', attempts: 8 });
    expect(message).not.toHaveProperty('sealed');
  });

  test('N.09 rule 11: is given up aloud, with the kind of fault and without the address', async () => {
    const { userId, messageId } = await waitingLink(world);
    world.mailFault = fault(userId);
    for (let tries = 0; tries < 8; tries++) {
      await world.deliver(messageId);
      world.advance(7_200 / 4);
    }
    const failed = (await eventsOf(world, userId)).filter(({ type }) => type === 'message.failed');
    expect(failed).toHaveLength(1);
    expect(failed[0]?.details).toEqual({
      template: 'setup-link',
      channel: 'email',
      why: 'ThrottlingException',
    });
    const { items } = await world.api.expect(200, 'GET', '/v1/events?limit=100');
    expect(items.filter(({ id }: { id: string }) => id.startsWith(messageId))).toHaveLength(1);
    expect(JSON.stringify(output.written)).toContain('ThrottlingException');
    expect(JSON.stringify(output.written)).not.toContain('@example.org');
  });

  test('G14 is sent by the first try that succeeds, once', async () => {
    const { userId, messageId } = await waitingLink(world);
    world.mailFault = fault(userId);
    await world.deliver(messageId);
    world.advance(30);
    expect(await tryAgain(world, messageId)).toBe('retry');
    world.mailFault = undefined;
    world.advance(60);
    expect(await tryAgain(world, messageId)).toBe('sent');
    expect(mailsTo(world, userId)).toHaveLength(1);
  });
});
