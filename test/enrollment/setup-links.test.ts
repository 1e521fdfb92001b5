import { beforeEach, expect } from 'vitest';
import { readState } from '../../lib/store/user-records.ts';
import { countEvents, day, eventsOf, iso, stageOf, useSettings } from '../support/accounts.ts';
import { useClass } from '../support/classes.ts';
import { confirmLink, keyOf, openLink, sendLink } from '../support/links.ts';
import { appCode, attempt, createUser, start, wrongCode } from '../support/people.ts';
import { test, world } from '../support/world-test.ts';

beforeEach(() => useSettings(world, { backupCodeCount: 2 }));

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

const openTimes = (token: string, times: number) =>
  Promise.all(Array.from({ length: times }, () => keyOf(world, { token })));

const enrolledMailTo = async (userId: string): Promise<string> => {
  await world.drain();
  return (
    world.mails.find(({ to, subject }) => to.startsWith(userId) && /is set up/.test(subject))?.text ?? ''
  );
};

test('D6, N.01 a scanner that opens a link again and again leaves the user as they are, and the person can still use it', async () => {
  const userId = await createUser(world);
  const { token } = await sendLink(world, userId);
  const before = await readState(world.services.table, userId);
  await openTimes(token, 10);
  expect(await readState(world.services.table, userId)).toEqual(before);
  const secret = await keyOf(world, { token });
  // While the person types, the scanner comes again.
  await openTimes(token, 20);
  const answer = await confirmLink(world, token, appCode(secret, world.now));
  expect(answer).toMatchObject({ status: 200, body: { backupCodes: { length: 2 } } });
});

test('rule 8 each opening shows a key of its own: who opened the link before has no key of the person', async () => {
  const userId = await createUser(world);
  const { token } = await sendLink(world, userId);
  const keys = await openTimes(token, 6);
  expect(new Set(keys).size).toBe(6);
  const [person = '', ...others] = keys;
  expect(await confirmLink(world, token, appCode(person, world.now))).toMatchObject({ status: 200 });
  world.advance(120);
  const { verificationId } = await start(world, userId);
  for (const other of others.slice(0, 4)) {
    expect(await attempt(world, verificationId, appCode(other, world.now))).toMatchObject({ status: 401 });
  }
  expect(await attempt(world, verificationId, appCode(person, world.now))).toMatchObject({ status: 200 });
});

test('rule 11, P.19 openings are numbered events, and the person is notified of more than one', async () => {
  const [once, often] = [await createUser(world), await createUser(world)];
  for (const [userId, times] of [
    [once, 1],
    [often, 3],
  ] as const) {
    const { token } = await sendLink(world, userId);
    const [secret = ''] = await openTimes(token, times);
    await confirmLink(world, token, appCode(secret, world.now));
    const opened = (await eventsOf(world, userId)).filter(({ type }) => type === 'link.opened');
    const numbers = opened.map(({ details }) => Number(details?.['opening'])).sort((a, b) => a - b);
    expect(numbers).toEqual(Array.from({ length: times }, (_, i) => i + 1));
  }
  expect(await enrolledMailTo(often)).toContain('The link in our mail was opened 3 times.');
  const told = await enrolledMailTo(once);
  expect(told).toContain('You also received backup codes');
  expect(told).not.toContain('opened');
});

test('rule 8 a link that nobody has opened takes no code', async () => {
  const { token } = await sendLink(world, await createUser(world));
  const answer = await confirmLink(world, token, '123456');
  expect(answer).toMatchObject({ status: 401, body: { code: 'invalid-code' } });
});

test('D9 a link shows the key that an operator has displayed or typed, says so, and a second link shows the same', async () => {
  const userId = await createUser(world);
  await world.api.expect(200, 'PUT', `/v1/users/${userId}/totp`, { body: {} });
  const fresh = await world.api.expect(202, 'POST', `/v1/users/${userId}/setup-links`, { body: {} });
  expect(fresh.sharesKey).toBeUndefined();
  const { secret } = await world.api.expect(200, 'POST', `/v1/users/${userId}/totp/reveal`);
  for (let links = 0; links < 2; links++) {
    const link = await sendLink(world, userId);
    expect(link).toMatchObject({ sharesKey: true });
    expect(await openTimes(link.token, 2)).toEqual([secret, secret]);
  }
});

test('D9 a key that an operator displays while a link is being used spoils neither', async () => {
  for (const which of ['opened', 'displayed'] as const) {
    const userId = await createUser(world);
    const { token } = await sendLink(world, userId);
    const opened = await keyOf(world, { token });
    const { secret: displayed } = await world.api.expect(200, 'POST', `/v1/users/${userId}/totp/reveal`);
    expect(displayed).not.toBe(opened);
    const code = appCode({ opened, displayed }[which], world.now);
    expect(await confirmLink(world, token, code)).toMatchObject({ status: 200 });
  }
});

test('D10 no link is sent to somebody whose class takes no codes of an app', async () => {
  const factors = { 'sign-in': { otp: 1 }, approval: {}, 'password-reset': {} };
  await useClass(world, 'Mailed', { factors });
  const userId = await createUser(world, { class: 'Mailed' });
  const answer = await world.api.call('POST', `/v1/users/${userId}/setup-links`, { body: {} });
  expect(answer).toMatchObject({ status: 409, body: { code: 'not-allowed-in-state' } });
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

test('rule 2, 3.17 after ten wrong first codes the account waits, the user is notified once, and the link stays valid', async () => {
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
