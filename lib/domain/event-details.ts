import type { ReportStatus } from './delivery-reports.ts';
import type { ProblemCode } from './problems.ts';
import type { Purpose } from './session-state.ts';
import type { Settings } from './settings.ts';
import type { EpochSeconds } from './time.ts';

/** The token that an event is about. */
interface OfToken {
  readonly token: string;
  readonly type: string;
}

/** The details of a wrong guess: the throttle can be recomputed from the audit. */
export interface GuessDetails {
  readonly counted?: true;
  /** With this guess the account starts to wait. */
  readonly throttled?: true;
}

/** The verification that an event belongs to. */
export interface VerificationDetails {
  readonly verification: string;
  readonly purpose: Purpose;
  readonly clientIp?: string;
  /** What was approved (2.14); recorded once, in the event that approved it. */
  readonly transaction?: string;
}

/** The operator attested that the identity of the user was verified through another channel (1.20). */
interface Attested {
  readonly identityVerified: true;
}

/** The time step or counter that a change spent (rule 3): `<token> <step>`. Events of any type may carry it. */
export interface SpentDetails {
  readonly spent?: string;
}

type Nothing = Readonly<Record<never, never>>;

/**
 * The details of each type of event, besides who did it, when, and to whom. Never a secret, a code, an address or a
 * number. To add an event, start here and in `eventTypes`.
 */
export interface EventDetails {
  'user.created': {
    readonly required: boolean;
    readonly imported?: true;
    readonly copiedFrom?: string;
  } & Partial<OfToken>;
  /**
   * Names of fields only; `role` or `class`: the kind of change that now requires, or no longer requires, two
   * factors.
   */
  'user.changed': { readonly fields: readonly string[]; readonly role?: string; readonly class?: string };
  'user.deleted': Nothing;
  'user.renamed': { readonly from: string; readonly to: string };
  /** `expired`: the enrollment has expired, so the account will be disabled again (0.15). */
  'account.enabled': { readonly expired?: true };
  'account.disabled': Nothing;
  'access.restored': {
    readonly did: readonly ('reset' | 'restart' | 'enable')[];
    /** The run of the sweep that was undone, by its start in milliseconds. */
    readonly run?: number;
  } & Partial<Attested>;
  'bypass.granted': Attested & { readonly validUntil: EpochSeconds };
  'bypass.ended': Nothing;
  'lost-token.issued': Attested & OfToken & { readonly validUntil: EpochSeconds };
  'lost-token.revoked': Pick<OfToken, 'token'>;
  'enrollment.reset': Attested & { readonly tokens: number; readonly backupCodes: number };
  'enrollment.started': OfToken & { readonly verification?: string };
  'enrollment.failed': Pick<OfToken, 'type'> &
    GuessDetails &
    Partial<VerificationDetails> & { readonly locked?: true };
  'enrollment.confirmed': OfToken & {
    readonly backupCodes?: number;
    /** How often the setup link was opened, if more than once. */
    readonly openings?: number;
    readonly assertion?: true;
  } & Partial<VerificationDetails>;
  'enrollment.expired': {
    readonly disabled: boolean;
    /** The run of the sweep, by its start in milliseconds. */
    readonly run: number;
    readonly disabledBefore?: true;
  };
  'enrollment.expired-at-sign-in': Nothing;
  'link.sent': { readonly pin: boolean; readonly sharesKey?: true };
  /** Which opening it is, counted from 1: known to the write that counts it. */
  'link.opened': { readonly opening?: number };
  'link.pin-accepted': Nothing;
  'link.pin-failed': { readonly failures: number } & GuessDetails;
  'key.replaced': {
    readonly token: string;
    readonly replaced: number;
    readonly typed: boolean;
    readonly link: boolean;
  } & Partial<Attested>;
  'key.revealed': { readonly token: string; readonly status: 'PENDING' | 'ACTIVE' };
  'backup-codes.recreated': { readonly count: number };
  'verification.started': VerificationDetails & {
    readonly status: 'not-required';
    readonly because: string;
    readonly assertion?: true;
  };
  'verification.failed': GuessDetails &
    Partial<Omit<VerificationDetails, 'purpose'>> & {
      /** `self-service`: the user's own page asked for a fresh factor. */
      readonly purpose: Purpose | 'self-service';
      readonly attemptsRemaining?: number;
      readonly locked?: true;
      readonly questions?: 'waiting';
    };
  'verification.spent-code': EventDetails['verification.failed'];
  'verification.succeeded':
    | (Pick<OfToken, 'type'> &
        Partial<VerificationDetails> & { readonly backupCodesRemaining?: number; readonly assertion?: true })
    /** A fresh factor on the user's own page was right, and the action that it was for was refused. */
    | { readonly purpose: 'self-service'; readonly refused: ProblemCode };
  'verification.asked': { readonly verification: string } | Pick<OfToken, 'token'>;
  'verification.unanswered':
    | (VerificationDetails & { readonly attemptsRemaining: number; readonly locked?: true })
    | Pick<OfToken, 'token'>;
  'code.sent': {
    readonly token: string;
    readonly channel: 'sms' | 'email' | 'provider';
    readonly verification?: string;
  };
  'assertion.redeemed': { readonly verification: string; readonly purpose: Purpose };
  'token.enrolled': OfToken & { readonly serial?: string };
  'token.changed': { readonly token: string; readonly fields: readonly string[] };
  'token.disabled': OfToken;
  'token.enabled': OfToken;
  'token.deleted': OfToken & { readonly status: string; readonly serial?: string } & Partial<Attested>;
  'token.reset': Pick<OfToken, 'token'>;
  'token.reset-failed': Pick<OfToken, 'token'> & GuessDetails;
  'token.replaced': { readonly type: string; readonly by: string; readonly tokens: number };
  'token.tested': Pick<OfToken, 'token'> & { readonly passed: boolean } & GuessDetails;
  'hardware.imported': { readonly batch: string; readonly devices: number };
  'hardware.compromised': { readonly serial: string; readonly token?: string };
  'hardware.deleted': { readonly serial: string };
  'token-type.changed': {
    readonly type: string;
    readonly name: string;
    readonly operatorCanEnroll: boolean;
    readonly obsolete: boolean;
  };
  /** The new values of the settings that changed. */
  'settings.changed': Partial<Settings>;
  'role.changed': { readonly name: string; readonly type: string; readonly twoFactorRequired: boolean };
  'role.deleted': { readonly name: string };
  'class.changed': { readonly name: string; readonly created: boolean; readonly fields: readonly string[] };
  'class.deleted': { readonly name: string };
  'class.copied': { readonly name: string; readonly from: string };
  'provider.changed': {
    readonly name: string;
    readonly kind: 'radius' | 'https';
    readonly secretChanged: boolean;
  };
  'provider.deleted': { readonly name: string };
  'message.sent': { readonly template: string; readonly channel: 'email' | 'sms' };
  'message.failed': { readonly template: string; readonly channel: 'email' | 'sms'; readonly why?: string };
  'message.undelivered': {
    readonly template: string;
    readonly channel: 'email' | 'sms';
    readonly why: ReportStatus;
    readonly token?: string;
  };
  'notices.held-back': { readonly why: 'capped' | 'repeated'; readonly template: string };
  /** How many were due, and the most that the breaker lets one run expire (N.06). */
  'sweep.refused': { readonly due: number; readonly limit: number };
  'sweep.forced': { readonly due: number; readonly limit: number };
  'sweep.restored': { readonly run: number; readonly users: number; readonly skipped: number };
}

type Members<D> = D extends unknown ? keyof D : never;

/** The name of every member of any event's details, except those of settings. */
export type DetailName =
  | keyof SpentDetails
  | Exclude<
      { readonly [T in keyof EventDetails]: Members<EventDetails[T]> }[keyof EventDetails],
      keyof Settings
    >;
