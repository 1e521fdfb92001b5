import fc from 'fast-check';
import { describe, expect } from 'vitest';
import { config } from '../../infra.config.ts';
import { Problem } from '../../lib/domain/problems.ts';
import { authorise } from '../../lib/http/authorise.ts';
import type { Route } from '../../lib/http/route.ts';
import { gatewayClaims } from '../../local/gateway/authorizer.ts';
import { period } from '../support/accounts.ts';
import { expectProblem } from '../support/expectations.ts';
import { issuer } from '../support/gateway-event.ts';
import { createUser } from '../support/people.ts';
import { test, world } from '../support/world-test.ts';

const now = (): number => Math.floor(Date.now() / 1000);
const operator = { sub: 'somebody', scope: 'countersign/operate', groups: ['countersign-auditors'] };
const withClaims = (claims: object) =>
  world.api.call('GET', '/v1/users', { as: { claims: { ...operator, ...claims } } });

const accepted = {
  'its group among others': { groups: ['staff', 'countersign-auditors', 'a b'] },
  'one group as text': { groups: 'countersign-auditors' },
  'groups of Cognito': { groups: undefined, 'cognito:groups': ['countersign-auditors'] },
  'its group in the second of two claims': { groups: ['staff'], 'cognito:groups': ['countersign-auditors'] },
  'several scopes': { scope: 'openid countersign/operate profile' },
  'scopes as an array': { scope: ['openid', 'countersign/operate'] },
  'scopes in scp, as a list': { scope: undefined, scp: ['openid', 'countersign/operate'] },
  'scopes in scp, as words': { scope: undefined, scp: 'openid countersign/operate' },
  'several audiences': { aud: ['other', 'countersign'] },
  'no audience but the client, as Cognito does': { aud: undefined, client_id: 'countersign' },
  'the nonce of a sign-in, as Keycloak before 24 does': { nonce: 'n-0S6_WzA2Mj' },
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
  'an end in the past': { exp: now() - 1 },
  'its end just now': { exp: now() },
  'no end': { exp: undefined },
  'an end that is no number': { exp: 'never' },
  'the use of an ID token': { token_use: 'id' },
  'the use of a refresh token': { token_use: 'refresh' },
  'the access token hash of an ID token': { at_hash: '77QmUPtjPfzWtF2AnpK9RQ' },
  'no name': { sub: undefined },
  'an empty name': { sub: '' },
  'audiences in one text': { aud: 'other countersign' },
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
  'a group that contains a right one': {
    groups: ['countersign-auditors-emeriti', 'xcountersign-auditors'],
  },
  'one group whose name ends in a right one': { groups: ['friends countersign-administrators'] },
  'one group whose name is a list with a right one': { groups: ['[countersign-administrators]'] },
  'groups in one text': { groups: 'staff countersign-administrators' },
  'groups in one text as the gateway would write a list': { groups: '[staff countersign-administrators]' },
  'a right group with a blank': { groups: ['countersign-administrators ', ' countersign-auditors'] },
  'a right group within a list of its own': { groups: [['countersign-administrators']] },
  'a role for a group': { groups: ['auditor', 'administrator'] },
  'a group in other letters': { groups: ['Countersign-Auditors'] },
  'no name but a client': { sub: '', client_id: 'console' },
};
test.each(Object.entries(forbidden))('rule 10: a token with %s is refused', async (_, claims) => {
  expectProblem(await withClaims(claims), 'forbidden');
});

test('rule 10: a user with the groups of an administrator but the scope of a user is no operator', async () => {
  const answer = await withClaims({ scope: 'countersign/self', groups: ['countersign-administrators'] });
  expectProblem(answer, 'forbidden');
});

test('rule 10: a token of nobody is refused in words that name the claim', async () => {
  const { body } = await withClaims({ sub: '', client_id: 'console' });
  expect(body.detail).toMatch(/identifies no person.*sub/);
});

describe('rule 10: the token in the header is the one that the gateway has verified, or it is refused', () => {
  const other = (change: object): string => {
    const claims = { ...operator, iss: 'https://identity.test', aud: 'countersign', exp: now() + 600 };
    const parts = [{ alg: 'none' }, { ...claims, ...change }, ''];
    return parts.map((part) => Buffer.from(JSON.stringify(part)).toString('base64url')).join('.');
  };
  const administrators = { groups: ['countersign-administrators'] };
  test.each([
    ['of another person', `Bearer ${other({ ...administrators, sub: 'root' })}`],
    ['of another issuer', `Bearer ${other({ ...administrators, iss: 'https://elsewhere.test' })}`],
    ['of another end', `Bearer ${other({ ...administrators, exp: now() + 6_000 })}`],
    ['of another id', `Bearer ${other({ ...administrators, jti: 'one' })}`],
    ['beside another', `Bearer ${other({})},Bearer ${other(administrators)}`],
    ['that is none', 'Bearer a.b.c'],
    ['that is a list', `Bearer a.${Buffer.from('[]').toString('base64url')}.c`],
    ['that is missing', ''],
  ])('a token %s', async (_, authorization) => {
    const headers = { authorization };
    expectProblem(await world.api.call('GET', '/v1/settings', { as: 'auditor', headers }), 'unauthenticated');
  });
});

describe('rule 10: groups are read back exactly', () => {
  const groupsOfRoles = Object.values(config.roles).map(({ group }) => group as string);
  const name = fc.oneof(
    fc.string({ unit: 'grapheme', minLength: 1 }),
    fc.constantFrom(...groupsOfRoles),
    // Names that are nearly one of a role.
    fc
      .tuple(
        fc.constantFrom('', ' ', 'a ', '[', ',', '"', '/'),
        fc.constantFrom(...groupsOfRoles),
        fc.constantFrom('', ' ', ' b', ']', ',x'),
      )
      .map((parts) => parts.join('')),
  );
  const actorWith = (groups: unknown, userIdClaim = 'ada') => {
    const claims = {
      iss: 'https://identity.test',
      aud: 'countersign',
      exp: 2_000_000_000,
      sub: userIdClaim,
      scope: 'countersign/operate',
      groups,
    };
    const payload = Buffer.from(JSON.stringify(claims)).toString('base64url');
    const credentials = { verified: gatewayClaims(claims), header: `Bearer e30.${payload}.c2ln` };
    const expected = { issuers: [issuer], receivedAt: 1_900_000_000_000 };
    return authorise({ privilege: 'operator' } as Route, credentials, expected);
  };
  const rolesWith = (groups: unknown): readonly string[] => {
    try {
      return actorWith(groups).roles;
    } catch (error) {
      if (error instanceof Problem && error.code === 'forbidden') return [];
      throw error;
    }
  };
  const rolesNamed = (groups: readonly string[]) =>
    Object.entries(config.roles).flatMap(([role, { group }]) => (groups.includes(group) ? [role] : []));

  test('any list of names gives the roles whose group is one of them, and no other', () => {
    fc.assert(
      fc.property(fc.array(name, { minLength: 1, maxLength: 6 }), (groups) => {
        expect(rolesWith(groups)).toEqual(rolesNamed(groups));
      }),
    );
  });

  test('a text is one name', () => {
    fc.assert(
      fc.property(name, (group) => {
        expect(rolesWith(group)).toEqual(rolesNamed([group]));
      }),
    );
  });
});

test('rule 10: a program acts as its client, and never as the user of that name', async () => {
  await createUser(world, { userId: 'import-job' });
  const as = (claims: object) => ({
    claims: { ...operator, groups: ['countersign-administrators'], ...claims },
  });
  const program = as({ sub: 'import-job', client_id: 'import-job' });
  await world.api.expect(200, 'POST', '/v1/users/import-job/disable', { as: program, body: {} });
  const person = as({ sub: 'import-job', client_id: 'console' });
  expectProblem(
    await world.api.call('POST', '/v1/users/import-job/enable', { as: person, body: {} }),
    'forbidden',
  );
  await world.drain();
  const { items } = await world.api.expect(200, 'GET', '/v1/users/import-job/events');
  const events = items.map(({ type, actor }: { type: string; actor: string }) => `${type} by ${actor}`);
  expect(events).toContain('account.disabled by client:import-job');
});

test.each([
  ['the issuer says so as Auth0 does', { sub: 'job@clients', azp: 'job', gty: 'client-credentials' }],
  ['the issuer says so as Entra does', { sub: 'x', azp: 'job', idtyp: 'app' }],
  ['it is its own subject', { sub: 'job', cid: 'job' }],
  ['it has no subject', { sub: undefined, client_id: 'job' }],
])('rule 10: a token is of a program where %s', async (_, claims) => {
  const answer = await world.api.call('GET', '/v1/operator', { as: { claims: { ...operator, ...claims } } });
  expect(answer).toMatchObject({ status: 200, body: { name: 'job' } });
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
