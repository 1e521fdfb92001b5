import type { GuessDetails } from '../domain/event-details.ts';
import type { AuditEvent, EventType } from '../domain/events.ts';
import { lostTokenId } from '../domain/exceptions.ts';
import { secondsPerDay } from '../domain/time.ts';
import { type MessageDetails, type NewMessage, shownDetails } from '../store/outbox.ts';
import type { TemplateName } from './templates/template.ts';

/**
 * Events without a notice: they change nothing about the account, the user has just caused them or already has a
 * message about them, or they concern no user.
 */
export const untold = [
  'user.created',
  // The user is deleted, so nobody is left to notify.
  'user.deleted',
  'class.changed',
  'class.copied',
  'class.deleted',
  'assertion.redeemed',
  'hardware.imported',
  'hardware.deleted',
  'enrollment.started',
  'link.sent',
  'link.opened',
  'link.pin-accepted',
  'verification.spent-code',
  'verification.asked',
  'verification.unanswered',
  'code.sent',
  'token-type.changed',
  'settings.changed',
  'role.changed',
  'role.deleted',
  'provider.changed',
  'provider.deleted',
  'message.sent',
  'message.failed',
  'message.undelivered',
  'sweep.refused',
  'sweep.forced',
  // Each of those users gets a notice of their own.
  'sweep.restored',
] as const satisfies readonly EventType[];

/** Rule 2: for the first wait of a series, whatever caused it. */
const ifThrottled = ({ details }: { readonly details?: GuessDetails }): TemplateName | undefined =>
  details?.throttled ? 'throttled' : undefined;

/** Fields of an account whose change a user should know about; the message names them. */
const toldFields: readonly string[] = ['email', 'phone', 'twoFactorRequired'];

function ofSignIn({ details }: AuditEvent<'verification.succeeded'>): TemplateName | undefined {
  if ('refused' in details) return undefined;
  if (details.type === lostTokenId) return 'lost-token-used';
  return details.backupCodesRemaining === undefined ? undefined : 'backup-code-used';
}

type ToldEvent = Exclude<EventType, (typeof untold)[number]>;

/**
 * The events that a user gets a mail about (P.19). A new event does not compile until it is listed here or in {@link
 * untold}; a new notice is a row and a text per language.
 */
export const notices: { readonly [T in ToldEvent]: (event: AuditEvent<T>) => TemplateName | undefined } = {
  'user.changed': ({ details }) =>
    details.fields.some((field) => toldFields.includes(field)) ? 'account-changed' : undefined,
  // The one of the two events that is under the new id.
  'user.renamed': ({ userId, details }) => (userId === details.to ? 'user-renamed' : undefined),
  'account.enabled': () => 'account-enabled',
  'account.disabled': () => 'account-disabled',
  'access.restored': () => 'access-restored',
  'bypass.granted': () => 'bypass-granted',
  'bypass.ended': () => 'bypass-ended',
  'lost-token.issued': () => 'lost-token-issued',
  'lost-token.revoked': () => 'lost-token-revoked',
  'enrollment.confirmed': () => 'enrolled',
  'enrollment.reset': () => 'reset',
  'enrollment.expired': ({ details }) => (details.disabled ? 'expired-disabled' : 'expired'),
  'enrollment.expired-at-sign-in': () => 'expired-disabled',
  'enrollment.failed': ifThrottled,
  'link.pin-failed': ifThrottled,
  'key.replaced': () => 'key-replaced',
  'key.revealed': () => 'key-revealed',
  'backup-codes.recreated': () => 'backup-codes-recreated',
  'verification.started': ({ details }) => (details.because === 'bypass' ? 'bypass-used' : undefined),
  'verification.failed': ifThrottled,
  'verification.succeeded': ofSignIn,
  'token.enrolled': () => 'token-enrolled',
  'token.changed': () => 'token-changed',
  'token.disabled': () => 'token-disabled',
  'token.enabled': () => 'token-enabled',
  'token.deleted': ({ details }) => (details.status === 'PENDING' ? undefined : 'token-deleted'),
  'hardware.compromised': () => 'token-deleted',
  'token.reset': () => 'token-reset',
  'token.reset-failed': ifThrottled,
  'token.replaced': () => 'token-replaced',
  'token.tested': ifThrottled,
  // A notice that only repeats an earlier one is not sent again.
  'notices.held-back': ({ details }) => (details.why === 'capped' ? 'notices-held-back' : undefined),
};

/** A notice that is three days late has no value. */
const usefulSeconds = 3 * secondsPerDay;

/** The details of an event that a notice shows. */
function shownOf({ details = {} }: AuditEvent): MessageDetails {
  const known: readonly string[] = shownDetails;
  return Object.fromEntries(Object.entries(details).filter(([name]) => known.includes(name)));
}

/** The message that an event causes, if any; its id is derived from the event's, so a second one cannot exist. */
export function noticeOf(event: AuditEvent): NewMessage | undefined {
  // The row for an event's own type takes that event: TypeScript does not follow a key through a union.
  const rows = notices as Partial<Record<EventType, (event: AuditEvent) => TemplateName | undefined>>;
  const template = rows[event.type]?.(event);
  if (!template || !event.userId) return undefined;
  const createdAt = Math.floor(event.at / 1000);
  return {
    messageId: `${event.id}-notice`,
    userId: event.userId,
    template,
    details: { ...shownOf(event), at: createdAt },
    createdAt,
    at: event.at,
    notAfter: createdAt + usefulSeconds,
  };
}
