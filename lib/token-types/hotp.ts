import type { TokenParameters } from '../domain/user-state.ts';
import type { KeyBased, TokenType } from './contract.ts';
import { judgeByKey } from './judges.ts';
import { keyChoices } from './key-choices.ts';
import { matchingCounters } from './otp.ts';

/** RFC 4226 section 7.4: as small as is still usable. */
const lookAhead = 10;
/** Counters searched for two consecutive codes: a random pair matches with a probability of one in a billion. */
const resynchronisationWindow = 1_000;

const startOf = ({ counter = 0 }: TokenParameters): number => counter;

export const hotpKey: KeyBased = {
  defaults: { algorithm: 'SHA1', digits: 6, periodSeconds: 0 },
  choices: { ...keyChoices, periodSeconds: [], counter: true },

  check({ code, key, parameters, lastUsedMovingFactor }) {
    const last = lastUsedMovingFactor ?? startOf(parameters) - 1;
    const matches = matchingCounters(code, key, last - lookAhead + 1, last + lookAhead, parameters);
    // The counter never goes back: a code at or before it was used, or skipped for good.
    const fresh = matches.find((counter) => counter > last);
    if (fresh !== undefined) return { outcome: 'accepted', lastUsedMovingFactor: fresh };
    return { outcome: matches.length > 0 ? 'spent' : 'wrong' };
  },

  resynchronise({ key, parameters, lastUsedMovingFactor, codes: [first, second] }) {
    const next = (lastUsedMovingFactor ?? startOf(parameters) - 1) + 1;
    const most = next + resynchronisationWindow;
    const firsts = matchingCounters(first, key, next, most, parameters);
    const seconds = new Set(matchingCounters(second, key, next, most + 1, parameters));
    const found = firsts.find((counter) => seconds.has(counter + 1));
    return found === undefined ? undefined : found + 1;
  },

  uriType: 'hotp',
};

/** Counter-based one-time passwords (RFC 4226). */
export const hotp: TokenType = {
  type: 'hotp',
  name: 'Counter token',
  mode: 'otp',
  factor: 'totp',
  judge: judgeByKey(hotpKey),
  operatorCanEnroll: true,
  actions: ['edit', 'test', 'reset'],
  contacts: [],
  key: hotpKey,
};
