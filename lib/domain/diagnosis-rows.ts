import type { ClassPolicy } from './classes.ts';
import type { ReportStatus } from './delivery-reports.ts';
import type { DiagnosisFacts, FindingCode, RemedyStep, TokenCondition } from './diagnosis-facts.ts';
import type { Stage } from './enrollment.ts';
import { missingFactor } from './offered-factors.ts';

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

/** What became of the last code to a token, as a clause. */
const troubles: Readonly<Record<ReportStatus, string>> = {
  delayed: 'it is late',
  bounced: 'it bounced',
  complained: 'the recipient reported it as spam',
  rejected: 'the mail service refused it',
  undelivered: 'the phone company did not deliver it',
  'opted-out': 'the number takes no texts from us',
};

export function troubleIn({ tokens }: Seen): string | undefined {
  const trouble = tokens.flatMap((token) =>
    token.status === 'usable' && token.trouble ? [token.trouble] : [],
  )[0];
  return trouble && troubles[trouble];
}

/** If nothing else explains it: the decision of the start itself. */
export const otherwise: Row = {
  code: 'no-usable-factor',
  when: ({ can }) => !can,
  severity: 'reason',
  detail: ({ ofUser }) => missingFactor(ofUser, 'sign-in'),
  remedy: (seen) =>
    seen.stage === 'enrolled' ? [verifyIdentity, enrollTaken(seen), resetOf(seen)] : [enrollTaken(seen)],
};
