import { randomUUID } from 'node:crypto';
import { expect } from 'vitest';
import { countEvents } from '../support/accounts.ts';
import { expectProblem } from '../support/expectations.ts';
import { completeSignIn, tryStart } from '../support/guesses.ts';
import { appCode, enrolledUser, start, wrongCode } from '../support/people.ts';
import { test, world } from '../support/world-test.ts';

function attemptWithKey(verificationId: string, code: string, key: string) {
  return world.api.call('POST', `/v1/verifications/${verificationId}/attempts`, {
    as: 'application',
    body: { code },
    headers: { 'idempotency-key': key },
  });
}

test('rule 3: a verified answer is repeated for the same Idempotency-Key, with one event', async () => {
  const person = await enrolledUser(world);
  const { verificationId } = await start(world, person.userId);
  const key = randomUUID();
  const code = appCode(person.secret, world.now);
  const first = await attemptWithKey(verificationId, code, key);
  expect(first.status).toBe(200);
  world.advance(5);
  for (let i = 0; i < 3; i++) expect(await attemptWithKey(verificationId, code, key)).toEqual(first);
  expectProblem(await attemptWithKey(verificationId, code, randomUUID()), 'invalid-code');
  expect(await countEvents(world, person.userId, 'verification.succeeded')).toBe(1);
});

test('rule 3: a verified answer is repeated when the session ran out between the two', async () => {
  const person = await enrolledUser(world);
  const { verificationId } = await start(world, person.userId);
  const code = appCode(person.secret, world.now);
  const first = await attemptWithKey(verificationId, code, 'k');
  world.advance(601);
  expect(await attemptWithKey(verificationId, code, 'k')).toEqual(first);
});

test('rule 3: the answer for a backup code is repeated, and the code is spent once', async () => {
  const person = await enrolledUser(world);
  const { verificationId } = await start(world, person.userId);
  const [code = ''] = person.backupCodes;
  const first = await attemptWithKey(verificationId, code, 'k');
  expect(first).toMatchObject({ status: 200, body: { type: 'backup-codes', backupCodesRemaining: 9 } });
  expect(await attemptWithKey(verificationId, code, 'k')).toEqual(first);
  const user = await world.api.expect(200, 'GET', `/v1/users/${person.userId}`);
  expect(user.backupCodesRemaining).toBe(9);
});

test('rule 3: a wrong code is not counted twice for the same Idempotency-Key', async () => {
  const person = await enrolledUser(world);
  const { verificationId } = await start(world, person.userId);
  const code = wrongCode(person.secret, world.now);
  for (let i = 0; i < 12; i++) {
    const answer = await attemptWithKey(verificationId, code, 'k');
    expectProblem(answer, 'invalid-code');
    expect(answer.body.attemptsRemaining).toBe(4);
  }
  expect(await countEvents(world, person.userId, 'verification.failed')).toBe(1);
  expect(await tryStart(world, person.userId)).toMatchObject({ status: 201 });
});

test('1.17 a key used again repeats nothing for another verification or another code', async () => {
  const person = await enrolledUser(world);
  const one = await start(world, person.userId);
  const two = await start(world, person.userId);
  const wrong = wrongCode(person.secret, world.now);
  expectProblem(await attemptWithKey(one.verificationId, wrong, 'k'), 'invalid-code');
  const code = appCode(person.secret, world.now);
  expect(await attemptWithKey(one.verificationId, code, 'k')).toMatchObject({ status: 200 });
  expectProblem(await attemptWithKey(one.verificationId, wrong, 'k'), 'invalid-code');
  const answer = await attemptWithKey(two.verificationId, wrong, 'k');
  expectProblem(answer, 'invalid-code');
  expect(answer.body.attemptsRemaining).toBe(4);
});

test('1.17 the retry of the attempt that locked a verification is answered as that attempt was', async () => {
  const person = await enrolledUser(world);
  const { verificationId } = await start(world, person.userId);
  const code = wrongCode(person.secret, world.now);
  for (const key of ['1', '2', '3', '4', '5']) await attemptWithKey(verificationId, code, key);
  const retried = await attemptWithKey(verificationId, code, '5');
  expectProblem(retried, 'invalid-code');
  expect(retried.body.attemptsRemaining).toBe(0);
  expectProblem(await attemptWithKey(verificationId, code, '6'), 'verification-locked');
});

test('0.16 a repeated answer is none any more once the account is disabled', async () => {
  const person = await enrolledUser(world);
  const { verificationId } = await start(world, person.userId);
  const code = appCode(person.secret, world.now);
  await attemptWithKey(verificationId, code, 'k');
  await world.api.expect(200, 'POST', `/v1/users/${person.userId}/disable`, { body: {} });
  expectProblem(await attemptWithKey(verificationId, code, 'k'), 'account-disabled');
});

test.each(['', 'x'.repeat(129), 'two words', 'é'])(
  'rule 13: the Idempotency-Key %j is refused',
  async (key) => {
    const person = await enrolledUser(world);
    const { verificationId } = await start(world, person.userId);
    const answer = await attemptWithKey(verificationId, appCode(person.secret, world.now), key);
    expectProblem(answer, 'invalid-request');
    expect(answer.body.errors[0].path).toBe('Idempotency-Key');
    expect(await completeSignIn(world, person)).toMatchObject({ status: 200 });
  },
);
