import type { Book, Event } from './book.ts';
import { type Finding, found } from './finding.ts';
import { count, text } from './values.ts';

/** I1 */
export function acceptedOnce(book: Book): Finding[] {
  return [
    ...repeated(book, ({ details }) => text(details['spent'])),
    ...repeated(book, ({ type, details }) =>
      type === 'verification.succeeded' ? text(details['verification']) : '',
    ),
    ...[...book.chains].flatMap(([userId, chain]) => backupCodesOnce(userId, chain)),
  ];
}

const repeated = ({ events }: Book, key: (event: Event) => string): Finding[] =>
  [...Map.groupBy(events, key)]
    .filter(([what, ofIt]) => what !== '' && ofIt.length > 1)
    .map(([what, ofIt]) => found('I1', ofIt[0]?.userId ?? '', `${what} was accepted ${ofIt.length} times`));

/** Each backup code that is accepted leaves one less than the one before it. */
function backupCodesOnce(userId: string, chain: readonly Event[]): Finding[] {
  const findings: Finding[] = [];
  let left: number | undefined;
  for (const { type, details } of chain) {
    if (type === 'backup-codes.recreated') left = count(details['count']);
    if (/^(enrollment|user|key|token|access|hardware)\./.test(type)) left = undefined;
    if (type !== 'verification.succeeded' || details['backupCodesRemaining'] === undefined) continue;
    const remaining = count(details['backupCodesRemaining']);
    if (left !== undefined && remaining !== left - 1) {
      findings.push(found('I1', userId, `a backup code left ${remaining} of ${left}`));
    }
    left = remaining;
  }
  return findings;
}

/** I6 */
export function onlyForwards({ chains, states }: Book): Finding[] {
  const findings: Finding[] = [];
  for (const [userId, chain] of chains) {
    const reached = new Map<string, number>();
    for (const { details } of chain) {
      const [tokenId = '', lastUsedMovingFactor] = text(details['spent']).split(' ');
      if (tokenId === '') continue;
      const before = reached.get(tokenId) ?? -1;
      if (Number(lastUsedMovingFactor) <= before)
        findings.push(found('I6', userId, `${tokenId} went from ${before} back to ${lastUsedMovingFactor}`));
      reached.set(tokenId, Number(lastUsedMovingFactor));
    }
    for (const [tokenId, { lastUsedMovingFactor }] of states.get(userId)?.tokens ?? []) {
      const spent = reached.get(tokenId);
      if (spent !== undefined && lastUsedMovingFactor !== spent) {
        findings.push(
          found('I6', userId, `${tokenId} is at ${lastUsedMovingFactor}, and ${spent} was accepted`),
        );
      }
    }
  }
  return findings;
}
