import { Problem } from '../../domain/problems.ts';
import { mostWrites, type Write } from '../../store/client.ts';

/** Refusals that more than one action makes, so that they read the same everywhere. */
export const accountDisabled = (): Problem =>
  new Problem('account-disabled', 'This account is disabled. Ask an operator to check and enable it.');

export const enrollmentExpired = (): Problem =>
  new Problem(
    'enrollment-expired',
    'The enrollment period is over and the account is disabled. An operator must first reset the enrollment, then enable the account.',
  );

/** The verification that an answer is about: an application must not take one user's verdict for another's. */
export interface VerificationNamed {
  readonly verificationId: string;
  readonly userId: string;
}

export const invalidCode = (attemptsRemaining?: number, of?: VerificationNamed): Problem =>
  new Problem('invalid-code', 'The code is wrong, expired, or already used. Check the clock of the device.', {
    extensions: { ...of, ...(attemptsRemaining === undefined ? {} : { attemptsRemaining }) },
  });

/** The answer never says which of the answers was wrong. */
export const wrongAnswers = (attemptsRemaining: number, of?: VerificationNamed): Problem =>
  new Problem('invalid-code', 'At least one of the answers is wrong.', {
    extensions: { ...of, attemptsRemaining },
  });

export const verificationLocked = (): Problem =>
  new Problem(
    'verification-locked',
    'Too many wrong codes. This verification stays locked. Start a new one.',
  );

export const linkNotFound = (): Problem =>
  new Problem('link-not-found', 'This link was used or replaced, or has expired. Ask for a new one.');

export const notAllowed = (detail: string): Problem => new Problem('not-allowed-in-state', detail);

/**
 * A change happens in one transaction or not at all, and a transaction has a maximum size.
 *
 * @throws Problem `not-allowed-in-state` with what to do instead
 */
export function assertOneTransaction(along: readonly Write[], detail: string): void {
  if (along.length >= mostWrites) throw notAllowed(detail);
}

export const tokenNotFound = (): Problem =>
  new Problem('token-not-found', 'This user has no such token, or it cannot be used for this.');

/** Too many messages to one user, number, area, or in total. */
export const capReached = (): Problem =>
  new Problem('send-limit', 'Too many messages were sent. Use another factor, or try again later.', {
    retryAfterSeconds: 3_600,
  });

/** No class, role or provider has this name. */
export const noSuchName = (what: string): Problem =>
  new Problem('not-found', `No ${what} has this name. Create it with PUT.`);

/** Others were faster every time. */
export const othersFaster = (changing: string): Problem =>
  new Problem('conflict', `Other requests are changing ${changing}. Try again.`, {
    retryAfterSeconds: 1,
  });

export const makesItsCodes = (): Problem => notAllowed('This token makes its codes itself.');
