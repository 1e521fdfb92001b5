import { formatWait } from '../format.ts';
import type { Refusal } from './request.ts';
import { pageTexts } from './texts.ts';

/** A refusal in the visitor's words: what happened and what to do. */
export function explain({ code, attemptsRemaining, retryAfterSeconds, reference }: Refusal): string {
  const { problems } = pageTexts;
  switch (code) {
    case 'invalid-code':
      return [problems.code, attemptsRemaining !== undefined && problems.attempts(attemptsRemaining)]
        .filter(Boolean)
        .join(' ');
    case 'account-throttled':
    case '429':
      return retryAfterSeconds ? problems.wait(formatWait(retryAfterSeconds)) : problems.waitUnknown;
    case 'account-disabled':
      return problems.disabled;
    case 'offline':
      return problems.offline;
    default:
      return reference ? `${problems.other} ${problems.reference(reference)}` : problems.other;
  }
}
