import type { KeyringPorts } from '../../crypto/keyring.ts';
import { secondsPerDay } from '../../domain/time.ts';

/** For how long new values are sealed with one data key (rule 5). What it has sealed it opens for ever. */
export const dataKeyDays = 90;

export interface Renewed {
  /** The number of the key that was made; absent when none was due. */
  readonly made?: number;
}

/**
 * Makes the next data key when the newest has served its time. Nobody waits for it: each function seals with the one it
 * knows until it looks again, and every sealed value names the key that opens it.
 */
export async function renewDataKey(ports: Omit<KeyringPorts, 'unwrap'>): Promise<Renewed> {
  const held = await ports.readWrappedKeys();
  const newest = Math.max(0, ...held.keys());
  // The very first key is made by whoever needs it.
  const servesUntil =
    (held.get(newest)?.madeAt ?? Number.POSITIVE_INFINITY) + dataKeyDays * secondsPerDay * 1_000;
  if (ports.clock() < servesUntil) return {};
  const { wrapped } = await ports.generateDataKey();
  // Of two runs at once one makes it; the other's is thrown away before anything was sealed with it.
  const isOurs = await ports.addWrappedKey(newest + 1, { wrapped, madeAt: ports.clock() });
  return isOurs ? { made: newest + 1 } : {};
}
