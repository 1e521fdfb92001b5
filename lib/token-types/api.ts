import type { TokenType } from './contract.ts';
import { judgeElsewhere } from './judges.ts';

/** 3.06: codes that a service such as Duo, Okta or PingID verifies; the user's class names the service. */
export const api: TokenType = {
  type: 'api',
  name: 'Service',
  mode: 'otp',
  factor: 'api',
  judge: judgeElsewhere,
  operatorCanEnroll: true,
  actions: ['edit', 'test'],
  contacts: ['account'],
  provider: ({ ofToken, ofClass }) => ofToken ?? ofClass,
};
