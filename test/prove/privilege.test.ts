import { afterAll, expect } from 'vitest';
import { httpFunctions } from '../../functions/wiring/http-functions.ts';
import { test, world } from '../support/world-test.ts';
import { differences, unnoticedFaults } from './privilege/compare.ts';
import { exercise } from './privilege/exercise.ts';
import { FunctionsApart } from './privilege/functions-apart.ts';

/** One function a day; `npm run prove privilege` runs all of them, and compares both ways. */
const seed = Number(process.env['COUNTERSIGN_SEED'] ?? Math.floor(Date.now() / 86_400_000));
const today = httpFunctions[seed % httpFunctions.length];

let apart: FunctionsApart;
test.beforeAll(async ({ world }) => {
  apart = new FunctionsApart(world);
});
afterAll(async () => {
  await apart.stop();
});

test(`G17 ${today?.name} calls nothing that its role does not allow (seed ${seed})`, async () => {
  const { name = '', needs } = today ?? {};
  await exercise(world, apart, (candidate) => candidate === name);
  const allowed = [
    ...(needs?.table ?? []).map((action) => `dynamodb:${action} table`),
    ...(needs?.indexes ?? []).map((index) => `dynamodb:Query table/index/${index}`),
    ...(needs?.keys ?? []).map((action) => `kms:${action} secrets key`),
  ];
  const called = [...(apart.permissions.get(name) ?? [])];
  expect(called.filter((line) => !allowed.includes(line))).toEqual([]);
  expect(called.length > 0).toBe(allowed.length > 0);
});

test('G17 the comparison notices each permission and each call that is left out, and one too many', () => {
  const policy = [
    'logs:PutLogEvents /aws/lambda/countersign-verify',
    'dynamodb:Query table',
    'dynamodb:UpdateItem table',
    'kms:Decrypt secrets key',
    ...['Decrypt', 'DescribeKey', 'Encrypt', 'GenerateDataKey', 'ReEncryptFrom', 'ReEncryptTo'].map(
      (action) => `kms:${action} storage key`,
    ),
  ];
  const calls = new Set(['dynamodb:Query table', 'dynamodb:UpdateItem table', 'kms:Decrypt secrets key']);
  expect(differences(policy, calls, false)).toEqual([]);
  expect(unnoticedFaults(policy, calls, false)).toBe(0);
  expect(differences(policy, new Set(['dynamodb:Query table']), false)).toEqual([
    'is allowed, never called: dynamodb:UpdateItem table',
    'is allowed, never called: kms:Decrypt secrets key',
    'is allowed, never needed: kms:Encrypt storage key',
    'is allowed, never needed: kms:GenerateDataKey storage key',
    'is allowed, never needed: kms:ReEncryptFrom storage key',
    'is allowed, never needed: kms:ReEncryptTo storage key',
  ]);
});
