import { expect } from 'vitest';
import { useFewBackupCodes } from '../support/accounts.ts';
import { expectProblem } from '../support/expectations.ts';
import { completeSignIn, tryStart } from '../support/guesses.ts';
import { appCode, attempt, enrolledUser, start, wrongCode } from '../support/people.ts';
import { test, world } from '../support/world-test.ts';

test.beforeAll(async ({ world }) => {
  await useFewBackupCodes(world);
});

const step = 30;

test('P.02 after the code of a step no code of that step or an earlier one is accepted, in any verification', async () => {
  const { userId, secret } = await enrolledUser(world);
  world.advance(10 * step);
  const now = world.now;
  const code = (steps: number): string => appCode(secret, now + steps * step);
  const first = await start(world, userId);
  const second = await start(world, userId);
  expect(await attempt(world, first.verificationId, code(0))).toMatchObject({ status: 200 });
  for (const steps of [0, -1, -2, -3]) {
    expectProblem(await attempt(world, second.verificationId, code(steps)), 'invalid-code');
  }
  expect(await attempt(world, second.verificationId, code(1))).toMatchObject({ status: 200 });
  const third = await start(world, userId);
  for (const steps of [1, 0, -1]) {
    expectProblem(await attempt(world, third.verificationId, code(steps)), 'invalid-code');
  }
  expect(await attempt(world, third.verificationId, code(3))).toMatchObject({ status: 200 });
  const fourth = await start(world, userId);
  expectProblem(await attempt(world, fourth.verificationId, code(2)), 'invalid-code');
});

test('P.02 the code that confirmed the enrollment does not sign in a second time', async () => {
  const { userId, secret } = await enrolledUser(world);
  const { verificationId } = await start(world, userId);
  const confirmed = appCode(secret, world.now - 120);
  world.advance(-60);
  expectProblem(await attempt(world, verificationId, confirmed), 'invalid-code');
  world.advance(60);
});

test('P.28 a spent code is refused in exactly the words of a wrong one', async () => {
  const spent = await enrolledUser(world);
  const wrong = await enrolledUser(world);
  const used = await start(world, spent.userId);
  await attempt(world, used.verificationId, appCode(spent.secret, world.now));
  const sessions = { spent: await start(world, spent.userId), wrong: await start(world, wrong.userId) };
  for (let i = 0; i < 6; i++) {
    const answers = [
      await attempt(world, sessions.spent.verificationId, appCode(spent.secret, world.now)),
      await attempt(world, sessions.wrong.verificationId, wrongCode(wrong.secret, world.now)),
    ];
    const [ofSpent, ofWrong] = answers.map(({ body, ...answer }) => {
      const { instance, ...rest } = body;
      return JSON.stringify({ ...answer, body: rest });
    });
    expect(ofSpent).toBe(ofWrong);
    expect(answers[0]?.status).toBe(i < 5 ? 401 : 423);
  }
});

test('rule 3: a spent code is no guess: a hundred of them do not make the account wait', async () => {
  const person = await enrolledUser(world);
  await completeSignIn(world, person);
  const code = appCode(person.secret, world.now);
  for (let i = 0; i < 20; i++) {
    const { verificationId } = await start(world, person.userId);
    for (let j = 0; j < 5; j++) expectProblem(await attempt(world, verificationId, code), 'invalid-code');
  }
  expect(await tryStart(world, person.userId)).toMatchObject({ status: 201 });
  expect(await completeSignIn(world, person)).toMatchObject({ status: 200 });
});

test('P.02 in the verification that it verified the same code is refused and changes nothing', async () => {
  const { userId, secret } = await enrolledUser(world);
  const { verificationId } = await start(world, userId);
  const code = appCode(secret, world.now);
  expect(await attempt(world, verificationId, code)).toMatchObject({ status: 200 });
  expectProblem(await attempt(world, verificationId, code), 'invalid-code');
  const { body } = await world.api.call('GET', `/v1/verifications/${verificationId}`, { as: 'application' });
  expect(body).toMatchObject({ status: 'verified' });
});

test('P.02 rule 11: the audit tells the step that an accepted code spent, and none for one that was refused', async () => {
  const { userId, secret, tokenId } = await enrolledUser(world);
  const code = appCode(secret, world.now);
  for (const typed of [code, code]) await attempt(world, (await start(world, userId)).verificationId, typed);
  await world.drain();
  const audit = (await world.everything()).filter(({ pk }) => pk?.S?.startsWith(`AUDIT#${userId}#`));
  const spentBy = (type: string) =>
    audit.filter((event) => event['type']?.S === type).map(({ details }) => details?.M?.['spent']?.S);
  expect(spentBy('verification.succeeded')).toEqual([`${tokenId} ${Math.floor(world.now / 30)}`]);
  expect(spentBy('verification.spent-code')).toEqual([undefined]);
});
