import { type Actor, assertHolds, isOperating, type Privilege } from './authorization.ts';
import type { ClassPolicy } from './classes.ts';
import { invalidFields } from './problems.ts';
import { isAsked } from './requirement.ts';
import type { UserState } from './user-state.ts';

interface EffectNeeds {
  /** All of them, in addition to the route's own. */
  readonly privileges: readonly Privilege[];
  /** 1.20: the operator attests that the identity of the user was verified through another channel. */
  readonly attested?: true;
}

/**
 * What operators can cause, and what each effect requires, whichever route causes it (rule 15). Most effects of
 * changing a user follow from the states before and after ({@link effectsOf}); an action declares the others.
 */
export const effects = {
  /** The user has no factor left, or has to enroll again: a reset, whatever it is called. */
  'ends-enrollment': { privileges: ['enrollment:reset'], attested: true },
  /** A deleted or renamed user's id may be given to a new account, which starts without a factor. */
  'frees-id': { privileges: ['enrollment:reset', 'access:bypass'] },
  /** A user who needed two factors may sign in, or reset the password, without them. */
  'lifts-requirement': { privileges: ['access:bypass'] },
  /** The same for all members of a class, whatever their rank. */
  'lifts-requirement-of-class': { privileges: ['access:bypass', 'settings:write'] },
  /** A code that signs in without the user's authenticator. */
  'gives-code': { privileges: ['backup-codes:recreate'] },
  /** A user who was shut out for not enrolling in time may enroll again. */
  'restores-access': { privileges: ['access:restore'] },
  /** What some users' tokens contain or who they belong to changes. */
  'changes-tokens': { privileges: ['tokens:write'] },
  /** The operator knows the key of an authenticator. */
  'tells-key': { privileges: ['secrets:reveal'] },
} as const satisfies Readonly<Record<string, EffectNeeds>>;

export type Effect = keyof typeof effects;

/** The effects of a change of a user. */
export function effectsOf(before: UserState, after: UserState): Effect[] {
  const gone = after.deletedAt !== undefined;
  const found: Readonly<Partial<Record<Effect, boolean>>> = {
    'ends-enrollment': !gone && before.enrolledAt !== undefined && after.enrolledAt === undefined,
    'frees-id': gone && (isAsked(before) || before.enrolledAt !== undefined),
    'lifts-requirement':
      !gone &&
      ((before.required && !after.required) ||
        (isAsked(before) && !isAsked(after)) ||
        (after.bypassUntil !== undefined && after.bypassUntil !== before.bypassUntil)),
    'gives-code':
      (after.codes !== undefined && after.codes.setId !== before.codes?.setId) ||
      (after.lostToken !== undefined && after.lostToken.hash !== before.lostToken?.hash),
  };
  return (Object.keys(found) as Effect[]).filter((effect) => found[effect]);
}

/** Whether moving from the first class to the second makes a user need a second factor less often (3.02, 3.08). */
export const lifts = (before: ClassPolicy, after: ClassPolicy): boolean =>
  (before.preferredDevice !== 'N' && after.preferredDevice === 'N') ||
  (before.passwordReset.verifyBy !== 'N' && after.passwordReset.verifyBy === 'N');

/**
 * @param attestation whether the operator attests that the identity of the user was verified
 * @throws Problem `forbidden`, `invalid-request` unless the operator may cause these effects and attests what they
 * require
 */
export function assertMayCause(actor: Actor, caused: readonly Effect[], attestation = false): void {
  if (!isOperating(actor)) return;
  for (const effect of caused) {
    const { privileges, attested }: EffectNeeds = effects[effect];
    for (const privilege of privileges) assertHolds(actor, privilege);
    if (attested && !attestation) throw identityUnverified();
  }
}

const identityUnverified = () =>
  invalidFields([
    {
      path: 'identityVerified',
      message:
        "must be true: this has the effect of a reset, so verify the user's identity through another channel first",
    },
  ]);
