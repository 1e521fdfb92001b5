import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { countEvents, day, iso, stageOf, useSettings } from '../support/accounts.ts';
import { confirmLink, keyOf, openLink, sendLink } from '../support/links.ts';
import { appCode, attempt, createUser, start, wrongCode } from '../support/people.ts';
import { tableText } from '../support/table.ts';
import { World } from '../support/world.ts';

let world: World;
beforeAll(async () => {
  world = await World.start();
});
beforeEach(() => useSettings(world, { backupCodeCount: 2 }));
afterAll(() => world.stop());

const dead = { status: 404, body: { code: 'link-not-found' } };

test('3.17 the link shows who it is for, the key by hand and as a QR code, and until when it works', async () => {
  const userId = await createUser(world, { displayName: 'Pepino Cuevas' });
  const { token, expiresAt } = await sendLink(world, userId);
  const { body } = await openLink(world, token);
  expect(body).toMatchObject({ displayName: 'Pepino Cuevas', issuer: 'Countersign', expiresAt });
  expect(body.secret).toMatch(/^[A-Z2-7]{32}$/);
  expect(body.otpauthUri).toContain(`secret=${body.secret}`);
  expect(body.qrCodeSvg).toMatch(/^<svg/);
});

test('D6, N.01 a scanner that opens a link again and again changes nothing, and the person can still use it', async () => {
  const userId = await createUser(world);
  const { token } = await sendLink(world, userId);
  await world.drain();
  const before = await tableText(world);
  const shown = await Promise.all(Array.from({ length: 10 }, () => keyOf(world, { token })));
  expect(new Set(shown).size).toBe(1);
  expect(await tableText(world)).toBe(before);
  const answer = await confirmLink(world, token, appCode(shown[0] ?? '', world.now));
  expect(answer).toMatchObject({ status: 200, body: { backupCodes: { length: 2 } } });
});

test('3.17 registering makes codes valid: the next code and a backup code sign in, the first code does not again', async () => {
  const userId = await createUser(world);
  const { token } = await sendLink(world, userId);
  const secret = await keyOf(world, { token });
  const first = appCode(secret, world.now);
  const { body } = await confirmLink(world, token, first);
  const { verificationId, status } = await start(world, userId);
  expect(status).toBe('challenge');
  expect(await attempt(world, verificationId, first)).toMatchObject({ status: 401 });
  const next = appCode(secret, world.now + 30);
  expect(await attempt(world, verificationId, next)).toMatchObject({ status: 200 });
  const { verificationId: other } = await start(world, userId);
  expect(await attempt(world, other, body.backupCodes[0])).toMatchObject({ status: 200 });
});

test('0.05, 3.17 a wrong first code is a failed enrollment and leaves the link alive', async () => {
  const userId = await createUser(world);
  const { token } = await sendLink(world, userId);
  const secret = await keyOf(world, { token });
  const wrong = wrongCode(secret, world.now);
  expect(await confirmLink(world, token, wrong)).toMatchObject({
    status: 401,
    body: { code: 'invalid-code' },
  });
  const { attributes } = await world.api.expect(200, 'GET', `/v1/users/${userId}/status`);
  expect(attributes.at(-1)).toMatchObject({ key: 'lastFailedEnrollmentAt', value: iso(world.now) });
  expect(await countEvents(world, userId, 'enrollment.failed')).toBe(1);
  expect(await confirmLink(world, token, appCode(secret, world.now))).toMatchObject({ status: 200 });
});

test('rule 2, 3.17 after ten wrong first codes the account waits, the user is told once, and the link lives on', async () => {
  const userId = await createUser(world);
  const { token } = await sendLink(world, userId);
  const secret = await keyOf(world, { token });
  for (let guess = 0; guess < 10; guess++) await confirmLink(world, token, wrongCode(secret, world.now));
  const throttled = await confirmLink(world, token, appCode(secret, world.now));
  expect(throttled).toMatchObject({ status: 429, body: { code: 'account-throttled' } });
  world.advance(30);
  await confirmLink(world, token, wrongCode(secret, world.now));
  await world.drain();
  const warned = world.mails.filter(
    ({ to, subject }) => to.startsWith(userId) && /wrong codes/.test(subject),
  );
  expect(warned).toHaveLength(1);
  world.advance(60);
  expect(await confirmLink(world, token, appCode(secret, world.now))).toMatchObject({ status: 200 });
});

test('D6 of 16 right codes at once one consumes the link, with one event and one valid set of backup codes', async () => {
  const userId = await createUser(world);
  const { token } = await sendLink(world, userId);
  const code = appCode(await keyOf(world, { token }), world.now);
  const answers = await Promise.all(Array.from({ length: 16 }, () => confirmLink(world, token, code)));
  const accepted = answers.filter(({ status }) => status === 200);
  expect(accepted).toHaveLength(1);
  expect(answers.every(({ status }) => [200, 404, 409].includes(status))).toBe(true);
  expect(await countEvents(world, userId, 'enrollment.confirmed')).toBe(1);
  const { verificationId } = await start(world, userId);
  const [code1] = accepted[0]?.body.backupCodes ?? [];
  expect(await attempt(world, verificationId, code1)).toMatchObject({ status: 200 });
});

test('rule 8: a link works for 24 hours and not a second longer', async () => {
  const userId = await createUser(world);
  const { token, expiresAt } = await sendLink(world, userId);
  expect(expiresAt).toBe(iso(world.now + day));
  world.advance(day - 1);
  const secret = await keyOf(world, { token });
  world.advance(1);
  expect(await openLink(world, token)).toMatchObject(dead);
  expect(await confirmLink(world, token, appCode(secret, world.now))).toMatchObject(dead);
  expect(await stageOf(world, userId)).toBe('not-enrolled');
});

test('0.10 a link does not outlive the enrollment period', async () => {
  await useSettings(world, { enrollmentPeriodSeconds: 3_600 });
  const userId = await createUser(world);
  const { token } = await sendLink(world, userId);
  const secret = await keyOf(world, { token });
  world.advance(3_600);
  expect(await openLink(world, token)).toMatchObject(dead);
  expect(await confirmLink(world, token, appCode(secret, world.now))).toMatchObject(dead);
  expect(await stageOf(world, userId)).toBe('expired');
});
