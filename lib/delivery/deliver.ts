import { keyIdOf, open } from '../crypto/sealing.ts';
import { defined } from '../domain/defined.ts';
import type { AuditEvent } from '../domain/events.ts';
import { isNotice } from '../domain/notice-limits.ts';
import { isOwnContact } from '../domain/offered-factors.ts';
import { isKey } from '../domain/pending.ts';
import type { SentCode } from '../domain/session-state.ts';
import type { EpochSeconds } from '../domain/time.ts';
import type { User, UserState } from '../domain/user-state.ts';
import { logFault } from '../log.ts';
import type { Services } from '../services.ts';
import { claimMessage, finishMessage, type Message, rememberText, returnMessage } from '../store/outbox.ts';
import { countOrHoldBack } from './hold-back.ts';
import { renderMail } from './mail.ts';
import { recipientOf } from './recipient.ts';
import { refusedForGood } from './refusals.ts';
import type { Mailer } from './ses.ts';
import type { Texter } from './sns.ts';
import { languageOf } from './templates/index.ts';
import type { TemplateName } from './templates/template.ts';
import { codeText } from './texts.ts';

/** For one message: to read what it needs, and to wait for its provider. */
const leaseSeconds = 30;
/** How long a provider may take to answer; no attempt outlasts its lease. */
const sendSeconds = 7;
/** 30 s, 1, 2, 4 … minutes: eight tries take about an hour. */
const maximumTries = 8;
const firstBackoffSeconds = 30;

export interface Senders {
  readonly mail: Mailer;
  readonly text: Texter;
}

/** The result of a try: `late` is dropped because it would no longer be useful, although it should have arrived. */
export type DeliveryOutcome = 'sent' | 'dropped' | 'late' | 'failed' | 'held-back' | 'retry' | 'not-ours';

/**
 * Sends one message of the outbox. Takes a lease on it first; drops it if it is expired, revoked, or its user is
 * gone; holds back notices beyond their caps; on failure puts it back with a growing delay, and after the last try
 * gives it up with a metric.
 */
export async function deliverMessage(
  services: Services,
  senders: Senders,
  messageId: string,
): Promise<DeliveryOutcome> {
  const { table, clock } = services;
  const now = Math.floor(clock() / 1000);
  const message = await claimMessage(table, messageId, now, now + leaseSeconds);
  if (!message) return 'not-ours';
  const user = await recipientOf(table, message);
  const finish = async (outcome: 'sent' | 'dropped' | 'failed', why?: string): Promise<typeof outcome> => {
    const event = endOf(message, user?.state.userId, outcome, clock(), why);
    await finishMessage(table, message, outcome, event);
    return outcome;
  };

  // Claimed this often and never finished: whatever fails after the sending, the message must not be sent for ever.
  if (message.attempts > maximumTries) return finish('failed', 'never-finished');
  const useless = uselessness(message, user, now);
  if (useless || !user) {
    await finish('dropped', useless);
    return useless === 'expired' ? 'late' : 'dropped';
  }
  try {
    const content = await openContent(services, message);
    const to = content.to ?? user.profile.email;
    const why = isNotice(message.template) ? await countOrHoldBack(services, message, to) : undefined;
    if (why) {
      await finishMessage(table, message, 'held-back');
      return 'held-back';
    }
    if (clock() / 1000 > now + leaseSeconds - sendSeconds) throw new Error('The lease is nearly over');
    await sendMessage(services, senders, { message, user, content, to });
  } catch (error) {
    logFault(error, { message: messageId, template: message.template });
    const refused = refusedForGood(error);
    if (refused || message.attempts >= maximumTries) return finish('failed', refused ?? nameOf(error));
    const backoff = firstBackoffSeconds * 2 ** (message.attempts - 1);
    // No later than it is useful, so that a failed delivery is then known at once.
    await returnMessage(table, message, Math.min(now + backoff, message.notAfter));
    return 'retry';
  }
  return finish('sent');
}

function uselessness(
  { notAfter, linkHash, codeHash }: Message,
  user: User | undefined,
  now: number,
): string | undefined {
  if (!user) return 'user-gone';
  if (notAfter <= now) return 'expired';
  const revoked =
    (linkHash !== undefined && user.state.link?.hash !== linkHash) ||
    (codeHash !== undefined && !isAwaited(user.state, codeHash, now));
  return revoked ? 'revoked' : undefined;
}

/** Whether a code can still be used: its verification is open, its token and account are in use. */
function isAwaited(
  { enabled, enrolledAt, sessions, test, pending = {}, tokens }: UserState,
  codeHash: string,
  now: number,
): boolean {
  const open = Object.values(sessions).flatMap(({ status, expiresAt, sent }) =>
    status === 'open' && expiresAt > now && sent ? [sent] : [],
  );
  const inUse = ({ tokenId }: SentCode): boolean =>
    isOwnContact(tokenId) || tokens[tokenId]?.status === 'active';
  // A sign-in of a user who has not enrolled sends its code to a pending enrollment: no token exists yet.
  const ofSignIns = enrolledAt === undefined ? open : open.filter(inUse);
  const ofPending = Object.values(pending).flatMap((one) => (isKey(one) ? [] : [one.sent]));
  const awaited = [...(test && inUse(test) ? [test] : []), ...ofSignIns, ...ofPending];
  return enabled && awaited.some(({ keyed }) => keyed?.hash === codeHash);
}

/** The confidential content of a message. */
interface Content {
  /** For a setup link. */
  readonly token?: string;
  readonly code?: string;
  /** The destination of a code; other messages go to the address of the profile. */
  readonly to?: string;
  readonly transaction?: string;
}

/** A message that is ready to be sent. */
interface Ready {
  readonly message: Message;
  readonly user: User;
  readonly content: Content;
  readonly to: string;
}

async function sendMessage(
  services: Services,
  senders: Senders,
  { message, user, content, to }: Ready,
): Promise<void> {
  const { profile } = user;
  const { issuer, backupCodesLow } = await services.settings();
  const { details = {}, template, channel } = message;
  const { token, code, transaction } = content;
  if (channel === 'sms') {
    const textId = await senders.text.send(to, codeText(profile.language, { issuer, code, transaction }));
    if (textId) await rememberText(services.table, textId, message);
    return;
  }
  const language = languageOf(profile.language);
  const format = new Intl.DateTimeFormat(language.tag, {
    dateStyle: 'long',
    timeStyle: 'short',
    timeZone: 'UTC',
  });
  const inWords = (at: EpochSeconds): string => `${format.format(at * 1000)} UTC`;
  const { at = message.createdAt, backupCodesRemaining, validUntil, openings, fields = [] } = details;
  const label = user.tokens.find(({ tokenId }) => tokenId === details.token)?.label;
  const facts = {
    displayName: profile.displayName,
    userId: profile.userId,
    issuer,
    time: inWords(details.expiresAt ?? at),
    pin: details.pin === true,
    fields,
    ...(backupCodesRemaining === undefined
      ? {}
      : { backupCodesRemaining, few: backupCodesRemaining <= backupCodesLow }),
    ...defined({
      until: validUntil === undefined ? undefined : inWords(validUntil),
      label,
      hasNewCodes: details.backupCodes === undefined ? undefined : true,
      openings,
      link: token ? `${services.origin}/setup#${token}` : undefined,
      code,
      transaction,
    }),
  };
  await senders.mail.send(to, renderMail(language, template as TemplateName, facts), message.messageId);
}

async function openContent({ keyring }: Services, { sealed, messageId, userId }: Message): Promise<Content> {
  if (!sealed) return {};
  const key = await keyring.byId(keyIdOf(sealed));
  return JSON.parse(
    open(sealed, { purpose: 'message', userId, subjectId: messageId }, key).toString(),
  ) as Content;
}

/**
 * The event of a deleted person carries no id: somebody else may have that id now. The event's own id is derived from
 * the message and the try, so that finishing a message twice makes one event.
 */
function endOf(
  { messageId, template, attempts, channel = 'email' }: Message,
  userId: string | undefined,
  outcome: 'sent' | 'dropped' | 'failed',
  at: number,
  why: string | undefined,
): AuditEvent {
  return {
    id: `${messageId}-${attempts}`,
    type: outcome === 'sent' ? 'message.sent' : 'message.failed',
    at,
    actor: 'schedule:deliver',
    ...defined({ userId }),
    details: { template, channel, ...defined({ why }) },
  };
}

/** The name says what happened; the message of a provider's error may repeat the address. */
const nameOf = (error: unknown): string => (error instanceof Error ? error.name : 'unknown');
