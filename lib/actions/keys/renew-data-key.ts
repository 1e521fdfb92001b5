import type { KeyringPorts } from '../../crypto/keyring.ts';
import { secondsPerDay } from '../../domain/time.ts';

/** How long new values are sealed with one data key (rule 5). It opens what it sealed for ever. */
export const dataKeyDays = 90;

export interface Renewed {
  /** The number of the new key; absent when none was due. */
  readonly made?: number;
}

/**
 * Creates the next data key when the newest has reached its age. Nothing waits for it: each function seals with the
 * key it knows until it reads again, and every sealed value names the key that opens it.
 */
export async function renewDataKey(ports: Omit<KeyringPorts, 'unwrap'>): Promise<Renewed> {
  const held = await ports.readWrappedKeys();
  const newest = Math.max(0, ...held.keys());
  // The very first key is created by the function that first needs it.
  const servesUntil =
    (held.get(newest)?.madeAt ?? Number.POSITIVE_INFINITY) + dataKeyDays * secondsPerDay * 1_000;
  if (ports.clock() < servesUntil) return {};
  const { wrapped } = await ports.generateDataKey();
  // If two runs overlap, one creates the key; the other's is discarded before anything was sealed with it.
  const isOurs = await ports.addWrappedKey(newest + 1, { wrapped, madeAt: ports.clock() });
  return isOurs ? { made: newest + 1 } : {};
}
