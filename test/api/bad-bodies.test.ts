import { afterEach, beforeEach, describe, expect } from 'vitest';
import { expectProblem } from '../support/expectations.ts';
import { enrolledUser, start } from '../support/people.ts';
import { callerOf, routes, targetOf } from '../support/routes.ts';
import { tableText } from '../support/table.ts';
import { test, world } from '../support/world-test.ts';

let params: { userId: string; verificationId: string; name: string };
let before: string;
test.beforeAll(async ({ world }) => {
  const { userId } = await enrolledUser(world);
  const { verificationId } = await start(world, userId);
  params = { userId, verificationId, name: 'Cashiers' };
});
beforeEach(async () => {
  before = await tableText(world);
});
afterEach(async () => {
  expect(await tableText(world)).toBe(before);
});

const notJson = [
  '{',
  '{"code":',
  "{'code': '123456'}",
  '{"a":1}{"b":2}',
  'code=123456',
  'undefined',
  '{"a":\u00001}',
];
const notAnObject = ['[]', '[{}]', 'null', 'true', '123456', '"123456"'];
const unknownFields = [
  '{"zzz":1}',
  '{"__proto__":{"admin":true}}',
  '{"constructor":1}',
  '{"toString":null}',
  '{"":""}',
  '{"\\ud800":1}',
];

/** Documents are refused for what they are: their own tests show it. */
const takesJson = routes.filter(({ mediaTypes }) => !mediaTypes);

describe.each(takesJson.map((route) => [`${route.method} ${route.path}`, route] as const))(
  'rule 13: %s',
  (_, route) => {
    const send = (options: { rawBody: string } | { bytes: Uint8Array }) =>
      world.api.call(route.method, targetOf(route, params), {
        as: callerOf(route, params.userId),
        ...options,
      });

    test('refuses what is not JSON in UTF-8, or not an object', async () => {
      for (const rawBody of [...notJson, ...notAnObject]) {
        expectProblem(await send({ rawBody }), 'invalid-request');
      }
      const latin1 = Buffer.from('{"displayName":"\xE9"}', 'latin1');
      for (const bytes of [latin1, Buffer.from([0xff, 0xfe, 0]), Buffer.from('{"a":"\uD800"}', 'utf16le')]) {
        expectProblem(await send({ bytes }), 'invalid-request');
      }
    });

    test('refuses fields that it does not know', async () => {
      for (const rawBody of unknownFields) {
        const answer = await send({ rawBody });
        expectProblem(answer, 'invalid-request');
        expect(answer.body.errors.map(({ message }: { message: string }) => message)).toContain(
          'is not a field of this request',
        );
      }
    });

    test('refuses more than 8 KB', async () => {
      const most = route.maxBodyBytes ?? 8_192;
      const padded = (length: number): string => `{"zzz":"${'x'.repeat(length - 10)}"}`;
      expectProblem(await send({ rawBody: padded(most) }), 'invalid-request');
      expectProblem(await send({ rawBody: padded(most + 1) }), 'payload-too-large');
      // Counted in bytes, not in letters.
      expectProblem(await send({ rawBody: `{"zzz":"${'字'.repeat(most / 3)}"}` }), 'payload-too-large');
    });
  },
);

test('rule 13: a deeply nested body is refused', async () => {
  const rawBody = `${'['.repeat(4_000)}${']'.repeat(4_000)}`;
  const answer = await world.api.call('POST', '/v1/users', { rawBody: `{"userId":${rawBody}}` });
  expectProblem(answer, 'invalid-request');
});

test('rule 13: query parameters that a route does not know are refused', async () => {
  for (const route of routes) {
    const target = `${targetOf(route, params)}?zzz=1`;
    const answer = await world.api.call(route.method, target, {
      as: callerOf(route, params.userId),
      body: {},
      headers: { 'content-type': route.mediaTypes?.[0] ?? 'application/json' },
    });
    expectProblem(answer, 'invalid-request');
    expect(answer.body.errors).toContainEqual({ path: 'zzz', message: 'is not a field of this request' });
  }
});
