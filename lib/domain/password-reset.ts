import type { PasswordResetPolicy } from './classes.ts';
import type { ContactDevice } from './user-state.ts';

/** The class's instructions in the answer of a password reset, for the system that carries it out (3.08). */
export type ResetOrder = Pick<PasswordResetPolicy, 'deliverBy' | 'resetBy' | 'changeWithinMinutes'>;

export const resetOrderOf = ({
  deliverBy,
  resetBy,
  changeWithinMinutes,
}: PasswordResetPolicy): ResetOrder => ({ deliverBy, resetBy, changeWithinMinutes });

/** A factor: how it answers, and where its codes are sent, if they are. */
export interface ResetFactor {
  readonly mode: 'otp' | 'out-of-band' | 'look-up';
  readonly deviceKind?: ContactDevice['kind'] | undefined;
}

/**
 * 3.08: which factors may verify the user before a password reset. C and E mean a sent code and nothing else: a
 * backup code proves neither the phone nor the mailbox. With M, every factor that the class uses may answer.
 */
export function answersPasswordReset(
  { verifyBy }: Pick<PasswordResetPolicy, 'verifyBy'>,
  { mode, deviceKind }: ResetFactor,
): boolean {
  if (verifyBy === 'M') return true;
  if (verifyBy === 'N' || mode !== 'out-of-band') return false;
  return deviceKind === resetChannel({ verifyBy });
}

/** 3.08: where the code that verifies a password reset goes, if the class says so. */
export function resetChannel({
  verifyBy,
}: Pick<PasswordResetPolicy, 'verifyBy'>): 'phone' | 'email' | undefined {
  if (verifyBy === 'C') return 'phone';
  return verifyBy === 'E' ? 'email' : undefined;
}
