import type { TokenType } from './contract.ts';
import { judgeElsewhere } from './judges.ts';

/** The organisation's own app: its service first reaches the user, then verifies the resulting code. */
export const app: TokenType = {
  type: 'app',
  name: 'App',
  mode: 'out-of-band',
  factor: 'app',
  judge: judgeElsewhere,
  operatorCanEnroll: true,
  actions: ['edit', 'test'],
  contacts: ['account'],
  provider: ({ ofToken }) => ofToken ?? 'app',
};
