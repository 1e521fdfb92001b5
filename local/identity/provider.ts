import { type Configuration, Provider } from 'oidc-provider';
import type { Secrets } from '../secrets.ts';
import { memoryAdapter } from './adapter.ts';
import { audience, identityPath } from './issuer.ts';
import { logoutPage, messagePage, pagePolicy } from './login-page.ts';
import { consoleClient, consoleScope, machineClients, people } from './people.ts';

export const tokenSeconds = 3600;
const sessionSeconds = 8 * 3600;
const resource = 'urn:countersign:api';

/** The identity provider an organisation would bring: people with groups, programs with scopes. */
export function identityProvider(origin: string, { cookieKey, signingKey }: Secrets): Provider {
  const provider = new Provider(`${origin}${identityPath}`, {
    ...clientsAndKeys(origin, cookieKey, signingKey),
    adapter: memoryAdapter(),
    claims: { openid: ['sub', 'name', 'groups'] },
    scopes: ['openid'],
    pkce: { required: () => true },
    ttl: {
      AccessToken: tokenSeconds,
      AuthorizationCode: 60,
      ClientCredentials: tokenSeconds,
      Grant: sessionSeconds,
      IdToken: tokenSeconds,
      Interaction: 600,
      Session: sessionSeconds,
    },
    clientBasedCORS: (_ctx, requesting) => requesting === origin,
    findAccount: (_ctx, accountId) => {
      const person = Object.hasOwn(people, accountId) ? people[accountId] : undefined;
      return (
        person && {
          accountId,
          claims: async () => ({ sub: accountId, ...person, groups: [...person.groups] }),
        }
      );
    },
    extraTokenClaims: (_ctx, token) => {
      const holder = 'accountId' in token ? people[token.accountId] : machineClients[token.clientId ?? ''];
      return holder && holder.groups.length > 0 ? { groups: [...holder.groups] } : undefined;
    },
    interactions: { url: (_ctx, interaction) => `${identityPath}/interaction/${interaction.uid}` },
    // The console belongs to the service, so no consent is asked for.
    async loadExistingGrant(ctx) {
      const { client, session } = ctx.oidc;
      if (!client || !session?.accountId) return undefined;
      const grant = new provider.Grant({ clientId: client.clientId, accountId: session.accountId });
      grant.addOIDCScope('openid');
      grant.addResourceScope(resource, consoleScope);
      await grant.save();
      return grant;
    },
    renderError: (ctx, out) => {
      ctx.type = 'html';
      ctx.set('content-security-policy', pagePolicy);
      ctx.body = messagePage('Sign-in failed', out.error_description ?? out.error);
    },
    features: features(),
  });
  return provider;
}

function clientsAndKeys(
  origin: string,
  cookieKey: string,
  signingKey: Secrets['signingKey'],
): Pick<Configuration, 'clients' | 'cookies' | 'jwks'> {
  return {
    clients: [
      ...Object.keys(machineClients).map((id) => ({
        client_id: id,
        client_secret: `${id}-secret`,
        grant_types: ['client_credentials'],
        redirect_uris: [],
        response_types: [],
      })),
      {
        client_id: consoleClient,
        token_endpoint_auth_method: 'none' as const,
        grant_types: ['authorization_code'],
        response_types: ['code' as const],
        redirect_uris: [`${origin}/`, `${origin}/me`],
        post_logout_redirect_uris: [`${origin}/`, `${origin}/me`],
      },
    ],
    cookies: { keys: [cookieKey] },
    jwks: { keys: [signingKey as never] },
  };
}

function features(): NonNullable<Configuration['features']> {
  return {
    clientCredentials: { enabled: true },
    devInteractions: { enabled: false },
    resourceIndicators: {
      enabled: true,
      defaultResource: () => resource,
      useGrantedResource: () => true,
      getResourceServerInfo: (ctx, _indicator, client) => {
        const scope = machineClients[client.clientId]?.scope ?? consoleScope;
        // A program that names no scope requests the one it has.
        if (client.clientId in machineClients && ctx.oidc.params) ctx.oidc.params['scope'] ??= scope;
        return {
          scope,
          audience,
          accessTokenTTL: tokenSeconds,
          accessTokenFormat: 'jwt',
          jwt: { sign: { alg: 'RS256' } },
        };
      },
    },
    rpInitiatedLogout: {
      enabled: true,
      logoutSource: (ctx, form) => {
        ctx.set('content-security-policy', pagePolicy);
        ctx.body = logoutPage(form);
      },
      postLogoutSuccessSource: (ctx) => {
        ctx.set('content-security-policy', pagePolicy);
        ctx.body = messagePage('Signed out', 'You can close this page.');
      },
    },
  };
}
