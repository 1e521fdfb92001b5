import { beforeEach, expect } from 'vitest';
import { expectProblem } from '../support/expectations.ts';
import { oddText, oddTypes } from '../support/odd-values.ts';
import { type Enrolled, enrolledUser, newId, start } from '../support/people.ts';
import { tableText } from '../support/table.ts';
import { test, world } from '../support/world-test.ts';

let person: Enrolled;
let verificationId: string;
let before: string;
test.beforeAll(async ({ world }) => {
  person = await enrolledUser(world);
  ({ verificationId } = await start(world, person.userId));
});
beforeEach(async () => {
  before = await tableText(world);
});
const unchanged = async (): Promise<void> => expect(await tableText(world)).toBe(before);

const wrong = [
  ...Object.values(oddText),
  'a b',
  'a/b',
  'a%00b',
  'e\u0301',
  '\u202Eabc',
  'a\u200Bb',
  '\uFEFFa',
  'x'.repeat(65),
  '<b>',
  "a'b",
  '..%2f',
];
test.each(wrong)('rule 13: %j is no id of a user', async (userId) => {
  const body = { userId, displayName: 'X', email: 'x@example.org' };
  expectProblem(await world.api.call('POST', '/v1/users', { body }), 'invalid-request');
  const started = await world.api.call('POST', '/v1/verifications', {
    as: 'application',
    body: { userId },
  });
  expectProblem(started, 'invalid-request');
  const path = `/v1/users/${encodeURIComponent(userId.toWellFormed())}`;
  for (const [method, suffix] of [
    ['GET', ''],
    ['POST', '/disable'],
    ['GET', '/status'],
  ] as const) {
    expectProblem(await world.api.call(method, `${path}${suffix}`), 'invalid-request');
  }
  await unchanged();
});

test.each(oddTypes)('rule 13: %j is no id of a user', async (userId) => {
  const started = await world.api.call('POST', '/v1/verifications', {
    as: 'application',
    body: { userId },
  });
  expectProblem(started, 'invalid-request');
  await unchanged();
});

test('rule 13: unknown users, verifications, links and roles are not found, by their own codes', async () => {
  const unknown = newId('unknown');
  const ask = (method: string, path: string, body?: object, as?: 'application' | 'nobody') =>
    world.api.call(method, path, { ...(body ? { body } : {}), ...(as ? { as } : {}) });
  const proof = { identityVerified: true };
  const other = `${'x'.repeat(22)}.${verificationId.split('.')[1]}`;
  const token = 'x'.repeat(43);
  expectProblem(await ask('POST', '/v1/verifications', { userId: unknown }, 'application'), 'user-not-found');
  expectProblem(await ask('POST', `/v1/users/${unknown}/reset`, proof), 'user-not-found');
  expectProblem(await ask('POST', `/v1/users/${unknown}/setup-links`, {}), 'user-not-found');
  expectProblem(await ask('PUT', `/v1/users/${unknown}/totp`, {}), 'user-not-found');
  expectProblem(await ask('POST', `/v1/users/${unknown}/totp/reveal`, {}), 'user-not-found');
  expectProblem(await ask('POST', `/v1/users/${unknown}/backup-codes`, {}), 'user-not-found');
  expectProblem(await ask('GET', `/v1/verifications/${other}`, undefined, 'application'), 'not-found');
  expectProblem(await ask('POST', `/v1/verifications/${other}/enrollment`, {}, 'application'), 'not-found');
  expectProblem(await ask('POST', '/v1/setup/open', { token }, 'nobody'), 'link-not-found');
  expectProblem(
    await ask('POST', '/v1/setup/confirm', { token, code: '123456' }, 'nobody'),
    'link-not-found',
  );
  expectProblem(await ask('GET', `/v1/roles/${unknown}`), 'not-found');
  await unchanged();
});
