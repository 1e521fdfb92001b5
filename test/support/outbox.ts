import type { DeliveryOutcome } from '../../lib/delivery/deliver.ts';
import { fromItem } from '../../lib/store/items.ts';
import { dueMessages, type Message } from '../../lib/store/outbox.ts';
import { createUser } from './people.ts';
import type { SentMail, World } from './world.ts';

export type StoredMessage = Message & { readonly dueAt?: number; readonly purgeAt: number };

/** The messages of a user as the table holds them, oldest first. */
export async function messagesOf(world: World, userId: string): Promise<StoredMessage[]> {
  const items = (await world.everything()).filter(
    ({ pk, userId: owner }) => pk?.S?.startsWith('OUTBOX#') && owner?.S === userId,
  );
  return items.map((item) => fromItem<StoredMessage>(item)).sort((a, b) => a.createdAt - b.createdAt);
}

/** A user with a setup link in the outbox that nobody has sent yet. */
export async function waitingLink(world: World): Promise<{ userId: string; messageId: string }> {
  const userId = await createUser(world);
  await world.api.expect(202, 'POST', `/v1/users/${userId}/setup-links`, { body: {} });
  const [message] = await messagesOf(world, userId);
  if (!message) throw new Error('No message was written');
  return { userId, messageId: message.messageId };
}

export const mailsTo = (world: World, userId: string): SentMail[] =>
  world.mails.filter(({ to }) => to === `${userId}@example.org`);

/** Messages of these users that the schedule would look at now. */
export async function dueNow(world: World, ...messageIds: readonly string[]): Promise<string[]> {
  const due: string[] = [];
  for await (const id of dueMessages(world.services.table, world.now)) due.push(id);
  return due.filter((id) => messageIds.includes(id));
}

/** Tries a message again when its time has come, as the schedule does. */
export async function tryAgain(world: World, messageId: string): Promise<DeliveryOutcome | 'not due'> {
  const due = await dueNow(world, messageId);
  return due.length > 0 ? world.deliver(messageId) : 'not due';
}
