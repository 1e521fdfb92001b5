import type { ResetOrder } from './password-reset.ts';
import type { Purpose } from './session-state.ts';
import type { EpochSeconds } from './time.ts';

/** What a transaction was approved with: its text, and the text's SHA-256 in base64url (2.14). */
export interface ApprovedTransaction {
  readonly details: string;
  readonly sha256: string;
}

/** The claims of an assertion: RFC 7519's, and what was verified. */
export interface AssertionClaims {
  /** The service's origin; its keys are at `/.well-known/jwks.json`. */
  readonly iss: string;
  /** The user's id. */
  readonly sub: string;
  /** The application that started the verification. */
  readonly aud: string;
  /** When the user was verified. */
  readonly iat: EpochSeconds;
  readonly exp: EpochSeconds;
  /** The verification's id. A verification has one assertion, so this makes it usable only once. */
  readonly jti: string;
  /** The user's epoch: a reset, for example, ends what was asserted before it. */
  readonly epoch: number;
  readonly purpose: Purpose;
  /**
   * The type of the factor that answered (RFC 8176's member, with this service's names); `none` if no factor was
   * asked.
   */
  readonly amr: readonly [string];
  readonly tokenId?: string;
  readonly transaction?: ApprovedTransaction;
  readonly policy?: ResetOrder;
}

const minute = 60;
/** A sign-in or an approval is used at once. */
const defaultSeconds = 5 * minute;
/** The class's 999 sets no time limit for the password; a signed assertion still needs an end. */
const unlimited = 999;
export const longestAssertionSeconds = 24 * 60 * minute;

/** How long an assertion is valid: for a password reset, the time that the class allows for changing the password. */
export function assertionSeconds(order: ResetOrder | undefined): number {
  if (!order) return defaultSeconds;
  const { changeWithinMinutes } = order;
  return changeWithinMinutes === unlimited ? longestAssertionSeconds : changeWithinMinutes * minute;
}
