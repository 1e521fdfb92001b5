import type { Refusal } from '../api.ts';
import { formatWait, texts } from './index.ts';

/** A refusal in the visitor's words: what happened and what to do. */
export function explain({ code, attemptsRemaining, retryAfterSeconds, reference }: Refusal): string {
  const { problems } = texts;
  switch (code) {
    case 'invalid-code':
      return [problems.code, attemptsRemaining !== undefined && problems.attempts(attemptsRemaining)]
        .filter(Boolean)
        .join(' ');
    case 'account-throttled':
    case '429':
      return retryAfterSeconds ? problems.wait(formatWait(retryAfterSeconds)) : problems.waitUnknown;
    case 'pin-required':
      return texts.pin.wrong;
    case 'account-disabled':
      return problems.disabled;
    case 'offline':
      return problems.offline;
    default:
      return reference ? `${problems.other} ${problems.reference(reference)}` : problems.other;
  }
}
