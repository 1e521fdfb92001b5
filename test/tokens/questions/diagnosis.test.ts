import { expect } from 'vitest';
import { diagnosisOf } from '../../support/diagnosis.ts';
import { createUser } from '../../support/people.ts';
import { test, world } from '../../support/world-test.ts';
import { answer, defineClass, known, withQuestions } from './people.ts';

test('N.02, 3.07 the diagnosis tells of questions that wait, until when, and who may end it', async () => {
  const { userId, className, questionsId } = await withQuestions(world, { questions: { maximumRetries: 1 } });
  expect(await diagnosisOf(world, userId)).toMatchObject({ canSignIn: true, findings: [], steps: [] });
  await answer(world, userId, false);
  const waiting = await diagnosisOf(world, userId);
  expect(waiting).toMatchObject({ canSignIn: true, findings: ['warns: questions-wait'], steps: ['wait'] });
  const until = new Date((world.now + 60) * 1000).toISOString();
  expect(waiting.details['questions-wait']).toContain(until);
  await defineClass(world, { maximumRetries: 1, waitSeconds: 999 }, { name: className });
  expect(await diagnosisOf(world, userId)).toMatchObject({
    canSignIn: true,
    findings: ['warns: questions-wait'],
    steps: ['enable-token'],
  });
  await world.api.expect(200, 'POST', `/v1/users/${userId}/tokens/${questionsId}/enable`);
  expect(await diagnosisOf(world, userId)).toMatchObject({ findings: [] });
});

test('N.02, 3.07 the diagnosis tells who has fewer questions than the class asks', async () => {
  const { userId, className } = await withQuestions(world);
  await defineClass(world, { count: 5 }, { name: className });
  expect(await diagnosisOf(world, userId)).toMatchObject({
    canSignIn: true,
    findings: ['warns: too-few-questions'],
    steps: ['edit-token'],
  });
});

test('N.02, 3.07 who has nothing but questions that wait cannot sign in', async () => {
  const className = await defineClass(world, { maximumRetries: 1 });
  const userId = await createUser(world, { class: className, twoFactorRequired: true });
  const body = { type: 'questions', questions: known.slice(0, 2) };
  await world.api.expect(201, 'POST', `/v1/users/${userId}/tokens`, { body });
  expect(await diagnosisOf(world, userId)).toMatchObject({ canSignIn: true });
  await answer(world, userId, false);
  expect(await diagnosisOf(world, userId)).toMatchObject({
    canSignIn: false,
    findings: ['blocks: questions-wait'],
  });
});
