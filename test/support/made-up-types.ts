import { createHmac, type KeyObject } from 'node:crypto';
import type { TokenType } from '../../lib/token-types/contract.ts';
import { judgeByKey, judgeBySentCode } from '../../lib/token-types/judges.ts';

/** The code that an abacus shows in this minute. */
export function abacusCode(key: KeyObject | Buffer, seconds: number): string {
  const mac = createHmac('sha256', key).update(`beads ${Math.floor(seconds / 60)}`);
  return String(mac.digest().readUInt32BE() % 1_000_000).padStart(6, '0');
}

const abacusKey: NonNullable<TokenType['key']> = {
  defaults: { algorithm: 'SHA256', digits: 6, periodSeconds: 60 },
  choices: { algorithm: ['SHA256'], digits: [6], periodSeconds: [60], counter: false },
  check({ code, key, lastUsedMovingFactor, now }) {
    const minute = Math.floor(now / 60);
    if (code !== abacusCode(key, now)) return { outcome: 'wrong' };
    return lastUsedMovingFactor !== undefined && minute <= lastUsedMovingFactor
      ? { outcome: 'spent' }
      : { outcome: 'accepted', lastUsedMovingFactor: minute };
  },
  uriType: 'totp',
};

/** A type with a key, of which no module of the service knows: what its author would write. */
const abacus: TokenType = {
  type: 'abacus',
  name: 'Abacus',
  mode: 'otp',
  factor: 'totp',
  judge: judgeByKey(abacusKey),
  operatorCanEnroll: true,
  actions: ['edit', 'test'],
  contacts: [],
  offer: { en: 'An abacus', de: 'Ein Abakus' },
  key: abacusKey,
};

/** A type whose codes are sent, and that takes the place of others. */
const pager: TokenType = {
  type: 'pager',
  name: 'Pager',
  mode: 'out-of-band',
  factor: 'otp',
  judge: judgeBySentCode,
  operatorCanEnroll: true,
  actions: ['edit', 'test', 'challenge'],
  contacts: ['phone'],
  replacesOthers: true,
  offer: { en: 'A pager for codes', de: 'Ein Pager für Codes' },
};

export const madeUpTypes: readonly TokenType[] = [abacus, pager];
