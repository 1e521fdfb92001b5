import { formatDuration } from '../../shared/format.ts';
import type { ApiProblem } from '../api/client.ts';
import { partTexts } from './texts.ts';

const { problem: texts } = partTexts;

type Refusal = Pick<ApiProblem, 'status' | 'code' | 'title' | 'detail' | 'errors' | 'retryAfterSeconds'>;

/** The service's words for these are for programs: which route to call, where the routes are listed. */
const saidHere: readonly string[] = ['user-not-found', 'token-not-found', 'not-found', 'method-not-allowed'];

/** A refusal in words: what it is, what the service says to it, and the one thing to do next, if any. */
export function explain(refusal: Refusal): Readonly<Record<'title' | 'detail' | 'next', string>> {
  const { status, code, title, detail } = refusal;
  return {
    title: title || (texts.titles[status] ?? texts.refused),
    detail: saidHere.includes(code) ? '' : detail,
    next: nextStep(refusal),
  };
}

function nextStep({ code, detail, errors, retryAfterSeconds }: Refusal): string {
  if (retryAfterSeconds !== undefined) return texts.wait(formatDuration(retryAfterSeconds));
  // Only the service knows who may do it instead: another role, another operator, or nobody.
  if (code === 'forbidden' && detail) return '';
  if (code === 'invalid-request' && errors.length === 0) return '';
  return texts.next[code] ?? (code.startsWith('5') || code === 'internal' ? texts.unknown : '');
}
