import type { Issuer } from '../domain/issuers.ts';

/** The content of an access token, as its issuer wrote it. */
export type Claims = Readonly<Record<string, unknown>>;

/** Names of the claims that must match for a header's token to be the one that the gateway verified. */
const identifying = ['iss', 'sub', 'exp', 'jti'] as const;

/**
 * The claims of the access token that the gateway has verified, read from the token itself: the gateway passes a list
 * as `[a b]`, in which one group named `a b` and two groups are the same text.
 *
 * @param verified what the gateway's authorizer says about the token that it verified
 * @param header the header `Authorization` of the same request
 * @returns `undefined` if the header holds a different token, or none
 */
export function claimsOf(verified: Claims, header: string | undefined): Claims | undefined {
  const [, payload] = /^(?:Bearer +)?[\w-]+\.([\w-]+)\.[\w-]+$/i.exec(header?.trim() ?? '') ?? [];
  const claims = payload === undefined ? undefined : parse(Buffer.from(payload, 'base64url').toString());
  if (!isRecord(claims)) return undefined;
  const same = identifying.every((name) => isSame(claims[name], verified[name]));
  return same ? claims : undefined;
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

const isRecord = (value: unknown): value is Claims =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** The gateway passes numbers as text, in any notation. */
const isSame = (written: unknown, handed: unknown): boolean =>
  typeof written === 'number' ? written === Number(handed ?? Number.NaN) : written === handed;

/**
 * The names in a claim: those of a list, also of a list written as JSON text; any other text is one name, including
 * blanks. Nothing is ever split.
 */
function namesIn(claim: unknown): readonly string[] {
  if (typeof claim === 'string') {
    const list = claim.startsWith('[') ? parse(claim) : undefined;
    return Array.isArray(list) ? namesIn(list) : [claim];
  }
  return Array.isArray(claim) ? claim.filter((name) => typeof name === 'string') : [];
}

/** A claim by its whole name, which may contain points (`https://acme.com/groups`), or else by its path. */
function claimAt(claims: Claims, name: string): unknown {
  if (Object.hasOwn(claims, name)) return claims[name];
  let found: unknown = claims;
  for (const part of name.split('.')) {
    found = isRecord(found) && Object.hasOwn(found, part) ? found[part] : undefined;
  }
  return found;
}

/** Whether an access token is meant for us (RFC 9068 section 4); without `aud`, whether its client is one of ours. */
export function isMeantFor({ audiences }: Issuer, { aud, client_id: clientId }: Claims): boolean {
  const meantFor = [aud ?? clientId].flat();
  return audiences.some((audience) => meantFor.includes(audience));
}

/** An ID token says who signed in to a page; it permits nothing. A `nonce` proves neither. */
export function isIdToken({ token_use: use, typ, at_hash: tokenHash, c_hash: codeHash }: Claims): boolean {
  const isOther = use !== undefined && use !== 'access';
  return isOther || typ === 'ID' || tokenHash !== undefined || codeHash !== undefined;
}

/** Claims of words separated by blanks (RFC 8693 section 4.2), or lists as some issuers write `scp`. */
const wordClaims = ['scope', 'scp'];

/** The scopes, by the issuer's names for them. */
export function scopesIn(claims: Claims, { scopeClaims = wordClaims }: Issuer): readonly string[] {
  return scopeClaims.flatMap((name) => {
    const claim = claimAt(claims, name);
    return wordClaims.includes(name) && typeof claim === 'string' ? claim.split(' ') : namesIn(claim);
  });
}

/** The client that the token was issued to, by the names that issuers have for it. */
export const clientIn = ({ client_id: clientId, azp, cid, appid }: Claims): unknown =>
  clientId ?? azp ?? cid ?? appid;

/**
 * Whether the token was issued to a program on its own account (client credentials): its subject is the client (RFC
 * 9068 section 2.2), or the issuer says so.
 */
export function isProgram(claims: Claims): boolean {
  const client = clientIn(claims);
  return (
    claims['gty'] === 'client-credentials' ||
    claims['idtyp'] === 'app' ||
    (client !== undefined &&
      (claims['sub'] === undefined ||
        claims['sub'] === client ||
        // The account that Keycloak keeps for a client; its name is reserved.
        claims['preferred_username'] === `service-account-${client}`))
  );
}

/** The groups in a token: all configured claims together, and what the deployment says about a program. */
export function groupsIn(claims: Claims, { groupsClaims, programs = {} }: Issuer): readonly string[] {
  const written = groupsClaims.flatMap((name) => namesIn(claimAt(claims, name)));
  const client = clientIn(claims);
  const isListed = isProgram(claims) && typeof client === 'string' && Object.hasOwn(programs, client);
  return isListed ? [...written, ...(programs[client] ?? [])] : written;
}

/** Entra ID names a person's groups up to 200; above, it only says where one could ask for them. */
export const hasTooManyGroups = ({ _claim_names: elsewhere, hasgroups }: Claims): boolean =>
  (isRecord(elsewhere) && Object.hasOwn(elsewhere, 'groups')) || hasgroups === true || hasgroups === 'true';
