import { expect } from 'vitest';
import { useFewBackupCodes } from '../support/accounts.ts';
import { expectProblem } from '../support/expectations.ts';
import { completeSignIn, guessWrong, tryStart } from '../support/guesses.ts';
import { appCode, attempt, type Enrolled, enrolledUser, start } from '../support/people.ts';
import { test, world } from '../support/world-test.ts';

test.beforeAll(async ({ world }) => {
  await useFewBackupCodes(world);
});

const day = 86_400;
const wrong = '0000-0000-0000-0000';

async function answer({ userId }: Enrolled, code = '') {
  const { verificationId } = await start(world, userId);
  return attempt(world, verificationId, code);
}

test('rule 2: five wrong backup codes in a day are answered as such, and codes of the app go on', async () => {
  const person = await enrolledUser(world);
  for (let i = 0; i < 5; i++) expectProblem(await answer(person, wrong), 'invalid-code');
  const { verificationId, factors } = await start(world, person.userId);
  expect(factors.map(({ mode }: { mode: string }) => mode)).toEqual(['otp', 'look-up']);
  const refused = await attempt(world, verificationId, wrong);
  expectProblem(refused, 'account-throttled');
  expect(refused.headers['retry-after']).toBe(String(day));
  expect(await attempt(world, verificationId, appCode(person.secret, world.now))).toMatchObject({
    status: 200,
  });
});

test('rule 2: a success does not give backup codes their tries back; the day does, one by one', async () => {
  const person = await enrolledUser(world);
  for (let i = 0; i < 5; i++) {
    expectProblem(await answer(person, wrong), 'invalid-code');
    world.advance(600);
  }
  await completeSignIn(world, person);
  const refused = await answer(person, wrong);
  expect(refused).toMatchObject({ status: 429, headers: { 'retry-after': String(day - 3_030) } });
  world.advance(day - 3_031);
  expectProblem(await answer(person, wrong), 'account-throttled');
  world.advance(1);
  expectProblem(await answer(person, wrong), 'invalid-code');
  expectProblem(await answer(person, wrong), 'account-throttled');
  world.advance(600);
  expect(await answer(person, person.backupCodes[0])).toMatchObject({ status: 200 });
});

test('rule 2: an attacker who burns the budget does not lock the owner out: a backup code still works', async () => {
  const person = await enrolledUser(world);
  const { userId } = person;
  await guessWrong(world, person, 10);
  const refused = await tryStart(world, userId);
  expectProblem(refused, 'account-throttled');
  expect(refused.body.detail).toContain('look-up');
  const { verificationId, factors } = await start(world, userId, { mode: 'look-up' });
  expect(factors.map(({ tokenId }: { tokenId: string }) => tokenId)).toEqual(['backup-codes']);
  expectProblem(await attempt(world, verificationId, appCode(person.secret, world.now)), 'account-throttled');
  expect(await attempt(world, verificationId, person.backupCodes[0] ?? '')).toMatchObject({ status: 200 });
  expect(await completeSignIn(world, person)).toMatchObject({ status: 200, body: { type: 'totp' } });
});

test('rule 2: an attacker who burns the codes of the app and the backup codes does not lock the owner out', async () => {
  const person = await enrolledUser(world);
  await guessWrong(world, person, 5);
  for (let i = 0; i < 5; i++) expectProblem(await answer(person, wrong), 'invalid-code');
  const lookUp = () => start(world, person.userId, { mode: 'look-up' });
  const { verificationId } = await lookUp();
  for (let i = 0; i < 20; i++)
    expectProblem(await attempt(world, verificationId, wrong), 'account-throttled');
  const [code = '', another = ''] = person.backupCodes;
  expect(await attempt(world, verificationId, code)).toMatchObject({ status: 200 });
  // A spent one is answered like a wrong one.
  await guessWrong(world, person, 10);
  const again = (await lookUp()).verificationId;
  expectProblem(await attempt(world, again, code), 'account-throttled');
  expect(await attempt(world, again, another)).toMatchObject({ status: 200 });
});

test('rule 2: without backup codes left the account waits for them too', async () => {
  const person = await enrolledUser(world);
  for (const code of person.backupCodes) expect(await answer(person, code)).toMatchObject({ status: 200 });
  await guessWrong(world, person, 10);
  const refused = await tryStart(world, person.userId, { mode: 'look-up' });
  expectProblem(refused, 'account-throttled');
  expect(refused.body.detail).not.toContain('look-up');
});

test('rule 2: wrong backup codes count against the account like other failures', async () => {
  const person = await enrolledUser(world);
  for (let i = 0; i < 5; i++) expectProblem(await answer(person, wrong), 'invalid-code');
  await guessWrong(world, person, 5);
  expectProblem(await tryStart(world, person.userId), 'account-throttled');
});
