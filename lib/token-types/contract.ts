import type { KeyObject } from 'node:crypto';
import type { EpochSeconds } from '../domain/time.ts';
import type { TokenParameters } from '../domain/user-state.ts';

/** How a factor answers: a code that a device makes, one that was sent, one from a list. */
export type Mode = 'otp' | 'out-of-band' | 'look-up';

export interface CodeCheck {
  /** Digits only; validated before. */
  readonly code: string;
  readonly key: KeyObject;
  readonly parameters: TokenParameters;
  /** The last accepted time step or counter of this token. */
  readonly moving: number | undefined;
  readonly now: EpochSeconds;
  /** Time steps accepted on either side of now. */
  readonly window: number;
}

/** `moving` is the time step or counter to remember: nothing at or below it is accepted again. */
export type Verdict =
  | { readonly outcome: 'accepted'; readonly moving: number }
  | { readonly outcome: 'spent' | 'wrong' };

/** All there is to know about one type of token. A new type is a file with one of these and a line in the registry. */
export interface TokenType {
  readonly type: string;
  /** Shown until the administrator names it otherwise (2.04). */
  readonly name: string;
  readonly mode: Mode;
  readonly defaults: TokenParameters;
  /** Judges a code. Computes and compares every candidate, so that time tells nothing. */
  readonly check: (input: CodeCheck) => Verdict;
  /** The `otpauth:` URI that authenticator apps scan. */
  readonly provisioningUri: (input: {
    readonly issuer: string;
    readonly account: string;
    readonly secret: Uint8Array;
    readonly parameters: TokenParameters;
  }) => string;
}
