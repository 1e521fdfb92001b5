import { beforeEach, expect } from 'vitest';
import {
  eventsOf,
  iso,
  period,
  stageOf,
  statusView,
  useFewBackupCodes,
  useSettings,
} from '../support/accounts.ts';
import { holdWrite } from '../support/barrier.ts';
import { confirmLink, keyOf, linkMailsTo, mailedLink } from '../support/links.ts';
import { appCode, attempt, createUser, enroll, enrolledUser, start } from '../support/people.ts';
import { test, world } from '../support/world-test.ts';

test.beforeAll(async ({ world }) => {
  await useFewBackupCodes(world);
});
beforeEach(() => useSettings(world, { backupCodeCount: 1 }));

/** 3.12: creates or replaces the key, the identity verified; the whole answer, whatever it is. */
const putKey = (userId: string, body: object = {}) =>
  world.api.call('PUT', `/v1/users/${userId}/totp`, { body: { identityVerified: true, ...body } });

const typedKey = 'JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP';

test('3.12 a created key is pending and does not lengthen the enrollment period', async () => {
  const userId = await createUser(world);
  const before = await statusView(world, userId);
  world.advance(3_600);
  const { status, body } = await putKey(userId);
  expect([status, body]).toEqual([200, { tokenId: expect.any(String), status: 'PENDING' }]);
  expect(await statusView(world, userId)).toEqual(before);
});

test('3.12 a replaced key stops working at once, and the user has to enroll again in a new period', async () => {
  const { userId, secret, backupCodes } = await enrolledUser(world);
  const { verificationId } = await start(world, userId);
  world.advance(period);
  await putKey(userId);
  const { stage, shown } = await statusView(world, userId);
  expect(stage).toBe('not-enrolled');
  expect(shown).toContainEqual(['TOTP Enrollment Expires at', iso(world.now + period)]);
  expect(await attempt(world, verificationId, appCode(secret, world.now))).toMatchObject({ status: 410 });
  const fresh = await start(world, userId);
  expect(fresh.status).toBe('enrollment-required');
  for (const code of [appCode(secret, world.now), backupCodes[0] ?? '']) {
    expect(await attempt(world, fresh.verificationId, code)).toMatchObject({ status: 409 });
  }
});

test('3.12 codes of the old key and the old backup codes stay dead when the new key is enrolled', async () => {
  const old = await enrolledUser(world);
  await putKey(old.userId);
  await enroll(world, old.userId);
  const { verificationId } = await start(world, old.userId);
  for (const code of [appCode(old.secret, world.now), old.backupCodes[0] ?? '']) {
    expect(await attempt(world, verificationId, code)).toMatchObject({ status: 401 });
  }
});

test('3.12 a right code that is overtaken by the replacement of its key is not accepted', async () => {
  const { userId, secret } = await enrolledUser(world);
  const { verificationId } = await start(world, userId);
  const held = holdWrite(world, 'verification.succeeded');
  const attempting = attempt(world, verificationId, appCode(secret, world.now));
  await held.reached;
  await putKey(userId);
  held.release();
  expect(await attempting).toMatchObject({ status: 410 });
});

test('3.12 of 8 replacements at once one key remains, and it enrolls', async () => {
  const userId = await createUser(world);
  const answers = await Promise.all(Array.from({ length: 8 }, () => putKey(userId)));
  const { body } = await world.api.call('POST', `/v1/users/${userId}/totp/reveal`);
  expect(answers.map((answer) => answer.body.tokenId)).toContain(body.tokenId);
  const link = await world.api.expect(202, 'POST', `/v1/users/${userId}/setup-links`, { body: {} });
  expect(link.destination).toMatch(/•/);
  const { token } = await mailedLink(world, userId);
  const code = appCode(await keyOf(world, { token }), world.now);
  expect(await confirmLink(world, token, code)).toMatchObject({ status: 200 });
});

test('3.12 a typed key is the one that is enrolled', async () => {
  const userId = await createUser(world);
  await putKey(userId, { secret: typedKey, sendLink: true });
  const { token } = await mailedLink(world, userId);
  expect(await keyOf(world, { token })).toBe(typedKey);
  const first = appCode(typedKey, world.now);
  expect(await confirmLink(world, token, first)).toMatchObject({ status: 200 });
  const { verificationId } = await start(world, userId);
  const next = appCode(typedKey, world.now + 30);
  expect(await attempt(world, verificationId, next)).toMatchObject({ status: 200 });
});

test.each([26, 32, 52, 103])('3.12 a typed key may have %i characters', async (length) => {
  const userId = await createUser(world);
  expect(await putKey(userId, { secret: 'A'.repeat(length) })).toMatchObject({ status: 200 });
});

test.each([
  ['lower case', typedKey.toLowerCase()],
  ['the digit 0', `0${typedKey.slice(1)}`],
  ['the digit 1', `1${typedKey.slice(1)}`],
  ['the digit 8', `8${typedKey.slice(1)}`],
  ['the digit 9', `9${typedKey.slice(1)}`],
  ['a blank', `${typedKey.slice(0, 16)} ${typedKey.slice(16)}`],
  ['padding', `${typedKey.slice(0, 26)}======`],
  ['a letter beyond ASCII', `Ä${typedKey.slice(1)}`],
  ['fewer than 128 bits', typedKey.slice(0, 24)],
  ['more than 512 bits', 'A'.repeat(104)],
  ['a length that no whole bytes have', typedKey.slice(0, 27)],
  ['nothing', ''],
])('3.12 a typed key with %s is refused, and not repeated', async (_, secret) => {
  const answer = await putKey(await createUser(world), { secret });
  expect(answer).toMatchObject({ status: 400, body: { errors: [{ path: 'secret' }] } });
  expect(answer.body.errors[0].message).toMatch(/letters A-Z and digits 2-7/);
  if (secret) expect(JSON.stringify(answer.body)).not.toContain(secret);
});

test('3.13 with sendLink the new key goes out as a link and never as a key, without it not at all', async () => {
  const [mailed, kept] = [await createUser(world), await createUser(world)];
  const { body } = await putKey(mailed, { secret: typedKey, sendLink: true });
  expect(body.link).toEqual({
    destination: 'u•••@e•••.org',
    expiresAt: iso(world.now + 86_400),
    sharesKey: true,
  });
  expect(JSON.stringify(body)).not.toContain(typedKey);
  await putKey(kept, { secret: typedKey, sendLink: false });
  const { token } = await mailedLink(world, mailed);
  expect(await keyOf(world, { token })).toBe(typedKey);
  expect(linkMailsTo(world, kept)).toEqual([]);
  const texts = world.mails.map(({ subject, text, html }) => `${subject} ${text} ${html}`);
  expect(texts.filter((text) => text.includes(typedKey))).toEqual([]);
});

test('rule 11, P.19 a replaced key is one event without the key, and the user is notified by mail', async () => {
  const { userId } = await enrolledUser(world);
  await putKey(userId, { secret: typedKey });
  const events = await eventsOf(world, userId);
  const replaced = events.filter(({ type }) => type === 'key.replaced');
  expect(replaced).toMatchObject([
    { actor: 'operator:the-administrator', details: { replaced: 1, typed: true } },
  ]);
  expect(JSON.stringify(events)).not.toContain(typedKey);
  const told = world.mails.filter(({ to, subject }) => to.startsWith(userId) && /was replaced/.test(subject));
  expect(told).toHaveLength(1);
  expect(await stageOf(world, userId)).toBe('not-enrolled');
});
