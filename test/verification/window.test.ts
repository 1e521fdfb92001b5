import { expect, onTestFinished } from 'vitest';
import { useFewBackupCodes, useSettings } from '../support/accounts.ts';
import { diagnosisOf } from '../support/diagnosis.ts';
import { expectProblem } from '../support/expectations.ts';
import { completeSignIn, guessWrong } from '../support/guesses.ts';
import { appCode, attempt, type Enrolled, enrolledUser, start } from '../support/people.ts';
import { test, world } from '../support/world-test.ts';

let anybody: Enrolled;
test.beforeAll(async ({ world }) => {
  await useFewBackupCodes(world);
  anybody = await enrolledUser(world);
});

const step = 30;

/** Answers with the code that a clock which is `steps` steps off shows. */
async function answerOff(person: Enrolled, steps: number) {
  const { verificationId } = await start(world, person.userId);
  return attempt(world, verificationId, appCode(person.secret, world.now + steps * step));
}

test.each([-3, -2, -1, 0, 1, 2, 3])('1.16 a clock that is %i steps off is accepted', async (steps) => {
  world.advance(10 * step);
  expect(await answerOff(anybody, steps)).toMatchObject({ status: 200, body: { status: 'verified' } });
});

test.each([-4, 4])('1.16 a clock that is %i steps off is refused', async (steps) => {
  world.advance(10 * step);
  expectProblem(await answerOff(anybody, steps), 'invalid-code');
});

test('1.16 steps are cut where RFC 6238 cuts them: at whole half minutes', async () => {
  const person = await enrolledUser(world);
  world.advance(10 * step - (world.now % step) + step - 1);
  const last = world.now;
  const { verificationId } = await start(world, person.userId);
  expectProblem(
    await attempt(world, verificationId, appCode(person.secret, last + 1 + 3 * step)),
    'invalid-code',
  );
  world.advance(1);
  const answer = await attempt(world, verificationId, appCode(person.secret, last + 1 + 3 * step));
  expect(answer.status).toBe(200);
});

test('D7 after five failures in a row only one step either side is accepted', async () => {
  const person = await enrolledUser(world);
  world.advance(10 * step);
  await guessWrong(world, person, 5);
  for (const steps of [-3, -2, 2, 3]) expectProblem(await answerOff(person, steps), 'invalid-code');
  expect(await answerOff(person, -1)).toMatchObject({ status: 200 });
});

test('D7 after four failures in a row the window is still wide', async () => {
  const person = await enrolledUser(world);
  await guessWrong(world, person, 4);
  expect(await answerOff(person, 3)).toMatchObject({ status: 200 });
});

test('D7 the step ahead is accepted in the narrow window, and a success widens it again', async () => {
  const person = await enrolledUser(world);
  world.advance(10 * step);
  await guessWrong(world, person, 5);
  expect(await answerOff(person, 1)).toMatchObject({ status: 200 });
  world.advance(10 * step);
  expect(await answerOff(person, -3)).toMatchObject({ status: 200 });
});

test('D7 a day without failures ends the narrow window by itself, and the diagnosis says until when', async () => {
  const person = await enrolledUser(world);
  await guessWrong(world, person, 5);
  const { details, findings } = await diagnosisOf(world, person.userId);
  expect(findings).toContain('warns: window-narrowed');
  const until = /until (2\d{3}-[^ ]+Z)\.$/.exec(details['window-narrowed'] ?? '')?.[1] ?? '';
  const seconds = Date.parse(until) / 1_000 - world.now;
  expect(seconds).toBeGreaterThan(0);
  expect(seconds).toBeLessThanOrEqual(86_400);
  world.advance(seconds - step);
  expectProblem(await answerOff(person, -3), 'invalid-code');
  world.advance(86_400);
  expect((await diagnosisOf(world, person.userId)).findings).not.toContain('warns: window-narrowed');
  expect(await answerOff(person, -3)).toMatchObject({ status: 200 });
});

test('D7 a setting below three narrows both sides', async () => {
  const person = await enrolledUser(world);
  world.advance(10 * step);
  await useSettings(world, { totpWindow: 0 });
  onTestFinished(() => useSettings(world));
  expectProblem(await answerOff(person, -1), 'invalid-code');
  expectProblem(await answerOff(person, 1), 'invalid-code');
  expect(await completeSignIn(world, person)).toMatchObject({ status: 200 });
});
