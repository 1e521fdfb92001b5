import type { QuestionSet } from './hashed-secrets.ts';
import type { ContactDevice, TokenRecord } from './user-state.ts';

/** The number, address or account of a token that has one. */
export const contactOf = (record: TokenRecord): ContactDevice | undefined =>
  record.kind === 'contact' ? record.device : undefined;

/** The provider that an operator named for a token. */
export const providerOf = (record: TokenRecord): string | undefined =>
  record.kind === 'contact' ? record.provider : undefined;

/** The questions of a token that asks some. */
export const questionsOf = (record: TokenRecord): QuestionSet | undefined =>
  record.kind === 'questions' ? record.questions : undefined;

/** The serial number of a token that is a device from the pool. */
export const serialOf = (record: TokenRecord): string | undefined =>
  record.kind === 'key' ? record.serial : undefined;
