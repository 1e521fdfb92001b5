import { seal } from '../../crypto/sealing.ts';
import type { EpochSeconds } from '../../domain/time.ts';
import { secondsPerDay } from '../../domain/time.ts';
import type { User } from '../../domain/user-state.ts';
import type { Services } from '../../services.ts';
import type { Write } from '../../store/client.ts';
import { putMessage } from '../../store/outbox.ts';

const usefulSeconds = 3 * secondsPerDay;

/**
 * P.19: an attacker who takes over an account changes its address first, so the old address gets a notice too. The
 * event's own notice knows only the new profile; the old address is sealed in a message of its own, written in the
 * same transaction.
 */
export async function tellOldAddress(
  { table, keyring, random, clock }: Services,
  { state: { userId }, profile: { email } }: User,
  fields: readonly string[],
  now: EpochSeconds,
): Promise<Write> {
  const messageId = random(16).toString('base64url');
  const content = Buffer.from(JSON.stringify({ to: email }));
  const belonging = { purpose: 'message', userId, subjectId: messageId } as const;
  return putMessage(table, {
    messageId,
    userId,
    template: 'account-changed',
    sealed: seal(content, belonging, await keyring.current(), random),
    details: { fields, at: now },
    createdAt: now,
    at: clock(),
    notAfter: now + usefulSeconds,
  });
}
