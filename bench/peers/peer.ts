import type { Postgres } from './postgres.ts';

/** Somebody who signs in with a counter token of six digits (RFC 4226). */
export interface Holder {
  readonly userId: string;
  /** Printable, so that every product takes the same bytes, whatever encoding it wants them in. */
  readonly secret: string;
}

/** A product that verifies sign-ins on this machine. Each is asked the same, in turns. */
export interface Peer {
  readonly name: string;
  /** Gets it from where its makers publish it, once. @throws NotInstalled */
  install(): Promise<void>;
  start(): Promise<void>;
  /** Gives everybody their token. Its counter has come to 1 at most. */
  prepare(users: readonly Holder[]): Promise<void>;
  /** One whole sign-in. @returns whether it was verified @throws when the answer is neither yes nor no */
  verify(user: Holder, code: string): Promise<boolean>;
  /** Waits for what it still does after its answers, so that nobody else's turn pays for it. */
  rest(): Promise<void>;
  stop(): Promise<void>;
}

export interface Place {
  /** What was installed stays here. */
  readonly programs: string;
  /** What a run keeps; gone after it. */
  readonly data: string;
  readonly postgres: () => Promise<Postgres>;
}
