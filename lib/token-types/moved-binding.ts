import { createHmac, timingSafeEqual } from 'node:crypto';
import type { DataKey } from '../crypto/sealing.ts';
import type { MovedFrom } from '../domain/hashed-secrets.ts';

/** What is hashed for one user and cannot be hashed again: a set of backup codes, or of answers. */
interface SealedBinding {
  readonly setId: string;
  readonly movedFrom?: MovedFrom;
}

/**
 * For a user who got another id. The hashes stay unchanged, bound to the id they were made for; the proof says that
 * this set now belongs to the new id, so that a set that somebody copies within the table is useless.
 */
export function moveBinding(
  bound: SealedBinding,
  { userId, newUserId }: { readonly userId: string; readonly newUserId: string },
  key: DataKey,
): MovedFrom {
  const madeFor = ownerOf(bound, key, userId);
  return { userId: madeFor, proof: proofOfMove(bound.setId, madeFor, newUserId, key) };
}

/** The user that a set is hashed for; without a proof, its owner. */
export function ownerOf({ setId, movedFrom }: SealedBinding, key: DataKey, userId: string): string {
  if (!movedFrom) return userId;
  const proof = Buffer.from(movedFrom.proof);
  const expected = proofOfMove(setId, movedFrom.userId, userId, key);
  return proof.length === expected.length && timingSafeEqual(proof, expected) ? movedFrom.userId : userId;
}

function proofOfMove(setId: string, from: string, to: string, key: DataKey): Buffer {
  return createHmac('sha256', key.hashing)
    .update(JSON.stringify(['moved', setId, from, to]))
    .digest();
}
