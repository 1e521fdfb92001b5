import type { TypedCode } from '../../domain/codes.ts';
import type { Policy } from '../../domain/policy.ts';
import { Problem } from '../../domain/problems.ts';
import { afterRightCode, assertNotThrottled, chargeGuess } from '../../domain/throttle.ts';
import type { EpochSeconds } from '../../domain/time.ts';
import type { User, UserState } from '../../domain/user-state.ts';
import type { Services } from '../../services.ts';
import { isFreshFactor } from '../../token-types/description.ts';
import type { Written } from '../gate/change-user.ts';
import { accountDisabled, invalidCode } from '../gate/refusals.ts';
import { usableTokens } from '../verification/factors.ts';
import { judgeCode } from '../verification/judge-code.ts';

/** The purpose that a sent code for changes of one's own factors is bound to. */
export const boundToSelf = (tokenId: string): string => `self ${tokenId}`;

/**
 * Rule 9: users who change their own factors first show a fresh one. The same write that makes the change also spends
 * the code, and a wrong code counts.
 *
 * @returns the state, with the code spent if one was needed, or the refusal to write
 * @throws Problem `account-disabled`, `account-throttled`; `forbidden` when no code was given
 */
export async function showFreshFactor(
  services: Services,
  user: User,
  code: TypedCode | undefined,
  policy: Policy,
  now: EpochSeconds,
): Promise<{ readonly state: UserState; readonly spent: boolean } | { readonly refused: Written<never> }> {
  const { state } = user;
  if (!state.enabled) throw accountDisabled();
  // Private questions do not count here: someone who guessed the answers must not be able to replace the other
  // factors.
  const fit = usableTokens(user, policy, 'sign-in', now).filter(({ type }) => !type.asks);
  if (fit.length === 0 && state.enrolledAt === undefined) return { state, spent: false };
  // Codes that a provider verifies are no fresh factor here: asking a provider takes two writes, and this is one.
  if (fit.length > 0 && !fit.some(({ type }) => isFreshFactor(type))) {
    throw new Problem(
      'forbidden',
      'None of your tokens can confirm this change. Ask an operator to make it.',
    );
  }
  if (!code)
    throw new Problem(
      'forbidden',
      'This needs a current code from one of your active tokens. Send it as "code".',
    );
  assertNotThrottled(state.failures, now);
  // A backup code replaces a lost device; it does not authorise changes to the factors themselves.
  const judgement =
    code.kind === 'otp'
      ? await judgeCode(services, {
          user,
          code,
          sent: state.test,
          boundTo: boundToSelf(state.test?.tokenId ?? ''),
          policy,
          purpose: 'sign-in',
          now,
        })
      : ({ outcome: 'wrong', tried: [] } as const);
  if (judgement.outcome !== 'accepted') {
    const charged =
      judgement.outcome === 'spent' ? { state, told: {} } : chargeGuess(state, judgement.tried, now);
    return {
      refused: {
        state: charged.state,
        event: { type: 'verification.failed', details: { purpose: 'self-service', ...charged.told } },
        refusal: invalidCode(),
      },
    };
  }
  const { tokenId, lastUsedMovingFactor } = judgement;
  return { state: afterRightCode(state, tokenId, lastUsedMovingFactor, now), spent: true };
}
