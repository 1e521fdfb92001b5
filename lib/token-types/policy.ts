import type { Policy, TokenTypePolicy } from '../domain/policy.ts';
import { tokenType } from './index.ts';

/** A type as in force: what its file says, unless the administrator decided otherwise. */
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
