import { createHash } from 'node:crypto';
import { hashOfSentCode } from '../../../lib/actions/verification/judge-code.ts';
import type { DataKey } from '../../../lib/crypto/sealing.ts';
import type { Item } from '../../../lib/store/items.ts';
import { linkTokenOf } from '../recount/messages.ts';
import { type Given, keyOf } from './post-office.ts';
import type { CodeBook } from './traffic.ts';

export interface Delivered {
  readonly messages: number;
  readonly once: number;
  readonly twice: number;
  /** Sent again because a provider had taken it and failed to say so. */
  readonly forced: number;
  readonly byKill: number;
  /** Neither expired nor revoked, and yet not delivered. */
  readonly undelivered: number;
  readonly more: number;
  readonly unexplained: number;
  /** Given to a provider, and no message that the service wrote. */
  readonly different: number;
  readonly tooLate: number;
  readonly revoked: number;
  readonly expired: number;
}

interface Judged {
  /** Messages of the outbox when all is over. */
  readonly outbox: readonly Item[];
  readonly given: readonly Given[];
  /** Links that were revoked before anything was delivered. */
  readonly revoked: ReadonlySet<string>;
  readonly codes: CodeBook;
  readonly key: DataKey;
}

/** Which message each thing is that a provider got, and whether it should have. */
export function judgeDelivery({ outbox, given, revoked, codes, key }: Judged): Delivered {
  const byHash = new Map(outbox.flatMap((item) => hashesOf(item).map((hash) => [hash, item] as const)));
  const notices = new Map(
    outbox
      .filter(({ messageId }) => messageId?.S?.endsWith('-notice'))
      .map((item) => [addressOf(item), item]),
  );
  const find = (one: Given): Item | undefined => {
    if (one.channel === 'sms') {
      const typed = /\d{6,}/.exec(one.text)?.[0] ?? '';
      const hashes = (codes.get(one.to) ?? []).map(({ sessionId, tokenId }) =>
        hashOfSentCode(key, sessionId, tokenId, typed),
      );
      return hashes.map((hash) => byHash.get(hash)).find((item) => item !== undefined);
    }
    const token = linkTokenOf(one.text);
    return token === '' ? notices.get(one.to) : byHash.get(sha256(token));
  };

  const given2 = Map.groupBy(given, (one) => find(one)?.['messageId']?.S ?? '');
  const texts = [...given2].filter(([id]) => id !== '').map(([, ofIt]) => new Set(ofIt.map(keyOf)).size);
  let [once, twice, forced, byKill, undelivered, more, unexplained, tooLate, expired] = Array(9).fill(0);
  for (const { messageId, linkHash, status, notAfter } of outbox) {
    const times = given2.get(messageId?.S ?? '') ?? [];
    tooLate += times.filter(
      ({ at }) => at > Number(notAfter?.N) + 1 || revoked.has(linkHash?.S ?? ''),
    ).length;
    if (times.length === 1) once++;
    if (times.length > 2) more++;
    if (times.length === 2) {
      twice++;
      const why = times[0]?.lost;
      if (why === 'killed') byKill++;
      else if (why) forced++;
      else unexplained++;
    }
    if (times.length > 0) continue;
    if (status?.S === 'dropped' && !revoked.has(linkHash?.S ?? '')) expired++;
    if (status?.S !== 'dropped') undelivered++;
  }
  return {
    messages: outbox.length,
    once,
    twice,
    forced,
    byKill,
    undelivered,
    more,
    unexplained,
    different: (given2.get('')?.length ?? 0) + texts.filter((different) => different > 1).length,
    tooLate,
    revoked: outbox.filter(({ linkHash }) => revoked.has(linkHash?.S ?? '')).length,
    expired,
  };
}

const sha256 = (token: string): string => createHash('sha256').update(token).digest('base64url');

const hashesOf = ({ linkHash, codeHash }: Item): string[] =>
  [linkHash?.S, codeHash?.S].filter((hash) => hash !== undefined);

const addressOf = ({ userId }: Item): string => `${userId?.S}@example.org`;
