import type { KeyObject } from 'node:crypto';
import type { ClassPolicy, FactorKey } from '../domain/classes.ts';
import type { EpochSeconds } from '../domain/time.ts';
import type { TokenParameters, TokenRecord } from '../domain/user-state.ts';
import type { KeyChoices } from './key-choices.ts';

/** How a factor answers: a code that a device generates, one that was sent, one from a list. */
export type Mode = 'otp' | 'out-of-band' | 'look-up';

export interface CodeCheck {
  /** Digits only; validated before. */
  readonly code: string;
  readonly key: KeyObject;
  readonly parameters: TokenParameters;
  /** The last accepted time step or counter of this token. */
  readonly lastUsedMovingFactor: number | undefined;
  readonly now: EpochSeconds;
  /** Time steps accepted on either side of now. */
  readonly window: number;
}

/** `lastUsedMovingFactor` is the time step or counter to remember: nothing at or below it is accepted again. */
export type Verdict =
  | { readonly outcome: 'accepted'; readonly lastUsedMovingFactor?: number }
  | { readonly outcome: 'spent' | 'wrong' }
  /** Not verified here: {@link TokenType.provider} names the provider to ask, once for each attempt. */
  | { readonly outcome: 'elsewhere' };

/** One code against one token, and what a type may need to check it. */
export interface CodeToJudge extends Omit<CodeCheck, 'key' | 'parameters'> {
  /** For a token with a key. */
  readonly parameters?: TokenParameters;
  /** The key that device and service share, opened only on demand. */
  readonly openKey?: () => Promise<KeyObject>;
  /** Whether this is the code that was sent to this token for this very purpose. */
  readonly isSentCode: () => Promise<boolean>;
  /** Whether these are the answers to everything that this token asks. */
  readonly areRightAnswers: () => Promise<boolean>;
}

/** A question as shown; its answer never is. */
export interface AskedQuestion {
  readonly questionId: string;
  readonly text: string;
}

/** How a type checks a code. It changes nothing, and may be called again for the same one. */
export type Judge = (attempt: CodeToJudge) => Promise<Verdict>;

/** What may name the provider that verifies a token's codes. */
export interface NamedProviders {
  /** By the operator who enrolled the token. */
  readonly ofToken: string | undefined;
  /** By the class of its user (3.06). */
  readonly ofClass: string | undefined;
}

/** What an operator can do with a token besides viewing and deleting it (2.06). */
export type TypeAction = 'edit' | 'test' | 'challenge' | 'reset';

/** Types whose codes are made from a key that device and service share. */
export interface KeyBased {
  readonly defaults: TokenParameters;
  /** What may differ from the defaults if the device brings its key. */
  readonly choices: KeyChoices;
  /** Judges a code. Computes and compares every candidate, so that time tells nothing. */
  readonly check: (input: CodeCheck) => Verdict;
  /**
   * 2.12: finds the counter of two consecutive codes, forward only.
   *
   * @returns the counter of the second code, or `undefined` when the two do not follow each other there
   */
  readonly resynchronise?: (
    input: Pick<CodeCheck, 'key' | 'parameters' | 'lastUsedMovingFactor'> & {
      readonly codes: readonly [string, string];
    },
  ) => number | undefined;
  /**
   * How far the device's clock is off, in seconds, if a refused code shows it (N.04). Such a code is never accepted.
   */
  readonly skew?: (input: CodeCheck) => number | undefined;
  /** Its name in an `otpauth:` URI, which authenticator apps scan. */
  readonly uriType: 'totp' | 'hotp';
}

/** Where codes are sent, or the user's account at the provider that verifies them. */
export type Contacts = readonly ('phone' | 'email' | 'account')[];

/** A text of a type's own, in the languages of the pages. */
export type OfferTexts = Readonly<Record<'en' | 'de', string>>;

/** All there is to know about one type of token. A new type is a file with one of these and a line in the registry. */
export interface TokenType {
  readonly type: string;
  /** Shown until the administrator renames it (2.04). Nothing depends on it. */
  readonly name: string;
  readonly mode: Mode;
  /** Which of a class's factors it answers (3.05). */
  readonly factor: FactorKey;
  readonly judge: Judge;
  /** Whether operators may enroll it on behalf of users, until the administrator decides otherwise (2.01). */
  readonly operatorCanEnroll: boolean;
  readonly actions: readonly TypeAction[];
  /**
   * Where the type sends its codes, or the user's account if a provider verifies them; one of these is given at the
   * enrollment. Empty: neither.
   */
  readonly contacts: Contacts;
  readonly key?: KeyBased;
  /** Enrolled by the serial number of a device from the pool (P.10); only operators hand those out. */
  readonly fromPool?: true;
  /** Tokens that send to the same places can become tokens of this type (2.13). */
  readonly replacesOthers?: true;
  /** How the user's own page offers it. Absent: no page offers it, and only the API adds it. */
  readonly offer?: OfferTexts;
  /** Types whose devices differ: the type for a device with these parameters, actions included. */
  readonly variant?: (parameters: TokenParameters | undefined) => TokenType;
  /**
   * For a type that takes answers instead of a code: what it asks in the verification that it is bound to. Nothing:
   * it cannot answer for this class.
   */
  readonly asks?: (record: TokenRecord, policy: ClassPolicy, boundTo: string) => readonly AskedQuestion[];
  /** For types whose codes are verified elsewhere: the name of the provider to ask, if there is one. */
  readonly provider?: (named: NamedProviders) => string | undefined;
}
