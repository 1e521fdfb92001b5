import type { input, output } from 'zod/mini';
import type { TokenAnswer } from '../../../functions/schemas/token-fields.ts';
import type { CodeSentAnswer, TokenTestAnswer } from '../../../functions/token-tests.ts';
import type { NewToken, NewTokenAnswer, TokenChange } from '../../../functions/tokens.ts';
import { call, type Page, path } from './client.ts';

export type Token = output<typeof TokenAnswer>;
export type EnrolledToken = output<typeof NewTokenAnswer>;
export type TokenOrder = input<typeof NewToken>;
export type TokenEdit = input<typeof TokenChange>;
export type SentCode = output<typeof CodeSentAnswer>;
export type TestResult = output<typeof TokenTestAnswer>;

export const listTokens = (userId: string): Promise<Page<Token>> =>
  call('GET', path`/v1/users/${userId}/tokens`);

export const getToken = (userId: string, tokenId: string): Promise<Token> =>
  call('GET', path`/v1/users/${userId}/tokens/${tokenId}`);

export const enrollToken = (userId: string, order: TokenOrder): Promise<EnrolledToken> =>
  call('POST', path`/v1/users/${userId}/tokens`, order);

export const confirmToken = (
  userId: string,
  tokenId: string,
  code: string,
): Promise<{ readonly backupCodes: readonly string[] }> =>
  call('POST', path`/v1/users/${userId}/tokens/${tokenId}/confirm`, { code });

export const editToken = (userId: string, tokenId: string, change: TokenEdit): Promise<Token> =>
  call('PATCH', path`/v1/users/${userId}/tokens/${tokenId}`, change);

export const disableToken = (
  userId: string,
  tokenId: string,
  confirmNoActiveToken: boolean,
): Promise<Token> =>
  call('POST', path`/v1/users/${userId}/tokens/${tokenId}/disable`, { confirmNoActiveToken });

/** By one of another type with the same number or address. */
export const replaceToken = (userId: string, tokenId: string, by: string): Promise<Token> =>
  call('POST', path`/v1/users/${userId}/tokens/${tokenId}/replace`, { by });

export const enableToken = (userId: string, tokenId: string): Promise<Token> =>
  call('POST', path`/v1/users/${userId}/tokens/${tokenId}/enable`);

/** @param confirmed that no token is left, and that the identity of the user is verified */
export const deleteToken = (userId: string, tokenId: string, confirmed: boolean): Promise<void> =>
  call('DELETE', path`/v1/users/${userId}/tokens/${tokenId}`, undefined, {
    query: { confirmNoActiveToken: confirmed, identityVerified: confirmed },
  });

export const sendTestCode = (userId: string, tokenId: string): Promise<SentCode> =>
  call('POST', path`/v1/users/${userId}/tokens/${tokenId}/challenge`);

export const testToken = (userId: string, tokenId: string, code: string): Promise<TestResult> =>
  call('POST', path`/v1/users/${userId}/tokens/${tokenId}/test`, { code });

/** @param codes two consecutive ones, in the order in which the device showed them */
export const resetToken = (
  userId: string,
  tokenId: string,
  codes: readonly [string, string],
): Promise<Token> => call('POST', path`/v1/users/${userId}/tokens/${tokenId}/reset`, { codes });
