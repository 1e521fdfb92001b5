import { beforeEach, expect } from 'vitest';
import { expectProblem } from '../support/expectations.ts';
import { createUser } from '../support/people.ts';
import { tableText } from '../support/table.ts';
import { test, world } from '../support/world-test.ts';

let userId: string;
let before: string;
test.beforeAll(async ({ world }) => {
  userId = await createUser(world);
});
beforeEach(async () => {
  before = await tableText(world);
});

const proofs = [
  {},
  { identityVerified: false },
  { identityVerified: 'true' },
  { identityVerified: 1 },
  { identityVerified: null },
];
test.each(proofs)('1.20 nothing is reset or restored with %j for a proof', async (body) => {
  for (const action of ['reset', 'restore-access']) {
    expectProblem(await world.api.call('POST', `/v1/users/${userId}/${action}`, { body }), 'invalid-request');
  }
  expect(await tableText(world)).toBe(before);
});

const starts = [
  { purpose: 'login' },
  { purpose: null },
  { mode: 'otp' },
  { clientIp: 'localhost' },
  { clientIp: '1.2.3.4, 5.6.7.8' },
  { clientIp: 16_909_060 },
  { details: '' },
  { details: 'x'.repeat(501) },
  { details: { amount: 5 } },
];
test.each(starts)('rule 13: no verification starts with %j', async (more) => {
  const answer = await world.api.call('POST', '/v1/verifications', {
    as: 'application',
    body: { userId, ...more },
  });
  expectProblem(answer, 'invalid-request');
  expect(await tableText(world)).toBe(before);
});

const typedKeys = [
  '',
  'short',
  'A'.repeat(25),
  'a'.repeat(32),
  `${'A'.repeat(31)}1`,
  `${'A'.repeat(31)}=`,
  'A'.repeat(129),
  5,
  null,
];
test.each(typedKeys)('3.12 %j is no key', async (secret) => {
  const answer = await world.api.call('PUT', `/v1/users/${userId}/totp`, { body: { secret } });
  expectProblem(answer, 'invalid-request');
  expect(await tableText(world)).toBe(before);
});
