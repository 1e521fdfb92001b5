import type { PasswordResetPolicy } from './classes.ts';
import type { ContactDevice } from './user-state.ts';

/** What the answer of a password reset carries of the class, for whoever carries the reset out (3.08). */
export type ResetOrder = Pick<PasswordResetPolicy, 'deliverBy' | 'resetBy' | 'changeWithinMinutes'>;

export const resetOrderOf = ({
  deliverBy,
  resetBy,
  changeWithinMinutes,
}: PasswordResetPolicy): ResetOrder => ({ deliverBy, resetBy, changeWithinMinutes });

/** What a user answers with: how a factor answers, and what its codes are sent to, if they are sent. */
export interface ResetFactor {
  readonly mode: 'otp' | 'out-of-band' | 'look-up';
  readonly deviceKind?: ContactDevice['kind'] | undefined;
}

/**
 * 3.08: who verifies the user before a password is reset. C and E mean a code that is sent, and nothing else: a
 * backup code shows neither the phone nor the mailbox. Under M everything may answer that the class uses.
 */
export function answersPasswordReset(
  { verifyBy }: Pick<PasswordResetPolicy, 'verifyBy'>,
  { mode, deviceKind }: ResetFactor,
): boolean {
  if (verifyBy === 'M') return true;
  if (verifyBy === 'N' || mode !== 'out-of-band') return false;
  return deviceKind === resetChannel({ verifyBy });
}

/** 3.08: where the code goes that verifies a password reset, where the class says so. */
export function resetChannel({
  verifyBy,
}: Pick<PasswordResetPolicy, 'verifyBy'>): 'phone' | 'email' | undefined {
  if (verifyBy === 'C') return 'phone';
  return verifyBy === 'E' ? 'email' : undefined;
}
