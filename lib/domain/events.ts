import type { Actor } from './authorization.ts';
import type { EventDetails, SpentDetails } from './event-details.ts';

/**
 * Every recorded event. The value says whether it is in the organisation's list (`organisation`) or only in the
 * user's own (`user`): sign-ins are many, and listing them in one place would make that place hot.
 */
export const eventTypes = {
  'user.created': 'organisation',
  'user.changed': 'organisation',
  'user.deleted': 'organisation',
  'user.renamed': 'organisation',
  'account.enabled': 'organisation',
  'account.disabled': 'organisation',
  'access.restored': 'organisation',
  'bypass.granted': 'organisation',
  'bypass.ended': 'organisation',
  'lost-token.issued': 'organisation',
  'lost-token.revoked': 'organisation',
  'enrollment.reset': 'organisation',
  'enrollment.started': 'user',
  'enrollment.failed': 'user',
  'enrollment.confirmed': 'organisation',
  'enrollment.expired': 'organisation',
  'enrollment.expired-at-sign-in': 'organisation',
  'link.sent': 'organisation',
  'link.opened': 'user',
  'link.pin-accepted': 'user',
  'link.pin-failed': 'user',
  'key.replaced': 'organisation',
  'key.revealed': 'organisation',
  'backup-codes.recreated': 'organisation',
  /** A start that let the user in without a factor: a bypass, a remembered device. Other starts write nothing. */
  'verification.started': 'user',
  'verification.failed': 'user',
  'verification.spent-code': 'user',
  'verification.succeeded': 'user',
  'verification.asked': 'user',
  'verification.unanswered': 'user',
  'code.sent': 'user',
  'assertion.redeemed': 'user',
  'token.enrolled': 'organisation',
  'token.changed': 'organisation',
  'token.disabled': 'organisation',
  'token.enabled': 'organisation',
  'token.deleted': 'organisation',
  'token.reset': 'organisation',
  'token.reset-failed': 'user',
  'token.replaced': 'organisation',
  'token.tested': 'organisation',
  'hardware.imported': 'organisation',
  'hardware.compromised': 'organisation',
  'hardware.deleted': 'organisation',
  'token-type.changed': 'organisation',
  'settings.changed': 'organisation',
  'role.changed': 'organisation',
  'role.deleted': 'organisation',
  'class.changed': 'organisation',
  'class.deleted': 'organisation',
  'class.copied': 'organisation',
  'provider.changed': 'organisation',
  'provider.deleted': 'organisation',
  'message.sent': 'user',
  'message.failed': 'organisation',
  /** The provider had accepted it, and reported later that it did not arrive. */
  'message.undelivered': 'organisation',
  'notices.held-back': 'organisation',
  'sweep.refused': 'organisation',
  'sweep.forced': 'organisation',
  'sweep.restored': 'organisation',
} as const;

export type EventType = keyof typeof eventTypes;

/** If every member is optional, the details themselves may be omitted. */
type Detailed<D> = Record<never, never> extends D ? { readonly details?: D } : { readonly details: D };

/** A rule's report of a change: one type of event with its details. Id, time and actor come from the call. */
export type EventOf<T extends EventType = EventType> = {
  readonly [K in T]: { readonly type: K; readonly reason?: string } & Detailed<
    EventDetails[K] & SpentDetails
  >;
}[T];

/** What every event records. */
interface Stamp {
  /** Unique; also the idempotency key of the write that carries it. */
  readonly id: string;
  /** Milliseconds since 1970, so that events of one second keep their order. */
  readonly at: number;
  /** `<kind>:<name>`. */
  readonly actor: string;
  /** The user it is about, if any. */
  readonly userId?: string;
}

/** One line of the audit. It never holds a secret, a code, an address or a number. */
export type AuditEvent<T extends EventType = EventType> = EventOf<T> & Stamp;

/** The event as one line of the audit. */
export const stamped = (event: EventOf, stamp: Stamp): AuditEvent => ({ ...event, ...stamp }) as AuditEvent;

/** The event with more details. */
export function withDetails<E extends EventOf>(event: E, more: Partial<NonNullable<E['details']>>): E {
  return { ...event, details: { ...event.details, ...more } };
}

/** Whether the event carries the attestation that the user's identity was verified (1.20). */
export const attests = ({ details }: EventOf): boolean =>
  details !== undefined && 'identityVerified' in details && details.identityVerified === true;

export const actorName = (actor: Actor): string => `${actor.kind}:${actor.name}`;
