import { hashOfDestination } from '../crypto/destination.ts';
import { keyedHash } from '../crypto/sealing.ts';
import type { HeldBack } from '../domain/notice-limits.ts';
import type { Services } from '../services.ts';
import { countNotice, noteHeldBack } from '../store/notice-caps.ts';
import { type Message, shownDetails } from '../store/outbox.ts';

/**
 * Counts a notice before it is sent, or holds it back if it repeats an earlier one or exceeds a cap.
 *
 * @returns why it is not sent; the user's events record it, once a day for each reason
 */
export async function countOrHoldBack(
  { table, keyring, clock }: Services,
  { messageId, userId, template, details = {} }: Message,
  to: string,
): Promise<HeldBack | undefined> {
  const at = clock();
  const address = await hashOfDestination(keyring, to);
  const key = await keyring.byId(1);
  const hash = (...parts: string[]): string =>
    keyedHash(key, ['notice', template, address, ...parts])
      .subarray(0, 12)
      .toString('base64url');
  const notice = {
    messageId,
    userId,
    to: address,
    kind: `kind-${hash()}`,
    words: `words-${hash(...shownDetails.map((name) => String(details[name] ?? '')))}`,
  };
  const why = await countNotice(table, notice, Math.floor(at / 1000));
  if (why) {
    await noteHeldBack(table, userId, why, {
      id: `${messageId}-held-back`,
      type: 'notices.held-back',
      at,
      actor: 'schedule:deliver',
      userId,
      details: { why, template },
    });
  }
  return why;
}
