import type { Keyring } from './crypto/keyring.ts';
import type { Delegation } from './delegation/contract.ts';
import type { Policy } from './domain/policy.ts';
import type { Settings } from './domain/settings.ts';
import type { Table } from './store/client.ts';

/** What actions receive as parameters: store, keys, clock and randomness. */
export interface Services {
  readonly table: Table;
  readonly keyring: Keyring;
  /** Milliseconds since 1970. */
  readonly clock: () => number;
  readonly random: (bytes: number) => Buffer;
  /** What administrators decided, at most five seconds old. */
  readonly policy: () => Promise<Policy>;
  readonly settings: () => Promise<Settings>;
  /** Asks the external providers that verify codes. */
  readonly delegation: Delegation;
  /** Where links in messages lead; never taken from a request. */
  readonly origin: string;
}
