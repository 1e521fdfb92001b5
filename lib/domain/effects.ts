import { type Actor, assertHolds, isOperating, type Privilege } from './authorization.ts';
import type { ClassPolicy } from './classes.ts';
import { invalidFields } from './problems.ts';
import { isAsked } from './requirement.ts';
import type { UserState } from './user-state.ts';

interface EffectNeeds {
  /** All of them, beside the route's own. */
  readonly privileges: readonly Privilege[];
  /** 1.20: the operator says that the identity of the user was verified over another channel. */
  readonly attested?: true;
}

/**
 * What operators can bring about, and what that needs by whichever route it comes (rule 15). Of a change of a user most
 * effects follow from the states before and after ({@link effectsOf}); an action declares those that do not.
 */
export const effects = {
  /** The user has no factor left, or enrolls anew: a reset, whatever it is called. */
  'ends-enrollment': { privileges: ['enrollment:reset'], attested: true },
  /** A deleted or renamed user's id may be given to a new account, which begins without a factor. */
  'frees-id': { privileges: ['enrollment:reset', 'access:bypass'] },
  /** Somebody who had to use two factors may sign in, or reset the password, without. */
  'lifts-requirement': { privileges: ['access:bypass'] },
  /** The same for all members of a class, whatever their rank. */
  'lifts-requirement-of-class': { privileges: ['access:bypass', 'settings:write'] },
  /** A code that signs in without the user's authenticator. */
  'gives-code': { privileges: ['backup-codes:recreate'] },
  /** Whoever was shut out for not enrolling in time may enroll again. */
  'restores-access': { privileges: ['access:restore'] },
  /** What stands at some users' tokens becomes something else. */
  'changes-tokens': { privileges: ['tokens:write'] },
  /** The operator knows the key of an authenticator. */
  'tells-key': { privileges: ['secrets:reveal'] },
} as const satisfies Readonly<Record<string, EffectNeeds>>;

export type Effect = keyof typeof effects;

/** What a change of a user comes to. */
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

/** Whether who was under the first class and is under the second needs a second factor less often (3.02, 3.08). */
export const lifts = (before: ClassPolicy, after: ClassPolicy): boolean =>
  (before.preferredDevice !== 'N' && after.preferredDevice === 'N') ||
  (before.passwordReset.verifyBy !== 'N' && after.passwordReset.verifyBy === 'N');

/**
 * @param attestation whether the operator says that the identity of the user was verified
 * @throws Problem `forbidden`, `invalid-request` unless the operator may cause these effects and attests what they ask
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
        'must be true: this has the effect of a reset, so verify the identity of the user over another channel first',
    },
  ]);
