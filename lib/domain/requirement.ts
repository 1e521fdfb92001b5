import { type ClassPolicy, classOf } from './classes.ts';
import { endSessions, requireTwoFactor, revokePending, stageOf } from './enrollment.ts';
import { bypassedUntil } from './exceptions.ts';
import type { Policy } from './policy.ts';
import type { Purpose } from './session-state.ts';
import type { EpochSeconds } from './time.ts';
import type { Profile, UserState } from './user-state.ts';

/**
 * 3.02, 3.10, D8: whether a class exempts its members from two factors: its preferred device is none. `*NEVER` is
 * such a class.
 */
export const exempts = ({ preferredDevice }: Pick<ClassPolicy, 'preferredDevice'>): boolean =>
  preferredDevice === 'N';

/** Whether a role or an operator requires two factors of a user, even if the class exempts them. */
export const isAsked = ({ required, exempt }: Pick<UserState, 'required' | 'exempt'>): boolean =>
  required || exempt === true;

/** The state under another requirement: whether two factors are required, and whether the class exempts from them. */
export function withRequirement(
  state: UserState,
  { asked, exempt }: { readonly asked: boolean; readonly exempt: boolean },
  now: EpochSeconds,
): UserState {
  const required = asked && !exempt;
  const exempted = asked && exempt;
  if (state.required === required && (state.exempt ?? false) === exempted) return state;
  const { exempt: _exempt, ...changed } = requireTwoFactor(state, required, now);
  return exempted ? { ...changed, exempt: true } : changed;
}

/**
 * A user under its class at this moment (D8). The state stores the result of the class's last update of the user, for
 * the indexes; a later change of the class counts at once.
 */
export function asItStands<T extends { readonly state: UserState; readonly profile: Pick<Profile, 'class'> }>(
  user: T,
  { classes }: Pick<Policy, 'classes'>,
  now: EpochSeconds,
): T {
  const exempt = exempts(classOf(user.profile.class, classes));
  const state = withRequirement(user.state, { asked: isAsked(user.state), exempt }, now);
  return state === user.state ? user : { ...user, state };
}

/** 0.16: refused whatever the code: the account is disabled, or its person is no longer active. */
export const isShut = ({ enabled, active }: Pick<UserState, 'enabled' | 'active'>): boolean =>
  !enabled || !active;

/** Activates or deactivates a person: a deactivated one has no sign-in, link or key that works. */
export function withActive(state: UserState, active: boolean): UserState {
  if (state.active === active) return state;
  return { ...(active ? state : endSessions(revokePending(state))), active };
}

/** The result of a start, before any waits are considered. */
export type Asked =
  | { readonly status: 'account-disabled' | 'enrollment-expired' | 'no-usable-factor' }
  | { readonly status: 'challenge' | 'enrollment-required' }
  | { readonly status: 'not-required'; readonly because?: 'class' | 'bypass' | 'unasked' };

/** The properties of a user's factors that matter here. */
export interface Holds {
  /** A factor that may answer for the purpose, including backup codes and the like. */
  readonly usable: boolean;
  /** An active token that may answer for the purpose. */
  readonly token: boolean;
}

/**
 * Whether this person must present a second factor for this purpose, and can. The one decision that a start, the
 * diagnosis and everything else about signing in is based on.
 *
 * @param user as {@link asItStands}
 */
export function askedOf(
  { state, profile }: { readonly state: UserState; readonly profile: Pick<Profile, 'class'> },
  { settings, classes }: Pick<Policy, 'settings' | 'classes'>,
  purpose: Purpose,
  now: EpochSeconds,
  holds: Holds,
): Asked {
  const ofUser = classOf(profile.class, classes);
  const stage = stageOf(state, settings, now);
  if (isShut(state)) return { status: 'account-disabled' };
  if (stage === 'expired') return { status: 'enrollment-expired' };
  const answered = { status: holds.usable ? 'challenge' : 'no-usable-factor' } as const;
  if (purpose === 'password-reset') {
    const { verifyBy } = ofUser.passwordReset;
    if (verifyBy === 'N') return { status: 'not-required', because: 'unasked' };
    // 3.08: the class says how, whether or not sign-ins ask for two factors.
    if (verifyBy !== 'M') return answered;
  }
  if (purpose === 'sign-in') {
    if (exempts(ofUser)) return { status: 'not-required', because: 'class' };
    if (bypassedUntil(state, settings, now)) return { status: 'not-required', because: 'bypass' };
  }
  // 2.14: a user who has a second factor approves with it, also if a sign-in would not ask.
  if (purpose === 'approval' && state.enrolledAt !== undefined && holds.token) return { status: 'challenge' };
  if (stage === 'not-required') return { status: 'not-required' };
  return stage === 'enrolled' ? answered : { status: 'enrollment-required' };
}
