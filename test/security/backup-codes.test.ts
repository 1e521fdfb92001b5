import { randomBytes } from 'node:crypto';
import { beforeEach, describe, expect, test, vi } from 'vitest';
import {
  type BackupCodeVerdict,
  checkBackupCode,
  issueBackupCodes,
} from '../../lib/token-types/backup-codes.ts';
import { chiSquare, newDataKey } from '../support/secrets.ts';

/** Every scrypt that is computed, with its parameters. With `cheap` it costs nothing. */
const hashing = vi.hoisted(() => ({ calls: [] as unknown[], cheap: false }));
vi.mock('node:crypto', async (original) => {
  const crypto = await original<typeof import('node:crypto')>();
  const scrypt = (code: string, salt: Uint8Array, length: number, cost: object, done: never) => {
    hashing.calls.push({ letters: code.length, salt: salt.length, length, ...cost });
    const real = { N: 16_384, r: 8, p: 1, ...cost };
    crypto.scrypt(code, salt, length, hashing.cheap ? { N: 2, r: 1, p: 1 } : real, done);
  };
  return { ...crypto, scrypt };
});

const alphabet = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
const userId = 'user';
const key = newDataKey(3);
const issue = (count = 10, user = userId) =>
  issueBackupCodes(count, { key, random: randomBytes, now: 1_800_000_000, userId: user });
const plain = (code: string | undefined): string => (code ?? '').replaceAll('-', '');

beforeEach(() => {
  hashing.calls.length = 0;
  hashing.cheap = false;
});

describe('rule 6: a set of backup codes', () => {
  test('is ten codes of four groups, each under a selector of its own, none of them in the record', async () => {
    const { codes, record } = await issue();
    expect(codes).toHaveLength(10);
    for (const code of codes) expect(code).toMatch(/^[0-9A-HJKMNP-TV-Z]{4}(-[0-9A-HJKMNP-TV-Z]{4}){3}$/);
    const selectors = codes.map((code) => code.slice(0, 2));
    expect(Object.keys(record.hashes).sort()).toEqual([...new Set(selectors)].sort());
    expect(record).toMatchObject({ keyId: 3, used: [], issuedAt: 1_800_000_000 });
    const salts = Object.values(record.hashes).map((hash) => Buffer.from(hash).toString('hex', 0, 16));
    expect(new Set(salts).size).toBe(10);
  });

  test('3.19 has as many codes as the setting says, 0 too', async () => {
    hashing.cheap = true;
    for (const count of [0, 1, 7]) {
      const { codes, record } = await issue(count);
      expect(codes).toHaveLength(count);
      expect(Object.keys(record.hashes)).toHaveLength(count);
    }
  });

  test('holds at least 70 bits a code: 14 letters, each of 32 equally likely in every place', async () => {
    hashing.cheap = true;
    const sets = await Promise.all(Array.from({ length: 400 }, () => issue()));
    const codes = sets.flatMap(({ codes }) => codes.map(plain));
    const counts = (letters: readonly string[]): number[] =>
      [...alphabet].map((letter) => letters.filter((other) => other === letter).length);
    for (let place = 0; place < 16; place++) {
      const { value, limit } = chiSquare(counts(codes.map((code) => code[place] ?? '')));
      expect(value, `place ${place}`).toBeLessThan(limit);
    }
    expect(new Set(codes).size).toBe(codes.length);
    expect(14 * Math.log2(alphabet.length)).toBeGreaterThanOrEqual(70);
  });

  test('and the look at its letters notices an alphabet that prefers some', () => {
    const biased = Array.from(randomBytes(4_000), (byte) => (byte % 40) % 32);
    const { value, limit } = chiSquare([...alphabet].map((_, i) => biased.filter((x) => x === i).length));
    expect(value).toBeGreaterThan(limit);
  });
});

describe('rule 6: judging a backup code', () => {
  test('costs one and the same hash, right, wrong, spent, or of a selector that does not exist', async () => {
    const { codes, record } = await issue();
    const [right = '', spent = ''] = codes.map(plain);
    const used = { ...record, used: [spent.slice(0, 2)] };
    const missing = [...alphabet].map((letter) => `${letter}Z`).find((two) => !record.hashes[two]) ?? '';
    const answers: Record<string, BackupCodeVerdict['outcome']> = {
      [right]: 'accepted',
      [spent]: 'spent',
      [`${right.slice(0, 15)}${right.endsWith('7') ? '8' : '7'}`]: 'wrong',
      [missing + right.slice(2)]: 'wrong',
    };
    for (const [code, outcome] of Object.entries(answers)) {
      hashing.calls.length = 0;
      expect((await checkBackupCode(code, { record: used, key, userId })).outcome).toBe(outcome);
      expect(hashing.calls).toEqual([{ letters: 16, salt: 16, length: 32, N: 16_384, r: 8, p: 1 }]);
    }
  });

  test('fails for another user, under another pepper, and for the code of another selector', async () => {
    hashing.cheap = true;
    const { codes, record } = await issue();
    const [one = '', other = ''] = codes.map(plain);
    const outcome = async (code: string, more: object = {}) =>
      (await checkBackupCode(code, { record, key, userId, ...more })).outcome;
    expect(await outcome(one)).toBe('accepted');
    expect(await outcome(one, { userId: 'another' })).toBe('wrong');
    expect(await outcome(one, { key: newDataKey(3) })).toBe('wrong');
    expect(await outcome(other.slice(0, 2) + one.slice(2))).toBe('wrong');
    expect(await outcome(one, { record: { ...record, hashes: {} } })).toBe('wrong');
  });
});
