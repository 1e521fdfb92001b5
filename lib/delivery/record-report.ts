import { defined } from '../domain/defined.ts';
import { isFinal } from '../domain/delivery-reports.ts';
import type { AuditEvent } from '../domain/events.ts';
import type { Table } from '../store/client.ts';
import { markUndelivered, messageOfText, readMessage } from '../store/outbox.ts';
import { reportDelivery } from '../store/token-reports.ts';
import { recipientOf } from './recipient.ts';
import type { Report } from './reports.ts';

/**
 * Joins what a provider reports to the message and to the token it was for. Reports may come twice and in any order:
 * the message ends once, and a token keeps the latest one.
 *
 * @param now milliseconds since 1970
 * @returns `unknown` if no message of ours is meant
 */
export async function recordReport(
  table: Table,
  { of, status, at }: Report,
  now: number,
): Promise<'undelivered' | 'noted' | 'unknown'> {
  const messageId = 'messageId' in of ? of.messageId : await messageOfText(table, of.textId);
  const message = messageId === undefined ? undefined : await readMessage(table, messageId);
  if (!message) return 'unknown';
  const { template, channel = 'email', details = {} } = message;
  const { token } = details;
  const userId = (await recipientOf(table, message))?.state.userId;
  if (userId !== undefined && token !== undefined) await reportDelivery(table, userId, token, { status, at });
  if (!isFinal(status)) return 'noted';
  // The report is faster than our own note that the message was sent: Lambda brings it again.
  if (message.status === 'sending') throw new Error('The message is still being sent');
  const event: AuditEvent = {
    id: `${message.messageId}-report`,
    type: 'message.undelivered',
    at: now,
    actor: 'schedule:delivery-reports',
    ...defined({ userId }),
    details: { template, channel, why: status, ...defined({ token }) },
  };
  return (await markUndelivered(table, message.messageId, event)) ? 'undelivered' : 'noted';
}
