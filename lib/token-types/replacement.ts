import type { Policy } from '../domain/policy.ts';
import type { TokenType } from './contract.ts';
import { tokenTypes } from './index.ts';
import { tokenTypePolicy } from './policy.ts';

/** The types that tokens of other types may become. */
export const replacing: readonly TokenType[] = tokenTypes.filter(({ replacesOthers }) => replacesOthers);

/** Whether tokens of the type send to the same kinds of places as those of the other, and to nothing else. */
const mayBecome = (type: TokenType, by: TokenType): boolean =>
  type.type !== by.type &&
  type.contacts.length > 0 &&
  type.contacts.every((contact) => by.contacts.includes(contact));

/** 2.13: the types that a token of this type can become. */
export const replacementsOf = (type: TokenType): TokenType[] => replacing.filter((by) => mayBecome(type, by));

/** A type that tokens of another one can become, with its name. */
export type Replacing = Pick<TokenType, 'type' | 'name'>;

/** {@link replacementsOf} as screens show them. */
export const namedReplacementsOf = (type: TokenType, policy: Pick<Policy, 'tokenTypes'>): Replacing[] =>
  replacementsOf(type).map(({ type }) => ({ type, name: tokenTypePolicy(policy, type).name }));
