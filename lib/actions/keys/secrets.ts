import { createSecretKey, type KeyObject } from 'node:crypto';
import { keyIdOf, open, seal } from '../../crypto/sealing.ts';
import type { Services } from '../../services.ts';

type SealingServices = Pick<Services, 'keyring' | 'random'>;

interface KeyHolder {
  readonly tokenId: string;
  /** Sealed. */
  readonly secret: Uint8Array;
}

const belonging = (userId: string, tokenId: string) =>
  ({ purpose: 'otp-secret', userId, subjectId: tokenId }) as const;

/** A secret shared with a provider belongs to the provider and to no user. */
export const belongingOfProvider = (name: string) =>
  ({ purpose: 'provider', userId: '', subjectId: name }) as const;

/** Seals a token's key for exactly this user and token (rule 5). */
export async function sealSecret(
  { keyring, random }: SealingServices,
  userId: string,
  tokenId: string,
  secret: Uint8Array,
): Promise<Uint8Array> {
  return seal(secret, belonging(userId, tokenId), await keyring.current(), random);
}

export async function openSecret(
  { keyring }: Pick<Services, 'keyring'>,
  userId: string,
  token: KeyHolder,
): Promise<Buffer> {
  const key = await keyring.byId(keyIdOf(token.secret));
  return open(token.secret, belonging(userId, token.tokenId), key);
}

/** The key as verification uses it: the bytes stay inside OpenSSL, which is also 4 times as fast. */
export async function openKey(
  services: Pick<Services, 'keyring'>,
  userId: string,
  token: KeyHolder,
): Promise<KeyObject> {
  return createSecretKey(await openSecret(services, userId, token));
}

/** A device in the pool does not belong to a user yet. */
const pooled = (serial: string) => ({ purpose: 'pool-secret', userId: '', subjectId: serial }) as const;

export async function sealPoolSecret(
  { keyring, random }: SealingServices,
  serial: string,
  secret: Uint8Array,
): Promise<Uint8Array> {
  return seal(secret, pooled(serial), await keyring.current(), random);
}

export async function openPoolSecret(
  { keyring }: Pick<Services, 'keyring'>,
  serial: string,
  sealed: Uint8Array,
): Promise<Buffer> {
  return open(sealed, pooled(serial), await keyring.byId(keyIdOf(sealed)));
}
