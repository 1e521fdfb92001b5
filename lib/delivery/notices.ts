import type { AuditEvent, EventType } from '../domain/events.ts';
import { lostTokenId } from '../domain/exceptions.ts';
import { secondsPerDay } from '../domain/time.ts';
import type { NewMessage } from '../store/outbox.ts';
import type { TemplateName } from './templates/template.ts';

type Notice = (event: AuditEvent) => TemplateName | undefined;

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
const ifThrottled: Notice = ({ details }) => (details?.['throttled'] ? 'throttled' : undefined);

/** Fields of an account that a user should know the change of; the message names them. */
const toldFields = ['email', 'phone', 'twoFactorRequired'];

const fieldsOf = ({ details }: AuditEvent): string[] => String(details?.['fields'] ?? '').split(', ');

function ofSignIn({ details }: AuditEvent): TemplateName | undefined {
  if (details?.['type'] === lostTokenId) return 'lost-token-used';
  return details?.['remaining'] === undefined ? undefined : 'backup-code-used';
}

/**
 * Of what a user is told by mail (P.19). A new event does not compile until it stands here or in {@link untold}; a
 * new notice is a row and a text per language.
 */
export const notices: Readonly<Record<Exclude<EventType, (typeof untold)[number]>, Notice>> = {
  'user.changed': (event) =>
    fieldsOf(event).some((field) => toldFields.includes(field)) ? 'account-changed' : undefined,
  // Of the two events the one under the new id.
  'user.renamed': ({ details }) => (details?.['from'] === undefined ? undefined : 'user-renamed'),
  'account.enabled': () => 'account-enabled',
  'account.disabled': () => 'account-disabled',
  'access.restored': () => 'access-restored',
  'bypass.granted': () => 'bypass-granted',
  'bypass.ended': () => 'bypass-ended',
  'lost-token.issued': () => 'lost-token-issued',
  'lost-token.revoked': () => 'lost-token-revoked',
  'enrollment.confirmed': () => 'enrolled',
  'enrollment.reset': () => 'reset',
  'enrollment.expired': ({ details }) => (details?.['disabled'] === false ? 'expired' : 'expired-disabled'),
  'enrollment.expired-at-sign-in': () => 'expired-disabled',
  'enrollment.failed': ifThrottled,
  'link.pin-failed': ifThrottled,
  'key.replaced': () => 'key-replaced',
  'key.revealed': () => 'key-revealed',
  'backup-codes.recreated': () => 'backup-codes-recreated',
  'verification.started': ({ details }) => (details?.['because'] === 'bypass' ? 'bypass-used' : undefined),
  'verification.failed': ifThrottled,
  'verification.succeeded': ofSignIn,
  'token.enrolled': () => 'token-enrolled',
  'token.changed': () => 'token-changed',
  'token.disabled': () => 'token-disabled',
  'token.enabled': () => 'token-enabled',
  'token.deleted': ({ details }) => (details?.['status'] === 'PENDING' ? undefined : 'token-deleted'),
  'hardware.compromised': () => 'token-deleted',
  'token.reset': () => 'token-reset',
  'token.reset-failed': ifThrottled,
  'token.replaced': () => 'token-replaced',
  'token.tested': ifThrottled,
  // What only says the same again needs no mail of its own.
  'notices.held-back': ({ details }) => (details?.['why'] === 'capped' ? 'notices-held-back' : undefined),
};

/** A notice that is three days late tells nobody anything. */
const usefulSeconds = 3 * secondsPerDay;

/** The message that an event causes, if any; its id follows from the event's, so there is never a second. */
export function noticeOf(event: AuditEvent): NewMessage | undefined {
  const told: Partial<Record<EventType, Notice>> = notices;
  const template = told[event.type]?.(event);
  if (!template || !event.userId) return undefined;
  const createdAt = Math.floor(event.at / 1000);
  return {
    messageId: `${event.id}-notice`,
    userId: event.userId,
    template,
    details: { ...event.details, at: createdAt },
    createdAt,
    at: event.at,
    notAfter: createdAt + usefulSeconds,
  };
}
