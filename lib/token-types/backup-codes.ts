import { createHmac, scrypt, timingSafeEqual } from 'node:crypto';
import type { DataKey } from '../crypto/sealing.ts';
import type { BackupCodes } from '../domain/user-state.ts';

/** Crockford's alphabet: no letter that reads as a digit. */
const alphabet = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
const selectorLength = 2;
/** 14 characters of 5 bits: 70 random bits (rule 6), above the 64 of NIST SP 800-63B-4 section 4.2.1.1. */
const secretLength = 14;
const saltBytes = 16;

/**
 * scrypt at 16 MiB: about 30 ms here. The codes are random, so the cost only has to make a leaked table slow to
 * search; the pepper makes it useless without KMS.
 */
const cost = { N: 2 ** 14, r: 8, p: 1 };

type Random = (bytes: number) => Buffer;

/** Makes a set of codes. The codes are shown once; only the record is kept. */
export async function issueBackupCodes(
  count: number,
  { key, random, now, userId }: { key: DataKey; random: Random; now: number; userId: string },
): Promise<{ readonly codes: string[]; readonly record: BackupCodes }> {
  const setId = random(9).toString('base64url');
  const selectors = new Set<string>();
  while (selectors.size < count) selectors.add(randomLetters(selectorLength, random));
  const issued = await Promise.all(
    [...selectors].map(async (selector) => {
      const code = selector + randomLetters(secretLength, random);
      const salt = random(saltBytes);
      return { code, selector, hash: Buffer.concat([salt, await hashOf(code, salt, key, userId)]) };
    }),
  );
  return {
    codes: issued.map(({ code }) => (code.match(/.{4}/g) ?? []).join('-')),
    record: {
      setId,
      keyId: key.id,
      hashes: Object.fromEntries(issued.map(({ selector, hash }) => [selector, hash])),
      used: [],
      issuedAt: now,
    },
  };
}

export interface BackupCodeVerdict {
  readonly outcome: 'accepted' | 'spent' | 'wrong';
  readonly selector: string;
}

/** Judges a code with one hash, whether its selector exists or not. */
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

/**
 * The set of a user who got another id. The hashes stay as they are, bound to the id the codes were issued to; the
 * proof says that this set is the new id's now, so that a set that somebody moves in the table is good for nothing.
 */
export function moveBackupCodes(
  record: BackupCodes,
  { userId, newUserId }: { readonly userId: string; readonly newUserId: string },
  key: DataKey,
): BackupCodes {
  const issuedTo = ownerOf(record, key, userId);
  return {
    ...record,
    movedFrom: { userId: issuedTo, proof: proofOfMove(record.setId, issuedTo, newUserId, key) },
  };
}

/** Whom the codes are hashed for; without a proof, whoever has them. */
function ownerOf({ setId, movedFrom }: BackupCodes, key: DataKey, userId: string): string {
  if (!movedFrom) return userId;
  const proof = Buffer.from(movedFrom.proof);
  const expected = proofOfMove(setId, movedFrom.userId, userId, key);
  return proof.length === expected.length && timingSafeEqual(proof, expected) ? movedFrom.userId : userId;
}

function proofOfMove(setId: string, from: string, to: string, key: DataKey): Buffer {
  const moved = JSON.stringify(['backup-codes-moved', setId, from, to]);
  return createHmac('sha256', key.hashing).update(moved).digest();
}

const hashed = new WeakMap<BackupCodes, Hashed & { readonly hash: Promise<Buffer> }>();

/** An attempt that lost a race is judged again on the same record: the slow hash is the same too. */
function hashOnce(record: BackupCodes, salt: Uint8Array, { code, key, userId }: Hashed): Promise<Buffer> {
  const last = hashed.get(record);
  if (last && last.code === code && last.key === key && last.userId === userId) return last.hash;
  const hash = hashOf(code, salt, key, userId);
  hashed.set(record, { code, key, userId, hash });
  return hash;
}

interface Hashed {
  readonly code: string;
  readonly key: DataKey;
  readonly userId: string;
}

function hashOf(code: string, salt: Uint8Array, pepper: DataKey, userId: string): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    scrypt(code, salt, 32, cost, (error, slow) => {
      if (error) reject(error);
      else resolve(createHmac('sha256', pepper.hashing).update(userId).update('\0').update(slow).digest());
    });
  });
}

/** Letters that people can type. 256 is a multiple of 32: the remainder of a random byte is uniform. */
export function randomLetters(count: number, random: Random): string {
  return Array.from(random(count), (byte) => alphabet[byte % alphabet.length]).join('');
}
