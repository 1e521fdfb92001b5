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
  const claims = payload === undefined ? undefined : parse(payload);
  const same = claims && identifying.every((name) => isSame(claims[name], verified[name]));
  return same ? claims : undefined;
}

function parse(payload: string): Claims | undefined {
  try {
    const claims: unknown = JSON.parse(Buffer.from(payload, 'base64url').toString());
    return typeof claims === 'object' && claims !== null && !Array.isArray(claims)
      ? (claims as Claims)
      : undefined;
  } catch {
    return undefined;
  }
}

/** The gateway passes numbers as text, in any notation. */
const isSame = (written: unknown, handed: unknown): boolean =>
  typeof written === 'number' ? written === Number(handed ?? Number.NaN) : written === handed;

/** The names in a claim: those of a list, or a text as one name, including blanks. Nothing is ever split. */
export function namesIn(claim: unknown): readonly string[] {
  if (typeof claim === 'string') return [claim];
  return Array.isArray(claim) ? claim.filter((name) => typeof name === 'string') : [];
}

/** The scopes: words separated by blanks (RFC 8693 section 4.2), or a list as some issuers write `scp`. */
export function scopesIn({ scope, scp }: Claims): readonly string[] {
  const given = scope ?? scp;
  return typeof given === 'string' ? given.split(' ') : namesIn(given);
}

/** The client that the token was issued to, by the names that issuers have for it. */
export const clientIn = ({ client_id: clientId, azp, cid }: Claims): unknown => clientId ?? azp ?? cid;

/**
 * Whether the token was issued to a program on its own account (client credentials): its subject is the client (RFC
 * 9068 section 2.2), or the issuer says so.
 */
export function isProgram(claims: Claims): boolean {
  const client = clientIn(claims);
  return (
    claims['gty'] === 'client-credentials' ||
    claims['idtyp'] === 'app' ||
    (client !== undefined && (claims['sub'] === undefined || claims['sub'] === client))
  );
}
