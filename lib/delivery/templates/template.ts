import type { LanguageTag } from '../texts.ts';

/** What a template may mention. */
export interface MailFacts {
  readonly displayName: string;
  readonly issuer: string;
  /** The setup link, only for the mail that carries it. */
  readonly link?: string;
  /** When it happened, or until when it holds, in the reader's words. */
  readonly time: string;
  /** Backup codes left, and whether the setting `backupCodesLow` calls that few. */
  readonly backupCodesRemaining?: number;
  readonly few?: boolean;
  /** Backup codes were issued with what happened. */
  readonly hasNewCodes?: boolean;
  /** How often a setup link was opened, if more than once. */
  readonly openings?: number;
  /** The token it is about, as its user knows it. */
  readonly label?: string;
  /** Until when something granted holds, in the reader's words. */
  readonly until?: string;
  /** The id that the applications call the user by. */
  readonly userId: string;
  /** What of the account has changed. */
  readonly fields?: readonly string[];
  readonly pin?: boolean;
  readonly code?: string;
  /** What the code approves (2.14). */
  readonly transaction?: string;
}

/** A message as plain paragraphs; the mail's HTML is made from them, so that both always say the same. */
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

/** One language. A new one is a file with one of these, a line in `index.ts` and a text in `../texts.ts`. */
export interface Language {
  readonly tag: LanguageTag;
  readonly templates: Readonly<Record<TemplateName, (facts: MailFacts) => Text>>;
  readonly greeting: (facts: MailFacts) => string;
  readonly notYou: string;
}
