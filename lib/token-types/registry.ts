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
