import { renderSVG } from 'uqr';
import { encodeBase32 } from '../../crypto/base32.ts';
import { type Actor, holds } from '../../domain/authorization.ts';
import { assertMayCause } from '../../domain/effects.ts';
import { invalidFields } from '../../domain/problems.ts';
import type { Settings } from '../../domain/settings.ts';
import type { PendingKey, TokenParameters, User } from '../../domain/user-state.ts';
import type { Services } from '../../services.ts';
import type { KeyBased, TokenType } from '../../token-types/contract.ts';
import { tokenType } from '../../token-types/index.ts';
import { otpauthUri } from '../../token-types/provisioning-uri.ts';
import { totp } from '../../token-types/totp.ts';
import { once } from '../keys/once.ts';
import { openSecret, sealSecret } from '../keys/secrets.ts';

/** RFC 4226 section 4 R6: a 160-bit secret is recommended. */
export const secretBytes = 20;

/** The key as the user receives it, in every form that apps accept. */
export interface Provisioning {
  readonly secret: string;
  readonly otpauthUri: string;
  readonly qrCodeSvg: string;
}

export interface NewKey {
  readonly userId: string;
  readonly by: PendingKey['by'];
  readonly type?: TokenType;
  readonly typed?: Uint8Array | undefined;
  readonly parameters?: Partial<TokenParameters>;
  readonly label?: string | undefined;
  readonly comment?: string | undefined;
  /** Whether the answer to the call that creates it shows it. */
  readonly shown?: boolean;
}

/** @throws Error for a type without a key: callers choose among types that have one */
export function keyOf({ type, key }: TokenType): KeyBased {
  if (!key) throw new Error(`Tokens of type ${type} have no key`);
  return key;
}

/** A new enrollment of a key, generated or typed, created on first use. It verifies nothing until its first code. */
export const newPending = (
  services: Services,
  { userId, by, type = totp, typed, shown = false, ...chosen }: NewKey,
): (() => Promise<PendingKey>) =>
  once(async () => {
    const tokenId = services.random(9).toString('base64url');
    return {
      tokenId,
      type: type.type,
      secret: await sealSecret(services, userId, tokenId, typed ?? services.random(secretBytes)),
      parameters: { ...keyOf(type).defaults, ...chosen.parameters },
      label: chosen.label ?? type.name,
      ...(chosen.comment === undefined ? {} : { comment: chosen.comment }),
      startedAt: Math.floor(services.clock() / 1000),
      by,
      seen: shown || typed !== undefined,
    };
  });

/**
 * An operator who types a key knows it, just like one who displays it.
 *
 * @throws Problem `forbidden`
 */
export function assertMayType(actor: Actor, typed: Uint8Array | undefined): void {
  if (typed) assertMayCause(actor, ['tells-key']);
}

/** Whether the answer shows an operator the key that they create for somebody else (D5). */
export const showsNewKeys = ({ roles }: Actor, { secretDisplay }: Pick<Settings, 'secretDisplay'>): boolean =>
  secretDisplay !== 'never' && holds(roles, 'secrets:reveal');

/** Typing the same key again would make its spent codes valid again. */
export async function assertAnotherKey(
  services: Services,
  { state, tokens }: User,
  typed: Uint8Array,
): Promise<void> {
  for (const token of tokens) {
    if (token.kind !== 'key' || !(await openSecret(services, state.userId, token)).equals(typed)) continue;
    const errors = [{ path: 'secret', message: 'is the key that the user already has' }];
    throw invalidFields(errors);
  }
}

/** What an app shows about the user next to the key. */
export const accountOf = ({ state, profile }: User): string => profile.email || state.userId;

export function provision(
  { type, parameters }: { readonly type: string; readonly parameters: TokenParameters },
  secret: Uint8Array,
  { issuer, account }: { readonly issuer: string; readonly account: string },
): Provisioning {
  const { uriType } = keyOf(tokenType(type) ?? totp);
  const uri = otpauthUri(uriType, { issuer, account, secret, parameters });
  return {
    secret: encodeBase32(secret),
    otpauthUri: uri,
    qrCodeSvg: renderSVG(uri, { ecc: 'M', border: 2 }),
  };
}
