import type { TokenParameters } from '../domain/user-state.ts';
import { api } from './api.ts';
import { app } from './app.ts';
import type { TokenType } from './contract.ts';
import { email } from './email.ts';
import { hardware } from './hardware.ts';
import { hotp } from './hotp.ts';
import { questions } from './questions.ts';
import { radius } from './radius.ts';
import { sms } from './sms.ts';
import { totp } from './totp.ts';
import { virtual } from './virtual.ts';

/** Every type of token. To add one: its file, and a line here. */
export const tokenTypes: readonly TokenType[] = [
  totp,
  hotp,
  hardware,
  virtual,
  sms,
  email,
  questions,
  radius,
  api,
  app,
];

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
