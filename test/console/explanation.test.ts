import { expect, test } from 'vitest';
import { ApiProblem } from '../../web/console/api/client.ts';
import { explain } from '../../web/console/parts/explanation.ts';

const explained = (status: number, body: Record<string, unknown> = {}, retryAfter: string | null = null) =>
  explain(new ApiProblem(status, body, retryAfter));

test('what the service says to programs is said to operators in the console’s own words', () => {
  for (const code of ['user-not-found', 'token-not-found', 'not-found', 'method-not-allowed']) {
    const { title, detail, next } = explained(404, { code, title: 'Not found', detail: 'Call POST.' });
    expect({ title, detail }).toEqual({ title: 'Not found', detail: '' });
    expect(next).toMatch(/oad|Search/);
  }
  const detail = 'This class has members.';
  expect(explained(409, { code: 'class-in-use', title: 'Class in use', detail })).toMatchObject({ detail });
});

test('where it is said how long to wait, that alone is said', () => {
  const busy = { code: 'conflict', title: 'Conflict' };
  expect(explained(409, busy, '1').next).toBe('Try again in 1 second.');
  expect(explained(409, busy).next).toContain('Reload');
});

test.each([403, 413, 429, 503])('an answer of %d without a body has a title and a next step', (status) => {
  const { title, next } = explained(status);
  expect(title).not.toBe('');
  expect(title).not.toBe(explained(418).title);
  expect(next).not.toBe('');
});

test('nothing is said to be marked where nothing is', () => {
  const refused = { code: 'invalid-request', title: 'Invalid request' };
  expect(explained(400, refused).next).toBe('');
  const errors = [{ path: 'email', message: 'Enter an address.' }];
  expect(explained(400, { ...refused, errors }).next).toContain('marked fields');
});
