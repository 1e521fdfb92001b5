import type { GuessDetails } from '../domain/event-details.ts';
import type { AuditEvent, EventType } from '../domain/events.ts';
import { lostTokenId } from '../domain/exceptions.ts';
import { secondsPerDay } from '../domain/time.ts';
import { type MessageDetails, type NewMessage, shownDetails } from '../store/outbox.ts';
import type { TemplateName } from './templates/template.ts';

/**
 * Events of which nobody is told: nothing of the account has changed by them, the user has just done it or has a
 * message of it in hand, or it is about no user at all.
 */
export const untold = [
  'user.created',
  // Nobody is left to tell.
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
  'sweep.refused',
  'sweep.forced',
  // Each of those users is told.
  'sweep.restored',
] as const satisfies readonly EventType[];

/** Rule 2: of the first wait of a series, whatever brought it about. */
const ifThrottled = ({ details }: { readonly details?: GuessDetails }): TemplateName | undefined =>
  details?.throttled ? 'throttled' : undefined;

/** Fields of an account that a user should know the change of; the message names them. */
const toldFields: readonly string[] = ['email', 'phone', 'twoFactorRequired'];

function ofSignIn({ details }: AuditEvent<'verification.succeeded'>): TemplateName | undefined {
  if ('refused' in details) return undefined;
  if (details.type === lostTokenId) return 'lost-token-used';
  return details.backupCodesRemaining === undefined ? undefined : 'backup-code-used';
}

type ToldEvent = Exclude<EventType, (typeof untold)[number]>;

/**
 * Of what a user is told by mail (P.19). A new event does not compile until it stands here or in {@link untold}; a
 * new notice is a row and a text per language.
 */
export const notices: { readonly [T in ToldEvent]: (event: AuditEvent<T>) => TemplateName | undefined } = {
  'user.changed': ({ details }) =>
    details.fields.some((field) => toldFields.includes(field)) ? 'account-changed' : undefined,
  // Of the two events the one under the new id.
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
  // What only says the same again needs no mail of its own.
  'notices.held-back': ({ details }) => (details.why === 'capped' ? 'notices-held-back' : undefined),
};

/** A notice that is three days late tells nobody anything. */
const usefulSeconds = 3 * secondsPerDay;

/** Of an event's details those that a notice shows. */
function shownOf({ details = {} }: AuditEvent): MessageDetails {
  const known: readonly string[] = shownDetails;
  return Object.fromEntries(Object.entries(details).filter(([name]) => known.includes(name)));
}

/** The message that an event causes, if any; its id follows from the event's, so there is never a second. */
export function noticeOf(event: AuditEvent): NewMessage | undefined {
  // The row of an event's own type takes that event: TypeScript does not follow a key through a union.
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
