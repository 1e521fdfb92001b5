import { renderSVG } from 'uqr';
import { encodeBase32 } from '../crypto/base32.ts';
import { invalidFields } from '../domain/problems.ts';
import type { EpochSeconds } from '../domain/time.ts';
import type { PendingEnrollment, TokenParameters, User } from '../domain/user-state.ts';
import type { Services } from '../services.ts';
import type { KeyBased, TokenType } from '../token-types/contract.ts';
import { tokenType } from '../token-types/index.ts';
import { totp } from '../token-types/totp.ts';
import { openSecret, sealSecret } from './secrets.ts';

/** RFC 4226 section 4 R6: a 160-bit secret is recommended. */
const secretBytes = 20;

/** The key as the user takes it over, in every form that apps accept. */
export interface Provisioning {
  readonly tokenId: string;
  readonly secret: string;
  readonly otpauthUri: string;
  readonly qrCodeSvg: string;
}

export interface NewKey {
  readonly type?: TokenType;
  readonly typed?: Uint8Array | undefined;
  readonly parameters?: Partial<TokenParameters>;
  readonly label?: string | undefined;
  readonly comment?: string | undefined;
}

/** @throws Error for a type that has no key: callers choose among those that have one */
export function keyOf({ type, key }: TokenType): KeyBased {
  if (!key) throw new Error(`Tokens of type ${type} have no key`);
  return key;
}

/** A new enrollment of a key, generated or typed. It verifies nothing until its first code. */
export async function newPending(
  services: Services,
  userId: string,
  now: EpochSeconds,
  { type = totp, typed, ...chosen }: NewKey = {},
): Promise<PendingEnrollment> {
  const tokenId = services.random(9).toString('base64url');
  const secret = typed ?? services.random(secretBytes);
  return {
    tokenId,
    type: type.type,
    secret: await sealSecret(services, userId, tokenId, secret),
    parameters: { ...keyOf(type).defaults, ...chosen.parameters },
    label: chosen.label ?? type.name,
    ...(chosen.comment === undefined ? {} : { comment: chosen.comment }),
    startedAt: now,
    typed: typed !== undefined,
    shown: false,
  };
}

/**
 * The pending enrollment to hand out: a typed key is kept until it is replaced, a generated one only as long as
 * nobody can have seen it. Else who saw an earlier link or page would know the key that is enrolled later.
 */
export async function pendingToShow(
  services: Services,
  { state }: User,
  now: EpochSeconds,
): Promise<PendingEnrollment> {
  const { pending } = state;
  const kept =
    pending && (pending.typed || !pending.shown) ? pending : await newPending(services, state.userId, now);
  return { ...kept, shown: true };
}

/** The same key again would bring its spent codes back to life. */
export async function assertAnotherKey(
  services: Services,
  { state, tokens }: User,
  typed: Uint8Array,
): Promise<void> {
  for (const token of tokens.filter(({ secret }) => secret)) {
    if (!(await openSecret(services, state.userId, token)).equals(typed)) continue;
    const errors = [{ path: 'secret', message: 'is the key that the user has already' }];
    throw invalidFields(errors);
  }
}

export async function provision(
  services: Services,
  { state, profile }: User,
  token: Pick<PendingEnrollment, 'tokenId' | 'type' | 'parameters'> & { readonly secret?: Uint8Array },
  issuer: string,
): Promise<Provisioning> {
  const secret = await openSecret(services, state.userId, token);
  const otpauthUri = keyOf(tokenType(token.type) ?? totp).provisioningUri({
    issuer,
    account: profile.email || state.userId,
    secret,
    parameters: token.parameters,
  });
  return {
    tokenId: token.tokenId,
    secret: encodeBase32(secret),
    otpauthUri,
    qrCodeSvg: renderSVG(otpauthUri, { ecc: 'M', border: 2 }),
  };
}
