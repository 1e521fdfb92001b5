import { type ClassPolicy, classOf } from './classes.ts';
import { endSessions, requireTwoFactor, revokePending, stageOf } from './enrollment.ts';
import { bypassedUntil } from './exceptions.ts';
import type { Policy } from './policy.ts';
import type { Purpose } from './session-state.ts';
import type { EpochSeconds } from './time.ts';
import type { Profile, UserState } from './user-state.ts';

/** 3.02, 3.10, D8: whether a class frees its members from two factors: its preferred device is none. `*NEVER` is such a class. */
export const exempts = ({ preferredDevice }: Pick<ClassPolicy, 'preferredDevice'>): boolean =>
  preferredDevice === 'N';

/** Whether two factors are asked of somebody, by a role or by an operator, whatever the class makes of it. */
export const isAsked = ({ required, exempt }: Pick<UserState, 'required' | 'exempt'>): boolean =>
  required || exempt === true;

/** The state under another requirement: what is asked of the user, and whether the class exempts from it. */
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
 * A user as the class has it at this moment (D8). The state stores what the class came to when it last reached the
 * user, for the indexes; a class that changed since then counts from its change on.
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

/** 0.16: refused whatever the code: the account is disabled, or its person is not active any more. */
export const isShut = ({ enabled, active }: Pick<UserState, 'enabled' | 'active'>): boolean =>
  !enabled || !active;

/** What changes when a person comes or goes: who goes leaves no sign-in, link or key that works. */
export function withActive(state: UserState, active: boolean): UserState {
  if (state.active === active) return state;
  return { ...(active ? state : endSessions(revokePending(state))), active };
}

/** What a start comes to, before anything is said of waits. */
export type Asked =
  | { readonly status: 'account-disabled' | 'enrollment-expired' | 'no-usable-factor' }
  | { readonly status: 'challenge' | 'enrollment-required' }
  | { readonly status: 'not-required'; readonly because?: 'class' | 'bypass' | 'unasked' };

/** What of a user's factors bears on that. */
export interface Holds {
  /** Something that may answer for the purpose, backup codes and the like among it. */
  readonly usable: boolean;
  /** An active token that may answer for the purpose. */
  readonly token: boolean;
}

/**
 * Whether this person must show a second factor for this purpose, and can. The one decision of which a start, the
 * diagnosis and whatever else speaks of signing in is a reading.
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
    // 3.08: the class says by what, whether or not sign-ins ask for two factors.
    if (verifyBy !== 'M') return answered;
  }
  if (purpose === 'sign-in') {
    if (exempts(ofUser)) return { status: 'not-required', because: 'class' };
    if (bypassedUntil(state, settings, now)) return { status: 'not-required', because: 'bypass' };
  }
  // 2.14: who has a second factor approves with it, also where a sign-in would not ask.
  if (purpose === 'approval' && state.enrolledAt !== undefined && holds.token) return { status: 'challenge' };
  if (stage === 'not-required') return { status: 'not-required' };
  return stage === 'enrolled' ? answered : { status: 'enrollment-required' };
}
