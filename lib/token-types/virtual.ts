import type { TokenType } from './contract.ts';

/** What takes the place of SMS and Email tokens and works the same: codes sent to a phone or an address (2.13). */
export const virtual: TokenType = {
  type: 'virtual',
  name: 'Virtual token',
  mode: 'out-of-band',
  operatorCanEnroll: true,
  actions: ['edit', 'test', 'challenge'],
  contacts: ['phone', 'email'],
};
