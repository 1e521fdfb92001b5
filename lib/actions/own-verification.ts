import { createHash } from 'node:crypto';
import type { Actor } from '../domain/authorization.ts';
import type { UserState } from '../domain/user-state.ts';
import { unknownVerification } from '../domain/verification-sessions.ts';

/** An application in STATE: short, for every sign-in pays by its size; 48 bits tell those of one issuer apart. */
export const applicationMark = ({ name }: Actor): string =>
  createHash('sha256').update(name).digest('base64url').slice(0, 8);

/**
 * A verification belongs to the application that started it. Asked before anything else of the account, so that to
 * another one it reads like an id that never was.
 *
 * @throws Problem `not-found`
 */
export function assertOwn({ sessions }: UserState, sessionId: string, actor: Actor): void {
  const session = sessions[sessionId];
  if (session && session.application !== applicationMark(actor)) throw unknownVerification();
}
