import type { Actor } from '../domain/authorization.ts';
import type { VerificationSession } from '../domain/session-state.ts';
import type { User } from '../domain/user-state.ts';
import { changeSession, findSession, parseVerificationId } from '../domain/verification-sessions.ts';
import type { Services } from '../services.ts';
import {
  type Asked,
  askAll,
  type Outcome,
  providerUnavailable,
  uncharge,
  unchargeUnanswered,
} from './ask-providers.ts';
import { changeUser, type Decision } from './change-user.ts';
import type { Charged } from './charge-attempt.ts';
import { complete } from './complete-attempt.ts';
import { usableTokens } from './factors.ts';
import { accountDisabled, invalidCode, verificationLocked } from './refusals.ts';
import { accept } from './verdicts.ts';
import type { Attempt, Verified } from './verify-code.ts';

/**
 * Asks the providers about an attempt that is charged already, and writes what they say. Whoever dies in between
 * leaves it charged; nobody's death leaves a guess uncounted.
 *
 * @throws Problem `invalid-code`; `delivery-unavailable` when nobody answered, which is not held against the account
 */
export async function settleAttempt(
  services: Services,
  actor: Actor,
  attempt: Attempt,
  charged: Charged,
): Promise<Verified> {
  const { verificationId, code } = attempt;
  const { sessionId, userId } = parseVerificationId(verificationId);
  const { attemptId, elsewhere, purpose, details, remaining, throttled, at } = charged;
  const asked: Asked = {
    id: `${sessionId}.${attemptId}`,
    action: 'verify',
    userId,
    ...(code.kind === 'answers' ? {} : { code: code.value }),
    purpose,
    verificationId,
    ...(details === undefined ? {} : { details }),
  };
  const found = await askAll(services, elsewhere, asked);
  const policy = await services.policy();

  return changeUser<Verified>(services, { userId, actor }, async (user, now) => {
    const { outcome } = stillUsable(found, user) ? found : ({ outcome: 'refused' } as const);
    const { state } = user;
    const settled = (session: Partial<VerificationSession>) => ({ ...session, attemptId });
    const locked = remaining === 0;
    const events = { verification: sessionId };
    if (outcome === 'accepted' && found.outcome === 'accepted') {
      if (!state.enabled) throw accountDisabled();
      const session = findSession(state, sessionId, now);
      const { status } = session;
      if (status === 'locked') throw verificationLocked();
      // Another attempt was faster, and one verification is verified once.
      if (status !== 'challenge') throw invalidCode(remaining);
      const { tokenId, type } = found.record;
      const free = { ...user, state: uncharge(state, elsewhere.tried, at) };
      const verdict = accept(services, free, { outcome, tokenId, type }, now);
      const attest = session.assertion
        ? await (await import('./assertions.ts')).attester(services, actor, sessionId, policy)
        : undefined;
      const accepted = {
        ...verdict,
        state: changeSession(verdict.state, sessionId, settled(verdict.session)),
        event: { ...verdict.event, details: { ...verdict.event.details, ...events } },
      };
      const completion = { sessionId, session, policy, rememberDevice: attempt.rememberDevice, attest };
      return 'answer' in accepted ? complete(services, user, accepted, completion, now) : accepted;
    }
    const open = state.sessions[sessionId]?.status === 'challenge';
    const session = settled(locked && open ? { status: 'locked' } : {});
    const told = { remaining, ...(locked ? { locked } : {}) };
    if (outcome === 'unavailable') {
      return {
        // Without the attempt's id: a retry of it asks again, under the same id.
        state: changeSession(unchargeUnanswered(state, elsewhere.tried, at), sessionId, {
          ...session,
          attemptId: '',
        }),
        event: { type: 'verification.unanswered', details: { ...told, ...events } },
        refusal: providerUnavailable(),
      };
    }
    return {
      state: changeSession(state, sessionId, session),
      event: {
        type: 'verification.failed',
        details: { ...told, ...(throttled ? { throttled } : {}), ...events },
      },
      refusal: invalidCode(remaining),
    } satisfies Decision<Verified>;
  });

  /** Whoever was disabled, deleted or reset while the provider thought is not verified by its answer. */
  function stillUsable(one: Outcome, user: User): boolean {
    if (one.outcome !== 'accepted') return true;
    const now = Math.floor(services.clock() / 1000);
    return usableTokens(user, policy, purpose, now).some(
      ({ record }) => record.tokenId === one.record.tokenId,
    );
  }
}
