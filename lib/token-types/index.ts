import type { TokenType } from './contract.ts';
import { totp } from './totp.ts';

/** Every type of token. Adding one: its file, and a line here. */
const registry: readonly TokenType[] = [totp];

const byType = new Map(registry.map((entry) => [entry.type, entry]));

export const tokenType = (type: string): TokenType | undefined => byType.get(type);
