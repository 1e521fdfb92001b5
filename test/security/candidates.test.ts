import { createSecretKey, randomBytes } from 'node:crypto';
import { beforeEach, expect, test, vi } from 'vitest';
import { hotpKey } from '../../lib/token-types/hotp.ts';
import { hotpCode } from '../../lib/token-types/otp.ts';
import { totpKey } from '../../lib/token-types/totp.ts';

/** How many codes were computed, and how many were compared in constant time. */
const work = vi.hoisted(() => ({ computed: 0, compared: 0 }));
vi.mock('node:crypto', async (original) => {
  const crypto = await original<typeof import('node:crypto')>();
  const createHmac: typeof crypto.createHmac = (...given) => {
    work.computed++;
    return crypto.createHmac(...given);
  };
  const timingSafeEqual: typeof crypto.timingSafeEqual = (...given) => {
    work.compared++;
    return crypto.timingSafeEqual(...given);
  };
  return { ...crypto, createHmac, timingSafeEqual };
});

beforeEach(() => {
  work.computed = 0;
  work.compared = 0;
});

const key = createSecretKey(randomBytes(20));
const step = 59_000_000;

test.each([
  ['totp', totpKey, { now: step * 30, window: 3, lastUsedMovingFactor: undefined }, step, 7],
  ['hotp', hotpKey, { now: 0, window: 0, lastUsedMovingFactor: 41 }, 42, 20],
] as const)(
  'rule 4: every candidate of a %s is computed and compared, wherever the right one stands',
  (_type, type, given, right, candidates) => {
    const parameters = type.defaults;
    const codes = [-3, -1, 0, 2, 3].map((away) => hotpCode(key, right + away, parameters));
    for (const code of [...codes, '000000']) {
      work.computed = 0;
      work.compared = 0;
      type.check({ ...given, code, key, parameters });
      expect(work).toEqual({ computed: candidates, compared: candidates });
    }
  },
);
