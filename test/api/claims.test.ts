import { afterAll, beforeAll, expect, test } from 'vitest';
import { period } from '../support/accounts.ts';
import { expectProblem } from '../support/expectations.ts';
import { createUser } from '../support/people.ts';
import { World } from '../support/world.ts';

let world: World;
beforeAll(async () => {
  world = await World.start();
});
afterAll(() => world.stop());

const now = (): number => Math.floor(Date.now() / 1000);
const operator = { sub: 'somebody', scope: 'countersign/operate', groups: '[countersign-auditors]' };
const withClaims = (claims: object) =>
  world.api.call('GET', '/v1/users', { as: { claims: { ...operator, ...claims } } });

const accepted = {
  'groups as the gateway writes them': { groups: '[staff countersign-auditors]' },
  'groups as an array': { groups: ['staff', 'countersign-auditors'] },
  'one group as text': { groups: 'countersign-auditors' },
  'groups of Cognito': { groups: undefined, 'cognito:groups': '[countersign-auditors]' },
  'several scopes': { scope: 'openid countersign/operate profile' },
  'scopes as an array': { scope: ['openid', 'countersign/operate'] },
  'several audiences': { aud: '[other countersign]' },
  'no audience but the client, as Cognito does': { aud: undefined, client_id: 'countersign' },
  'a token that says it is for access': { token_use: 'access' },
};
test.each(Object.entries(accepted))('rule 10: a token with %s is accepted', async (_, claims) => {
  expect(await withClaims(claims)).toMatchObject({ status: 200 });
});

const unauthenticated = {
  'another issuer': { iss: 'https://elsewhere.test' },
  'an issuer that begins like ours': { iss: 'https://identity.test.evil' },
  'no issuer': { iss: undefined },
  'another audience': { aud: 'other' },
  'an audience that contains ours': { aud: 'countersign-admin' },
  'no audience and no client': { aud: undefined },
  'another audience, whatever the client': { aud: 'other', client_id: 'countersign' },
  'an end in the past': { exp: String(now() - 1) },
  'its end just now': { exp: String(now()) },
  'no end': { exp: undefined },
  'an end that is no number': { exp: 'never' },
  'the use of an ID token': { token_use: 'id' },
  'the use of a refresh token': { token_use: 'refresh' },
  'the nonce of an ID token': { nonce: 'n-0S6_WzA2Mj' },
  'the access token hash of an ID token': { at_hash: '77QmUPtjPfzWtF2AnpK9RQ' },
  'no name': { sub: undefined },
  'an empty name': { sub: '' },
};
test.each(Object.entries(unauthenticated))('rule 10: a token with %s is refused', async (_, claims) => {
  expectProblem(await withClaims(claims), 'unauthenticated');
});

const forbidden = {
  'no scope': { scope: undefined },
  'another scope': { scope: 'countersign/verify countersign/self' },
  'a scope that begins like the right one': { scope: 'countersign/operate2' },
  'a scope in other letters': { scope: 'Countersign/Operate' },
  'no group': { groups: undefined },
  'a group that contains a right one': { groups: '[countersign-auditors-emeriti xcountersign-auditors]' },
  'a role for a group': { groups: '[auditor administrator]' },
  'a group in other letters': { groups: '[Countersign-Auditors]' },
  'the right group in the claim that does not count': {
    groups: '[staff]',
    'cognito:groups': '[countersign-administrators]',
  },
};
test.each(Object.entries(forbidden))('rule 10: a token with %s is refused', async (_, claims) => {
  expectProblem(await withClaims(claims), 'forbidden');
});

test('rule 10: a user with the groups of an administrator but the scope of a user is no operator', async () => {
  const answer = await withClaims({ scope: 'countersign/self', groups: '[countersign-administrators]' });
  expectProblem(answer, 'forbidden');
});

test('rule 10: whoever acts is named in the audit as the token says', async () => {
  const userId = await createUser(world);
  const claims = { sub: 'client-1', client_id: 'portal', scope: 'countersign/verify' };
  world.advance(period);
  await world.api.expect(403, 'POST', '/v1/verifications', { as: { claims }, body: { userId } });
  await world.drain();
  const { items } = await world.api.expect(200, 'GET', `/v1/users/${userId}/events`);
  const actors = items.map(({ type, actor }: { type: string; actor: string }) => `${type} by ${actor}`);
  expect(actors).toContain('enrollment.expired-at-sign-in by application:portal');
  expect(actors).toContain('user.created by operator:the-administrator');
});
