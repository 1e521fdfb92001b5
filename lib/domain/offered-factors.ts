import type { ClassPolicy, FactorKey } from './classes.ts';
import { answersPasswordReset, resetChannel } from './password-reset.ts';
import type { Purpose } from './session-state.ts';

/** The properties of a token that its class checks. */
export interface Candidate {
  readonly factor: FactorKey;
  /** Where its codes are sent, if they are. */
  readonly sentTo?: 'phone' | 'email';
  /** Locked by its failures: it cannot answer, but a demand for it remains a demand. */
  readonly locked?: boolean;
}

/**
 * The factors that may answer for this purpose, in the order in which the class asks for them (3.05). Sent codes go
 * to the preferred device first (3.02), and satisfy a demand for TOTP only if the class allows that (3.04).
 *
 * @param candidates tokens that are active, locked or not; their order decides between equals
 */
export function offeredByClass<T extends Candidate>(
  candidates: readonly T[],
  policy: ClassPolicy,
  purpose: Purpose,
): T[] {
  const { totp, otp } = policy.factors[purpose];
  const demandsTotp =
    !isVerifiedOtherwise(policy, purpose) &&
    totp !== undefined &&
    totp <= (otp ?? Number.POSITIVE_INFINITY) &&
    candidates.some(({ factor }) => factor === 'totp');
  const withoutCodes = demandsTotp && !policy.allowOtpInsteadOfTotp;
  return candidates
    .flatMap((candidate) => {
      const place = placeOf(candidate, policy, purpose);
      const refused = candidate.locked || (withoutCodes && candidate.factor === 'otp');
      return place === undefined || refused ? [] : [{ candidate, place }];
    })
    .sort((a, b) => a.place - b.place)
    .map(({ candidate }) => candidate);
}

/** Whether a class accepts such a token for this purpose at all, whatever else its user has. */
export const accepts = (policy: ClassPolicy, purpose: Purpose, candidate: Candidate): boolean =>
  placeOf(candidate, policy, purpose) !== undefined;

function placeOf({ factor, sentTo }: Candidate, policy: ClassPolicy, purpose: Purpose): number | undefined {
  if (isVerifiedOtherwise(policy, purpose)) {
    const answering = { mode: 'out-of-band', deviceKind: sentTo } as const;
    return sentTo && answersPasswordReset(policy.passwordReset, answering) ? 1 : undefined;
  }
  const priorities = policy.factors[purpose];
  const { totp, otp } = priorities;
  if (factor !== 'otp') return priorities[factor];
  const place = otp ?? (policy.allowOtpInsteadOfTotp ? totp : undefined);
  // A substitute for TOTP comes after TOTP; the device that is not preferred comes after the preferred one.
  return place === undefined
    ? undefined
    : place + (otp === undefined ? 0.25 : 0) + (sentTo === firstDevice(policy) ? 0 : 0.125);
}

/** 3.08: a password reset for which the class does not use its factors. */
export const isVerifiedOtherwise = ({ passwordReset }: ClassPolicy, purpose: Purpose): boolean =>
  purpose === 'password-reset' && passwordReset.verifyBy !== 'M';

const channels: Readonly<Partial<Record<string, 'phone' | 'email'>>> = { C: 'phone', E: 'email' };

/** 3.02: codes are never shown on a screen of this service, so S is what the class prefers without one. */
const firstDevice = ({ preferredDevice, otherwisePrefer }: ClassPolicy): 'phone' | 'email' | undefined =>
  channels[preferredDevice] ?? channels[otherwisePrefer];

/**
 * 3.02, 3.08: to which of a person's own number and address the class sends codes although the person enrolled no
 * token for it. The class has to say so: by how a password reset is verified, or by the cell phone or the mailbox as
 * its preferred device, if it accepts sent codes. A number that somebody else entered does not make a user enrolled.
 */
export function ownChannel(
  policy: ClassPolicy,
  purpose: Purpose,
  enrolled: boolean,
): 'phone' | 'email' | undefined {
  if (isVerifiedOtherwise(policy, purpose)) return resetChannel(policy.passwordReset);
  const preferred = channels[policy.preferredDevice];
  return enrolled && preferred && accepts(policy, purpose, { factor: 'otp', sentTo: preferred })
    ? preferred
    : undefined;
}

/** Take the place of a token's id. */
export const ownContactIds = { phone: 'profile-phone', email: 'profile-email' } as const;

export const isOwnContact = (tokenId: string): boolean =>
  tokenId === ownContactIds.phone || tokenId === ownContactIds.email;

/**
 * Whether backup codes may answer: not for a purpose without a factor, and never instead of a code to the phone
 * (3.08).
 */
export const servesLookUp = (policy: ClassPolicy, purpose: Purpose): boolean =>
  isVerifiedOtherwise(policy, purpose)
    ? answersPasswordReset(policy.passwordReset, { mode: 'look-up' })
    : Object.keys(policy.factors[purpose]).length > 0;

const channelNames = { phone: 'cell phone', email: 'email' } as const;

/** What to report when two factors are required and none may answer: what is missing, in one sentence. */
export function missingFactor(policy: ClassPolicy, purpose: Purpose): string {
  const reset = purpose === 'password-reset' ? resetChannel(policy.passwordReset) : undefined;
  if (reset) {
    return `The class ${policy.name} verifies password resets by ${channelNames[reset]}, but codes cannot be sent to this user there.`;
  }
  if (Object.keys(policy.factors[purpose]).length === 0) {
    return `The user's class ${policy.name} has no factor for the purpose ${purpose}.`;
  }
  return `Two factors are required, but the user has no factor that is accepted for the purpose ${purpose}.`;
}
