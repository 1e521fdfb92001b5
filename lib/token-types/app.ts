import type { TokenType } from './contract.ts';
import { judgeElsewhere } from './judges.ts';

/** The organisation's own app: its service reaches the user first, and judges the code that comes of it. */
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
