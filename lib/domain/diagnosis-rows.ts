import type { ClassPolicy } from './classes.ts';
import type { DiagnosisFacts, FindingCode, RemedyStep, TokenCondition } from './diagnosis-facts.ts';
import type { Stage } from './enrollment.ts';

/** What the rows of the table check. */
export interface Seen extends DiagnosisFacts {
  readonly stage: Stage;
  readonly can: boolean;
  readonly ofUser: ClassPolicy;
  readonly has: (status: TokenCondition['status']) => boolean;
  /** Enrolled, and no token of the user can answer. */
  readonly without: boolean;
}

export interface Row {
  readonly code: FindingCode;
  readonly when: (seen: Seen) => boolean;
  /** `reason`: blocks if the user cannot sign in, and warns if another factor still lets them in. */
  readonly severity: 'informs' | 'warns' | 'reason';
  readonly detail: (seen: Seen) => string;
  readonly remedy?: (seen: Seen) => RemedyStep[];
}

export const step = (action: RemedyStep['action'], detail: string): RemedyStep => ({ action, detail });
export const verifyIdentity = step('verify-identity', "Verify the user's identity through another channel.");
export const restoreAccess = step('restore-access', 'Or do the last steps in one: restore access.');

export const resetOf = ({ lookUp }: Seen): RemedyStep =>
  step(
    'reset',
    lookUp ? 'Reset the enrollment, or let the user sign in with a backup code.' : 'Reset the enrollment.',
  );

export const enrollTaken = ({ taken }: Seen): RemedyStep =>
  step(
    'enroll-token',
    `Enroll a token that the class accepts at sign-ins: ${taken.join(', ') || 'it accepts none'}.`,
  );

/** How many of a user's tokens can be used, reported only if none can. */
export const onlyOf = ({ tokens, without }: Seen, ...statuses: TokenCondition['status'][]): boolean =>
  without && tokens.length > 0 && tokens.every(({ status }) => statuses.includes(status));

export const tokenWith = <S extends TokenCondition['status']>({ tokens }: Seen, status: S) =>
  tokens.find((token): token is Extract<TokenCondition, { readonly status: S }> => token.status === status);
