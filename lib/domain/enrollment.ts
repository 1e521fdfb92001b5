import { endExceptions } from './exceptions.ts';
import { withoutPending } from './pending.ts';
import { forget } from './remembered.ts';
import type { Settings } from './settings.ts';
import { type EpochSeconds, iso } from './time.ts';
import type { TokenState, UserState } from './user-state.ts';
import { endVerifications } from './verification-sessions.ts';

export type Stage = 'not-required' | 'not-enrolled' | 'enrolled' | 'expired';

type Period = Pick<Settings, 'enrollmentPeriodSeconds'>;

/** When the enrollment period ends: start + period, by the current setting (0.07); `undefined` = never (0.06). */
export function deadline(state: UserState, settings: Period): EpochSeconds | undefined {
  if (!settings.enrollmentPeriodSeconds || state.periodStartedAt === undefined) return undefined;
  return state.periodStartedAt + settings.enrollmentPeriodSeconds;
}

/** The user's stage at `now`. Compared with the clock at every read (D1), so a late sweep lets nobody in. */
export function stageOf(state: UserState, settings: Period, now: EpochSeconds): Stage {
  if (!state.required) return 'not-required';
  if (state.enrolledAt !== undefined) return 'enrolled';
  const end = deadline(state, settings);
  // Only a limited period expires (0.09): without a limit, even users marked by a sweep may enroll again.
  const over = end !== undefined && (state.expiredAt !== undefined || end <= now);
  return over ? 'expired' : 'not-enrolled';
}

export interface StatusAttribute {
  readonly key:
    | 'accountEnabled'
    | 'enrolled'
    | 'enrolledAt'
    | 'enrollmentExpiresAt'
    | 'enrollmentExpired'
    | 'lastFailedEnrollmentAt';
  readonly label: string;
  readonly value: string;
}

/**
 * The status display of seed 000: exactly the attributes of the user's stage, labelled and ordered as the seed prints
 * them (0.01-0.09). The seed spells `enrolled` in two ways.
 */
export function statusAttributes(state: UserState, settings: Period, now: EpochSeconds): StatusAttribute[] {
  const stage = stageOf(state, settings, now);
  if (stage === 'not-required') return [];
  const accountEnabled = attribute('accountEnabled', 'Account Enabled', yes(state.enabled));
  if (stage === 'enrolled') {
    return [
      accountEnabled,
      attribute('enrolled', 'Enroll in 2FA', yes(true)),
      attribute('enrolledAt', 'Time of successful enrollment in 2FA with TOTP', iso(state.enrolledAt ?? now)),
    ];
  }
  if (stage === 'expired') {
    return [
      accountEnabled,
      attribute('enrollmentExpired', 'TOTP Enrollment Expired', yes(true)),
      attribute('enrolled', 'Enrolled for 2FA', yes(false)),
    ];
  }
  const end = deadline(state, settings);
  const failed = state.lastFailedEnrollmentAt;
  return [
    accountEnabled,
    attribute('enrollmentExpiresAt', 'TOTP Enrollment Expires at', end === undefined ? 'Never' : iso(end)),
    attribute('enrolled', 'Enroll in 2FA', yes(false)),
    ...(failed === undefined
      ? []
      : [
          attribute(
            'lastFailedEnrollmentAt',
            'Time of the last failed attempt to enroll in 2FA with TOTP',
            iso(failed),
          ),
        ]),
  ];
}

const yes = (value: boolean): string => (value ? 'True' : 'False');

function attribute(key: StatusAttribute['key'], label: string, value: string): StatusAttribute {
  return { key, label, value };
}

/** 0.08: the period starts again; nothing of an earlier enrollment or expiry remains. */
export function startPeriod(state: UserState, now: EpochSeconds): UserState {
  const { enrolledAt: _enrolled, expiredAt: _expired, lastFailedEnrollmentAt: _failed, ...rest } = state;
  return { ...rest, periodStartedAt: now };
}

/** Every started verification ends, and no device is remembered any more. */
export const endSessions = (state: UserState): UserState => forget(endVerifications(state));

/** Nothing that was sent or shown before can be confirmed afterwards (rule 8). */
export function revokePending(state: UserState): UserState {
  const { pending: _pending, enrolling: _enrolling, link: _link, ...rest } = state;
  return rest;
}

/** 0.13, 1.12: removes the authenticators and all backup codes at once and starts a new period. */
export function resetEnrollment(state: UserState, now: EpochSeconds): UserState {
  const { codes: _codes, ...rest } = endSessions(revokePending(endExceptions(startPeriod(state, now))));
  return { ...rest, tokens: {}, generation: state.generation + 1 };
}

/**
 * A token that is ACTIVE from now on. If it makes the user enrolled, no earlier link, key or sign-in may enroll
 * anybody any more (rule 9). One more token of an enrolled user ends nothing else in progress.
 *
 * @param enrolls whether this token alone makes its user enrolled
 */
export function activateToken(
  state: UserState,
  tokenId: string,
  tokenState: TokenState,
  now: EpochSeconds,
  enrolls = true,
): UserState {
  const first = enrolls && state.enrolledAt === undefined;
  const before = first
    ? { ...endSessions(revokePending(state)), enrolledAt: now }
    : forget(withoutPending(state, tokenId));
  return {
    ...before,
    tokens: { ...before.tokens, [tokenId]: tokenState },
    generation: state.generation + 1,
  };
}

/** 0.16, rule 8: the account is refused everywhere from now on, and its links and sign-ins end. */
export function disableAccount(state: UserState): UserState {
  return {
    ...endSessions(revokePending(endExceptions(state))),
    enabled: false,
    generation: state.generation + 1,
  };
}

/**
 * 0.11, 0.17, D1: what happens to the account when its period is found to be over. Keeps the start, so that the
 * seed's trap (0.15) is real.
 */
export function expireEnrollment(state: UserState, now: EpochSeconds, disable: boolean): UserState {
  const expired = { ...endSessions(revokePending(endExceptions(state))), expiredAt: state.expiredAt ?? now };
  return disable ? { ...expired, enabled: false, generation: state.generation + 1 } : expired;
}

/**
 * Changes whether the user needs two factors: links and sign-ins in progress follow the old rule and end. A new
 * requirement starts the period (0.08); a user who enrolled earlier stays enrolled.
 */
export function requireTwoFactor(state: UserState, required: boolean, now: EpochSeconds): UserState {
  if (state.required === required) return state;
  const changed = {
    ...endSessions(revokePending(endExceptions(state))),
    required,
    generation: state.generation + 1,
  };
  return required && state.enrolledAt === undefined ? startPeriod(changed, now) : changed;
}
