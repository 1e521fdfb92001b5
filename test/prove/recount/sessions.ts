import type { Book, Event } from './book.ts';
import { type Finding, found } from './finding.ts';
import { count, text } from './values.ts';

const defaultMaximum = 5;

const ofVerification = (chain: readonly Event[], id: string): Event[] =>
  chain.filter(({ details }) => details['verification'] === id);

/** Judged here or charged before somebody else is asked: what a verification loses an attempt by. */
const costs = ({ type, details }: Event): boolean =>
  type === 'verification.asked' || type === 'verification.spent-code' || details['counted'] === true;

/** I2 */
export function attemptsCounted(book: Book): Finding[] {
  const findings: Finding[] = [];
  const maxima = book.events
    .filter(({ type }) => type === 'settings.changed')
    .map(({ details }) => count(details['maximumInvalidAttempts']));
  const maximum = Math.max(defaultMaximum, ...maxima);
  for (const { userId, sessions } of book.states.values()) {
    const chain = book.chains.get(userId) ?? [];
    for (const [id, { attempts, status }] of sessions) {
      const own = ofVerification(chain, id);
      const charged = own.filter(costs).length;
      if (attempts !== charged)
        findings.push(found('I2', id, `${attempts} attempts, ${charged} in the audit`));
      if (attempts > maximum)
        findings.push(found('I2', id, `${attempts} attempts, and at most ${maximum} may be`));
      const locked = own.findIndex(({ details }) => details['locked'] === true);
      if (locked < 0 !== (status !== 'locked'))
        findings.push(found('I2', id, `${status}, unlike in the audit`));
      const after = locked < 0 ? [] : own.slice(locked + 1);
      if (after.some((event) => costs(event) || event.type === 'verification.succeeded')) {
        findings.push(found('I2', id, 'was judged after it was locked'));
      }
    }
  }
  return findings;
}

/** I3 */
export function verifiedByEvent(book: Book): Finding[] {
  const findings: Finding[] = [];
  for (const { userId, sessions } of book.states.values()) {
    const chain = book.chains.get(userId) ?? [];
    for (const [id, { status, tokenId }] of sessions) {
      const succeeded = ofVerification(chain, id).filter(({ type }) => type === 'verification.succeeded');
      const enrolled = chain.filter(
        ({ type, details }) => type === 'enrollment.confirmed' && details['token'] === tokenId,
      );
      const accepts = succeeded.length || (status === 'verified' ? enrolled.length : 0);
      const expected = status === 'verified' ? 1 : 0;
      if (accepts !== expected) findings.push(found('I3', id, `${status} by ${accepts} events`));
    }
  }
  return [...findings, ...redeemedOnce(book)];
}

/** An assertion is redeemed once, and only where a verdict came with one. */
function redeemedOnce({ events, under }: Book): Finding[] {
  const attested = new Set(
    events
      .filter(({ type, details }) => type !== 'assertion.redeemed' && details['assertion'] === true)
      .map(({ details }) => text(details['verification'])),
  );
  const redeemed = events.filter(({ type }) => type === 'assertion.redeemed');
  const noted = new Set(
    under('ASSERTION#').map(({ pk }) => text(pk).slice('ASSERTION#'.length).split('.')[0] ?? ''),
  );
  const byId = Map.groupBy(redeemed, ({ details }) => text(details['verification']));
  return [...new Set([...byId.keys(), ...noted])].flatMap((id) => {
    const times = byId.get(id)?.length ?? 0;
    if (!attested.has(id)) return [found('I3', id, 'was redeemed, and no verdict came with an assertion')];
    return times === 1 ? [] : [found('I3', id, `was redeemed by ${times} events`)];
  });
}
