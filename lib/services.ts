import type { Keyring } from './crypto/keyring.ts';
import type { Delegation } from './delegation/contract.ts';
import type { Policy } from './domain/policy.ts';
import type { Settings } from './domain/settings.ts';
import type { Table } from './store/client.ts';

/** What actions are given instead of reaching for it: store, keys, time and chance. */
export interface Services {
  readonly table: Table;
  readonly keyring: Keyring;
  /** Milliseconds since 1970. */
  readonly clock: () => number;
  readonly random: (bytes: number) => Buffer;
  /** What administrators decided, as of the last five seconds. */
  readonly policy: () => Promise<Policy>;
  readonly settings: () => Promise<Settings>;
  /** Asks those who judge codes elsewhere. */
  readonly delegation: Delegation;
  /** Where links in messages lead; never taken from a request. */
  readonly origin: string;
}
