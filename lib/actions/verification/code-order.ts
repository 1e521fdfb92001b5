import type { SentCode } from '../../domain/session-state.ts';
import type { EpochSeconds } from '../../domain/time.ts';
import type { ContactToken, User } from '../../domain/user-state.ts';
import type { Write } from '../../store/client.ts';

export interface CodeOnItsWay {
  readonly channel: 'sms' | 'email' | 'provider';
  readonly destination: string;
  readonly expiresAt: EpochSeconds;
  readonly resendAfterSeconds: number;
}

/** What sending a code adds to a change of the user. */
export interface PreparedCode {
  readonly sent: SentCode;
  readonly along: readonly Write[];
  readonly answer: CodeOnItsWay;
}

export interface CodeOrder {
  readonly user: User;
  readonly record: Pick<ContactToken, 'tokenId' | 'device'>;
  /** What the code is valid for: a verification, a test, an enrollment. */
  readonly boundTo: string;
  /** The code sent earlier for the same purpose. */
  readonly previous: SentCode | undefined;
  /** For an enrollment whose number or address is not confirmed yet. */
  readonly unconfirmed?: true;
  /** What is to be approved (2.14); shown in the message. */
  readonly transaction?: string | undefined;
}
