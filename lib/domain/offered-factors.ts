import type { ClassPolicy, FactorKey } from './classes.ts';
import type { Purpose } from './session-state.ts';

/** What of a token its class looks at. */
export interface Candidate {
  readonly factor: FactorKey;
  /** Where its codes are sent, if they are. */
  readonly sentTo?: 'phone' | 'email';
  /** Locked by its failures: it answers nothing, and what it is demanded for is demanded all the same. */
  readonly locked?: boolean;
}

/**
 * What may answer for this purpose, in the order in which the class asks for it (3.05). Codes that are sent go to
 * the preferred device first (3.02), and never satisfy a demand for TOTP unless the class allows that (3.04).
 *
 * @param candidates tokens that are active, locked or not; their order decides between equals
 */
export function offeredByClass<T extends Candidate>(
  candidates: readonly T[],
  policy: ClassPolicy,
  purpose: Purpose,
): T[] {
  const priorities = policy.factors[purpose];
  const { totp, otp } = priorities;
  const demandsTotp =
    totp !== undefined &&
    totp <= (otp ?? Number.POSITIVE_INFINITY) &&
    candidates.some(({ factor }) => factor === 'totp');

  const placeOf = ({ factor, sentTo }: T): number | undefined => {
    if (factor !== 'otp') return priorities[factor];
    if (demandsTotp && !policy.allowOtpInsteadOfTotp) return undefined;
    const place = otp ?? (policy.allowOtpInsteadOfTotp ? totp : undefined);
    // Instead of TOTP is after TOTP; the device that is not preferred is after the one that is.
    return place === undefined
      ? undefined
      : place + (otp === undefined ? 0.25 : 0) + (sentTo === firstDevice(policy) ? 0 : 0.125);
  };
  return candidates
    .flatMap((candidate) => {
      const place = placeOf(candidate);
      return place === undefined || candidate.locked ? [] : [{ candidate, place }];
    })
    .sort((a, b) => a.place - b.place)
    .map(({ candidate }) => candidate);
}

/** 3.02: a code is never shown on a screen of ours, so S is what the class prefers without one. */
function firstDevice({ preferredDevice, otherwisePrefer }: ClassPolicy): 'phone' | 'email' {
  const preferred = preferredDevice === 'C' || preferredDevice === 'E' ? preferredDevice : otherwisePrefer;
  return preferred === 'C' ? 'phone' : 'email';
}
