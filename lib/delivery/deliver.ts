import { keyIdOf, open } from '../crypto/sealing.ts';
import type { AuditEvent } from '../domain/events.ts';
import type { User } from '../domain/user-state.ts';
import { logFault } from '../log.ts';
import type { Services } from '../services.ts';
import { claimMessage, finishMessage, type Message, returnMessage } from '../store/outbox.ts';
import { readUser } from '../store/users.ts';
import { renderMail } from './mail.ts';
import type { Mailer } from './ses.ts';
import { languageOf } from './templates/index.ts';
import type { TemplateName } from './templates/template.ts';

const leaseSeconds = 60;
/** 30 s, 1, 2, 4 … minutes: eight tries take about an hour. */
const maximumTries = 8;
const firstBackoffSeconds = 30;

export type Outcome = 'sent' | 'dropped' | 'failed' | 'retry' | 'not-ours';

/**
 * Sends one message of the outbox. Takes it with a lease first; what is expired, revoked, or whose user is gone
 * is dropped; what fails goes back with a growing delay, and after the last try it is given up aloud.
 */
export async function deliverMessage(
  services: Services,
  mailer: Mailer,
  messageId: string,
): Promise<Outcome> {
  const { table, clock } = services;
  const now = Math.floor(clock() / 1000);
  const message = await claimMessage(table, messageId, now, now + leaseSeconds);
  if (!message) return 'not-ours';
  const finish = async (outcome: 'sent' | 'dropped' | 'failed', why?: string): Promise<Outcome> => {
    await finishMessage(table, message, outcome, eventOf(message, outcome, clock(), why));
    return outcome;
  };

  // Claimed that often without an end: whatever happens after the sending, it must not be sent for ever.
  if (message.attempts > maximumTries) return finish('failed', 'never-finished');
  const user = await readUser(table, message.userId, { consistent: true });
  const useless = uselessness(message, user, now);
  if (useless || !user) return finish('dropped', useless);
  try {
    await mailer.send(user.profile.email, await render(services, message, user));
  } catch (error) {
    logFault(error, { message: messageId, template: message.template });
    if (message.attempts >= maximumTries) return finish('failed', nameOf(error));
    const backoff = firstBackoffSeconds * 2 ** (message.attempts - 1);
    await returnMessage(table, message, now + backoff);
    return 'retry';
  }
  return finish('sent');
}

function uselessness(
  { createdAt, notAfter, linkHash }: Message,
  user: User | undefined,
  now: number,
): string | undefined {
  // The id may have been given to somebody new meanwhile.
  if (!user || user.profile.createdAt > createdAt) return 'user-gone';
  if (notAfter <= now) return 'expired';
  return linkHash !== undefined && user.state.link?.hash !== linkHash ? 'revoked' : undefined;
}

async function render(services: Services, message: Message, { profile }: User) {
  const { issuer } = await services.settings();
  const { details = {}, sealed, messageId, userId, template } = message;
  const token = sealed && (await openToken(services, sealed, { messageId, userId }));
  const language = languageOf(profile.language);
  const at = Number(details['expiresAt'] ?? details['at']);
  return renderMail(language, template as TemplateName, {
    displayName: profile.displayName,
    issuer,
    time: `${new Intl.DateTimeFormat(language.tag, { dateStyle: 'long', timeStyle: 'short', timeZone: 'UTC' }).format(at * 1000)} UTC`,
    pin: details['pin'] === true,
    ...(typeof details['remaining'] === 'number' ? { remaining: details['remaining'] } : {}),
    ...(token ? { link: `${services.origin}/setup#${token}` } : {}),
  });
}

async function openToken(
  { keyring }: Services,
  sealed: Uint8Array,
  { messageId, userId }: Pick<Message, 'messageId' | 'userId'>,
): Promise<string> {
  const key = await keyring.byId(keyIdOf(sealed));
  return open(sealed, { purpose: 'message', userId, subjectId: messageId }, key).toString();
}

/** The event's id follows from the message and the try, so that ending a message twice is one event. */
function eventOf(
  { messageId, userId, template, attempts }: Message,
  outcome: 'sent' | 'dropped' | 'failed',
  at: number,
  why: string | undefined,
): AuditEvent {
  return {
    id: `${messageId}-${attempts}`,
    type: outcome === 'sent' ? 'message.sent' : 'message.failed',
    at,
    actor: 'schedule:deliver',
    userId,
    details: { template, channel: 'email', ...(why ? { why } : {}) },
  };
}

/** The name says what happened; the message of a provider's error may repeat the address. */
const nameOf = (error: unknown): string => (error instanceof Error ? error.name : 'unknown');
