import { expect } from 'vitest';
import { useFewBackupCodes } from '../support/accounts.ts';
import { expectProblem } from '../support/expectations.ts';
import { completeSignIn, guessWrong, tryStart } from '../support/guesses.ts';
import { attempt, type Enrolled, enrolledUser, start, wrongCode } from '../support/people.ts';
import { test, world } from '../support/world-test.ts';

test.beforeAll(async ({ world }) => {
  await useFewBackupCodes(world);
});

const hour = 3_600;
const day = 24 * hour;

/** Failures that stay below ten in a row, because the owner signs in between them. */
async function guessBetweenSignIns(person: Enrolled, failures: number): Promise<void> {
  for (let left = failures; left > 0; left -= 9) {
    await guessWrong(world, person, Math.min(left, 9));
    expect(await completeSignIn(world, person)).toMatchObject({ status: 200 });
  }
}

test('rule 2: fifty failures in a day make the account wait, however often the owner signs in between', async () => {
  const person = await enrolledUser(world);
  await guessBetweenSignIns(person, 45);
  await guessWrong(world, person, 5);
  const refused = await tryStart(world, person.userId);
  expectProblem(refused, 'account-throttled');
  const wait = Number(refused.headers['retry-after']);
  expect(wait).toBeGreaterThan(22 * hour);
  world.advance(wait - 1);
  expectProblem(await tryStart(world, person.userId), 'account-throttled');
  world.advance(1);
  expect(await completeSignIn(world, person)).toMatchObject({ status: 200 });
});

test('rule 2: the day rolls: what was failed first comes back first, and no more than that', async () => {
  const person = await enrolledUser(world);
  // Failures are counted by the hour: the thirty shall stand in one of them.
  world.advance(hour - (world.now % hour));
  await guessBetweenSignIns(person, 30);
  world.advance(10 * hour);
  await guessBetweenSignIns(person, 18);
  await guessWrong(world, person, 2);
  const refused = await tryStart(world, person.userId);
  expect(Number(refused.headers['retry-after'])).toBeLessThan(15 * hour);
  world.advance(Number(refused.headers['retry-after']));
  expect(await completeSignIn(world, person)).toMatchObject({ status: 200 });
  await guessBetweenSignIns(person, 27);
  await guessWrong(world, person, 3);
  const again = await tryStart(world, person.userId);
  expectProblem(again, 'account-throttled');
  expect(Number(again.headers['retry-after'])).toBeGreaterThan(8 * hour);
});

test('rule 2: who guesses as fast as the answers allow gets no more than fifty tries in any 24 hours', async () => {
  const person = await enrolledUser(world);
  const beginning = world.now;
  const failures: number[] = [];
  let verificationId = '';
  let attemptsRemaining = 0;
  while (world.now < beginning + 3 * day) {
    if (failures.length % 9 === 8) await completeSignIn(world, person);
    const answer = attemptsRemaining
      ? await attempt(world, verificationId, wrongCode(person.secret, world.now))
      : await tryStart(world, person.userId);
    if (answer.status === 429) world.advance(Number(answer.headers['retry-after']));
    else if (answer.status === 401) failures.push(world.now);
    ({ verificationId = verificationId, attemptsRemaining = 0 } = answer.body);
  }
  const most = Math.max(...failures.map((at) => failures.filter((f) => f >= at && f < at + day).length));
  expect(most).toBe(50);
  expect(failures.length).toBeGreaterThan(100);
});

test('rule 2: a hundred failures of a token in a row lock it, and a success with a backup code frees it', async () => {
  const person = await enrolledUser(world);
  for (let failed = 0; failed < 100; failed++) {
    const refused = await tryStart(world, person.userId);
    if (refused.status === 429) world.advance(Number(refused.headers['retry-after']));
    await guessWrong(world, person, 1);
  }
  world.advance(2 * day);
  expectProblem(await completeSignIn(world, person), 'invalid-code');
  world.advance(hour);
  const { verificationId, factors } = await start(world, person.userId);
  expect(factors.map(({ type }: { type: string }) => type)).toEqual(['backup-codes']);
  const diagnosis = await world.api.expect(200, 'GET', `/v1/users/${person.userId}/diagnosis`);
  expect(diagnosis.findings.map(({ code }: { code: string }) => code)).toContain('token-locked');
  expect(await attempt(world, verificationId, person.backupCodes[0] ?? '')).toMatchObject({ status: 200 });
  expect(await completeSignIn(world, person)).toMatchObject({ status: 200, body: { type: 'totp' } });
});
