import { expect } from 'vitest';
import { order, period } from '../support/accounts.ts';
import type { Caller } from '../support/api.ts';
import { sendLink } from '../support/links.ts';
import { createUser, enrolledUser } from '../support/people.ts';
import { tableText } from '../support/table.ts';
import { test, world } from '../support/world-test.ts';

const people: Record<string, string> = {};

test.beforeAll(async ({ world }) => {
  people['expired'] = await createUser(world);
  world.advance(period);
  people['enrolled'] = (await enrolledUser(world)).userId;
  people['waiting'] = await createUser(world);
  await sendLink(world, people['waiting']);
  people['disabled'] = await createUser(world);
  await order(world, people['disabled'], 'disable');
  people['free'] = await createUser(world, { twoFactorRequired: false });
  people['superior'] = await createUser(world, { roles: ['administrator'] });
  people['nobody'] = 'no-such-user';
  await world.drain();
});

type Refused = readonly [
  status: number,
  method: string,
  person: string,
  action: string,
  body?: object,
  as?: Caller,
];

const proof = { identityVerified: true };

/** Every way not to go through with something: cancelled, not entitled, not possible, not understood. */
const refusals: readonly Refused[] = [
  [400, 'POST', 'enrolled', 'reset', {}],
  [400, 'POST', 'enrolled', 'reset', { ...proof, unknown: 1 }],
  [400, 'POST', 'expired', 'restore-access', { identityVerified: false }],
  [400, 'POST', 'enrolled', 'disable', { reason: '' }],
  [400, 'POST', 'waiting', 'setup-links', { pin: 'yes' }],
  [400, 'PUT', 'enrolled', 'totp', { secret: 'not base 32' }],
  [400, 'PUT', 'enrolled', 'totp', { sendLink: 'Y' }],
  [403, 'POST', 'enrolled', 'reset', proof, 'auditor'],
  [403, 'POST', 'superior', 'reset', proof, 'helpdesk'],
  [403, 'POST', 'expired', 'restore-access', proof, 'helpdesk'],
  [403, 'POST', 'disabled', 'enable', {}, 'helpdesk'],
  [403, 'POST', 'enrolled', 'disable', {}, 'helpdesk'],
  [403, 'POST', 'waiting', 'setup-links', {}, 'auditor'],
  [403, 'PUT', 'enrolled', 'totp', {}, 'auditor'],
  [403, 'PUT', 'superior', 'totp', {}, 'helpdesk'],
  [403, 'POST', 'enrolled', 'backup-codes', {}, 'helpdesk'],
  [403, 'POST', 'waiting', 'totp/reveal', {}, 'helpdesk'],
  [403, 'POST', 'enrolled', 'reset', proof, 'application'],
  [401, 'POST', 'enrolled', 'reset', proof, 'nobody'],
  [404, 'POST', 'nobody', 'reset', proof],
  [404, 'POST', 'nobody', 'enable', {}],
  [404, 'POST', 'nobody', 'setup-links', {}],
  [404, 'PUT', 'nobody', 'totp', {}],
  [404, 'POST', 'nobody', 'backup-codes', {}],
  [409, 'POST', 'waiting', 'restore-access', proof],
  [409, 'POST', 'enrolled', 'setup-links', {}],
  [409, 'POST', 'expired', 'setup-links', {}],
  [409, 'POST', 'disabled', 'setup-links', {}],
  [409, 'POST', 'free', 'setup-links', {}],
  [409, 'PUT', 'expired', 'totp', { sendLink: true }],
  [409, 'PUT', 'disabled', 'totp', {}],
  [409, 'PUT', 'free', 'totp', {}],
  [409, 'POST', 'waiting', 'backup-codes', {}],
  [409, 'POST', 'enrolled', 'totp/reveal', {}],
];

test.each(refusals)('3.18 refused with %i and nothing is changed: %s %s %s %j %s', async (...refused) => {
  const [status, method, person, action, body, as = 'administrator'] = refused as unknown as Refused;
  const before = await tableText(world);
  const answer = await world.api.call(method, `/v1/users/${people[person]}/${action}`, { as, body });
  expect(answer.status).toBe(status);
  await world.drain();
  expect(await tableText(world)).toBe(before);
});

test('3.18, rule 10 an operator cannot reset, disable or enroll oneself through the operator routes', async () => {
  const userId = 'the-administrator';
  const body = { userId, displayName: 'The Administrator', email: 'admin@example.org' };
  await world.api.expect(201, 'POST', '/v1/users', { as: { claims: operatorCalled('another') }, body });
  await world.drain();
  const before = await tableText(world);
  for (const action of ['reset', 'disable', 'setup-links', 'backup-codes']) {
    const sent = { body: action === 'reset' ? proof : {} };
    expect(await world.api.call('POST', `/v1/users/${userId}/${action}`, sent)).toMatchObject({
      status: 403,
    });
  }
  expect(await world.api.call('PUT', `/v1/users/${userId}/totp`, { body: {} })).toMatchObject({
    status: 403,
  });
  expect(await tableText(world)).toBe(before);
});

const operatorCalled = (sub: string) => ({
  sub,
  scope: 'countersign/operate',
  groups: ['countersign-administrators'],
});
