import { expect } from 'vitest';
import { useFewBackupCodes } from '../support/accounts.ts';
import { expectProblem } from '../support/expectations.ts';
import { readVerification } from '../support/guesses.ts';
import { appCode, attempt, enroll, enrolledUser, start, wrongCode } from '../support/people.ts';
import { test, world } from '../support/world-test.ts';

test.beforeAll(async ({ world }) => {
  await useFewBackupCodes(world);
});

async function lock(userId: string, secret: string, attempts = 5): Promise<string> {
  const { verificationId } = await start(world, userId);
  for (let remaining = attempts - 1; remaining >= 0; remaining--) {
    const answer = await attempt(world, verificationId, wrongCode(secret, world.now));
    expectProblem(answer, 'invalid-code');
    expect(answer.body.attemptsRemaining).toBe(remaining);
  }
  return verificationId;
}

test('1.17 at the fifth wrong code the verification is locked, for the right code too', async () => {
  const { userId, secret, backupCodes } = await enrolledUser(world);
  const verificationId = await lock(userId, secret);
  expectProblem(await attempt(world, verificationId, appCode(secret, world.now)), 'verification-locked');
  expectProblem(await attempt(world, verificationId, backupCodes[0] ?? ''), 'verification-locked');
  expect((await readVerification(world, verificationId)).body).toMatchObject({ status: 'locked' });
});

test('1.18 a fresh verification starts at zero and is verified', async () => {
  const { userId, secret } = await enrolledUser(world);
  const locked = await lock(userId, secret);
  const fresh = await start(world, userId);
  expect(fresh.attemptsRemaining).toBe(5);
  expect(await attempt(world, fresh.verificationId, appCode(secret, world.now))).toMatchObject({
    status: 200,
  });
  expectProblem(await attempt(world, locked, appCode(secret, world.now + 30)), 'verification-locked');
});

test('1.18 attempts in one verification do not count in another that is open beside it', async () => {
  const { userId, secret } = await enrolledUser(world);
  const beside = await start(world, userId);
  await lock(userId, secret);
  expect((await readVerification(world, beside.verificationId)).body).toMatchObject({ attemptsRemaining: 5 });
  expect(await attempt(world, beside.verificationId, appCode(secret, world.now))).toMatchObject({
    status: 200,
  });
});

test('1.19 a reset does not unlock a verification, nor does the enrollment that follows', async () => {
  const { userId, secret } = await enrolledUser(world);
  const verificationId = await lock(userId, secret);
  await world.api.expect(200, 'POST', `/v1/users/${userId}/reset`, { body: { identityVerified: true } });
  expectProblem(await attempt(world, verificationId, appCode(secret, world.now)), 'verification-locked');
  const again = await enroll(world, userId);
  expectProblem(
    await attempt(world, verificationId, appCode(again.secret, world.now)),
    'verification-locked',
  );
});

test('1.17 wrong codes of every kind count towards the same limit', async () => {
  const { userId, secret } = await enrolledUser(world);
  const { verificationId } = await start(world, userId);
  const wrong = wrongCode(secret, world.now);
  const codes = [wrong, '0000-0000-0000-0000', '1234', '1234567890', wrong];
  const remaining: number[] = [];
  for (const code of codes)
    remaining.push((await attempt(world, verificationId, code)).body.attemptsRemaining);
  expect(remaining).toEqual([4, 3, 2, 1, 0]);
  expectProblem(await attempt(world, verificationId, appCode(secret, world.now)), 'verification-locked');
});

test('1.17 a code for another token of the user, or of nobody, counts and is refused', async () => {
  const { userId, secret, tokenId } = await enrolledUser(world);
  const { verificationId } = await start(world, userId);
  const code = appCode(secret, world.now);
  for (const other of ['backup-codes', 'no-such-token']) {
    expectProblem(await attempt(world, verificationId, code, { tokenId: other }), 'invalid-code');
  }
  expect(await attempt(world, verificationId, code, { tokenId })).toMatchObject({
    status: 200,
    body: { tokenId },
  });
});
