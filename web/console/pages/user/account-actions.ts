import type { Diagnosis } from '../../api/accounts.ts';
import type { Privilege } from '../../api/operator.ts';
import type { User } from '../../api/users.ts';

/** What may be done with an account as a whole, and the privilege that each asks for. */
const privileges = {
  'restore-access': 'access:restore',
  'send-setup-link': 'links:send',
  enable: 'accounts:write',
  disable: 'accounts:write',
  reset: 'enrollment:reset',
  'lost-token': 'backup-codes:recreate',
  'end-lost-token': 'tokens:write',
  bypass: 'access:bypass',
  'end-bypass': 'access:bypass',
  rename: 'users:write',
  copy: 'users:write',
  delete: 'users:write',
} as const;

export type AccountAction = keyof typeof privileges;

type Standing = Pick<User, 'stage' | 'enabled'>;
type May = (privilege: Privilege) => boolean;

/** What would do something for an account that stands so. */
function makesSense(
  action: AccountAction,
  { stage, enabled }: Standing,
  findings: readonly string[],
): boolean {
  const canStart = enabled && (stage === 'enrolled' || stage === 'not-enrolled');
  switch (action) {
    case 'restore-access':
      return !enabled || stage === 'expired';
    case 'send-setup-link':
      return enabled && stage === 'not-enrolled';
    case 'enable':
      return !enabled;
    case 'disable':
      return enabled;
    case 'lost-token':
      return enabled && stage === 'enrolled';
    case 'end-lost-token':
      return findings.includes('lost-token-active');
    case 'bypass':
      return canStart && !findings.includes('bypass-active');
    case 'end-bypass':
      return findings.includes('bypass-active');
    default:
      return true;
  }
}

/** What is offered: what the operator may do, and what makes sense as the account stands. */
export function offeredActions(user: Standing, findings: readonly string[], may: May): AccountAction[] {
  return (Object.keys(privileges) as AccountAction[]).filter(
    (action) => may(privileges[action]) && makesSense(action, user, findings),
  );
}

export type Step = Diagnosis['remedy'][number];

/** What a step of the remedy comes to here: an action, another tab, or nothing that a button could do. */
export type StepButton =
  | { readonly kind: 'action'; readonly action: AccountAction; readonly waitsForReset: boolean }
  | { readonly kind: 'tokens' };

const actionOfStep: Readonly<Record<string, AccountAction>> = {
  reset: 'reset',
  enable: 'enable',
  'restore-access': 'restore-access',
  'send-setup-link': 'send-setup-link',
  'end-bypass': 'end-bypass',
};

const stepsAtTokens = ['enable-token', 'enroll-token', 'replace-token', 'edit-token'];

/**
 * The button of a step, where the operator may take it. As long as the enrollment is expired, enabling waits for the
 * reset: enabled before, the account is disabled again by the next attempt to sign in.
 */
export function buttonOfStep({ action }: Step, { stage }: Standing, may: May): StepButton | undefined {
  if (stepsAtTokens.includes(action)) return may('tokens:read') ? { kind: 'tokens' } : undefined;
  const found = actionOfStep[action];
  if (!found || !may(privileges[found])) return undefined;
  return { kind: 'action', action: found, waitsForReset: found === 'enable' && stage === 'expired' };
}
