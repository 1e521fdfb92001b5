import type { Actor } from '../../domain/authorization.ts';
import { type AuditEvent, actorName, type EventOf, stamped } from '../../domain/events.ts';
import type { Services } from '../../services.ts';

/** What happened, who did it and when. */
export const newEvent = (
  { clock, random }: Pick<Services, 'clock' | 'random'>,
  actor: Actor,
  event: EventOf,
): AuditEvent =>
  stamped(event, { id: random(16).toString('base64url'), at: clock(), actor: actorName(actor) });

export const because = (reason: string | undefined): Pick<EventOf, 'reason'> => (reason ? { reason } : {});
