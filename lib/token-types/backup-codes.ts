import { timingSafeEqual } from 'node:crypto';
import type { DataKey } from '../crypto/sealing.ts';
import type { BackupCodes } from '../domain/hashed-secrets.ts';
import { ownerOf } from './moved-binding.ts';
import { saltBytes, slowHash } from './slow-hash.ts';

/** Crockford's alphabet: no letter that looks like a digit. */
const alphabet = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
const selectorLength = 2;
/** 14 characters of 5 bits: 70 random bits (rule 6), above the 64 of NIST SP 800-63B-4 section 4.2.1.1. */
const secretLength = 14;

type Random = (bytes: number) => Buffer;

/** Creates a set of codes. The codes are shown once; only the record is stored. */
export async function issueBackupCodes(
  count: number,
  { key, random, now, userId }: { key: DataKey; random: Random; now: number; userId: string },
): Promise<{ readonly codes: string[]; readonly record: BackupCodes }> {
  const { setId, codes, drawn } = drawBackupCodes(count, random);
  const issued = await Promise.all(
    drawn.map(async ({ code, selector, salt }) => {
      return { selector, hash: Buffer.concat([salt, await slowHash(code, salt, { key, userId })]) };
    }),
  );
  return {
    codes,
    record: {
      setId,
      keyId: key.id,
      hashes: Object.fromEntries(issued.map(({ selector, hash }) => [selector, hash])),
      used: [],
      issuedAt: now,
    },
  };
}

/** A set as drawn, before anything is hashed: the same for the same draws. */
export function drawBackupCodes(count: number, random: Random) {
  const setId = random(9).toString('base64url');
  const selectors = new Set<string>();
  while (selectors.size < count) selectors.add(randomLetters(selectorLength, random));
  const drawn = [...selectors].map((selector) => ({
    selector,
    code: selector + randomLetters(secretLength, random),
    salt: random(saltBytes),
  }));
  return { setId, drawn, codes: drawn.map(({ code }) => grouped(code)) };
}

export interface BackupCodeVerdict {
  readonly outcome: 'accepted' | 'spent' | 'wrong';
  readonly selector: string;
}

/** Checks a code with one hash, whether its selector exists or not. */
export async function checkBackupCode(
  code: string,
  { record, key, userId }: { record: BackupCodes; key: DataKey; userId: string },
): Promise<BackupCodeVerdict> {
  const selector = code.slice(0, selectorLength);
  const issuedTo = ownerOf(record, key, userId);
  const kept = Buffer.from(record.hashes[selector] ?? new Uint8Array(saltBytes + 32));
  const hash = await hashOnce(record, kept.subarray(0, saltBytes), { code, key, userId: issuedTo });
  const equal = timingSafeEqual(hash, kept.subarray(saltBytes));
  if (!equal) return { outcome: 'wrong', selector };
  return { outcome: record.used.includes(selector) ? 'spent' : 'accepted', selector };
}

const hashed = new WeakMap<BackupCodes, Hashed & { readonly hash: Promise<Buffer> }>();

/** An attempt that lost a race is checked again on the same record: it reuses the slow hash. */
function hashOnce(record: BackupCodes, salt: Uint8Array, { code, key, userId }: Hashed): Promise<Buffer> {
  const last = hashed.get(record);
  if (last && last.code === code && last.key === key && last.userId === userId) return last.hash;
  const hash = slowHash(code, salt, { key, userId });
  hashed.set(record, { code, key, userId, hash });
  return hash;
}

interface Hashed {
  readonly code: string;
  readonly key: DataKey;
  readonly userId: string;
}

/** In fours, as people read and type it. */
export const grouped = (code: string): string => code.replaceAll(/(.{4})(?=.)/g, '$1-');

/** Letters that people can type. 256 is a multiple of 32, so the remainder of a random byte is uniform. */
export function randomLetters(count: number, random: Random): string {
  return Array.from(random(count), (byte) => alphabet[byte % alphabet.length]).join('');
}
