import { beforeEach, expect } from 'vitest';
import { expectProblem } from '../support/expectations.ts';
import { oddText, oddTypes } from '../support/odd-values.ts';
import { createUser, newId } from '../support/people.ts';
import { tableText } from '../support/table.ts';
import { test, world } from '../support/world-test.ts';

let userId: string;
let before: string;
test.beforeAll(async ({ world }) => {
  userId = await createUser(world);
});
beforeEach(async () => {
  before = await tableText(world);
});

const refused = { ...oddText, types: oddTypes.filter((value) => value !== null) };
const texts = Object.values(refused).flat();

/** Values that a field of a person refuses, beside what every text refuses. */
const wrong: Record<string, readonly unknown[]> = {
  displayName: ['x'.repeat(101), ...texts],
  email: [
    ...texts,
    'nobody',
    '@example.org',
    'a@b',
    'a@b.c',
    'a b@example.org',
    'a@exa mple.org',
    'a@example.org\nBcc: b@example.org',
    'a@example.org,b@example.org',
    '"a"@example.org',
    'A <a@example.org>',
    `${'a'.repeat(250)}@b.org`,
    'a@\uD800.org',
  ],
  phone: [
    ...texts,
    '0171',
    '+',
    '+0123456',
    '+1 234',
    '+12345678901234567',
    '+12345',
    '００４９',
    '+1-800-555',
  ],
  class: ['x'.repeat(41), '-a', '*DFT!', ...texts],
  roles: [
    'Cashier',
    ['Cashier', 'Cashier'],
    Array.from({ length: 21 }, (_, i) => `R${i}`),
    [''],
    [null],
    [1],
    {},
    1,
  ],
  externalId: ['x'.repeat(65), ...texts],
  idNumber: ['x'.repeat(41), ...texts],
  birthDate: [
    ...texts,
    '1970-1-1',
    '31.12.1970',
    '1970-13-01',
    '1970-02-30',
    '1970-12-31T00:00:00Z',
    '٢٠٢٠-٠١-٠١',
  ],
  language: [...texts, 'x', 'english', 'en_US', 'en-', '../en'],
  officePhone: ['x'.repeat(41), ...texts],
  twoFactorRequired: [1, 'true', null, [], {}],
  active: [0, 'false', null, [], {}],
};

test.each(Object.entries(wrong))(
  'rule 13: no user is created or changed with a wrong %s',
  async (name, values) => {
    for (const value of values) {
      const body = { userId: newId(), displayName: 'X', email: 'x@example.org', [name]: value };
      const answers = [
        await world.api.call('POST', '/v1/users', { body }),
        await world.api.call('PATCH', `/v1/users/${userId}`, { body: { [name]: value } }),
      ];
      for (const answer of answers) {
        expectProblem(answer, 'invalid-request');
        expect(answer.body.errors[0].path, JSON.stringify(value)).toMatch(new RegExp(`^${name}(\\.\\d+)?$`));
      }
    }
    expect(await tableText(world)).toBe(before);
  },
);

test.each(['userId', 'displayName', 'email'])('rule 13: a user without %s is not created', async (name) => {
  const { [name]: _left, ...body } = { userId: newId(), displayName: 'X', email: 'x@example.org' } as Record<
    string,
    string
  >;
  const answer = await world.api.call('POST', '/v1/users', { body });
  expectProblem(answer, 'invalid-request');
  expect(answer.body.errors).toEqual([{ path: name, message: 'is required' }]);
});

test('rule 13: names of every script are taken as they are', async () => {
  for (const displayName of [
    'שרה לוי',
    'محمد علي',
    'Nguyễn Thị',
    '山田 太郎',
    'Zoe\u0308',
    '👩🏽‍🚀 Ada',
    "O'Brien <b>",
  ]) {
    await world.api.expect(200, 'PATCH', `/v1/users/${userId}`, { body: { displayName } });
    expect(await world.api.expect(200, 'GET', `/v1/users/${userId}`)).toMatchObject({ displayName });
  }
});

test('rule 13: a value of another kind is distinguished from a missing one', async () => {
  const body = { userId: newId(), displayName: 5, email: 'x@example.org' };
  const answer = await world.api.call('POST', '/v1/users', { body });
  expect(answer.body.errors).toEqual([{ path: 'displayName', message: 'must be a string' }]);
});
