import { createHash, randomBytes } from 'node:crypto';
import { createServer } from 'node:http';
import { decodeJwt } from 'jose';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { memoryFolder } from '../../local/data-folder.ts';
import { closeServer, listen } from '../../local/http.ts';
import { startIdentity } from '../../local/identity/identity.ts';
import { openSecrets } from '../../local/secrets.ts';

const secrets = await openSecrets(memoryFolder());
const server = createServer((request, response) => void identity.handle(request, response));
let origin = '';
let identity: ReturnType<typeof startIdentity>;
beforeAll(async () => {
  origin = (await listen(server)).url;
  identity = startIdentity(origin, secrets);
});
afterAll(() => closeServer(server, 0));

test('a person signs in with code and PKCE and gets an access token with their groups', async () => {
  const cookies = new Map<string, string>();
  const visit = async (path: string | URL, init: RequestInit = {}) => {
    const cookie = [...cookies].map((pair) => pair.join('=')).join('; ');
    const response = await fetch(new URL(path, origin), { ...init, redirect: 'manual', headers: { cookie } });
    for (const line of response.headers.getSetCookie()) {
      const [name = '', value = ''] = line.split(';')[0]?.split('=') ?? [];
      cookies.set(name, value);
    }
    return response;
  };
  const location = (response: Response) => response.headers.get('location') ?? '';
  const verifier = randomBytes(32).toString('base64url');
  const query = new URLSearchParams({
    client_id: 'countersign-console',
    response_type: 'code',
    redirect_uri: `${origin}/`,
    scope: 'openid countersign/operate',
    code_challenge: createHash('sha256').update(verifier).digest('base64url'),
    code_challenge_method: 'S256',
    state: 'state',
  });
  const page = location(await visit(`/oidc/auth?${query}`));
  expect(await (await visit(page)).text()).toContain('Sign in');
  const wrong = await visit(page, {
    method: 'POST',
    body: new URLSearchParams({ name: 'helpdesk', password: 'x' }),
  });
  expect(await wrong.text()).toContain('is wrong');
  const body = new URLSearchParams({ name: 'helpdesk', password: 'helpdesk' });
  const resumed = location(await visit(page, { method: 'POST', body }));
  const back = new URL(location(await visit(resumed)));
  expect(back.pathname).toBe('/');
  const answer = await fetch(`${origin}/oidc/token`, {
    method: 'POST',
    body: new URLSearchParams({
      grant_type: 'authorization_code',
      client_id: 'countersign-console',
      code: back.searchParams.get('code') ?? '',
      redirect_uri: `${origin}/`,
      code_verifier: verifier,
    }),
  });
  const { access_token: token } = (await answer.json()) as { access_token: string };
  expect(decodeJwt(token)).toMatchObject({
    sub: 'helpdesk',
    aud: 'countersign',
    scope: 'countersign/operate',
    groups: ['countersign-helpdesk'],
  });
});
