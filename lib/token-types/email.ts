import type { TokenType } from './contract.ts';
import { judgeBySentCode } from './judges.ts';

/** Codes sent by mail. Not an out-of-band authenticator by NIST SP 800-63B-4 section 3.1.3.1. */
export const email: TokenType = {
  type: 'email',
  name: 'Email',
  mode: 'out-of-band',
  factor: 'otp',
  judge: judgeBySentCode,
  operatorCanEnroll: true,
  actions: ['edit', 'test', 'challenge'],
  contacts: ['email'],
  offer: { en: 'An address for codes by email', de: 'Eine Adresse für Codes per E-Mail' },
};
