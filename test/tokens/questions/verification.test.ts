import { expect } from 'vitest';
import { useFewBackupCodes } from '../../support/accounts.ts';
import { expectProblem } from '../../support/expectations.ts';
import { appCode, attempt, enrolledUser, start } from '../../support/people.ts';
import { test, world } from '../../support/world-test.ts';
import { answersTo, askedIn, attemptWith, defineClass, known, withQuestions, wrongTo } from './people.ts';

test.beforeAll(async ({ world }) => {
  await useFewBackupCodes(world);
});

test('3.07 a verification asks as many questions as the class says, and right answers to all verify it', async () => {
  const { userId, questionsId } = await withQuestions(world, { questions: { count: 3 } });
  const { verificationId, factors } = await start(world, userId);
  expect(factors[0]).toEqual({
    tokenId: questionsId,
    type: 'questions',
    typeName: 'Private questions',
    label: 'Private questions',
    device: null,
    mode: 'look-up',
    questions: expect.any(Array),
  });
  const asked = askedIn({ factors });
  expect(new Set(asked.map(({ text }) => text)).size).toBe(3);
  expect(await attemptWith(world, verificationId, answersTo(asked))).toMatchObject({
    status: 200,
    body: { status: 'verified', tokenId: questionsId, type: 'questions' },
  });
});

test('3.07 answers in another order, case and spelling are the same answers', async () => {
  const { userId, questionsId } = await withQuestions(world, { questions: { count: 10 }, count: 10 });
  const { verificationId, ...verification } = await start(world, userId);
  const typed = answersTo(askedIn(verification))
    .reverse()
    .map(({ questionId, answer }) => ({ questionId, answer: `  ${answer.toUpperCase()} !` }));
  expect(await attemptWith(world, verificationId, typed, { tokenId: questionsId })).toMatchObject({
    status: 200,
  });
});

test('3.07 one wrong answer of several refuses the attempt, and nothing tells which one it was', async () => {
  const { userId } = await withQuestions(world, { questions: { count: 3, maximumRetries: 0 } });
  const { verificationId, ...verification } = await start(world, userId);
  const asked = askedIn(verification);
  const refusals: unknown[] = [];
  for (const place of [0, 1, 2]) {
    const { status, body } = await attemptWith(world, verificationId, answersTo(asked, { [place]: 'wrong' }));
    const { instance: _instance, attemptsRemaining, ...rest } = body;
    expect([status, attemptsRemaining]).toEqual([401, 4 - place]);
    refusals.push(rest);
  }
  expect(refusals).toEqual([refusals[0], refusals[0], refusals[0]]);
  expect(refusals[0]).toMatchObject({ code: 'invalid-code' });
});

test('3.07 the questions asked stay the same in one verification, are others in others, and each has its turn', async () => {
  const { userId } = await withQuestions(world, { count: 10 });
  const drawn: string[] = [];
  for (let i = 0; i < 40; i++) {
    const verification = await start(world, userId);
    const again = await world.api.expect(200, 'GET', `/v1/verifications/${verification.verificationId}`, {
      as: 'application',
    });
    const asked = askedIn(verification);
    expect(asked).toHaveLength(2);
    expect(askedIn(again)).toEqual(asked);
    drawn.push(...asked.map(({ text }) => text));
  }
  expect(new Set(drawn)).toEqual(new Set(known.map(({ question }) => question)));
  const most = Math.max(...known.map(({ question }) => drawn.filter((text) => text === question).length));
  expect(most).toBeLessThan(30);
});

test('3.07 answers to other questions than those asked cost nobody an attempt', async () => {
  const { userId, tokenId } = await withQuestions(world);
  const { verificationId, ...verification } = await start(world, userId);
  const right = answersTo(askedIn(verification));
  const other = await start(world, userId);
  const asked = right.map(({ questionId }) => questionId);
  const elsewhere = answersTo(askedIn(other)).filter(({ questionId }) => !asked.includes(questionId));
  const [first = { questionId: '', answer: '' }] = right;
  for (const answers of [
    [],
    right.slice(1),
    [first, first],
    [...right, first],
    [first, { questionId: 'unknown', answer: 'x' }],
    [first, ...elsewhere].slice(0, 3),
  ]) {
    expect(await attemptWith(world, verificationId, answers)).toMatchObject({
      status: 400,
      body: { code: 'invalid-request', errors: [{ path: 'answers' }] },
    });
  }
  expect(await attemptWith(world, verificationId, right, { tokenId })).toMatchObject({ status: 400 });
  const path = `/v1/verifications/${verificationId}`;
  expect(await world.api.expect(200, 'GET', path, { as: 'application' })).toMatchObject({
    attemptsRemaining: 5,
  });
  expect(await attemptWith(world, verificationId, right)).toMatchObject({ status: 200 });
});

test('3.07 an attempt is a code or answers, not both, not neither, and nothing else', async () => {
  const { userId, secret } = await withQuestions(world);
  const { verificationId, ...verification } = await start(world, userId);
  const answers = answersTo(askedIn(verification));
  const code = appCode(secret, world.now);
  for (const body of [
    {},
    { code, answers },
    { answers: [{ ...answers[0], more: 1 }] },
    { answers, more: 1 },
    { answers: [{ ...answers[0], answer: 'x'.repeat(101) }] },
    { answers: 'Kastanienallee' },
  ]) {
    const target = `/v1/verifications/${verificationId}/attempts`;
    const refused = await world.api.call('POST', target, { as: 'application', body });
    expect(refused).toMatchObject({ status: 400, body: { code: 'invalid-request' } });
    expect(JSON.stringify(refused.body)).not.toContain('Kastanienallee');
  }
  expect(await attempt(world, verificationId, code)).toMatchObject({ status: 200, body: { type: 'totp' } });
});

test('3.07 a code is never tried on questions, nor answers on anything else', async () => {
  const { userId, questionsId, secret } = await withQuestions(world);
  const { verificationId, ...verification } = await start(world, userId);
  const code = appCode(secret, world.now);
  expect(await attempt(world, verificationId, code, { tokenId: questionsId })).toMatchObject({ status: 401 });
  const answers = askedIn(verification).map(({ questionId }) => ({ questionId, answer: code }));
  expect(await attemptWith(world, verificationId, answers)).toMatchObject({ status: 401 });
  expect(await attempt(world, verificationId, code)).toMatchObject({ status: 200 });
});

test('3.07 a user with fewer questions than the class asks is offered none of them', async () => {
  const { userId, className, secret } = await withQuestions(world, { count: 3 });
  const before = await start(world, userId);
  expect(askedIn(before)).toHaveLength(2);
  await defineClass(world, { count: 4 }, { name: className });
  const { verificationId, factors } = await start(world, userId);
  expect(factors.map(({ type }: { type: string }) => type)).toEqual(['totp', 'backup-codes']);
  expect(await attemptWith(world, verificationId, answersTo(askedIn(before)))).toMatchObject({ status: 400 });
  expect(await attempt(world, verificationId, appCode(secret, world.now))).toMatchObject({ status: 200 });
  await defineClass(world, { count: 3 }, { name: className });
  expect(askedIn(await start(world, userId))).toHaveLength(3);
});

test('3.05 questions are asked only for what the class says, in its order', async () => {
  const { userId, className } = await withQuestions(world);
  await defineClass(
    world,
    {},
    {
      name: className,
      factors: {
        'sign-in': { totp: 1, questions: 2 },
        approval: { totp: 1 },
        'password-reset': { questions: 1 },
      },
    },
  );
  const offered = async (purpose: string) =>
    (await start(world, userId, { purpose })).factors.map(({ type }: { type: string }) => type);
  expect(await offered('sign-in')).toEqual(['totp', 'questions', 'backup-codes']);
  expect(await offered('approval')).toEqual(['totp', 'backup-codes']);
  expect(await offered('password-reset')).toEqual(['questions', 'backup-codes']);
});

test('3.07 nobody asks questions of a user whose class asks none, or who has none', async () => {
  const { userId, className } = await withQuestions(world);
  const factors = { 'sign-in': { totp: 1 }, approval: {}, 'password-reset': {} };
  await defineClass(world, { count: 0 }, { name: className, factors });
  expect(askedIn(await start(world, userId))).toEqual([]);
  const bare = await enrolledUser(world, { class: await defineClass(world) });
  const { verificationId, ...started } = await start(world, bare.userId);
  expect(askedIn(started)).toEqual([]);
  const answers = [{ questionId: 'any', answer: 'anything' }];
  expect(await attemptWith(world, verificationId, answers)).toMatchObject({ status: 400 });
});

test('1.17 wrong answers lock the verification like wrong codes', async () => {
  const { userId } = await withQuestions(world, { questions: { maximumRetries: 0 } });
  const { verificationId, ...verification } = await start(world, userId);
  const asked = askedIn(verification);
  for (const remaining of [4, 3, 2, 1, 0]) {
    expect(await attemptWith(world, verificationId, wrongTo(asked))).toMatchObject({
      status: 401,
      body: { attemptsRemaining: remaining },
    });
  }
  expect(await attemptWith(world, verificationId, answersTo(asked))).toMatchObject({ status: 423 });
});

test('3.07 a repeated request with the same key gets the verdict it got, and is not judged again', async () => {
  const { userId } = await withQuestions(world);
  const { verificationId, ...verification } = await start(world, userId);
  const asked = askedIn(verification);
  for (let i = 0; i < 3; i++) {
    const refused = await attemptWith(world, verificationId, wrongTo(asked), { key: 'first' });
    expect(refused).toMatchObject({ status: 401, body: { attemptsRemaining: 4 } });
  }
  for (let i = 0; i < 2; i++) {
    const accepted = await attemptWith(world, verificationId, answersTo(asked), { key: 'second' });
    expect(accepted).toMatchObject({ status: 200, body: { type: 'questions' } });
  }
  expect(await attemptWith(world, verificationId, answersTo(asked))).toMatchObject({ status: 401 });
});

test('performance: with five questions an attempt still costs half a read and one write unit', async () => {
  const { userId } = await withQuestions(world, { count: 5 });
  const { verificationId, ...verification } = await start(world, userId);
  await world.services.policy();
  await world.services.keyring.current();
  const from = world.calls.length;
  await attemptWith(world, verificationId, answersTo(askedIn(verification)));
  expect(world.calls.slice(from)).toEqual([
    { name: 'Query', read: 0.5, write: 0 },
    { name: 'UpdateItem', read: 0, write: 1 },
  ]);
});

test('3.07 in one call a user answers as many of their questions as a verification asks, and no fewer', async () => {
  const { userId } = await withQuestions(world);
  const { questionId, text } = askedIn(await start(world, userId))[0] ?? { questionId: '', text: '' };
  const all = new Map<string, { questionId: string; text: string }>([[questionId, { questionId, text }]]);
  while (all.size < 2) {
    for (const one of askedIn(await start(world, userId))) all.set(one.questionId, one);
  }
  const answers = answersTo([...all.values()].slice(0, 2));
  const call = (given: object[]) =>
    world.api.call('POST', '/v1/verifications', { as: 'application', body: { userId, answers: given } });
  expectProblem(await call(answers.slice(0, 1)), 'invalid-request');
  expectProblem(await call([answers[0] ?? {}, answers[0] ?? {}]), 'invalid-request');
  expectProblem(
    await call([{ questionId: 'nobody-asks-this', answer: 'x' }, answers[0] ?? {}]),
    'invalid-request',
  );
  const wrong = answers.map((one) => ({ ...one, answer: 'wrong' }));
  expectProblem(await call(wrong), 'invalid-code');
  expect(await call(answers)).toMatchObject({ status: 201, body: { status: 'verified', type: 'questions' } });
});
