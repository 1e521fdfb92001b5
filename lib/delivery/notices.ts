import type { AuditEvent, EventType } from '../domain/events.ts';
import { secondsPerDay } from '../domain/time.ts';
import type { NewMessage } from '../store/outbox.ts';
import type { TemplateName } from './templates/template.ts';

type Notice = (event: AuditEvent) => TemplateName | undefined;

const ifThrottled: Notice = ({ details }) => (details?.['throttled'] ? 'throttled' : undefined);

/**
 * Of what a user is told by mail (rule 2, rule 6, D5). A new notice is a row here and a text per language.
 */
const notices: Partial<Record<EventType, Notice>> = {
  'enrollment.confirmed': () => 'enrolled',
  'enrollment.reset': () => 'reset',
  'access.restored': () => 'access-restored',
  'key.replaced': () => 'key-replaced',
  'key.revealed': () => 'key-revealed',
  'backup-codes.recreated': () => 'backup-codes-recreated',
  'verification.succeeded': ({ details }) =>
    details?.['remaining'] === undefined ? undefined : 'backup-code-used',
  'verification.failed': ifThrottled,
  'enrollment.failed': ifThrottled,
  'link.pin-failed': ifThrottled,
};

/** A notice that is three days late tells nobody anything. */
const usefulSeconds = 3 * secondsPerDay;

/** The message that an event causes, if any; its id follows from the event's, so there is never a second. */
export function noticeOf(event: AuditEvent): NewMessage | undefined {
  const template = notices[event.type]?.(event);
  if (!template || !event.userId) return undefined;
  const createdAt = Math.floor(event.at / 1000);
  return {
    messageId: `${event.id}-notice`,
    userId: event.userId,
    template,
    details: { ...event.details, at: createdAt },
    createdAt,
    notAfter: createdAt + usefulSeconds,
  };
}
