import type { LanguageTag } from '../texts.ts';

/** The values that a template may mention. */
export interface MailFacts {
  readonly displayName: string;
  readonly issuer: string;
  /** The setup link, only for the mail that carries it. */
  readonly link?: string;
  /** When it happened, or until when it is valid, in the reader's language. */
  readonly time: string;
  /** Backup codes left, and whether the setting `backupCodesLow` calls that few. */
  readonly backupCodesRemaining?: number;
  readonly few?: boolean;
  /** Whether the event also issued backup codes. */
  readonly hasNewCodes?: boolean;
  /** How often a setup link was opened, if more than once. */
  readonly openings?: number;
  /** The token it is about, by the name its user knows. */
  readonly label?: string;
  /** Until when a grant is valid, in the reader's language. */
  readonly until?: string;
  /** The id that the applications use for the user. */
  readonly userId: string;
  /** Which fields of the account changed. */
  readonly fields?: readonly string[];
  readonly pin?: boolean;
  readonly code?: string;
  /** What the code approves (2.14). */
  readonly transaction?: string;
}

/** A message as plain paragraphs; the mail's HTML is generated from them, so that both always say the same. */
export interface Text {
  readonly subject: string;
  readonly paragraphs: readonly string[];
  /** The text of the one button, if the message has a link. */
  readonly button?: string;
}

export type TemplateName =
  | 'setup-link'
  | 'enrolled'
  | 'reset'
  | 'access-restored'
  | 'key-replaced'
  | 'key-revealed'
  | 'backup-codes-recreated'
  | 'backup-code-used'
  | 'account-changed'
  | 'user-renamed'
  | 'account-enabled'
  | 'account-disabled'
  | 'expired'
  | 'expired-disabled'
  | 'token-enrolled'
  | 'token-changed'
  | 'token-disabled'
  | 'token-enabled'
  | 'token-deleted'
  | 'token-reset'
  | 'token-replaced'
  | 'lost-token-issued'
  | 'lost-token-revoked'
  | 'lost-token-used'
  | 'bypass-granted'
  | 'bypass-used'
  | 'bypass-ended'
  | 'throttled'
  | 'notices-held-back'
  | 'code';

/** One language. To add one: a file with one of these, a line in `index.ts` and a text in `../texts.ts`. */
export interface Language {
  readonly tag: LanguageTag;
  readonly templates: Readonly<Record<TemplateName, (facts: MailFacts) => Text>>;
  readonly greeting: (facts: MailFacts) => string;
  readonly notYou: string;
}
