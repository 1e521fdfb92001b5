import { expect } from 'vitest';
import { useFewBackupCodes } from '../support/accounts.ts';
import { expectProblem } from '../support/expectations.ts';
import { completeSignIn, guessWrong, tryStart } from '../support/guesses.ts';
import { appCode, attempt, enrolledUser, start, wrongCode } from '../support/people.ts';
import { test, world } from '../support/world-test.ts';

test.beforeAll(async ({ world }) => {
  await useFewBackupCodes(world);
});

const retryAfter = (answer: { headers: Readonly<Record<string, string>> }): number =>
  Number(answer.headers['retry-after']);

test('rule 2: nine failures are free, and the tenth makes the account wait', async () => {
  const person = await enrolledUser(world);
  await guessWrong(world, person, 9);
  const { verificationId } = await start(world, person.userId);
  expectProblem(await attempt(world, verificationId, wrongCode(person.secret, world.now)), 'invalid-code');
  const waiting = [
    await tryStart(world, person.userId),
    await attempt(world, verificationId, appCode(person.secret, world.now)),
    await attempt(world, verificationId, wrongCode(person.secret, world.now)),
  ];
  for (const answer of waiting) {
    expectProblem(answer, 'account-throttled');
    expect(retryAfter(answer)).toBe(30);
    expect(answer.body.retryAfterSeconds).toBe(30);
  }
});

test('rule 2: the wait is 30 s, doubles with every failure up to an hour, and ends to the second', async () => {
  const person = await enrolledUser(world);
  await guessWrong(world, person, 10);
  for (const wait of [30, 60, 120, 240, 480, 960, 1_920, 3_600, 3_600]) {
    const refused = await tryStart(world, person.userId);
    expect(retryAfter(refused)).toBe(wait);
    world.advance(wait - 1);
    expect(retryAfter(await tryStart(world, person.userId))).toBe(1);
    world.advance(1);
    await guessWrong(world, person, 1);
  }
});

test('rule 2: nothing but the wait ends the wait: not a fresh verification, a reset, or being enabled', async () => {
  const person = await enrolledUser(world);
  const { userId } = person;
  const { verificationId } = await start(world, userId);
  await guessWrong(world, person, 10);
  expectProblem(await tryStart(world, userId), 'account-throttled');
  expectProblem(await attempt(world, verificationId, appCode(person.secret, world.now)), 'account-throttled');
  expectProblem(await attempt(world, verificationId, '0000-0000-0000-0000'), 'invalid-code');
  expectProblem(await tryStart(world, userId), 'account-throttled');
  const path = `/v1/users/${userId}`;
  await world.api.expect(200, 'POST', `${path}/reset`, { body: { identityVerified: true } });
  await world.api.expect(200, 'POST', `${path}/disable`, { body: {} });
  await world.api.expect(200, 'POST', `${path}/enable`, { body: {} });
  const refused = await tryStart(world, userId);
  expectProblem(refused, 'account-throttled');
  expect(retryAfter(refused)).toBe(60);
});

test('D2, rule 2: waiting does not forget the failures: the next one doubles the wait two days later', async () => {
  const person = await enrolledUser(world);
  await guessWrong(world, person, 10);
  world.advance(2 * 86_400);
  await guessWrong(world, person, 1);
  expect(retryAfter(await tryStart(world, person.userId))).toBe(60);
});

test('rule 2: a success clears the consecutive failures', async () => {
  const person = await enrolledUser(world);
  await guessWrong(world, person, 9);
  expect(await completeSignIn(world, person)).toMatchObject({ status: 200 });
  await guessWrong(world, person, 9);
  expect(await tryStart(world, person.userId)).toMatchObject({ status: 201 });
});

test('rule 2: wrong codes at an enrollment count too', async () => {
  const person = await enrolledUser(world);
  const { userId } = person;
  await guessWrong(world, person, 9);
  await world.api.expect(200, 'POST', `/v1/users/${userId}/reset`, { body: { identityVerified: true } });
  const path = `/v1/verifications/${(await start(world, userId)).verificationId}/enrollment`;
  const { secret } = await world.api.expect(201, 'POST', path, { as: 'application' });
  const confirm = (code: string) =>
    world.api.call('POST', `${path}/confirmation`, { as: 'application', body: { code } });
  expectProblem(await confirm(wrongCode(secret, world.now)), 'invalid-code');
  expectProblem(await confirm(appCode(secret, world.now)), 'account-throttled');
  world.advance(30);
  expect(await confirm(appCode(secret, world.now))).toMatchObject({ status: 200 });
});

test('rule 2: the user is notified at the first wait of a series, and not again with every further one', async () => {
  const person = await enrolledUser(world);
  const told = async (): Promise<number> => {
    await world.drain();
    const mails = world.mails.filter(({ to }) => to === `${person.userId}@example.org`);
    return mails.filter(({ subject }) => subject.startsWith('Many wrong codes')).length;
  };
  await guessWrong(world, person, 9);
  expect(await told()).toBe(0);
  await guessWrong(world, person, 1);
  expect(await told()).toBe(1);
  for (const wait of [30, 60, 120]) {
    world.advance(wait);
    await guessWrong(world, person, 1);
  }
  expect(await told()).toBe(1);
  // A second notice that says the same is held back for a quarter of an hour.
  world.advance(15 * 60);
  expect(await completeSignIn(world, person)).toMatchObject({ status: 200 });
  await guessWrong(world, person, 10);
  expect(await told()).toBe(2);
});
