import type { output } from 'zod/mini';
import type { LinkSentAnswer } from '../../../functions/schemas/token-fields.ts';
import type { KeyReplacedAnswer, KeyRevealedAnswer } from '../../../functions/totp.ts';
import { call, path } from './client.ts';

export type SentLink = output<typeof LinkSentAnswer>;
export type ReplacedKey = output<typeof KeyReplacedAnswer>;
export type RevealedKey = output<typeof KeyRevealedAnswer>;

/** @param order without a `secret` the service generates one */
export const replaceTotpKey = (
  userId: string,
  order: { readonly secret?: string; readonly sendLink: boolean; readonly identityVerified?: true },
): Promise<ReplacedKey> => call('PUT', path`/v1/users/${userId}/totp`, order);

export const revealTotpKey = (userId: string): Promise<RevealedKey> =>
  call('POST', path`/v1/users/${userId}/totp/reveal`);

export const recreateBackupCodes = (userId: string): Promise<{ readonly backupCodes: string[] }> =>
  call('POST', path`/v1/users/${userId}/backup-codes`);

export const sendSetupLink = (userId: string, pin: boolean): Promise<SentLink> =>
  call('POST', path`/v1/users/${userId}/setup-links`, { pin });
