import type { TokenType } from './contract.ts';
import { hotpKey } from './hotp.ts';
import { judgeByKey } from './judges.ts';
import { totpKey } from './totp.ts';

/**
 * OATH devices by serial number, from the pool (2.03, P.10): time-based if they have a period, otherwise
 * counter-based.
 */
export const hardware: TokenType = {
  type: 'hardware',
  name: 'Hardware token',
  mode: 'otp',
  factor: 'card',
  judge: judgeByKey(totpKey),
  operatorCanEnroll: true,
  actions: ['edit', 'test'],
  contacts: [],
  fromPool: true,
  variant: (parameters) =>
    parameters && parameters.periodSeconds > 0
      ? { ...hardware, key: totpKey }
      : { ...hardware, key: hotpKey, judge: judgeByKey(hotpKey), actions: ['edit', 'test', 'reset'] },
};
