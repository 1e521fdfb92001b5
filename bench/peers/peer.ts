import type { Postgres } from './postgres.ts';

/** A user with a counter token of six digits (RFC 4226). */
export interface Holder {
  readonly userId: string;
  /** Printable, so that every product takes the same bytes, in any encoding. */
  readonly secret: string;
}

/** A product that verifies sign-ins on this machine. All get the same requests, in turns. */
export interface Peer {
  readonly name: string;
  /** Downloads it once from its publisher. @throws NotInstalled */
  install(): Promise<void>;
  start(): Promise<void>;
  /** Gives every user a token. Its counter is 1 at most. */
  prepare(users: readonly Holder[]): Promise<void>;
  /** One whole sign-in. @returns whether it was verified @throws when the answer is neither yes nor no */
  verify(user: Holder, code: string): Promise<boolean>;
  /** Waits for its work after the answers, so that no other turn pays for it. */
  rest(): Promise<void>;
  stop(): Promise<void>;
}

export interface Place {
  /** The installation folder; it stays. */
  readonly programs: string;
  /** The data of a run; deleted after it. */
  readonly data: string;
  readonly postgres: () => Promise<Postgres>;
}
