import { createHash } from 'node:crypto';
import { signClaims } from '../../crypto/jws.ts';
import { type AssertionClaims, assertionSeconds } from '../../domain/assertions.ts';
import type { Actor } from '../../domain/authorization.ts';
import { classOf } from '../../domain/classes.ts';
import { type ResetOrder, resetOrderOf } from '../../domain/password-reset.ts';
import type { Policy } from '../../domain/policy.ts';
import type { StartedVerification } from '../../domain/session-state.ts';
import type { EpochSeconds } from '../../domain/time.ts';
import type { User } from '../../domain/user-state.ts';
import type { Services } from '../../services.ts';
import { currentSigningKey } from './signing-keys.ts';

/** How the user was verified. */
export interface VerifiedBy {
  readonly type: string;
  readonly tokenId?: string;
  readonly verifiedAt: EpochSeconds;
}

export interface SignedAnswer {
  readonly assertion: string;
  /** What the caller has to do, for a password reset. */
  readonly policy?: ResetOrder;
}

export type Attest = (user: User, started: StartedVerification, verdict: VerifiedBy) => Promise<SignedAnswer>;

/**
 * Loads the signing key before the verdict is written, so that a written verdict is always answered: no outage of KMS
 * can come between the two. The same verdict makes the same claims, so a retry of the attempt returns the same
 * assertion.
 */
export async function attester(
  services: Services,
  actor: Actor,
  verificationId: string,
  { classes }: Pick<Policy, 'classes'>,
): Promise<Attest> {
  const { kid, key } = await currentSigningKey(services);
  return async ({ state, profile }, { purpose, details }, { type, tokenId, verifiedAt }) => {
    const policy =
      purpose === 'password-reset' ? resetOrderOf(classOf(profile.class, classes).passwordReset) : undefined;
    const claims: AssertionClaims = {
      iss: services.origin,
      sub: state.userId,
      aud: actor.name,
      iat: verifiedAt,
      exp: verifiedAt + assertionSeconds(policy),
      jti: verificationId,
      epoch: state.epoch,
      purpose,
      amr: [type],
      ...(tokenId === undefined ? {} : { tokenId }),
      ...(details === undefined ? {} : { transaction: { details, sha256: digestOf(details) } }),
      ...(policy ? { policy } : {}),
    };
    return { assertion: await signClaims(claims, kid, key), ...(policy ? { policy } : {}) };
  };
}

const digestOf = (details: string): string => createHash('sha256').update(details).digest('base64url');
