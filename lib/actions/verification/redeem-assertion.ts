import { createHash } from 'node:crypto';
import { readClaims } from '../../crypto/jws.ts';
import type { AssertionClaims } from '../../domain/assertions.ts';
import type { Actor } from '../../domain/authorization.ts';
import { actorName } from '../../domain/events.ts';
import { invalidFields, Problem } from '../../domain/problems.ts';
import { idSince } from '../../domain/renaming.ts';
import type { Services } from '../../services.ts';
import { redeemOnce } from '../../store/redeemed.ts';
import { readUser } from '../../store/users.ts';
import { publishedKeys } from '../assertions/signing-keys.ts';
import { userNotFound } from '../gate/change-user.ts';
import { accountDisabled } from '../gate/refusals.ts';
import { readVerificationId } from './verification-ids.ts';

/** After its end an assertion is refused as expired, so the record that it was redeemed can go. */
const keptSeconds = 86_400;

export interface Redemption {
  readonly assertion: string;
  /** A retry of the same caller with the same key is recognised, not refused. */
  readonly idempotencyKey?: string | undefined;
}

/**
 * Verifies an assertion as its recipient would, and accepts it once (3.08). Of any number of callers, one learns what
 * it says. Every holder may redeem it: the recipient is often not the application that received it.
 *
 * @throws Problem `invalid-request` for what this service did not sign, `verification-expired`, `conflict` when it
 * was redeemed before, `account-disabled`, `user-not-found`
 */
export async function redeemAssertion(
  services: Services,
  actor: Actor,
  { assertion, idempotencyKey }: Redemption,
): Promise<AssertionClaims> {
  const { table, clock, random } = services;
  const keys = await publishedKeys(services);
  const read = await readClaims(assertion, new Map(keys.map(({ kid, publicJwk }) => [kid, publicJwk])));
  const claims = read as AssertionClaims | undefined;
  if (claims?.iss !== services.origin) throw notOurs();
  const { sub, jti, iat, exp, purpose, epoch } = claims;
  const started = await readVerificationId(services, jti);
  if (!started) throw notOurs();
  if (exp <= Math.floor(clock() / 1000)) throw tooOld();
  // Checks what happened to the account since: the recipient cannot know it, and here one read tells.
  const user = await readUser(table, sub, { consistent: true });
  if (!user || idSince(user.profile) > iat) throw userNotFound();
  if (!user.state.enabled) throw accountDisabled();
  if (user.state.epoch !== epoch) throw tooOld();

  const by = actorName(actor);
  const event = {
    id: (idempotencyKey === undefined ? random(16) : digest16([by, jti, idempotencyKey])).toString(
      'base64url',
    ),
    type: 'assertion.redeemed',
    at: clock(),
    actor: by,
    userId: sub,
    details: { verification: started.sessionId, purpose },
  } as const;
  if (await redeemOnce(table, jti, event, exp + keptSeconds)) return claims;
  throw new Problem('conflict', 'This assertion was already redeemed. Verify the user again.');
}

const digest16 = (parts: readonly string[]): Buffer =>
  createHash('sha256').update(parts.join('\0')).digest().subarray(0, 16);

const notOurs = (): Problem =>
  invalidFields([{ path: 'assertion', message: 'is not an assertion of this service' }]);

const tooOld = (): Problem =>
  new Problem('verification-expired', 'This assertion has expired. Verify the user again.');
