import { classOf } from './classes.ts';
import type { DiagnosisFacts, Finding, RemedyStep, TokenCondition } from './diagnosis-facts.ts';
import { otherwise, type Seen } from './diagnosis-rows.ts';
import { table } from './diagnosis-table.ts';
import { stageOf } from './enrollment.ts';
import { blockedUntil } from './throttle.ts';

export interface Diagnosis {
  readonly canSignIn: boolean;
  readonly findings: Finding[];
  /** In the order of the steps to take: enabling before the reset does not last (0.15). */
  readonly remedy: RemedyStep[];
}

/** Whether a sign-in that starts at this moment can succeed, by the same decisions that a start makes. */
export function canSignIn({ user, asked, tokens, lookUp, enrollable, now }: DiagnosisFacts): boolean {
  const waits = blockedUntil(user.state.failures, now) !== undefined;
  if (asked.status === 'not-required') return true;
  if (asked.status === 'enrollment-required') return !waits && enrollable;
  return asked.status === 'challenge' && ((!waits && tokens.some(isUsable)) || lookUp);
}

const isUsable = ({ status }: TokenCondition): boolean => status === 'usable';

/** N.02: why this user cannot sign in, and what helps, in which order. */
export function diagnose(facts: DiagnosisFacts): Diagnosis {
  const { user, policy, tokens, now } = facts;
  const stage = stageOf(user.state, policy.settings, now);
  const can = canSignIn(facts);
  const statuses = new Set(tokens.map(({ status }) => status));
  const seen: Seen = {
    ...facts,
    stage,
    can,
    ofUser: classOf(user.profile.class, policy.classes),
    has: (status) => statuses.has(status),
    without: stage === 'enrolled' && !statuses.has('usable'),
  };
  const found = table.filter(({ when }) => when(seen));
  const explained = can || found.some(({ severity }) => severity === 'reason');
  const rows = explained ? found : [...found, otherwise];
  const reason = can ? 'warns' : 'blocks';
  return {
    canSignIn: can,
    findings: rows.map(({ code, severity, detail }) => ({
      code,
      severity: severity === 'reason' ? reason : severity,
      detail: detail(seen),
    })),
    remedy: rows.flatMap(({ remedy }) => remedy?.(seen) ?? []),
  };
}
