import { createHash } from 'node:crypto';
import type { Actor } from '../../domain/authorization.ts';
import type { TypedAnswers, TypedCode } from '../../domain/codes.ts';
import type { ResetOrder } from '../../domain/password-reset.ts';
import type { Policy } from '../../domain/policy.ts';
import type { StartedVerification, VerificationSlot } from '../../domain/session-state.ts';
import type { EpochSeconds } from '../../domain/time.ts';
import type { Services } from '../../services.ts';
import type { VerificationNamed } from '../gate/refusals.ts';

/** What a user answers with. */
export interface Answered {
  readonly code: TypedCode | TypedAnswers;
  readonly tokenId?: string | undefined;
  /** A retry with the same key is recognised and not checked again. */
  readonly idempotencyKey?: string | undefined;
  /** P.17: whether to remember this device, for as long as setting and class allow. */
  readonly rememberDevice?: boolean | undefined;
}

export interface Attempt extends Answered {
  readonly verificationId: string;
  /** The user that the application means to verify; the verification of any other user is refused. */
  readonly userId?: string | undefined;
}

/** An attempt at a known verification: everything needed to decide it, except the user. */
export interface OngoingAttempt extends VerificationNamed, Answered {
  readonly started: StartedVerification;
  /** The call with the attempt also started the verification, so a refusal has to name it. */
  readonly inOneCall?: true;
  readonly attemptId: string;
  readonly actor: Actor;
  readonly policy: Policy;
}

export interface Verified extends VerificationNamed {
  readonly tokenId: string;
  readonly type: string;
  readonly verifiedAt: EpochSeconds;
  readonly backupCodesRemaining?: number;
  /** To be kept on the device and presented when the next verification starts. */
  readonly deviceToken?: string;
  /** Signed, for the recipient that acts on the verdict. */
  readonly assertion?: string;
  /** What the class specifies for a password reset (3.08). */
  readonly policy?: ResetOrder;
}

/** The verification and its user, for answers about it. */
export const named = ({ verificationId, userId }: VerificationNamed): VerificationNamed => ({
  verificationId,
  userId,
});

/** What a refusal names: a caller that already has the verification's id gets only the refusal. */
export const namedInRefusal = (ongoing: OngoingAttempt): VerificationNamed | undefined =>
  ongoing.inOneCall && named(ongoing);

/**
 * Short, because it is stored in STATE; 64 bits are plenty to tell the attempts of one session apart. The same key
 * with another code is another attempt. With other answers it is not: a fast hash of answers must never be stored.
 */
export function attemptIdOf(
  sessionId: string,
  { idempotencyKey, code, tokenId = '' }: Answered,
  random: Services['random'],
): string {
  const bytes =
    idempotencyKey === undefined
      ? random(8)
      : createHash('sha256')
          .update([sessionId, idempotencyKey, tokenId, 'value' in code ? code.value : code.kind].join('\0'))
          .digest()
          .subarray(0, 8);
  return bytes.toString('base64url');
}

/** The attempts of a verification, newest first. */
export const attemptsJudged = ({
  attemptId,
  earlierAttempts = [],
}: Pick<VerificationSlot, 'attemptId' | 'earlierAttempts'>): string[] =>
  attemptId ? [attemptId, ...earlierAttempts] : [...earlierAttempts];
