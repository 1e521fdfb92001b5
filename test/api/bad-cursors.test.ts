import { expect } from 'vitest';
import { expectProblem } from '../support/expectations.ts';
import { createUser } from '../support/people.ts';
import { test, world } from '../support/world-test.ts';

test.beforeAll(async ({ world }) => {
  await createUser(world);
});

const encode = (text: string): string => Buffer.from(text).toString('base64url');
const garbage = [
  '',
  '0',
  'a',
  'not-a-cursor',
  encode('\u{10FFFF}'),
  encode('\uFFFD'),
  encode('9|x'),
  encode('-1|'),
  encode('1'),
  encode('\0'),
];

test.each(garbage)('rule 13: the cursor %j of no list answers a page', async (cursor) => {
  for (const search of [{}, { query: 'u' }, { stage: 'expired' }, { class: 'None' }, { stage: 'enrolled' }]) {
    const answer = await world.api.call('GET', `/v1/users?${new URLSearchParams({ ...search, cursor })}`);
    expect([200, 400]).toContain(answer.status);
    if (answer.status === 400) expectProblem(answer, 'invalid-request');
  }
});

test.each(['x'.repeat(800), '_'.repeat(800), 'a b', '%', 'é', encode('z'.repeat(601))])(
  'rule 13: the cursor %j is refused',
  async (cursor) => {
    for (const path of ['/v1/users', '/v1/events']) {
      const answer = await world.api.call('GET', `${path}?${new URLSearchParams({ cursor })}`);
      expectProblem(answer, 'invalid-request');
      expect(answer.body.errors[0].path).toBe('cursor');
    }
  },
);

test.each(['0', '101', '-1', '1.5', 'ten', '', '１'])('rule 13: a page of %j is refused', async (limit) => {
  for (const path of ['/v1/users', '/v1/events']) {
    expectProblem(
      await world.api.call('GET', `${path}?${new URLSearchParams({ limit })}`),
      'invalid-request',
    );
  }
});
