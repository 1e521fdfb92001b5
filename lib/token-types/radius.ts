import type { TokenType } from './contract.ts';
import { judgeElsewhere } from './judges.ts';

/** Codes that the organisation's RADIUS server verifies, under the user's account there. */
export const radius: TokenType = {
  type: 'radius',
  name: 'RADIUS',
  mode: 'otp',
  factor: 'radius',
  judge: judgeElsewhere,
  operatorCanEnroll: true,
  actions: ['edit', 'test'],
  contacts: ['account'],
  provider: ({ ofToken }) => ofToken ?? 'radius',
};
