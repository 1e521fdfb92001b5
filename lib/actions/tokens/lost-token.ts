import type { Actor } from '../../domain/authorization.ts';
import { stageOf } from '../../domain/enrollment.ts';
import { withoutLostTokenCode } from '../../domain/exceptions.ts';
import { forget } from '../../domain/remembered.ts';
import { type EpochSeconds, secondsPerDay } from '../../domain/time.ts';
import { withoutSentCodes } from '../../domain/verification-sessions.ts';
import type { Services } from '../../services.ts';
import { writes } from '../../store/users.ts';
import { grouped, randomLetters } from '../../token-types/backup-codes.ts';
import { changeUser } from '../gate/change-user.ts';
import { assertEnabled } from '../gate/in-use.ts';
import { because } from '../gate/new-event.ts';
import { notAllowed } from '../gate/refusals.ts';
import { hashOfLostTokenCode } from '../verification/judge-lost-token.ts';
import { findToken, type TokenOrder } from './show-tokens.ts';

/** 80 random bits: guesses are limited like those of backup codes, and only KMS opens the hash's key. */
const codeLength = 16;

export interface LostToken extends TokenOrder {
  readonly days: number;
  readonly reason?: string | undefined;
}

export interface IssuedCode {
  /** Shown only this once. */
  readonly code: string;
  readonly validUntil: EpochSeconds;
}

/**
 * P.12: a code that replaces a lost token for some days, to be handed over out of band. The same write disables the
 * token, so that a finder cannot use it. A new code replaces an earlier one.
 *
 * @throws Problem `token-not-found`; `not-allowed-in-state` for an account that could not sign in with it
 */
export async function issueLostTokenCode(
  services: Services,
  actor: Actor,
  { userId, tokenId, days, reason }: LostToken,
): Promise<IssuedCode> {
  const settings = await services.settings();
  return changeUser<IssuedCode>(services, { userId, actor }, async (user, now) => {
    const { state } = user;
    const { record, tokenState } = findToken(user, tokenId);
    assertEnabled(state);
    if (stageOf(state, settings, now) !== 'enrolled') {
      throw notAllowed(
        'The user is not enrolled, so a code for a lost token would not work. See the diagnosis.',
      );
    }
    const key = await services.keyring.current();
    const code = randomLetters(codeLength, services.random);
    const hash = hashOfLostTokenCode(key, userId, tokenId, code);
    const validUntil = now + days * secondsPerDay;
    return {
      state: {
        ...withoutSentCodes(forget(state), tokenId),
        tokens: { ...state.tokens, [tokenId]: { ...tokenState, status: 'disabled' } },
        lostToken: { tokenId, hash, keyId: key.id, validUntil },
        generation: state.generation + 1,
      },
      along:
        tokenState.status === 'disabled'
          ? []
          : [writes.putToken(services.table, userId, { ...record, updatedAt: now })],
      event: {
        type: 'lost-token.issued',
        ...because(reason),
        details: { identityVerified: true, token: tokenId, type: record.type, validUntil },
      },
      answer: { code: grouped(code), validUntil },
    };
  });
}

/** Ends the code. The token stays disabled until it is enabled. */
export async function revokeLostTokenCode(services: Services, actor: Actor, userId: string): Promise<void> {
  return changeUser<void>(services, { userId, actor }, ({ state }) => {
    const { lostToken } = state;
    if (!lostToken) return { answer: undefined };
    return {
      state: withoutLostTokenCode(forget(state), [lostToken.tokenId]),
      event: { type: 'lost-token.revoked', details: { token: lostToken.tokenId } },
      answer: undefined,
    };
  });
}
