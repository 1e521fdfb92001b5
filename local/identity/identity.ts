import { createPublicKey } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { importJWK, type JSONWebKeySet, SignJWT } from 'jose';
import type { Issuer } from '../../lib/domain/issuers.ts';
import { readBody } from '../http.ts';
import type { Secrets } from '../secrets.ts';
import { audience, identityPath, localIssuer } from './issuer.ts';
import { loginPage, pagePolicy } from './login-page.ts';
import { people, signIn } from './people.ts';
import { identityProvider, tokenSeconds } from './provider.ts';

const formLimit = 8 * 1024;

export interface Identity {
  readonly issuer: Issuer;
  /** Public. */
  readonly keys: JSONWebKeySet;
  /** Everything under `/oidc`. */
  handle(request: IncomingMessage, response: ServerResponse): Promise<void>;
  /** An access token of a user, without the sign-in. */
  accessTokenOf(userId: string): Promise<string>;
}

export function startIdentity(origin: string, secrets: Secrets): Identity {
  const issuer = localIssuer(origin);
  const provider = identityProvider(origin, secrets);
  const answer = provider.callback();
  const { kid } = secrets.signingKey;
  const publicKey = createPublicKey({ key: secrets.signingKey, format: 'jwk' }).export({ format: 'jwk' });

  async function interact(request: IncomingMessage, response: ServerResponse): Promise<void> {
    let failed = false;
    if (request.method === 'POST') {
      const form = new URLSearchParams((await readBody(request, formLimit))?.toString());
      const accountId = signIn(form.get('name') ?? '', form.get('password') ?? '');
      if (accountId) return provider.interactionFinished(request, response, { login: { accountId } });
      failed = true;
    }
    response.writeHead(200, {
      'content-type': 'text/html; charset=utf-8',
      'content-security-policy': pagePolicy,
      'cache-control': 'no-store',
    });
    response.end(loginPage(Object.keys(people), failed));
  }

  return {
    issuer,
    keys: { keys: [{ ...publicKey, kid, use: 'sig', alg: 'RS256' } as never] },
    async handle(request, response) {
      if (request.url?.startsWith(`${identityPath}/interaction/`)) {
        return interact(request, response).catch(() => {
          // The sign-in is older than ten minutes, or belongs to another browser.
          response.writeHead(302, { location: '/' }).end();
        });
      }
      // Mounted below the origin: the provider finds its own prefix by comparing the two.
      Object.assign(request, {
        originalUrl: request.url,
        url: request.url?.slice(identityPath.length) || '/',
      });
      await answer(request, response);
    },
    async accessTokenOf(userId) {
      return new SignJWT({ client_id: 'local', scope: 'countersign/self' })
        .setProtectedHeader({ alg: 'RS256', typ: 'at+jwt', kid })
        .setIssuer(issuer.issuer)
        .setAudience(audience)
        .setSubject(userId)
        .setIssuedAt()
        .setExpirationTime(`${tokenSeconds}s`)
        .sign(await importJWK(secrets.signingKey as never, 'RS256'));
    },
  };
}
