import { formatWait } from '../shared/format.ts';
import { explain as explainAnywhere } from '../shared/preact/explain.ts';
import type { Refusal } from '../shared/preact/request.ts';
import { pageTexts } from '../shared/preact/texts.ts';
import { texts } from './texts/index.ts';

const { trouble, add } = texts;

/** Refusals that say the same wherever they come. */
const plain: Readonly<Record<string, string>> = {
  'enrollment-expired': trouble.expired,
  'not-allowed-in-state': trouble.notNow,
  'token-not-found': trouble.tokenGone,
  'last-active-token': trouble.last,
  'delivery-unavailable': trouble.delivery,
  'user-not-found': trouble.notRegistered.lead,
  unauthenticated: trouble.ended.lead,
  conflict: trouble.conflict,
  forbidden: texts.fresh.unfit,
};

const byField: Readonly<Record<string, string>> = {
  phone: add.phoneWrong,
  email: add.emailWrong,
  label: add.labelWrong,
  code: trouble.code,
};

/** A refusal in the person's words: what happened and what to do. */
export function explain(refusal: Refusal): string {
  const { code, field, attemptsRemaining, retryAfterSeconds } = refusal;
  if (field !== undefined && Object.hasOwn(byField, field)) return byField[field] ?? '';
  if (code === 'invalid-code') {
    const left = attemptsRemaining === undefined ? '' : ` ${pageTexts.problems.attempts(attemptsRemaining)}`;
    return trouble.code + left;
  }
  if (code === 'send-limit') {
    return retryAfterSeconds ? trouble.sendWait(formatWait(retryAfterSeconds)) : trouble.sendLimit;
  }
  return Object.hasOwn(plain, code) ? (plain[code] ?? '') : explainAnywhere(refusal);
}
