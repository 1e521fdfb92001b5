import { expect } from 'vitest';
import { useFewBackupCodes } from '../../support/accounts.ts';
import { readVerification } from '../../support/guesses.ts';
import { appCode, attempt, start } from '../../support/people.ts';
import { test, world } from '../../support/world-test.ts';
import {
  answer,
  answersTo,
  askedIn,
  attemptWith,
  defineClass,
  type Questioned,
  withQuestions,
  wrongTo,
} from './people.ts';

test.beforeAll(async ({ world }) => {
  await useFewBackupCodes(world);
});

const isAsked = async (userId: string): Promise<boolean> => askedIn(await start(world, userId)).length > 0;

/** Questions that wait, and a verification in which they were asked before. */
async function waiting(questions: object = {}): Promise<
  Questioned & {
    readonly right: () => Promise<Awaited<ReturnType<typeof attemptWith>>>;
    readonly asks: () => Promise<boolean>;
  }
> {
  const person = await withQuestions(world, { questions });
  const { verificationId, ...verification } = await start(world, person.userId);
  for (let i = 0; i < 3; i++) expect((await answer(world, person.userId, false)).status).toBe(401);
  const right = () => attemptWith(world, verificationId, answersTo(askedIn(verification)));
  const asks = async () => askedIn((await readVerification(world, verificationId)).body).length > 0;
  return { ...person, right, asks };
}

test('3.07 after three wrong tries over several sessions questions wait for 60 seconds, to the second', async () => {
  const { right, asks } = await waiting();
  expect(await asks()).toBe(false);
  const refused = await right();
  expect(refused).toMatchObject({ status: 429, body: { code: 'account-throttled' } });
  expect(refused.headers['retry-after']).toBe('60');
  world.advance(59);
  const last = await right();
  expect(last.headers['retry-after']).toBe('1');
  expect(await asks()).toBe(false);
  world.advance(1);
  expect(await asks()).toBe(true);
  expect(await right()).toMatchObject({ status: 200 });
});

test('3.07 what is refused during the wait is not judged: it neither counts nor lengthens the wait', async () => {
  const { userId, right } = await waiting();
  world.advance(30);
  for (let i = 0; i < 10; i++) expect((await right()).headers['retry-after']).toBe('30');
  world.advance(30);
  expect(await answer(world, userId, false)).toMatchObject({ status: 401 });
  expect(await right()).toMatchObject({ status: 200 });
});

test('3.07 while questions wait every other factor goes on working, and frees no questions', async () => {
  const { userId, secret, backupCodes, right } = await waiting();
  for (const code of [appCode(secret, world.now), backupCodes[0] ?? '']) {
    const { verificationId, factors } = await start(world, userId);
    expect(factors.map(({ type }: { type: string }) => type)).toEqual(['totp', 'backup-codes']);
    expect(await attempt(world, verificationId, code)).toMatchObject({ status: 200 });
  }
  expect(await right()).toMatchObject({ status: 429 });
});

test('3.07 each wait that is over leaves as many tries again', async () => {
  const { userId } = await waiting();
  for (let round = 0; round < 2; round++) {
    world.advance(60);
    for (let i = 0; i < 3; i++) expect((await answer(world, userId, false)).status).toBe(401);
    expect(await isAsked(userId)).toBe(false);
  }
});

test('3.07 right answers clear the count; another factor does not', async () => {
  const { userId, secret } = await withQuestions(world);
  for (let i = 0; i < 2; i++) await answer(world, userId, false);
  expect(await answer(world, userId, true)).toMatchObject({ status: 200 });
  for (let i = 0; i < 2; i++) await answer(world, userId, false);
  const { verificationId } = await start(world, userId);
  expect(await attempt(world, verificationId, appCode(secret, world.now))).toMatchObject({ status: 200 });
  expect(await isAsked(userId)).toBe(true);
  await answer(world, userId, false);
  expect(await isAsked(userId)).toBe(false);
});

test('3.07 with a wait of 999 there is no further try until an operator enables the questions', async () => {
  const { userId, secret, questionsId } = await waiting({ waitSeconds: 999 });
  world.advance(30 * 86_400);
  const { verificationId, factors } = await start(world, userId);
  expect(askedIn({ factors })).toEqual([]);
  const refused = await attemptWith(world, verificationId, [{ questionId: 'any', answer: 'any' }]);
  expect(refused).toMatchObject({ status: 429, body: { code: 'account-throttled' } });
  expect(refused.headers['retry-after']).toBe('86400');
  expect(await attempt(world, verificationId, appCode(secret, world.now))).toMatchObject({ status: 200 });
  expect(await isAsked(userId)).toBe(false);
  const path = `/v1/users/${userId}/tokens/${questionsId}`;
  const { actions } = await world.api.expect(200, 'GET', path);
  expect(actions).toEqual(['view', 'edit', 'disable', 'delete', 'enable']);
  const enabled = await world.api.expect(200, 'POST', `${path}/enable`);
  expect(enabled.actions).not.toContain('enable');
  expect(await answer(world, userId, true)).toMatchObject({ status: 200 });
});

test('3.07 with zero retries questions have no limit of their own, but the account keeps its own', async () => {
  const { userId } = await withQuestions(world, { questions: { maximumRetries: 0, waitSeconds: 998 } });
  for (let i = 0; i < 10; i++) expect((await answer(world, userId, false)).status).toBe(401);
  const throttled = await world.api.call('POST', '/v1/verifications', {
    as: 'application',
    body: { userId },
  });
  expect(throttled).toMatchObject({ status: 429, body: { code: 'account-throttled' } });
  expect(throttled.headers['retry-after']).toBe('30');
});

test('rule 2 wrong answers are charged to the account like wrong codes', async () => {
  const { userId } = await withQuestions(world, { questions: { waitSeconds: 1 } });
  for (let i = 0; i < 10; i++) {
    expect((await answer(world, userId, false)).status).toBe(401);
    world.advance(1);
  }
  const refused = await world.api.call('POST', '/v1/verifications', { as: 'application', body: { userId } });
  expect(refused).toMatchObject({ status: 429, body: { code: 'account-throttled' } });
});

test('3.07 a change of the class affects a wait that has started', async () => {
  const { userId, className, right } = await waiting();
  await defineClass(world, { waitSeconds: 300 }, { name: className });
  world.advance(60);
  expect((await right()).headers['retry-after']).toBe('234');
  await defineClass(world, { maximumRetries: 4 }, { name: className });
  expect(await isAsked(userId)).toBe(true);
  await defineClass(world, { waitSeconds: 999 }, { name: className });
  expect((await right()).headers['retry-after']).toBe('86400');
  await defineClass(world, { waitSeconds: 5 }, { name: className });
  expect(await right()).toMatchObject({ status: 200 });
});

test('3.07 of 32 wrong tries at once over four sessions three are answered before the wait', async () => {
  const { userId } = await withQuestions(world);
  const sessions = await Promise.all(Array.from({ length: 4 }, () => start(world, userId)));
  const answers = await Promise.all(
    Array.from({ length: 32 }, (_, i) => {
      const { verificationId, ...verification } = sessions[i % 4];
      return attemptWith(world, verificationId, wrongTo(askedIn(verification)));
    }),
  );
  const statuses = answers.map(({ status }) => status);
  expect(statuses.filter((status) => status === 401)).toHaveLength(3);
  expect(statuses.filter((status) => status === 429).length).toBeGreaterThan(0);
  expect(statuses.every((status) => [401, 429, 409].includes(status))).toBe(true);
  expect(await isAsked(userId)).toBe(false);
});

test('3.07 of 16 callers with the right answers in one verification exactly one is accepted', async () => {
  const { userId } = await withQuestions(world);
  const { verificationId, ...verification } = await start(world, userId);
  const answers = answersTo(askedIn(verification));
  const all = await Promise.all(
    Array.from({ length: 16 }, () => attemptWith(world, verificationId, answers)),
  );
  expect(all.filter(({ status }) => status === 200)).toHaveLength(1);
  expect(all.filter(({ status }) => status === 401)).toHaveLength(15);
});
