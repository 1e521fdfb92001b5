import { keyIdOf, open } from '../crypto/sealing.ts';
import type { AuditEvent } from '../domain/events.ts';
import { idSince } from '../domain/renaming.ts';
import type { User, UserState } from '../domain/user-state.ts';
import { logFault } from '../log.ts';
import type { Services } from '../services.ts';
import { claimMessage, finishMessage, type Message, returnMessage } from '../store/outbox.ts';
import { readUser } from '../store/users.ts';
import { renderMail } from './mail.ts';
import type { Mailer } from './ses.ts';
import type { Texter } from './sns.ts';
import { languageOf } from './templates/index.ts';
import type { TemplateName } from './templates/template.ts';

const leaseSeconds = 60;
/** 30 s, 1, 2, 4 … minutes: eight tries take about an hour. */
const maximumTries = 8;
const firstBackoffSeconds = 30;

export interface Senders {
  readonly mail: Mailer;
  readonly text: Texter;
}

export type Outcome = 'sent' | 'dropped' | 'failed' | 'retry' | 'not-ours';

/**
 * Sends one message of the outbox. Takes it with a lease first; what is expired, revoked, or whose user is gone
 * is dropped; what fails goes back with a growing delay, and after the last try it is given up aloud.
 */
export async function deliverMessage(
  services: Services,
  senders: Senders,
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
    await sendMessage(services, senders, message, user);
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
  { createdAt, notAfter, linkHash, codeHash }: Message,
  user: User | undefined,
  now: number,
): string | undefined {
  // The id may have been given to somebody new meanwhile.
  if (!user || idSince(user.profile) > createdAt) return 'user-gone';
  if (notAfter <= now) return 'expired';
  const revoked =
    (linkHash !== undefined && user.state.link?.hash !== linkHash) ||
    (codeHash !== undefined && !isAwaited(user.state, codeHash, now));
  return revoked ? 'revoked' : undefined;
}

/** Whether a code is still good for something: its verification open, its token and account in use. */
function isAwaited(
  { enabled, sessions, test, pending, tokens }: UserState,
  codeHash: string,
  now: number,
): boolean {
  const open = Object.values(sessions).filter(
    ({ status, expiresAt }) => status === 'open' && expiresAt > now,
  );
  const ofTokens = [test, ...open.map(({ sent }) => sent)].filter(
    (sent) => sent && tokens[sent.tokenId]?.status === 'active',
  );
  return enabled && [pending?.sent, ...ofTokens].some((sent) => sent?.hash === codeHash);
}

/** What a message carries that nobody else may read. */
interface Content {
  /** Of a setup link. */
  readonly token?: string;
  readonly code?: string;
  /** Where a code goes; other messages go to the address of the profile. */
  readonly to?: string;
  readonly transaction?: string;
}

async function sendMessage(
  services: Services,
  senders: Senders,
  message: Message,
  user: User,
): Promise<void> {
  const { profile } = user;
  const { issuer, backupCodesLow } = await services.settings();
  const { details = {}, template, channel } = message;
  const { token, to = profile.email, code, transaction } = await openContent(services, message);
  const language = languageOf(profile.language);
  const format = new Intl.DateTimeFormat(language.tag, {
    dateStyle: 'long',
    timeStyle: 'short',
    timeZone: 'UTC',
  });
  const inWords = (at: unknown): string => `${format.format(Number(at) * 1000)} UTC`;
  const { remaining, validUntil } = details;
  const label = user.tokens.find(({ tokenId }) => tokenId === details['token'])?.label;
  const facts = {
    displayName: profile.displayName,
    issuer,
    time: inWords(details['expiresAt'] ?? details['at']),
    pin: details['pin'] === true,
    fields: String(details['fields'] ?? '').split(', '),
    ...(typeof remaining === 'number' ? { remaining, few: remaining <= backupCodesLow } : {}),
    ...(validUntil === undefined ? {} : { until: inWords(validUntil) }),
    ...(label ? { label } : {}),
    ...(token ? { link: `${services.origin}/setup#${token}` } : {}),
    ...(code ? { code } : {}),
    ...(transaction ? { transaction } : {}),
  };
  if (channel === 'sms') await senders.text.send(to, language.text(facts));
  else await senders.mail.send(to, renderMail(language, template as TemplateName, facts));
}

async function openContent({ keyring }: Services, { sealed, messageId, userId }: Message): Promise<Content> {
  if (!sealed) return {};
  const key = await keyring.byId(keyIdOf(sealed));
  return JSON.parse(
    open(sealed, { purpose: 'message', userId, subjectId: messageId }, key).toString(),
  ) as Content;
}

/** The event's id follows from the message and the try, so that ending a message twice is one event. */
function eventOf(
  { messageId, userId, template, attempts, channel = 'email' }: Message,
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
    details: { template, channel, ...(why ? { why } : {}) },
  };
}

/** The name says what happened; the message of a provider's error may repeat the address. */
const nameOf = (error: unknown): string => (error instanceof Error ? error.name : 'unknown');
