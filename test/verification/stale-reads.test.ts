import { expect } from 'vitest';
import type { Item } from '../../lib/store/items.ts';
import { useFewBackupCodes } from '../support/accounts.ts';
import { expectProblem } from '../support/expectations.ts';
import { itemsOf, readStale } from '../support/faults.ts';
import { completeSignIn } from '../support/guesses.ts';
import { appCode, attempt, createUser, enroll, enrolledUser, start, wrongCode } from '../support/people.ts';
import { test, world } from '../support/world-test.ts';

test.beforeAll(async ({ world }) => {
  await useFewBackupCodes(world);
});

const isState = (item: Item): boolean => item['sk']?.S === 'STATE';

/** What a read finds that a transaction is just overtaking: STATE as it is now, the rest as it was. */
async function torn(userId: string, before: readonly Item[]): Promise<Item[]> {
  const now = await itemsOf(world, userId);
  return [...before.filter((item) => !isState(item)), ...now.filter(isState)];
}

test('rule 3: a locked verification stays locked for a read that has not seen it locked', async () => {
  const { userId, secret } = await enrolledUser(world);
  const { verificationId } = await start(world, userId);
  const older = await itemsOf(world, userId);
  for (let i = 0; i < 5; i++) await attempt(world, verificationId, wrongCode(secret, world.now));
  readStale(world, userId, older);
  expectProblem(await attempt(world, verificationId, appCode(secret, world.now)), 'verification-locked');
});

test('P.02 a spent code is refused by a read that has not seen it spent', async () => {
  const person = await enrolledUser(world);
  const { verificationId } = await start(world, person.userId);
  const other = await start(world, person.userId);
  const older = await itemsOf(world, person.userId);
  const code = appCode(person.secret, world.now);
  await attempt(world, other.verificationId, code);
  readStale(world, person.userId, older);
  expectProblem(await attempt(world, verificationId, code), 'invalid-code');
});

test.each(['whole', 'torn'])('3.14 a spent backup code is refused by a %s read of before', async (kind) => {
  const { userId, backupCodes } = await enrolledUser(world);
  const [code = ''] = backupCodes;
  const sessions = [await start(world, userId), await start(world, userId)];
  const older = await itemsOf(world, userId);
  await attempt(world, sessions[0].verificationId, code);
  readStale(world, userId, kind === 'whole' ? older : await torn(userId, older));
  expectProblem(await attempt(world, sessions[1].verificationId, code), 'invalid-code');
});

test.each(['whole', 'torn'])('3.14 codes of the old set are refused by a %s read of before', async (kind) => {
  const { userId, backupCodes } = await enrolledUser(world);
  const { verificationId } = await start(world, userId);
  const older = await itemsOf(world, userId);
  const recreated = await world.api.expect(200, 'POST', `/v1/users/${userId}/backup-codes`);
  readStale(world, userId, kind === 'whole' ? older : await torn(userId, older));
  expectProblem(await attempt(world, verificationId, backupCodes[0] ?? ''), 'invalid-code');
  readStale(world, userId, kind === 'whole' ? older : await torn(userId, older));
  expect(await attempt(world, verificationId, recreated.backupCodes[0])).toMatchObject({ status: 200 });
});

test('0.16 a disabled account is refused by a read that has not seen it disabled', async () => {
  const { userId, secret } = await enrolledUser(world);
  const { verificationId } = await start(world, userId);
  const older = await itemsOf(world, userId);
  await world.api.expect(200, 'POST', `/v1/users/${userId}/disable`, { body: {} });
  readStale(world, userId, older);
  expectProblem(await attempt(world, verificationId, appCode(secret, world.now)), 'account-disabled');
});

test('3.12 the old key is refused by a read that has not seen it replaced', async () => {
  const { userId, secret } = await enrolledUser(world);
  const { verificationId } = await start(world, userId);
  const older = await itemsOf(world, userId);
  await world.api.expect(200, 'PUT', `/v1/users/${userId}/totp`, { body: { identityVerified: true } });
  readStale(world, userId, older);
  expectProblem(await attempt(world, verificationId, appCode(secret, world.now)), 'verification-expired');
});

test.each(['whole', 'torn'])('1.13 the new key is accepted by a %s read of before', async (kind) => {
  const userId = await createUser(world);
  const older = await itemsOf(world, userId);
  const person = await enroll(world, userId);
  const { verificationId } = await start(world, userId);
  readStale(world, userId, kind === 'whole' ? older : await torn(userId, older));
  expect(await attempt(world, verificationId, appCode(person.secret, world.now))).toMatchObject({
    status: 200,
  });
});

test('rule 3: a user and a verification that a read does not see yet are found', async () => {
  const userId = await createUser(world);
  readStale(world, userId, 'nothing');
  await start(world, userId);
  const person = await enroll(world, userId);
  const older = await itemsOf(world, userId);
  const { verificationId } = await start(world, userId);
  readStale(world, userId, older);
  expect(await attempt(world, verificationId, appCode(person.secret, world.now))).toMatchObject({
    status: 200,
  });
});

test('1.13 an enrollment is started and confirmed over reads of before', async () => {
  const userId = await createUser(world);
  const created = await itemsOf(world, userId);
  const { verificationId } = await start(world, userId);
  const path = `/v1/verifications/${verificationId}/enrollment`;
  const first = await world.api.expect(201, 'POST', path, { as: 'application' });
  const older = await itemsOf(world, userId);
  readStale(world, userId, created);
  const { secret } = await world.api.expect(201, 'POST', path, { as: 'application' });
  // The key of a sign-in is its own, whatever a read has seen.
  expect(secret).toBe(first.secret);
  readStale(world, userId, older);
  const answer = await world.api.call('POST', `${path}/confirmation`, {
    as: 'application',
    body: { code: appCode(secret, world.now) },
  });
  expect(answer).toMatchObject({ status: 200, body: { status: 'verified' } });
});

test('rule 2: failures that a read has not seen are counted on, not over', async () => {
  const person = await enrolledUser(world);
  const { verificationId } = await start(world, person.userId);
  const older = await itemsOf(world, person.userId);
  const remaining: number[] = [];
  for (let i = 0; i < 4; i++) {
    readStale(world, person.userId, older);
    const answer = await attempt(world, verificationId, wrongCode(person.secret, world.now));
    remaining.push(answer.body.attemptsRemaining);
  }
  expect(remaining).toEqual([4, 3, 2, 1]);
  expect(await completeSignIn(world, person)).toMatchObject({ status: 200 });
});
