import type { TokenType } from './contract.ts';
import { judgeBySentCode } from './judges.ts';

/** Replaces SMS and Email tokens and works the same: codes sent to a phone or an address (2.13). */
export const virtual: TokenType = {
  type: 'virtual',
  name: 'Virtual token',
  mode: 'out-of-band',
  factor: 'otp',
  judge: judgeBySentCode,
  operatorCanEnroll: true,
  actions: ['edit', 'test', 'challenge'],
  contacts: ['phone', 'email'],
  replacesOthers: true,
};
