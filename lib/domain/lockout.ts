import type { Settings } from './settings.ts';

/**
 * The lockout of one verification (1.17-1.19): a number of wrong codes locks it for good, and a fresh one starts at
 * zero. The account throttle is another rule: `throttle.ts`.
 */

type Limit = Pick<Settings, 'maximumInvalidAttempts'>;

/** @param attempts that failed in this verification */
export const attemptsRemaining = (attempts: number, { maximumInvalidAttempts }: Limit): number =>
  Math.max(0, maximumInvalidAttempts - attempts);

/** Locked stays locked, also when the setting is raised later; a lower setting takes effect on open verifications. */
export const isLocked = (
  { status, attempts }: { readonly status: string; readonly attempts: number },
  limit: Limit,
): boolean => status === 'locked' || attemptsRemaining(attempts, limit) === 0;

/** A verification after one more wrong code. */
export interface WrongCodeCounted {
  readonly attempts: number;
  readonly attemptsRemaining: number;
  readonly locked: boolean;
}

export function afterWrongCode({ attempts }: { readonly attempts: number }, limit: Limit): WrongCodeCounted {
  const failed = attempts + 1;
  const left = attemptsRemaining(failed, limit);
  return { attempts: failed, attemptsRemaining: left, locked: left === 0 };
}
