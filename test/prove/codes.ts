import { spawnSync } from 'node:child_process';
import { createSecretKey, randomBytes } from 'node:crypto';
import { fileURLToPath } from 'node:url';
import type { TokenParameters } from '../../lib/domain/user-state.ts';
import { hotpCode } from '../../lib/token-types/otp.ts';
import { referenceCode } from '../vectors/reference.ts';

/** What a code is made of. */
export interface Asked {
  readonly algorithm: TokenParameters['algorithm'];
  readonly key: Buffer;
  readonly counter: number;
  readonly digits: number;
}

/** Codes in the order asked for. */
export type Implementation = (asked: readonly Asked[]) => string[];

const script = fileURLToPath(new URL('codes.pl', import.meta.url));

export const ours: Implementation = (asked) =>
  asked.map(({ algorithm, key, counter, digits }) =>
    hotpCode(createSecretKey(key), counter, { algorithm, digits, periodSeconds: 30 }),
  );

export const reference: Implementation = (asked) =>
  asked.map(({ algorithm, key, counter, digits }) => referenceCode(algorithm, key, counter, digits));

/** With the hashes of Perl's own module. @throws Error where there is no Perl */
export const perl: Implementation = (asked) => {
  const lines = asked.map(
    ({ algorithm, key, counter, digits }) => `${algorithm} ${key.toString('hex')} ${counter} ${digits}`,
  );
  const { stdout, status, error } = spawnSync('perl', [script], {
    input: `${lines.join('\n')}\n`,
    maxBuffer: 2 ** 28,
  });
  if (error || status !== 0) throw error ?? new Error(`Perl ended with ${status}`);
  return stdout.toString().trimEnd().split('\n');
};

/** The planted fault: everything but the sign bit is right. */
export const withSignBit: Implementation = (asked) =>
  ours(asked.map((one) => ({ ...one, digits: 10 }))).map((code, place) => {
    const digits = asked[place]?.digits ?? 6;
    return String((Number(code) + 2 ** 31) % 10 ** digits).padStart(digits, '0');
  });

/** Counters of people's devices, time steps of our days, and every size of number there is. */
export function drawCodes(count: number, random: (below: number) => number): Asked[] {
  const counters = [
    () => random(1_000),
    () => 56_000_000 + random(10_000_000),
    () => random(2 ** 32),
    () => random(2 ** 21) * 2 ** 32 + random(2 ** 32),
  ];
  return Array.from({ length: count }, () => ({
    algorithm: (['SHA1', 'SHA256', 'SHA512'] as const)[random(3)] ?? 'SHA1',
    key: randomBytes(1 + random(100)),
    counter: counters[random(counters.length)]?.() ?? 0,
    digits: 6 + random(3),
  }));
}

export const differing = (one: readonly string[], other: readonly string[]): number =>
  one.filter((code, place) => code !== other[place]).length + Math.abs(one.length - other.length);
