import type { Book, Event } from './book.ts';
import { type Finding, found } from './finding.ts';
import { leaving } from './throttle.ts';
import { count, text } from './values.ts';

const births = ['enrollment.confirmed', 'token.enrolled', 'user.created'];
const expiries = ['enrollment.expired', 'enrollment.expired-at-sign-in'];
const accepts = [
  'verification.succeeded',
  'verification.asked',
  'enrollment.confirmed',
  'verification.started',
];

/** I7 */
export function bornByEvent(book: Book): Finding[] {
  const born = new Set(
    book.events.filter(({ type }) => births.includes(type)).map(({ details }) => text(details['token'])),
  );
  const findings: Finding[] = [];
  for (const { userId, tokens, pending } of book.states.values()) {
    const kept = new Set(book.tokens.get(userId)?.keys());
    for (const tokenId of tokens.keys()) {
      if (!kept.delete(tokenId)) findings.push(found('I7', userId, `${tokenId} stands without its record`));
      if (!born.has(tokenId)) findings.push(found('I7', userId, `${tokenId} was never confirmed`));
    }
    for (const tokenId of kept) findings.push(found('I7', userId, `${tokenId} is kept and stands nowhere`));
    for (const waiting of pending) {
      if (tokens.has(waiting) || born.has(waiting)) {
        findings.push(found('I7', userId, `${waiting} waits for a code that it has had`));
      }
    }
  }
  return findings;
}

/** I8 */
export function closedIsClosed(book: Book): Finding[] {
  const findings: Finding[] = [];
  const notices = new Set(book.messages.map(({ messageId }) => text(messageId)));
  for (const [userId, chain] of book.chains) {
    let enabled = false;
    for (const event of chain) {
      if (accepts.includes(event.type) && !enabled) {
        findings.push(found('I8', userId, `${event.type} at version ${event.version} while disabled`));
      }
      enabled = standing(book, enabled, event);
      if (expiries.includes(event.type) && !notices.has(`${event.id}-notice`)) {
        findings.push(found('I8', userId, 'expired, and nobody was to be notified'));
      }
    }
    const state = book.states.get(userId);
    if (state && state.enabled !== enabled) {
      findings.push(found('I8', userId, `enabled is ${state.enabled}, and ${enabled} in the audit`));
    }
    const expired =
      state && state.raw['expiredAt'] !== undefined && state.raw['periodStartedAt'] !== undefined;
    const began = count(state?.raw['periodStartedAt']);
    const told = ({ type, at }: Event): boolean => expiries.includes(type) && Math.floor(at / 1000) >= began;
    const renamed = chain.some(({ type }) => type === 'user.renamed');
    if (expired && !renamed && !chain.some(told))
      findings.push(found('I8', userId, 'expired without an event'));
  }
  return findings;
}

function standing(book: Book, enabled: boolean, event: Event): boolean {
  const { type, details } = event;
  const from = text(details['from']);
  if (type === 'user.renamed' && text(details['to']) === event.userId) {
    const before = leaving(book, event, from);
    return (book.chains.get(from) ?? [])
      .filter(({ version }) => (version ?? 0) < before)
      .reduce((so, one) => standing(book, so, one), false);
  }
  if (['user.created', 'account.enabled', 'access.restored'].includes(type)) return true;
  if (['account.disabled', 'user.deleted', 'user.renamed'].includes(type)) return false;
  return expiries.includes(type) && details['disabled'] !== false ? false : enabled;
}
