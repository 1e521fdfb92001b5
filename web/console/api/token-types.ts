import type { input, output } from 'zod/mini';
import type { TypeReplacedAnswer } from '../../../functions/replace-type.ts';
import type { TokenTypeAnswer, TokenTypeChange } from '../../../functions/token-types.ts';
import { call, type Page, path } from './client.ts';

export type TokenType = output<typeof TokenTypeAnswer>;
export type Replaced = output<typeof TypeReplacedAnswer>;

export const listTokenTypes = (): Promise<Page<TokenType>> => call('GET', '/v1/token-types');

export type TypeChange = input<typeof TokenTypeChange>;

export const putTokenType = (type: string, change: TypeChange): Promise<TokenType> =>
  call('PUT', path`/v1/token-types/${type}`, change);

/** N.10: one step of turning every token of the type into one of another type; a dry run only counts. */
export const replaceTokens = (
  type: string,
  by: string,
  step: { readonly dryRun: boolean; readonly cursor?: string | undefined },
): Promise<Replaced> => call('POST', path`/v1/token-types/${type}/replace`, { by, ...step });
