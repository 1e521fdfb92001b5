import type { Actor } from '../../domain/authorization.ts';
import type { TypedCode } from '../../domain/codes.ts';
import { expireEnrollment, stageOf } from '../../domain/enrollment.ts';
import { type EventOf, withDetails } from '../../domain/events.ts';
import { afterWrongCode, isLocked } from '../../domain/lockout.ts';
import { assertRoom, enrollingWith } from '../../domain/pending.ts';
import type { Policy } from '../../domain/policy.ts';
import type { Settings } from '../../domain/settings.ts';
import type { EpochSeconds } from '../../domain/time.ts';
import type { User, UserState } from '../../domain/user-state.ts';
import { changeSession, findSession, slotOf } from '../../domain/verification-sessions.ts';
import type { Services } from '../../services.ts';
import { tokenType } from '../../token-types/index.ts';
import type { Attest } from '../assertions/attest.ts';
import { attester } from '../assertions/attester.ts';
import { changeUser, type Decision, type Written } from '../gate/change-user.ts';
import {
  accountDisabled,
  capReached,
  enrollmentExpired,
  invalidCode,
  notAllowed,
  verificationLocked,
} from '../gate/refusals.ts';
import { type Contact, sealContact } from '../keys/contacts.ts';
import { prepareCode } from '../verification/send-code.ts';
import { detailsOf } from '../verification/verdict.ts';
import { openVerification } from '../verification/verification-ids.ts';
import { chooseEnrollable } from './enrollable.ts';
import { type Confirmed, confirmFirst } from './first-code.ts';
import { newCodes } from './new-backup-codes.ts';
import { accountOf, keyOf, type Provisioning, provision } from './new-key.ts';
import {
  acceptedHandedOver,
  boundHere,
  candidatesHere,
  type Here,
  keyHere,
  tokenIdHere,
} from './sign-in-keys.ts';

/**
 * What a sign-in enrolls: a key that it shows; a key that an operator already handed over, which it does not show; or
 * a number or address that a code is on its way to.
 */
export type StartedEnrollment = {
  readonly userId: string;
  readonly tokenId: string;
  readonly type: string;
} & (Provisioning | { readonly destination?: string });

/**
 * Fresh enrollment inside a verification (1.13). A key is derived from the verification and stored nowhere: any
 * number of sign-ins can enroll side by side, none spoils another, and none shows a key that somebody saw elsewhere.
 * A key that an operator handed over is not replaced: the sign-in confirms it.
 *
 * @throws Problem `no-usable-factor`, `not-allowed-in-state`, `send-limit`
 */
export async function startEnrollment(
  services: Services,
  actor: Actor,
  verificationId: string,
  type?: string,
): Promise<StartedEnrollment> {
  const here = await openVerification(services, verificationId, actor);
  const { userId, sessionId } = here;
  const policy = await services.policy();
  const current = await services.keyring.current();
  const change = { userId, actor, cheap: true } as const;
  const shown = await changeUser<ShownHere>(
    services,
    change,
    async (user, now): Promise<Decision<ShownHere>> => {
      const refused = refuseEnrollment(user.state, here, policy.settings, now);
      if (refused) return refused;
      const [handed] = acceptedHandedOver(user, policy, now);
      if (handed) return { answer: { userId, tokenId: handed.tokenId, type: handed.type } };
      assertRoom(user.state);
      const { type: chosen, contact } = chooseEnrollable(user, policy, type);
      const enrolling = enrollingWith(user.state, chosen.type, current.id, now);
      const state = { ...user.state, enrolling };
      const tokenId = tokenIdHere(here, chosen);
      const answer = { userId, tokenId, type: chosen.type };
      const event: EventOf = {
        type: 'enrollment.started',
        details: { token: tokenId, type: chosen.type, verification: sessionId },
      };
      if (contact)
        return sendFirstCode(services, { user: { ...user, state }, here, tokenId, contact }, policy, {
          event,
          answer,
          now,
        });
      const withKey = { ...answer, keyId: enrolling.keyId, account: accountOf(user) };
      return enrolling === user.state.enrolling ? { answer: withKey } : { state, event, answer: withKey };
    },
  );
  const { keyId, account = userId, ...answer } = shown;
  const derived = tokenType(answer.type);
  if (keyId === undefined || !derived) return answer;
  const { issuer } = policy.settings;
  const key = await keyHere(services, here, derived, keyId);
  const { defaults: parameters } = keyOf(derived);
  return { ...answer, ...provision({ type: derived.type, parameters }, key, { issuer, account }) };
}

interface ShownHere {
  readonly userId: string;
  readonly tokenId: string;
  readonly type: string;
  /** For a key that this sign-in shows. */
  readonly keyId?: number;
  readonly account?: string;
  readonly destination?: string;
}

/** A code to the person's own phone or address, under the same limits as every other sent code. */
async function sendFirstCode(
  services: Services,
  order: {
    readonly user: User;
    readonly here: Here;
    readonly tokenId: string;
    readonly contact: Contact;
  },
  policy: Policy,
  { event, answer, now }: { readonly event: EventOf; readonly answer: ShownHere; readonly now: EpochSeconds },
): Promise<Written<ShownHere>> {
  const { user, here, tokenId, contact } = order;
  const { userId } = here;
  const {
    sent,
    along,
    answer: onItsWay,
  } = await prepareCode(
    services,
    {
      user,
      record: { tokenId, device: await sealContact(services, userId, tokenId, contact) },
      boundTo: boundHere(here, contact),
      previous: slotOf(user.state, here)?.sent,
      unconfirmed: true,
    },
    policy,
    now,
  );
  return {
    state: changeSession(user.state, here, { sent }, now),
    event,
    along,
    alongRefusal: capReached(),
    answer: { ...answer, destination: onItsWay.destination },
  };
}

export interface ConfirmedEnrollment {
  readonly userId: string;
  readonly verificationId: string;
  readonly backupCodes: string[];
  readonly assertion?: string;
}

/** The first code of that enrollment. If it is right, it also verifies the sign-in that it happened in. */
export async function confirmEnrollment(
  services: Services,
  actor: Actor,
  verificationId: string,
  code: TypedCode,
): Promise<ConfirmedEnrollment> {
  const here = await openVerification(services, verificationId, actor);
  const { userId } = here;
  const policy = await services.policy();
  const { settings } = policy;
  const prepared = newCodes(services, userId, settings.backupCodeCount);
  const attest = here.assertion ? await attester(services, actor, verificationId, policy) : undefined;
  const change = { userId, actor, cheap: true } as const;
  const { backupCodes, assertion } = await changeUser<ConfirmedHere>(services, change, async (user, now) => {
    const refused = refuseEnrollment(user.state, here, settings, now);
    if (refused) return refused;
    const candidates = await candidatesHere(services, here, user, policy, now);
    const decision = await confirmFirst(
      services,
      user,
      { code, candidates, policy, backupCodes: prepared },
      now,
    );
    return settleHere(decision, { here, user, settings, attest, now });
  });
  return { userId, verificationId, backupCodes, ...(assertion === undefined ? {} : { assertion }) };
}

type ConfirmedHere = Confirmed & { readonly assertion?: string };

/** What the first code means for the sign-in: it is verified, or one attempt fewer remains. */
async function settleHere(
  decision: Written<Confirmed>,
  order: { here: Here; user: User; settings: Settings; attest: Attest | undefined; now: EpochSeconds },
): Promise<Written<ConfirmedHere>> {
  const { here, user, settings, attest, now } = order;

  if ('answer' in decision) {
    const { tokenId, type } = decision.answer;
    const verified = { status: 'verified', tokenId, verifiedAt: now } as const;
    const state = changeSession(decision.state, here, verified, now);
    const attested = await attest?.({ ...user, state }, here, { type, tokenId, verifiedAt: now });
    const told = { ...detailsOf(here, true), ...(attested ? { assertion: true } : {}) };
    return {
      ...decision,
      state,
      event: withDetails(decision.event, told),
      answer: { ...decision.answer, ...attested },
    };
  }
  const counted = afterWrongCode(slotOf(user.state, here) ?? { attempts: 0 }, settings);
  const { attempts, attemptsRemaining, locked } = counted;
  const change = { attempts, guessed: true as const, ...(locked ? { status: 'locked' as const } : {}) };
  return {
    ...decision,
    event: withDetails(decision.event, { ...detailsOf(here), ...(locked ? { locked } : {}) }),
    state: changeSession(decision.state, here, change, now),
    refusal: invalidCode(attemptsRemaining),
  };
}

/** 0.10, 0.11: an expired user cannot enroll, and trying disables the account like any sign-in attempt. */
function refuseEnrollment(
  state: UserState,
  here: Here,
  settings: Settings,
  now: EpochSeconds,
): Decision<never> | undefined {
  if (!state.enabled) throw accountDisabled();
  const session = findSession(state, here, now);
  if (isLocked(session, settings)) throw verificationLocked();
  if (session.status !== 'enrollment-required') {
    throw notAllowed('This verification does not ask for an enrollment.');
  }
  // A password reset does not prove the old password, so the person who would enroll here could be anybody.
  if (session.purpose === 'password-reset') throw notAllowed('You cannot enroll during a password reset.');
  const stage = stageOf(state, settings, now);
  if (stage === 'enrolled')
    throw notAllowed('The user has enrolled in the meantime. Start a new verification.');
  if (stage !== 'expired') return undefined;
  return {
    state: expireEnrollment(state, now, true),
    event: { type: 'enrollment.expired-at-sign-in' },
    refusal: enrollmentExpired(),
  };
}
