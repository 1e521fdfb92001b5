import { withDetails } from '../../domain/events.ts';
import { isLocked } from '../../domain/lockout.ts';
import type { VerificationSlot } from '../../domain/session-state.ts';
import type { EpochSeconds } from '../../domain/time.ts';
import type { User, UserState } from '../../domain/user-state.ts';
import { changeSession, findSession, slotOf } from '../../domain/verification-sessions.ts';
import type { Services } from '../../services.ts';
import { attester } from '../assertions/attester.ts';
import { changeUser, type Decision } from '../gate/change-user.ts';
import { accountDisabled, invalidCode, verificationLocked } from '../gate/refusals.ts';
import {
  type AttemptQuestion,
  askAll,
  type ProvidersVerdict,
  providerUnavailable,
  uncharge,
  unchargeUnanswered,
} from './ask-providers.ts';
import { attemptsJudged, namedInRefusal, type Verified } from './attempt.ts';
import type { Charged } from './charge-delegated.ts';
import { complete } from './complete-attempt.ts';
import { usableTokens } from './factors.ts';
import { accept, detailsOf } from './verdict.ts';

/**
 * Asks the providers about an attempt that is already charged, and writes their verdict. After a crash in between it
 * stays charged, so no guess goes uncounted.
 *
 * @throws Problem `invalid-code`; `delivery-unavailable` when no provider answered, which does not count against the
 * account
 */
export async function settleAttempt(services: Services, charged: Charged): Promise<Verified> {
  const { ongoing, elsewhere } = charged;
  const { verificationId, userId, code, started, attemptId, actor } = ongoing;
  const { sessionId, purpose, details } = started;
  const asked: AttemptQuestion = {
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
  const settled = { ...charged, ongoing: { ...ongoing, policy } };
  return changeUser<Verified>(services, { userId, actor }, (user, now) =>
    found.outcome === 'accepted' && isUsable(found, user, settled, now)
      ? acceptAnswer(services, user, found, settled, now)
      : refuseAnswer(user, found.outcome === 'unavailable', settled, now),
  );
}

type AcceptedAnswer = Extract<ProvidersVerdict, { readonly outcome: 'accepted' }>;

/** A provider's yes does not verify a user who was disabled, deleted or reset while the provider was deciding. */
function isUsable(
  { record }: AcceptedAnswer,
  user: User,
  { ongoing: { policy, started }, elsewhere, at }: Charged,
  now: EpochSeconds,
): boolean {
  // Without what this attempt was charged, so that its own charge does not lock the token.
  const free = { ...user, state: uncharge(user.state, elsewhere.tried, at) };
  return usableTokens(free, policy, started.purpose, now).some(
    (token) => token.record.tokenId === record.tokenId,
  );
}

async function acceptAnswer(
  services: Services,
  user: User,
  { record }: AcceptedAnswer,
  { ongoing, elsewhere, counted, at }: Charged,
  now: EpochSeconds,
): Promise<Decision<Verified>> {
  const { started, attemptId, actor, policy, verificationId } = ongoing;
  const { state } = user;
  if (!state.enabled) throw accountDisabled();
  const session = findSession(state, started, now);
  if (session.status === 'locked') throw verificationLocked();
  // Another attempt was faster, and a verification is verified only once.
  if (session.status !== 'challenge') throw invalidCode(counted.attemptsRemaining, namedInRefusal(ongoing));
  const { tokenId, type } = record;
  const free = { ...user, state: uncharge(state, elsewhere.tried, at) };
  const verdict = accept(services, free, { outcome: 'accepted', tokenId, type }, ongoing, now);
  const attest = session.assertion ? await attester(services, actor, verificationId, policy) : undefined;
  const change = { ...verdict.session, attemptId, earlierAttempts: [], askedAttempt: undefined };
  const accepted = {
    ...verdict,
    state: changeSession(verdict.state, session, change, now),
    event: withDetails(verdict.event, detailsOf(session, true)),
  };
  return complete(services, user, accepted, { session, ongoing, attest }, now);
}

function refuseAnswer(
  { state }: User,
  unanswered: boolean,
  { ongoing, elsewhere, counted, throttled, at }: Charged,
  now: EpochSeconds,
): Decision<Verified> {
  const { started, attemptId, policy } = ongoing;
  const details = {
    attemptsRemaining: counted.attemptsRemaining,
    ...(counted.locked ? { locked: true as const } : {}),
    ...detailsOf(started),
  };
  const noted = (before: UserState, change: Partial<VerificationSlot>): UserState => {
    const slot = slotOf(before, started);
    // A missing slot means that the verification was ended in the meantime.
    if (!slot) return before;
    const locks = slot.status === 'open' && isLocked(slot, policy.settings);
    const status = locks ? { status: 'locked' as const } : {};
    return changeSession(before, started, { ...change, ...status, askedAttempt: undefined }, now);
  };
  if (unanswered) {
    return {
      // Without the attempt's id, so that a retry asks again, under the same id.
      state: noted(unchargeUnanswered(state, elsewhere.tried, at), {}),
      event: { type: 'verification.unanswered', details },
      refusal: providerUnavailable(),
    };
  }
  const earlierAttempts = attemptsJudged(slotOf(state, started) ?? {});
  return {
    state: noted(state, { attemptId, earlierAttempts }),
    event: { type: 'verification.failed', details: { ...details, ...(throttled ? { throttled } : {}) } },
    refusal: invalidCode(counted.attemptsRemaining, namedInRefusal(ongoing)),
  };
}
