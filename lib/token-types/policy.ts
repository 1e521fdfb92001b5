import type { ClassPolicy } from '../domain/classes.ts';
import type { StoredProvider } from '../domain/providers.ts';
import type { Settings } from '../domain/settings.ts';
import { tokenType, tokenTypes } from './index.ts';

/** What the administrator decided about a type of token (2.01, 2.04, 2.13). */
export interface TokenTypePolicy {
  readonly type: string;
  readonly name: string;
  readonly operatorCanEnroll: boolean;
  /** Its tokens are out of date: refused, and to be replaced. */
  readonly obsolete: boolean;
}

/** All that administrators decide while the service runs. */
export interface Policy {
  readonly settings: Settings;
  /** Decisions that differ from what the types bring along. */
  readonly tokenTypes: Readonly<Record<string, Partial<TokenTypePolicy>>>;
  /** By name. */
  readonly classes: Readonly<Record<string, ClassPolicy>>;
  /** By name. */
  readonly providers: Readonly<Record<string, StoredProvider>>;
}

/** A type as it stands: what its file says, unless the administrator decided otherwise. */
export function tokenTypePolicy(
  { tokenTypes: decided }: Pick<Policy, 'tokenTypes'>,
  type: string,
): TokenTypePolicy {
  const builtIn = tokenType(type);
  return {
    type,
    name: builtIn?.name ?? type,
    operatorCanEnroll: builtIn?.operatorCanEnroll ?? false,
    obsolete: false,
    ...(Object.hasOwn(decided, type) ? decided[type] : {}),
  };
}

export const tokenTypePolicies = (policy: Pick<Policy, 'tokenTypes'>): TokenTypePolicy[] =>
  tokenTypes.map(({ type }) => tokenTypePolicy(policy, type));
