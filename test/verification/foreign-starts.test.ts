import { expect } from 'vitest';
import { useFewBackupCodes } from '../support/accounts.ts';
import { otherApplication } from '../support/assertions.ts';
import { expectProblem } from '../support/expectations.ts';
import { readVerification } from '../support/guesses.ts';
import { appCode, attempt, createUser, enrolledUser, start, wrongCode } from '../support/people.ts';
import { test, world } from '../support/world-test.ts';

test.beforeAll(async ({ world }) => {
  await useFewBackupCodes(world);
});

const foreignStarts = (userId: string, count: number) =>
  Promise.all(
    Array.from({ length: count }, () =>
      world.api.expect(201, 'POST', '/v1/verifications', { as: otherApplication, body: { userId } }),
    ),
  );

/** Runs foreign starts for a user, without a pause, until the action has ended. */
async function besideForeignStarts<T>(userId: string, act: () => Promise<T>): Promise<T> {
  let over = false;
  const storm = (async () => {
    while (!over) await foreignStarts(userId, 5);
  })();
  try {
    return await act();
  } finally {
    over = true;
    await storm;
  }
}

test('rule 14: fifty foreign starts between start and answer change nothing for the owner, backup code included', async () => {
  const { userId, secret, backupCodes } = await enrolledUser(world);
  for (const code of [() => appCode(secret, world.now), () => backupCodes[0] ?? '']) {
    const { verificationId } = await start(world, userId);
    await foreignStarts(userId, 50);
    expect(await attempt(world, verificationId, code())).toMatchObject({ status: 200 });
    await foreignStarts(userId, 50);
    expect((await readVerification(world, verificationId)).body.status).toBe('verified');
    world.advance(30);
  }
});

test('rule 14: a retry of a verified attempt has its answer, whatever others have started since', async () => {
  const { userId, secret } = await enrolledUser(world);
  const { verificationId } = await start(world, userId);
  const answer = () =>
    world.api.call('POST', `/v1/verifications/${verificationId}/attempts`, {
      as: 'application',
      body: { code },
      headers: { 'idempotency-key': 'the-same' },
    });
  const code = appCode(secret, world.now);
  const first = await answer();
  await foreignStarts(userId, 30);
  expect((await answer()).body).toEqual(first.body);
});

test('1.17 a locked verification stays locked, whatever others have started since', async () => {
  const { userId, secret } = await enrolledUser(world);
  const { verificationId } = await start(world, userId);
  for (let i = 0; i < 5; i++) await attempt(world, verificationId, wrongCode(secret, world.now));
  await foreignStarts(userId, 30);
  expectProblem(await attempt(world, verificationId, appCode(secret, world.now)), 'verification-locked');
});

test('rule 14: while others start without a pause, the owner signs in every time', async () => {
  const { userId, secret } = await enrolledUser(world);
  await besideForeignStarts(userId, async () => {
    for (let i = 0; i < 20; i++) {
      world.advance(30);
      const { verificationId } = await start(world, userId);
      expect(await attempt(world, verificationId, appCode(secret, world.now))).toMatchObject({ status: 200 });
    }
  });
});

test('rule 14: while others start without a pause, a user enrolls and makes new backup codes', async () => {
  const userId = await createUser(world);
  const { verificationId } = await start(world, userId);
  const path = `/v1/verifications/${verificationId}/enrollment`;
  const as = 'application' as const;
  const secret = await besideForeignStarts(userId, async () => {
    const { secret } = await world.api.expect(201, 'POST', path, { as });
    const body = { code: appCode(secret, world.now) };
    const { backupCodes } = await world.api.expect(200, 'POST', `${path}/confirmation`, { as, body });
    expect(backupCodes).toHaveLength(3);
    return secret;
  });
  world.advance(30);
  const body = { code: appCode(secret, world.now) };
  const regenerate = () =>
    world.api.expect(200, 'POST', '/v1/me/backup-codes', { as: { self: userId }, body });
  expect((await besideForeignStarts(userId, regenerate)).backupCodes).toHaveLength(3);
});
