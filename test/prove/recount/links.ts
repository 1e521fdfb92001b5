import type { Book } from './book.ts';
import { type Finding, found } from './finding.ts';
import { count, text } from './values.ts';

/** I11 */
export function linksLeadHome(book: Book): Finding[] {
  const findings: Finding[] = [];
  const owners = new Map(
    book.under('LINK#').map(({ pk, userId }) => [text(pk).slice('LINK#'.length), text(userId)]),
  );
  const confirmed = Map.groupBy(
    book.events.filter(({ type }) => type === 'enrollment.confirmed'),
    ({ details }) => text(details['token']),
  );
  for (const [tokenId, times] of confirmed) {
    if (times.length > 1)
      findings.push(found('I11', times[0]?.userId ?? '', `${tokenId} was confirmed ${times.length} times`));
  }
  const sentWith = Map.groupBy(
    book.messages.filter(({ linkHash }) => linkHash !== undefined),
    ({ userId }) => text(userId),
  );
  for (const { userId, link } of book.states.values()) {
    if (!link) continue;
    const hash = text(link['hash']);
    if (owners.get(hash) !== userId)
      findings.push(found('I11', userId, 'the live link leads to somebody else'));
    if (confirmed.has(text(link['tokenId']))) findings.push(found('I11', userId, 'the live link was used'));
    const sent = sentWith.get(userId) ?? [];
    const own = sent.find(({ linkHash }) => linkHash === hash);
    const newer = sent.filter(({ createdAt }) => count(createdAt) > count(own?.['createdAt']));
    if (own && newer.length > 0) findings.push(found('I11', userId, 'the live link is not the newest'));
  }
  for (const [hash, userId] of owners) {
    if (!book.states.has(userId)) findings.push(found('I11', hash, 'the link leads to nobody'));
  }
  for (const [userId, chain] of book.chains) {
    const used = chain.filter(
      ({ type, actor }) => type === 'enrollment.confirmed' && actor.startsWith('link:'),
    ).length;
    const sent = chain.filter(({ type, details }) => type === 'link.sent' || details['link'] === true).length;
    if (used > sent) findings.push(found('I11', userId, `${used} links used of ${sent} sent`));
  }
  return findings;
}
