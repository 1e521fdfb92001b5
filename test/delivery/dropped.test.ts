import { describe, expect } from 'vitest';
import { eventsOf, order } from '../support/accounts.ts';
import { mailsTo, messagesOf, waitingLink } from '../support/outbox.ts';
import { newId } from '../support/people.ts';
import { test, world } from '../support/world-test.ts';

/** What became of the message that waited, and why. */
async function expectDropped(userId: string, messageId: string, why: string): Promise<void> {
  expect(await world.deliver(messageId)).toBe(why === 'expired' ? 'late' : 'dropped');
  const message = (await messagesOf(world, userId)).find((one) => one.messageId === messageId);
  expect(message).toMatchObject({ status: 'dropped', event: { type: 'message.failed', details: { why } } });
  expect(message).not.toHaveProperty('sealed');
  expect(message).not.toHaveProperty('dueAt');
}

describe('rule 7: a message is dropped', () => {
  test('rule 8: when its link has expired, at that very second', async () => {
    const { userId, messageId } = await waitingLink(world);
    world.advance(86_400);
    await expectDropped(userId, messageId, 'expired');
    expect(mailsTo(world, userId)).toEqual([]);
  });

  test('rule 8: when a newer link has taken its place, and the newer one is sent', async () => {
    const { userId, messageId } = await waitingLink(world);
    world.advance(1);
    await world.api.expect(202, 'POST', `/v1/users/${userId}/setup-links`, { body: {} });
    await expectDropped(userId, messageId, 'revoked');
    const newer = (await messagesOf(world, userId)).find((one) => one.messageId !== messageId);
    expect(await world.deliver(newer?.messageId ?? '')).toBe('sent');
    expect(mailsTo(world, userId)).toHaveLength(1);
  });

  test.each(['disable', 'reset'] as const)('rule 8: when a %s has revoked its link', async (action) => {
    const { userId, messageId } = await waitingLink(world);
    await order(world, userId, action);
    await expectDropped(userId, messageId, 'revoked');
  });

  test('rule 8: when the address it would go to has changed', async () => {
    const { userId, messageId } = await waitingLink(world);
    await world.api.expect(200, 'PATCH', `/v1/users/${userId}`, { body: { email: 'other@example.org' } });
    await expectDropped(userId, messageId, 'revoked');
    expect(world.mails.filter(({ to }) => to === 'other@example.org')).toEqual([]);
  });

  test('when its user is gone, and the audit tells so', async () => {
    const { userId, messageId } = await waitingLink(world);
    await world.api.expect(204, 'DELETE', `/v1/users/${userId}`);
    await expectDropped(userId, messageId, 'user-gone');
  });

  test('P.19 when its user is gone and somebody new has the id: the new user gets nothing about the old one', async () => {
    const userId = newId();
    const person = { userId, displayName: 'Old', email: `${userId}@example.org` };
    await world.api.expect(201, 'POST', '/v1/users', { body: person });
    await order(world, userId, 'reset');
    world.advance(1);
    await world.api.expect(204, 'DELETE', `/v1/users/${userId}`);
    world.advance(1);
    await world.api.expect(201, 'POST', '/v1/users', { body: { ...person, displayName: 'New' } });
    await world.drain();
    expect(mailsTo(world, userId)).toEqual([]);
    const [notice] = await messagesOf(world, userId);
    expect(notice).toMatchObject({ template: 'reset', status: 'dropped' });
  });

  test('N.09 with its reason in the audit', async () => {
    const { userId, messageId } = await waitingLink(world);
    await order(world, userId, 'disable');
    await world.deliver(messageId);
    const failed = (await eventsOf(world, userId)).filter(({ type }) => type === 'message.failed');
    expect(failed).toMatchObject([{ actor: 'schedule:deliver', details: { why: 'revoked' } }]);
  });
});
