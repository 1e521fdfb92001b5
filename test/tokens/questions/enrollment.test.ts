import { expect } from 'vitest';
import { useFewBackupCodes } from '../../support/accounts.ts';
import { appCode, attempt, createUser, enrolledUser, start, wrongCode } from '../../support/people.ts';
import { test, world } from '../../support/world-test.ts';
import { answer, answersTo, askedIn, attemptWith, defineClass, known, withQuestions } from './people.ts';

test.beforeAll(async ({ world }) => {
  await useFewBackupCodes(world);
});

const enroll = (userId: string, body: object) =>
  world.api.call('POST', `/v1/users/${userId}/tokens`, { body: { type: 'questions', ...body } });

const addMine = (userId: string, body: object) =>
  world.api.call('POST', '/v1/me/tokens', { as: { self: userId }, body: { type: 'questions', ...body } });

const tokensOf = async (userId: string) =>
  (await world.api.expect(200, 'GET', `/v1/users/${userId}/tokens`)).items;

test('2.01, 3.07 an operator enrolls questions, ACTIVE at once, shown without their answers', async () => {
  const { userId } = await enrolledUser(world);
  const made = await enroll(userId, { questions: known.slice(0, 3), label: 'My questions' });
  const shown = {
    type: 'questions',
    typeName: 'Private questions',
    status: 'ACTIVE',
    label: 'My questions',
    device: null,
    actions: ['view', 'edit', 'disable', 'delete'],
    questions: known.slice(0, 3).map(({ question }) => ({ questionId: expect.any(String), text: question })),
  };
  expect(made).toMatchObject({ status: 201, body: shown });
  expect(await tokensOf(userId)).toContainEqual(made.body);
});

test('3.07 a user has one set of questions; a second is refused until the first is deleted', async () => {
  const { userId, questionsId } = await withQuestions(world);
  expect(await enroll(userId, { questions: known.slice(0, 4) })).toMatchObject({ status: 409 });
  await world.api.expect(204, 'DELETE', `/v1/users/${userId}/tokens/${questionsId}`);
  expect(askedIn(await start(world, userId))).toEqual([]);
  expect(await enroll(userId, { questions: known.slice(0, 4) })).toMatchObject({ status: 201 });
  expect(await answer(world, userId, true)).toMatchObject({ status: 200 });
});

test('3.07 of eight operators who enroll questions at once one does', async () => {
  const { userId } = await enrolledUser(world);
  const all = await Promise.all(
    Array.from({ length: 8 }, () => enroll(userId, { questions: known.slice(0, 2) })),
  );
  expect(all.map(({ status }) => status).sort()).toEqual([201, ...Array(7).fill(409)]);
  expect(await tokensOf(userId)).toHaveLength(2);
});

test('3.07 at least as many questions as the class asks, and at most twenty', async () => {
  const className = await defineClass(world, { count: 4 });
  const { userId } = await enrolledUser(world, { class: className });
  const many = Array.from({ length: 21 }, (_, i) => ({ question: `Question ${i}?`, answer: `answer ${i}` }));
  for (const questions of [known.slice(0, 3), many, []]) {
    expect(await enroll(userId, { questions })).toMatchObject({
      status: 400,
      body: { code: 'invalid-request', errors: [{ path: 'questions' }] },
    });
  }
  expect(await enroll(userId, { questions: many.slice(1) })).toMatchObject({ status: 201 });
});

test('3.07 what protects nothing is refused, without repeating it', async () => {
  const { userId } = await enrolledUser(world);
  const refused = await enroll(userId, {
    questions: [
      { question: 'Where were you born?', answer: 'Xy' },
      { question: 'Is your dog called Rexius?', answer: 'rexius' },
      { question: 'Your first car?', answer: 'Trabant' },
      { question: 'Your last car?', answer: 'TRABANT' },
    ],
  });
  expect(refused).toMatchObject({ status: 400 });
  expect(refused.body.errors.map(({ path }: { path: string }) => path)).toEqual([
    'questions.0.answer',
    'questions.1.answer',
    'questions.3.answer',
  ]);
  expect(JSON.stringify(refused.body)).not.toMatch(/Xy|rexius|trabant/i);
  for (const body of [
    {},
    { questions: [{ question: 'Only a question?' }] },
    { questions: known.slice(0, 4), more: 1 },
  ]) {
    expect(await enroll(userId, body)).toMatchObject({ status: 400 });
  }
  const other = await world.api.call('POST', `/v1/users/${userId}/tokens`, {
    body: { type: 'totp', questions: known.slice(0, 4) },
  });
  expect(other).toMatchObject({ status: 400, body: { errors: [{ path: 'questions' }] } });
});

test('P.27 a user enrolls own questions with a fresh code, ACTIVE at once; a wrong or no code enrolls nothing', async () => {
  const className = await defineClass(world);
  const { userId, secret } = await enrolledUser(world, { class: className });
  expect(await addMine(userId, { questions: known.slice(0, 4) })).toMatchObject({ status: 403 });
  const code = wrongCode(secret, world.now);
  expect(await addMine(userId, { questions: known.slice(0, 4), code })).toMatchObject({ status: 401 });
  expect(await tokensOf(userId)).toHaveLength(1);
  const added = await addMine(userId, { questions: known.slice(0, 4), code: appCode(secret, world.now) });
  expect(added).toMatchObject({ status: 201, body: { type: 'questions', status: 'ACTIVE' } });
  expect(await answer(world, userId, true)).toMatchObject({ status: 200 });
});

test('rule 9 questions allow no change of one’s own factors, whatever they answer in sign-ins', async () => {
  const { userId, secret } = await withQuestions(world);
  expect(await answer(world, userId, true)).toMatchObject({ status: 200 });
  const self = { as: { self: userId } };
  expect(await world.api.call('POST', '/v1/me/backup-codes', { ...self, body: {} })).toMatchObject({
    status: 400,
  });
  expect(
    await world.api.call('POST', '/v1/me/backup-codes', { ...self, body: { answers: [] } }),
  ).toMatchObject({ status: 400 });
  expect(await world.api.call('POST', '/v1/me/tokens', { ...self, body: { type: 'totp' } })).toMatchObject({
    status: 403,
  });
  const code = appCode(secret, world.now);
  await world.api.expect(200, 'POST', '/v1/me/backup-codes', { ...self, body: { code } });
});

test('2.07 an operator replaces the whole set of questions; the old ones are asked no more', async () => {
  const { userId, questionsId, tokenId } = await withQuestions(world);
  const before = await start(world, userId);
  const path = `/v1/users/${userId}/tokens/${questionsId}`;
  const questions = known.slice(5).map(({ question }, i) => ({ question, answer: `newly ${i}` }));
  const edited = await world.api.expect(200, 'PATCH', path, { body: { questions, label: 'New' } });
  expect(edited.questions).toHaveLength(5);
  expect(edited).toMatchObject({ label: 'New', tokenId: questionsId });
  const { verificationId } = before;
  expect(await attemptWith(world, verificationId, answersTo(askedIn(before)))).toMatchObject({ status: 400 });
  const now = askedIn(await start(world, userId));
  const typed = now.map(({ questionId, text }) => {
    const answer = questions.find(({ question }) => question === text)?.answer ?? '';
    return { questionId, answer };
  });
  const verification = await world.api.expect(200, 'GET', `/v1/verifications/${verificationId}`, {
    as: 'application',
  });
  const asked = askedIn(verification).map(({ questionId, text }) => ({
    questionId,
    answer: questions.find(({ question }) => question === text)?.answer ?? '',
  }));
  expect(typed).toHaveLength(2);
  expect(await attemptWith(world, verificationId, asked)).toMatchObject({ status: 200 });
  const app = `/v1/users/${userId}/tokens/${tokenId}`;
  expect(await world.api.call('PATCH', app, { body: { questions } })).toMatchObject({ status: 409 });
  expect(await world.api.call('PATCH', path, { body: { questions: questions.slice(4) } })).toMatchObject({
    status: 400,
  });
});

test('2.09 disabled or obsolete questions are neither asked nor answered', async () => {
  const { userId, questionsId, secret } = await withQuestions(world);
  const { verificationId, ...verification } = await start(world, userId);
  const answers = answersTo(askedIn(verification));
  await world.api.expect(200, 'POST', `/v1/users/${userId}/tokens/${questionsId}/disable`, { body: {} });
  expect(askedIn(await start(world, userId))).toEqual([]);
  expect(await attemptWith(world, verificationId, answers)).toMatchObject({ status: 400 });
  await world.api.expect(200, 'POST', `/v1/users/${userId}/tokens/${questionsId}/enable`);
  await world.api.expect(200, 'PUT', '/v1/token-types/questions', { body: { obsolete: true } });
  world.advance(6);
  expect(await attemptWith(world, verificationId, answers)).toMatchObject({ status: 400 });
  expect(await attempt(world, verificationId, appCode(secret, world.now))).toMatchObject({ status: 200 });
  await world.api.expect(200, 'PUT', '/v1/token-types/questions', { body: { obsolete: false } });
  world.advance(6);
});

test('2.08 questions have no test: what an operator tries is refused and costs the account nothing', async () => {
  const { userId, questionsId } = await withQuestions(world);
  const path = `/v1/users/${userId}/tokens/${questionsId}`;
  const before = world.calls.length;
  expect(await world.api.call('POST', `${path}/test`, { body: { code: '123456' } })).toMatchObject({
    status: 409,
  });
  expect(await world.api.call('POST', `${path}/challenge`)).toMatchObject({ status: 409 });
  expect(world.calls.slice(before).filter(({ write }) => write > 0)).toEqual([]);
});

test('2.11 questions that the class does not ask keep nobody enrolled', async () => {
  const { userId, tokenId } = await enrolledUser(world);
  await enroll(userId, { questions: known.slice(0, 4) });
  const path = `/v1/users/${userId}/tokens/${tokenId}`;
  expect(await world.api.call('DELETE', path)).toMatchObject({
    status: 409,
    body: { code: 'last-active-token' },
  });
  await world.api.expect(204, 'DELETE', `${path}?confirmNoActiveToken=true&identityVerified=true`);
  expect(await start(world, userId)).toMatchObject({ status: 'enrollment-required' });
  const bare = await createUser(world, { twoFactorRequired: true });
  expect(await enroll(bare, { questions: known.slice(0, 4) })).toMatchObject({ status: 201 });
  expect(await start(world, bare)).toMatchObject({ status: 'enrollment-required' });
});

test('3.05, 3.07 where the class asks questions at sign-ins they are all that a user needs', async () => {
  const only = { questions: 1 };
  const className = await defineClass(
    world,
    {},
    { factors: { 'sign-in': only, approval: {}, 'password-reset': {} } },
  );
  const userId = await createUser(world, { class: className, twoFactorRequired: true });
  const made = await enroll(userId, { questions: known.slice(0, 4) });
  expect(await start(world, userId)).toMatchObject({ status: 'challenge', factors: [{ type: 'questions' }] });
  expect(await answer(world, userId, true)).toMatchObject({ status: 200 });
  const path = `/v1/users/${userId}/tokens/${made.body.tokenId}`;
  expect(await world.api.call('DELETE', path)).toMatchObject({
    status: 409,
    body: { code: 'last-active-token' },
  });
});
