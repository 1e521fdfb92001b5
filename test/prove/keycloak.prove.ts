import { createHash, randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { JSONWebKeySet } from 'jose';
import { afterAll, describe, expect } from 'vitest';
import { expect as expectAnswer } from '../../bench/peers/ask.ts';
import { release, unpackKeycloak } from '../../bench/peers/keycloak.ts';
import { installed, startServer } from '../../bench/peers/programs.ts';
import type { Issuer } from '../../lib/domain/issuers.ts';
import { freePort } from '../../local/http.ts';
import { deployment } from '../support/gateway-event.ts';
import { appCode, enrolledUser } from '../support/people.ts';
import { test, world } from '../support/world-test.ts';
import { clientsOf, realmOf, scopesOfRealm } from './keycloak/realm.ts';
import { Surface } from './surface/surface.ts';

/** Installed once beside the peers of the bench. */
const home = join(process.cwd(), '.peers', `keycloak-${release}-alone`);
const administrator = { username: 'admin', password: randomBytes(12).toString('hex') };
const application = { id: 'shop', secret: randomBytes(12).toString('hex') };
const password = randomBytes(12).toString('hex');
const data = mkdtempSync(join(tmpdir(), 'countersign-keycloak-'));

let realm = '';
let surface: Surface;
let stop = async (): Promise<void> => {};
test.beforeAll(async ({ world }) => {
  await installed(home, `Keycloak ${release} comes from Maven (mvn, Java 17 or newer)`, () =>
    unpackKeycloak(home),
  );
  const [port, managementPort] = [await freePort(), await freePort()];
  const origin = `http://127.0.0.1:${port}`;
  const command = join(home, `keycloak-${release}`, 'bin', 'kc.sh');
  const args = ['start-dev', '--db=dev-mem', '--http-host=127.0.0.1', `--http-port=${port}`];
  const environment = {
    KC_BOOTSTRAP_ADMIN_USERNAME: administrator.username,
    KC_BOOTSTRAP_ADMIN_PASSWORD: administrator.password,
    KC_HTTP_MANAGEMENT_PORT: String(managementPort),
  };
  ({ stop } = await startServer({ command, args, folder: data, environment }, async () => {
    return (await fetch(`${origin}/realms/master`)).ok;
  }));
  const form = { client_id: 'admin-cli', grant_type: 'password', ...administrator };
  const token = `${origin}/realms/master/protocol/openid-connect/token`;
  const { access_token } = await expectAnswer(200, 'POST', token, { form });
  const make = (path: string, json: object) =>
    expectAnswer(201, 'POST', `${origin}/admin/realms${path}`, {
      headers: { authorization: `Bearer ${access_token}` },
      json,
    });
  await make('', realmOf(password));
  for (const scope of scopesOfRealm) await make('/acme/client-scopes', scope);
  for (const client of clientsOf(deployment.origin, application)) await make('/acme/clients', client);
  realm = `${origin}/realms/acme`;
  const keys = (await (await fetch(`${realm}/protocol/openid-connect/certs`)).json()) as JSONWebKeySet;
  surface = await Surface.start(world.services, { ...issuerAt(realm), keys });
}, 300_000);
afterAll(async () => {
  await surface?.stop();
  await stop();
  rmSync(data, { recursive: true, force: true });
});

/** As docs/identity/keycloak.md writes it. */
const issuerAt = (issuer: string): Issuer => ({
  issuer,
  audiences: ['countersign'],
  scopes: { verify: 'countersign/verify', self: 'countersign/self', operate: 'countersign/operate' },
  userIdClaim: 'preferred_username',
  groupsClaims: ['groups'],
});

/** A person's access token: authorization code with PKCE, through Keycloak's own form. */
async function tokenOfPerson(scope: string): Promise<string> {
  const verifier = randomBytes(36).toString('base64url');
  const redirect_uri = `${deployment.origin}/`;
  const asked = new URLSearchParams({
    response_type: 'code',
    client_id: 'countersign-pages',
    redirect_uri,
    scope: `openid ${scope}`,
    state: 's',
    nonce: 'n',
    code_challenge: createHash('sha256').update(verifier).digest('base64url'),
    code_challenge_method: 'S256',
  });
  const page = await fetch(`${realm}/protocol/openid-connect/auth?${asked}`);
  const cookie = page.headers
    .getSetCookie()
    .map((one) => one.split(';')[0])
    .join('; ');
  const action = /<form[^>]*action="([^"]+)"/.exec(await page.text())?.[1]?.replaceAll('&amp;', '&') ?? '';
  const signedIn = await fetch(action, {
    method: 'POST',
    redirect: 'manual',
    headers: { cookie },
    body: new URLSearchParams({ username: 'ann', password, credentialId: '' }),
  });
  const code = new URL(signedIn.headers.get('location') ?? '').searchParams.get('code') ?? '';
  return token({
    grant_type: 'authorization_code',
    client_id: 'countersign-pages',
    redirect_uri,
    code,
    code_verifier: verifier,
  });
}

const tokenOfProgram = (scope: string): Promise<string> =>
  token({
    grant_type: 'client_credentials',
    client_id: application.id,
    client_secret: application.secret,
    scope,
  });

async function token(form: Readonly<Record<string, string>>): Promise<string> {
  const answer = await expectAnswer(200, 'POST', `${realm}/protocol/openid-connect/token`, { form });
  return answer.access_token;
}

async function ask(accessToken: string, method: string, target: string, body?: object) {
  const headers = { authorization: `Bearer ${accessToken}`, 'content-type': 'application/json' };
  const { status, text } = await surface.ask({
    method,
    target,
    headers,
    ...(body ? { body: JSON.stringify(body) } : {}),
  });
  return { status, body: JSON.parse(text) };
}

describe(`Keycloak ${release}, configured as its page in docs/identity says`, () => {
  test('a person signs in with PKCE and operates by the groups of the realm', async () => {
    const operator = await tokenOfPerson('countersign/operate');
    expect(await ask(operator, 'GET', '/v1/operator')).toMatchObject({
      status: 200,
      body: { name: 'ann', roles: ['administrator'] },
    });
  });

  test('a service account has a sign-in verified, once', async () => {
    const { userId, secret } = await enrolledUser(world);
    const program = await tokenOfProgram('countersign/verify');
    const code = appCode(secret, world.now);
    const verified = await ask(program, 'POST', '/v1/verifications', { userId, code });
    expect(verified).toMatchObject({ status: 201, body: { status: 'verified' } });
    expect((await ask(program, 'POST', '/v1/verifications', { userId, code })).status).toBe(401);
  });

  test('a scope permits what it names: a program does not operate, and the own token of a user does neither', async () => {
    expect((await ask(await tokenOfProgram('countersign/verify'), 'GET', '/v1/users')).status).toBe(403);
    const own = await tokenOfPerson('countersign/self');
    expect((await ask(own, 'GET', '/v1/users')).status).toBe(403);
    expect((await ask(own, 'POST', '/v1/verifications', { userId: 'ann' })).status).toBe(403);
  });

  test('without a scope of ours the token is not for us', async () => {
    expect((await ask(await tokenOfPerson('profile'), 'GET', '/v1/operator')).status).toBe(401);
  });
});
