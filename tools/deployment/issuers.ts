import type { Issuer } from '../../lib/domain/issuers.ts';
import { blocks, type Check, type Finding, good, type Target } from './check.ts';

const milliseconds = 10_000;

/** What an issuer publishes about itself (OpenID Connect Discovery 1.0). */
interface Metadata {
  readonly issuer?: string;
  readonly jwks_uri?: string;
}

/** API Gateway fetches the same while a deployment creates its authorizers, and fails where this fails. */
export const issuers: Check = {
  name: 'Identity provider',
  why: 'API Gateway asks it for its keys, and verifies RSA signatures alone.',
  when: 'always',
  stopsDeployment: true,
  async look(target) {
    const { identity } = target.deployment;
    if (!identity) return undefined;
    const faults = await Promise.all(identity.map((issuer) => faultOf(issuer, target)));
    return (
      faults.find((fault) => fault !== undefined) ?? good(identity.map(({ issuer }) => issuer).join(', '))
    );
  },
};

async function faultOf({ issuer }: Issuer, { fetch }: Target): Promise<Finding | undefined> {
  const address = `${issuer.replace(/\/$/, '')}/.well-known/openid-configuration`;
  const metadata = await json<Metadata>(fetch, address);
  if (!metadata) {
    return blocks(
      `${address} answers no JSON.`,
      'Correct `issuer` in infra.config.ts, and make it reachable from the internet.',
    );
  }
  if (metadata.issuer !== issuer) {
    return blocks(
      `It calls itself ${metadata.issuer}.`,
      `Write issuer: '${metadata.issuer}' in infra.config.ts: tokens are compared with it, character for character.`,
    );
  }
  const keys = (await json<{ keys?: { kty?: string }[] }>(fetch, metadata.jwks_uri ?? ''))?.keys ?? [];
  if (keys.some(({ kty }) => kty === 'RSA')) return undefined;
  return blocks(
    keys.length === 0 ? `${issuer} publishes no keys.` : `${issuer} signs with no RSA key.`,
    'Let it sign access tokens with RS256.',
  );
}

async function json<T>(fetch: Target['fetch'], address: string): Promise<T | undefined> {
  try {
    const response = await fetch(address, { signal: AbortSignal.timeout(milliseconds) });
    return response.ok ? ((await response.json()) as T) : undefined;
  } catch {
    return undefined;
  }
}

/** A page exchanges its code for a token itself, from its own origin. */
export const tokenEndpoints: Check = {
  name: 'Sign-in of the pages',
  why: 'A browser lets a page read the answer of the token endpoint only if the issuer allows its origin.',
  when: 'after',
  async look({ deployment: { identity }, stack, fetch }) {
    const origin = stack?.outputs['Origin'] ?? '';
    const endpoints = new Set(identity?.flatMap(({ signIn }) => signIn?.tokenEndpoint ?? []));
    for (const endpoint of endpoints) {
      const answered = await fetch(endpoint, {
        method: 'POST',
        headers: { origin, 'content-type': 'application/x-www-form-urlencoded' },
        body: 'grant_type=authorization_code',
        signal: AbortSignal.timeout(milliseconds),
      }).catch(() => undefined);
      if (!answered)
        return blocks(`${endpoint} does not answer.`, 'Correct `tokenEndpoint` in infra.config.ts.');
      const allowed = answered.headers.get('access-control-allow-origin');
      if (allowed === '*' || allowed === origin) continue;
      return blocks(
        `${endpoint} does not allow ${origin}.`,
        `Add ${origin} to the allowed origins (CORS) of the pages' client at the issuer.`,
      );
    }
    return endpoints.size > 0 ? good(`allowed from ${origin}`) : undefined;
  },
};
