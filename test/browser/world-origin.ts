import { type SignInDocument, signInDocument } from '../../lib/domain/sign-in-document.ts';
import { issuer } from '../support/gateway-event.ts';
import type { World } from '../support/world.ts';
import { type ApiRequest, ScriptedOrigin } from './scripted-origin.ts';

/** What an authorization code carries here: the provider keeps nothing between two requests. */
interface Granted {
  readonly nonce: string;
  readonly scope: string;
}

const pack = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');
const unpack = (code = ''): Granted => JSON.parse(Buffer.from(code, 'base64url').toString());

/**
 * The console and the own page in front of the handlers of a world in this process: the pages see what a test has put
 * in place of modules. The identity provider asks for no password: operators are administrators, users are `userId`.
 */
export class WorldOrigin extends ScriptedOrigin {
  userId = '';
  readonly #world: World;

  constructor(world: World) {
    super();
    this.#world = world;
    this.answer = (request) => this.#answer(request);
  }

  async #answer({ method, path, query, headers, body }: ApiRequest) {
    if (path === '/sign-in.json') return { status: 200, body: this.#provider() };
    if (path === '/identity/authorize') {
      const back = new URL(query.get('redirect_uri') ?? '');
      const granted: Granted = { nonce: query.get('nonce') ?? '', scope: query.get('scope') ?? '' };
      back.search = String(new URLSearchParams({ code: pack(granted), state: query.get('state') ?? '' }));
      return { status: 302, headers: { location: back.href } };
    }
    if (path === '/identity/token') return { status: 200, body: this.#tokens(unpack(body['code'])) };
    const asUser = headers.authorization?.includes('countersign/self');
    return this.#world.api.call(method, query.size > 0 ? `${path}?${query}` : path, {
      as: asUser ? { self: this.userId } : 'administrator',
      ...(method === 'GET' ? {} : { body }),
    });
  }

  #provider(): SignInDocument {
    return signInDocument([
      {
        ...issuer,
        issuer: this.origin,
        signIn: {
          clientId: 'pages',
          authorizationEndpoint: `${this.origin}/identity/authorize`,
          tokenEndpoint: `${this.origin}/identity/token`,
          endSessionEndpoint: `${this.origin}/identity/logout`,
        },
      },
    ]);
  }

  #tokens({ nonce, scope }: Granted) {
    const now = Math.floor(Date.now() / 1000);
    const claims = { iss: this.origin, sub: this.userId, aud: 'pages', nonce, iat: now, exp: now + 600 };
    return {
      access_token: scope.replace('openid ', ''),
      token_type: 'bearer',
      expires_in: 600,
      id_token: `${pack({ alg: 'RS256' })}.${pack(claims)}.${pack({})}`,
    };
  }
}
