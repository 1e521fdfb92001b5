import type { TokenParameters } from '../domain/user-state.ts';
import type { TokenType } from './contract.ts';
import { tokenTypes } from './registry.ts';

export { tokenTypes };

const byType = new Map(tokenTypes.map((entry) => [entry.type, entry]));

export const tokenType = (type: string): TokenType | undefined => byType.get(type);

/** The type of one token, adapted to its device if devices of a type differ. */
export function typeOfToken(token: {
  readonly type: string;
  readonly parameters?: TokenParameters;
}): TokenType | undefined {
  const type = tokenType(token.type);
  return type?.variant?.(token.parameters) ?? type;
}
