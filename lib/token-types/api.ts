import type { TokenType } from './contract.ts';
import { judgeElsewhere } from './judges.ts';

/** 3.06: codes that a service such as Duo, Okta or PingID judges; the user's class says which one. */
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
