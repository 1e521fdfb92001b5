import { createHash } from 'node:crypto';
import { beforeEach, expect } from 'vitest';
import { day, eventsOf, iso, order, useSettings } from '../support/accounts.ts';
import { expectProblem } from '../support/expectations.ts';
import { keyOf, linkMailsTo, mailedLink, openLink, sendLink } from '../support/links.ts';
import { createUser } from '../support/people.ts';
import { tableText, tracesOf } from '../support/table.ts';
import { test, world } from '../support/world-test.ts';

beforeEach(() => useSettings(world, { backupCodeCount: 2 }));

test('3.13, rule 8: the mail leads to the configured origin, whatever host the request names, and holds no key', async () => {
  const userId = await createUser(world);
  const headers = {
    host: 'evil.example',
    'x-forwarded-host': 'evil.example',
    origin: 'https://evil.example',
  };
  const sent = { body: {}, headers };
  const answer = await world.api.expect(202, 'POST', `/v1/users/${userId}/setup-links`, sent);
  expect(answer).toEqual({ destination: 'u•••@e•••.org', expiresAt: iso(world.now + day) });
  const { mail, token } = await mailedLink(world, userId);
  const secret = await keyOf(world, { token });
  for (const text of [mail.text, mail.html]) {
    expect(text.match(/https?:\/\/[^\s"<]+/g)).toContain(`https://countersign.test/setup#${token}`);
    expect(text).not.toMatch(/evil|otpauth/);
    expect(text).not.toContain(secret);
  }
});

test('3.16 nothing in the table tells the token of a link, before and after its mail is sent', async () => {
  const userId = await createUser(world);
  await world.api.expect(202, 'POST', `/v1/users/${userId}/setup-links`, { body: {} });
  const before = await tableText(world);
  const { token } = await mailedLink(world, userId);
  const traces = tracesOf(token, Buffer.from(token, 'base64url'));
  for (const text of [before, await tableText(world)]) {
    expect(traces.filter((trace) => text.includes(trace))).toEqual([]);
    expect(text).toContain(createHash('sha256').update(token).digest('base64url'));
  }
});

test('3.16 of two links sent at once only the newer one is mailed', async () => {
  const userId = await createUser(world);
  const path = `/v1/users/${userId}/setup-links`;
  for (let times = 0; times < 2; times++) await world.api.expect(202, 'POST', path, { body: {} });
  const { token } = await mailedLink(world, userId);
  expect(linkMailsTo(world, userId)).toHaveLength(1);
  expect(await openLink(world, token)).toMatchObject({ status: 200 });
  const dropped = (await eventsOf(world, userId)).filter(({ type }) => type === 'message.failed');
  expect(dropped.map(({ details }) => details?.['why'])).toEqual(['revoked']);
});

test('rule 8: a link that is revoked before its mail went out is never mailed', async () => {
  const userId = await createUser(world);
  await world.api.expect(202, 'POST', `/v1/users/${userId}/setup-links`, { body: {} });
  await order(world, userId, 'disable');
  await world.drain();
  expect(linkMailsTo(world, userId)).toEqual([]);
});

test('3.16 a generated key changes with a new link once somebody may have seen it, a typed key stays', async () => {
  const [generated, typed] = [await createUser(world), await createUser(world)];
  const secret = 'GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ';
  await world.api.expect(200, 'PUT', `/v1/users/${typed}/totp`, { body: { secret } });
  const keys = async (userId: string): Promise<string[]> => [
    await keyOf(world, await sendLink(world, userId)),
    await keyOf(world, await sendLink(world, userId)),
  ];
  expect(new Set(await keys(generated)).size).toBe(2);
  expect(await keys(typed)).toEqual([secret, secret]);
});

test('rule 14: a user is sent at most a hundred links a day, the last one stays good, and the next day more', async () => {
  const userId = await createUser(world);
  const path = `/v1/users/${userId}/setup-links`;
  for (let i = 0; i < 99; i++) await world.api.expect(202, 'POST', path, { body: {} });
  const { token } = await sendLink(world, userId);
  const refused = await world.api.call('POST', path, { body: {} });
  expectProblem(refused, 'send-limit');
  expect((await openLink(world, token)).status).toBe(200);
  world.advance(day);
  await world.api.expect(202, 'POST', path, { body: {} });
});
