import { expect, vi } from 'vitest';
import { stageOf } from '../support/accounts.ts';
import { expectProblem } from '../support/expectations.ts';
import { enrolledUser } from '../support/people.ts';
import { test, world } from '../support/world-test.ts';

/** A deployment whose help desk looks after tokens and may not reset enrollments. */
vi.mock('../../infra.config.ts', async (original) => {
  const { config } = await original<typeof import('../../infra.config.ts')>();
  const helpdesk = { ...config.roles.helpdesk, privileges: ['users:read', 'tokens:*'] };
  return { config: { ...config, roles: { ...config.roles, helpdesk } } };
});

test('rule 10: who may not reset an enrollment does not end it by deleting the last token or replacing the key', async () => {
  const { userId, tokenId } = await enrolledUser(world);
  const user = `/v1/users/${userId}`;
  const last = `${user}/tokens/${tokenId}?confirmNoActiveToken=true`;
  const proof = { identityVerified: true, reason: 'asked in person' };
  for (const [method, target, body] of [
    ['POST', `${user}/reset`, proof],
    ['DELETE', last, undefined],
    ['PUT', `${user}/totp`, {}],
  ] as const) {
    expectProblem(await world.api.call(method, target, { as: 'helpdesk', body }), 'forbidden');
  }
  expect(await stageOf(world, userId)).toBe('enrolled');

  const body = { type: 'email', email: 'second@example.org' };
  await world.api.expect(201, 'POST', `${user}/tokens`, { as: 'helpdesk', body });
  await world.api.expect(204, 'DELETE', last, { as: 'helpdesk' });
});
