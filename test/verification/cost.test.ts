import { expect } from 'vitest';
import { completeSignIn, guessWrong, readVerification, tryStart } from '../support/guesses.ts';
import { appCode, attempt, createUser, enrolledUser, start, wrongCode } from '../support/people.ts';
import { test, world } from '../support/world-test.ts';

/** What something costs: the calls to DynamoDB, and the units of all of them. */
async function cost(act: () => Promise<unknown>) {
  // Settings are read every five seconds and keys every quarter of an hour: not a cost of the request.
  await world.services.settings();
  await world.services.keyring.current();
  const from = world.calls.length;
  await act();
  const calls = world.calls.slice(from);
  return {
    calls: calls.map(({ name }) => name),
    read: calls.reduce((sum, { read }) => sum + read, 0),
    write: calls.reduce((sum, { write }) => sum + write, 0),
  };
}

const oneReadOneWrite = { calls: ['Query', 'UpdateItem'], read: 0.5, write: 1 };
const oneRead = { calls: ['Query'], read: 0.5, write: 0 };

test('performance: a right code costs one Query and one UpdateItem, half a read and one write unit', async () => {
  const { userId, secret } = await enrolledUser(world);
  const { verificationId } = await start(world, userId);
  const code = appCode(secret, world.now);
  expect(await cost(() => attempt(world, verificationId, code))).toEqual(oneReadOneWrite);
});

test('performance: a wrong code and a spent code cost the same as a right one', async () => {
  const person = await enrolledUser(world);
  await completeSignIn(world, person);
  const { verificationId } = await start(world, person.userId);
  for (const code of [wrongCode(person.secret, world.now), appCode(person.secret, world.now)]) {
    expect(await cost(() => attempt(world, verificationId, code))).toEqual(oneReadOneWrite);
  }
});

test('performance: starting a verification costs one Query and writes nothing', async () => {
  const { userId } = await enrolledUser(world);
  for (let i = 0; i < 7; i++) expect(await cost(() => start(world, userId))).toEqual(oneRead);
  const pending = await createUser(world);
  expect(await cost(() => start(world, pending))).toEqual(oneRead);
  const free = await createUser(world, { twoFactorRequired: false });
  expect(await cost(() => start(world, free))).toEqual(oneRead);
});

test('performance: a sign-in in two calls costs one read and one write unit, in one call half a read', async () => {
  const { userId, secret } = await enrolledUser(world);
  const twoCalls = await cost(async () => {
    const { verificationId } = await start(world, userId);
    expect((await attempt(world, verificationId, appCode(secret, world.now))).status).toBe(200);
  });
  expect(twoCalls).toEqual({ calls: ['Query', 'Query', 'UpdateItem'], read: 1, write: 1 });
  world.advance(30);
  const code = appCode(secret, world.now);
  expect(await cost(() => start(world, userId, { code }))).toEqual(oneReadOneWrite);
  // Spent now, and wrong then: a refusal costs the same.
  expect(await cost(() => tryStart(world, userId, { code }))).toEqual(oneReadOneWrite);
  const wrong = wrongCode(secret, world.now);
  expect(await cost(() => tryStart(world, userId, { code: wrong }))).toEqual(oneReadOneWrite);
});

test('performance: approvals of 500 wide letters leave no more than one of them in STATE', async () => {
  const { userId, secret } = await enrolledUser(world);
  const details = '語'.repeat(500);
  for (let i = 0; i < 5; i++) {
    world.advance(30);
    const { verificationId } = await start(world, userId, { purpose: 'approval', details });
    await attempt(world, verificationId, appCode(secret, world.now));
  }
  await completeSignIn(world, { userId, secret });
  const { verificationId } = await start(world, userId);
  world.advance(30);
  expect(await cost(() => attempt(world, verificationId, appCode(secret, world.now)))).toMatchObject({
    read: 0.5,
  });
});

test('performance: a locked verification answers with one Query', async () => {
  const { userId, secret } = await enrolledUser(world);
  const { verificationId } = await start(world, userId);
  for (let i = 0; i < 5; i++) await attempt(world, verificationId, wrongCode(secret, world.now));
  const code = appCode(secret, world.now);
  expect(await cost(() => attempt(world, verificationId, code))).toEqual(oneRead);
});

test('performance: a throttled account answers with one Query', async () => {
  const person = await enrolledUser(world);
  const { verificationId } = await start(world, person.userId);
  await guessWrong(world, person, 10);
  const code = appCode(person.secret, world.now);
  expect(await cost(() => attempt(world, verificationId, code))).toEqual(oneRead);
  expect(await cost(() => tryStart(world, person.userId))).toEqual(oneRead);
});

test('performance: reading a verification costs one Query', async () => {
  const { userId } = await enrolledUser(world);
  const { verificationId } = await start(world, userId);
  expect(await cost(() => readVerification(world, verificationId))).toEqual({
    calls: ['Query'],
    read: 1,
    write: 0,
  });
});

test('performance: a backup code costs one Query and one transaction of two items', async () => {
  const { userId, backupCodes } = await enrolledUser(world);
  const { verificationId } = await start(world, userId);
  expect(await cost(() => attempt(world, verificationId, backupCodes[0] ?? ''))).toEqual({
    calls: ['Query', 'TransactWriteItems'],
    read: 0.5,
    write: 4,
  });
});
