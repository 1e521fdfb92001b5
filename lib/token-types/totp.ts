import type { CodeCheck, KeyBased, TokenType } from './contract.ts';
import { judgeByKey } from './judges.ts';
import { keyChoices } from './key-choices.ts';
import { matchingCounters } from './otp.ts';

const stepOf = ({ now, parameters }: Pick<CodeCheck, 'now' | 'parameters'>): number =>
  Math.floor(now / parameters.periodSeconds);

/** Steps on either side in which a refused code reveals that the device's clock is off (N.04): ten minutes. */
const skewSteps = 20;

export const totpKey: KeyBased = {
  /** Other values exist in the standard, but widespread apps silently ignore them. */
  defaults: { algorithm: 'SHA1', digits: 6, periodSeconds: 30 },
  choices: { ...keyChoices, counter: false },

  check({ code, key, parameters, lastUsedMovingFactor, now, window }) {
    const step = stepOf({ now, parameters });
    const matches = matchingCounters(code, key, step - window, step + window, parameters);
    // RFC 6238 section 5.2: a code is accepted once. Greater, not different: otherwise T+1, T, T+1 would all pass.
    const fresh = matches.findLast((match) => match > (lastUsedMovingFactor ?? -1));
    if (fresh !== undefined) return { outcome: 'accepted', lastUsedMovingFactor: fresh };
    return { outcome: matches.length > 0 ? 'spent' : 'wrong' };
  },

  skew({ code, key, parameters, now }) {
    const step = stepOf({ now, parameters });
    const matches = matchingCounters(code, key, step - skewSteps, step + skewSteps, parameters);
    const nearest = matches.sort((a, b) => Math.abs(a - step) - Math.abs(b - step))[0];
    return nearest === undefined ? undefined : (nearest - step) * parameters.periodSeconds;
  },

  uriType: 'totp',
};

/** Time-based one-time passwords (RFC 6238), as every authenticator app generates them (3.01). */
export const totp: TokenType = {
  type: 'totp',
  name: 'Authenticator app',
  mode: 'otp',
  factor: 'totp',
  judge: judgeByKey(totpKey),
  operatorCanEnroll: true,
  actions: ['edit', 'test'],
  contacts: [],
  offer: { en: 'An authenticator app', de: 'Eine Authenticator-App' },
  key: totpKey,
};
