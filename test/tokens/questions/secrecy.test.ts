import { expect, vi } from 'vitest';
import { useFewBackupCodes } from '../../support/accounts.ts';
import { Canaries } from '../../support/canaries.ts';
import { captureOutput } from '../../support/output.ts';
import { appCode, enrolledUser, start } from '../../support/people.ts';
import { test, world } from '../../support/world-test.ts';
import { answersTo, askedIn, attemptWith, known, withQuestions, wrongTo } from './people.ts';

test.beforeAll(async ({ world }) => {
  await useFewBackupCodes(world);
});

/** Salts and hashes as the table holds them. */
const kept = async (): Promise<Uint8Array[]> =>
  (await world.everything()).flatMap(({ questions }) =>
    (questions?.M?.['questions']?.L ?? []).flatMap(({ M }) => M?.['answer']?.B ?? []),
  );

test('G11 3.07 no answer is anywhere, and no hash but in the table', async () => {
  const calls = vi.spyOn(world.api, 'call');
  const { written, release } = captureOutput();
  const canaries = new Canaries();
  const own = known
    .slice(0, 4)
    .map(({ question }, i) => ({ question, answer: `Zwiebelkuchen ${i} quastenflosser` }));
  canaries.add('answer', 'zwiebelkuchen');
  canaries.add('answer', 'not that one');
  try {
    const { userId, questionsId } = await withQuestions(world);
    const path = `/v1/users/${userId}/tokens/${questionsId}`;
    await world.api.expect(200, 'PATCH', path, { body: { questions: own } });
    const { verificationId, ...verification } = await start(world, userId);
    const asked = askedIn(verification);
    const right = asked.map(({ questionId, text }) => ({
      questionId,
      answer: own.find(({ question }) => question === text)?.answer ?? '',
    }));
    await attemptWith(world, verificationId, wrongTo(asked), { key: 'a key' });
    await attemptWith(world, verificationId, [{ ...right[0], more: right[0]?.answer }]);
    await attemptWith(world, verificationId, [...right, ...right]);
    const oneWrong = await attemptWith(world, verificationId, [
      right[0] ?? {},
      { ...right[1], answer: 'zwiebelkuchen' },
    ]);
    expect(oneWrong).toMatchObject({ status: 401 });
    expect(await attemptWith(world, verificationId, right, { key: 'another' })).toMatchObject({
      status: 200,
    });
    await world.api.call('POST', `/v1/users/${userId}/tokens`, {
      body: { type: 'questions', questions: [...own, ...own] },
    });
    const person = await enrolledUser(world);
    const body = { type: 'questions', questions: own, code: appCode(person.secret, world.now) };
    await world.api.expect(201, 'POST', '/v1/me/tokens', { as: { self: person.userId }, body });
    for (const target of [
      path,
      `/v1/users/${userId}/tokens`,
      `/v1/users/${userId}/events`,
      `/v1/users/${userId}`,
    ])
      await world.api.expect(200, 'GET', target);
    await world.drain();
  } finally {
    release();
  }
  const answers = await Promise.all(calls.mock.settledResults.map(({ value }) => value));
  calls.mockRestore();
  const hashes = await kept();
  expect(hashes).toHaveLength(8);
  expect(canaries.foundIn(await world.everything())).toEqual([]);
  for (const hash of hashes) {
    canaries.add('hash', Buffer.from(hash).subarray(16));
    canaries.add('salt', Buffer.from(hash).subarray(0, 16));
  }
  expect(answers.length).toBeGreaterThan(15);
  for (const found of [answers, written, world.mails]) expect(canaries.foundIn(found)).toEqual([]);
  const audit = (await world.everything()).filter(({ pk }) => pk?.S?.startsWith('AUDIT#'));
  expect(audit.length).toBeGreaterThan(5);
  expect(canaries.foundIn(audit)).toEqual([]);
});

test('3.07 the same answers of two users, or of two sets, have nothing in common in the table', async () => {
  await withQuestions(world);
  await withQuestions(world);
  const hashes = (await kept()).map((hash) => Buffer.from(hash).toString('hex'));
  expect(new Set(hashes).size).toBe(hashes.length);
  const halves = hashes.flatMap((hash) => [hash.slice(0, 32), hash.slice(32)]);
  expect(new Set(halves).size).toBe(halves.length);
});

test('3.07 the audit tells of each try, and of the one that made the questions wait', async () => {
  const { userId } = await withQuestions(world);
  const { verificationId, ...verification } = await start(world, userId);
  const asked = askedIn(verification);
  for (let i = 0; i < 3; i++) {
    world.advance(1);
    await attemptWith(world, verificationId, wrongTo(asked));
  }
  world.advance(60);
  await attemptWith(world, verificationId, answersTo(asked));
  await world.drain();
  const { items } = await world.api.expect(200, 'GET', `/v1/users/${userId}/events`);
  const tries = items.filter(({ type }: { type: string }) => type.startsWith('verification.')).slice(0, 4);
  expect(tries.map(({ type, details }: { type: string; details: object }) => ({ type, details }))).toEqual([
    { type: 'verification.succeeded', details: expect.objectContaining({ type: 'questions' }) },
    { type: 'verification.failed', details: expect.objectContaining({ questions: 'waiting' }) },
    { type: 'verification.failed', details: expect.not.objectContaining({ questions: 'waiting' }) },
    { type: 'verification.failed', details: expect.not.objectContaining({ questions: 'waiting' }) },
  ]);
});
