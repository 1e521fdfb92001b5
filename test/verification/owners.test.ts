import { describe, expect } from 'vitest';
import { otherApplication } from '../support/assertions.ts';
import { expectProblem } from '../support/expectations.ts';
import { readVerification } from '../support/guesses.ts';
import { appCode, attempt, createUser, enrolledUser, start, wrongCode } from '../support/people.ts';
import { tableText } from '../support/table.ts';
import { test, world } from '../support/world-test.ts';

/** Everything that an application can do with a verification. */
const everything = (verificationId: string, code: string, as: typeof otherApplication) => {
  const path = `/v1/verifications/${verificationId}`;
  return Promise.all([
    world.api.call('GET', path, { as }),
    world.api.call('POST', `${path}/attempts`, { as, body: { code }, headers: { 'idempotency-key': 'k' } }),
    world.api.call('POST', `${path}/challenges`, { as, body: { tokenId: 'x' } }),
    world.api.call('POST', `${path}/enrollment`, { as }),
    world.api.call('POST', `${path}/enrollment/confirmation`, { as, body: { code } }),
  ]);
};

/** Answers but for the id of the request. */
const worded = (answers: readonly { body: Record<string, unknown> }[]) =>
  answers.map(({ body: { instance: _, ...rest } }) => rest);

describe('rule 10: a verification belongs to the application that started it', () => {
  test.each(['open', 'verified', 'locked', 'of an account that was disabled', 'that asks for an enrollment'])(
    'to another one, a verification %s is none, in the words for an id that never was',
    async (how) => {
      const { userId, secret } =
        how === 'that asks for an enrollment'
          ? { userId: await createUser(world), secret: 'JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP' }
          : await enrolledUser(world);
      const { verificationId } = await start(world, userId);
      const code = appCode(secret, world.now);
      if (how === 'verified') {
        await world.api.expect(200, 'POST', `/v1/verifications/${verificationId}/attempts`, {
          as: 'application',
          body: { code },
          headers: { 'idempotency-key': 'k' },
        });
      }
      if (how === 'locked') {
        for (let i = 0; i < 5; i++) await attempt(world, verificationId, wrongCode(secret, world.now));
      }
      if (how.includes('disabled')) {
        await world.api.expect(200, 'POST', `/v1/users/${userId}/disable`, { body: {} });
      }
      const before = await tableText(world);
      const answers = await everything(verificationId, code, otherApplication);
      for (const answer of answers) expectProblem(answer, 'not-found');
      // An id of a second that has not come yet is one that never was.
      const never = `_____wAAAAAAAAAAAAAAAA.${verificationId.split('.')[1]}`;
      expect(worded(answers)[0]).toEqual(worded([await readVerification(world, never)])[0]);
      expect(await tableText(world)).toBe(before);
    },
  );

  test('and guesses of another one neither count nor lock it', async () => {
    const { userId, secret } = await enrolledUser(world);
    const { verificationId } = await start(world, userId);
    const wrong = wrongCode(secret, world.now);
    for (let i = 0; i < 12; i++) {
      const answer = await world.api.call('POST', `/v1/verifications/${verificationId}/attempts`, {
        as: otherApplication,
        body: { code: wrong },
      });
      expectProblem(answer, 'not-found');
    }
    expect((await readVerification(world, verificationId)).body.attemptsRemaining).toBe(5);
    expect((await attempt(world, verificationId, appCode(secret, world.now))).status).toBe(200);
  });

  test('of 16 calls by either application at once only those of its own are judged', async () => {
    const { userId, secret } = await enrolledUser(world);
    const { verificationId } = await start(world, userId);
    const code = appCode(secret, world.now);
    const answers = await Promise.all(
      Array.from({ length: 16 }, (_, i) =>
        world.api.call('POST', `/v1/verifications/${verificationId}/attempts`, {
          as: i % 2 ? 'application' : otherApplication,
          body: { code },
        }),
      ),
    );
    const own = answers.filter((_, i) => i % 2).map(({ status }) => status);
    expect(own.filter((status) => status === 200)).toHaveLength(1);
    expect(answers.filter((_, i) => i % 2 === 0).every(({ status }) => status === 404)).toBe(true);
  });
});
