import type { TokenType } from './contract.ts';
import { judgeBySentCode } from './judges.ts';

/**
 * Codes sent to a mobile phone. NIST SP 800-63B-4 section 3.1.3.3 calls it restricted: offer something better too.
 */
export const sms: TokenType = {
  type: 'sms',
  name: 'SMS',
  mode: 'out-of-band',
  factor: 'otp',
  judge: judgeBySentCode,
  operatorCanEnroll: true,
  actions: ['edit', 'test', 'challenge'],
  contacts: ['phone'],
  offer: {
    en: 'A phone number for codes by text message',
    de: 'Eine Telefonnummer für Codes per SMS',
  },
};
