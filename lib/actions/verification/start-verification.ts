import { createHash } from 'node:crypto';
import type { Actor } from '../../domain/authorization.ts';
import type { StartedVerification } from '../../domain/session-state.ts';
import type { EpochSeconds } from '../../domain/time.ts';
import { findSession, sessionIdLength } from '../../domain/verification-sessions.ts';
import type { Services } from '../../services.ts';
import { attester } from '../assertions/attester.ts';
import { changeUser, type Decision } from '../gate/change-user.ts';
import { admit, assertHolds, type Exemption, type Start } from './admit-start.ts';
import { attemptIdOf, type Verified } from './attempt.ts';
import type { Charged } from './charge-delegated.ts';
import { ended, present, type StartedOf, type Verification } from './show-verification.ts';
import { detailsOf } from './verdict.ts';
import { sealVerification } from './verification-ids.ts';
import { judgeAttempt, settle } from './verify-code.ts';

/** `assertion`: for a user who was asked for nothing. With the code in the same call: the result of its attempt. */
export type Started = Verification & { readonly assertion?: string } & Partial<Omit<Verified, 'assertion'>>;

/**
 * Starts a verification with zero attempts (1.18). A start is one read and no write: its id carries everything it
 * decided. With an answer, start and attempt are one: one read and one conditional write.
 *
 * @throws Problem `user-not-found`, `account-disabled`, `account-throttled`; `enrollment-expired`, when this attempt
 * has disabled the account (0.11); with an answer also what refuses an attempt
 */
export async function startVerification(services: Services, actor: Actor, start: Start): Promise<Started> {
  const policy = await services.policy();
  const { userId } = start;
  const sessionId = sessionIdOf(services, actor, start);
  const decided = await changeUser<Started | FirstAttempt>(
    services,
    { userId, actor, cheap: true },
    async (user, now) => {
      const admitted = await admit(services, user, actor, { ...start, sessionId }, policy, now);
      if (!('started' in admitted)) return admitted;
      const { started, exempt } = admitted;
      const verificationId = await sealVerification(services, started);
      const of = { user, started, verificationId, policy };
      const { answered } = start;
      if (!answered || started.asks !== 'challenge') return begin(services, actor, of, exempt, now);
      assertHolds(user, answered.tokenId);
      const attemptId = attemptIdOf(sessionId, answered, services.random);
      const inOneCall = true as const;
      const ongoing = { ...answered, verificationId, userId, started, inOneCall, attemptId, actor, policy };
      const judged = await judgeAttempt(services, user, ongoing, now);
      return 'answer' in judged ? { ...judged, answer: { started, outcome: judged.answer } } : judged;
    },
  );
  if (!('outcome' in decided)) return decided;
  const { started, outcome } = decided;
  const verified = 'elsewhere' in outcome ? await settle(services, outcome) : outcome;
  return { ...ended('verified', { ...started, ...verified }), ...verified };
}

/** The first attempt of a start, once it is decided or charged. */
interface FirstAttempt {
  readonly started: StartedVerification;
  readonly outcome: Verified | Charged;
}

/**
 * Random; for a retry with the same key the same, so that it finds what the first call did. A different request under
 * the same key is another verification: a verdict never applies to something it was not requested for.
 */
function sessionIdOf({ random }: Services, actor: Actor, start: Start): string {
  const { answered, userId, purpose, details, clientIp, assertion, mode } = start;
  if (answered?.idempotencyKey === undefined) return random(8).toString('base64url');
  const asked = [actor.name, answered.idempotencyKey, userId, purpose, details, clientIp, assertion, mode];
  const hash = createHash('sha256').update(JSON.stringify(asked.map((part) => part ?? null)));
  return hash.digest('base64url').slice(0, sessionIdLength);
}

/**
 * The answer of a start. It is an event, and so a write, only if the start itself lets a user in without the second
 * factor that is required, or signs an assertion.
 */
async function begin(
  services: Services,
  actor: Actor,
  of: StartedOf,
  exempt: Exemption | undefined,
  now: EpochSeconds,
): Promise<Decision<Started>> {
  const { user, started, verificationId, policy } = of;
  const session = findSession(user.state, started, now);
  const answer = present(of, session, now);
  const because = exempt === 'class' ? undefined : exempt;
  const attests =
    started.asks === 'not-required' && started.assertion && started.purpose !== 'password-reset';
  if (because === undefined && !attests) return { answer };
  const attest =
    attests || because === 'unasked' ? await attester(services, actor, verificationId, policy) : undefined;
  return {
    state: user.state,
    event: {
      type: 'verification.started',
      details: {
        ...detailsOf(started, true),
        status: 'not-required',
        because: exempt ?? 'not-required',
        ...(attest ? { assertion: true } : {}),
      },
    },
    answer: { ...answer, ...(await attest?.(user, session, { type: 'none', verifiedAt: now })) },
  };
}
