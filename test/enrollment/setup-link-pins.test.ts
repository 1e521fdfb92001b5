import { beforeEach, expect } from 'vitest';
import { countEvents, signIn, stageOf, useSettings } from '../support/accounts.ts';
import { holdWrite } from '../support/barrier.ts';
import { confirmLink, keyOf, openLink, sendLink } from '../support/links.ts';
import { appCode, createUser, wrongCode } from '../support/people.ts';
import { test, world } from '../support/world-test.ts';

beforeEach(() => useSettings(world, { backupCodeCount: 1 }));

async function linkWithPin(to?: string) {
  const userId = to ?? (await createUser(world));
  const { token, pin = '', mail } = await sendLink(world, userId, { pin: true });
  const wrong = (guess: number): string => String((Number(pin) + 1 + guess) % 1_000_000).padStart(6, '0');
  return { userId, token, pin, mail, wrong };
}

const required = { status: 403, body: { code: 'pin-required' } };
const dead = { status: 404, body: { code: 'link-not-found' } };

test('N.01 the PIN of a link is six digits, told to the operator and not in the mail', async () => {
  const { pin, mail } = await linkWithPin();
  expect(pin).toMatch(/^\d{6}$/);
  expect(mail.text).toMatch(/PIN that you received through another channel/);
  expect(`${mail.subject} ${mail.text} ${mail.html}`).not.toContain(pin);
});

test('N.01 the setting setupLinkProof asks for a PIN with every link', async () => {
  await useSettings(world, { setupLinkProof: 'pin' });
  const userId = await createUser(world);
  const { token, pin } = await sendLink(world, userId);
  expect(await openLink(world, token)).toMatchObject(required);
  expect(await openLink(world, token, pin)).toMatchObject({ status: 200 });
});

test('N.01 where the setting asks for a PIN, no operator sends a link without one', async () => {
  await useSettings(world, { setupLinkProof: 'pin' });
  const { token, pin } = await sendLink(world, await createUser(world), { pin: false });
  expect(pin).toMatch(/^\d{6}$/);
  expect(await openLink(world, token)).toMatchObject(required);
});

test('N.01 without the PIN a link shows nothing and confirms nothing, and asking costs nothing', async () => {
  const { userId, token, pin } = await linkWithPin();
  const secret = await keyOf(world, { token, pin });
  for (let time = 0; time < 12; time++) expect(await openLink(world, token)).toMatchObject(required);
  expect(await confirmLink(world, token, appCode(secret, world.now))).toMatchObject(required);
  expect(await stageOf(world, userId)).toBe('not-enrolled');
  expect(await confirmLink(world, token, appCode(secret, world.now), pin)).toMatchObject({ status: 200 });
});

test('N.01 a PIN that is wrong five times, opening or confirming, ends the link even for the right PIN', async () => {
  const { userId, token, pin, wrong } = await linkWithPin();
  const secret = await keyOf(world, { token, pin });
  const code = appCode(secret, world.now);
  for (const guess of [0, 1, 2]) expect(await openLink(world, token, wrong(guess))).toMatchObject(required);
  for (const guess of [3, 4])
    expect(await confirmLink(world, token, code, wrong(guess))).toMatchObject(required);
  expect(await openLink(world, token, pin)).toMatchObject(dead);
  expect(await openLink(world, token)).toMatchObject(dead);
  expect(await confirmLink(world, token, code, pin)).toMatchObject(dead);
  expect(await countEvents(world, userId, 'link.pin-failed')).toBe(5);
});

test('N.01 four wrong PINs leave the link alive', async () => {
  const { token, pin, wrong } = await linkWithPin();
  for (const guess of [0, 1, 2, 3])
    expect(await openLink(world, token, wrong(guess))).toMatchObject(required);
  expect(await openLink(world, token, pin)).toMatchObject({ status: 200 });
});

test('N.01 a link after five wrong PINs does not kill the next one that is sent', async () => {
  const { userId, token, wrong } = await linkWithPin();
  for (const guess of [0, 1, 2, 3, 4]) await openLink(world, token, wrong(guess));
  const next = await sendLink(world, userId, { pin: true });
  expect(await openLink(world, next.token, next.pin)).toMatchObject({ status: 200 });
});

test('rule 3: of 40 wrong PINs at once five are judged, then the link no longer works', async () => {
  const { userId, token, wrong } = await linkWithPin();
  const answers = await Promise.all(
    Array.from({ length: 40 }, (_, guess) => openLink(world, token, wrong(guess))),
  );
  expect(answers.filter(({ status }) => status === 403)).toHaveLength(5);
  expect(answers.every(({ status }) => [403, 404, 409].includes(status))).toBe(true);
  expect(await countEvents(world, userId, 'link.pin-failed')).toBe(5);
});

test('rule 3: a right PIN judged before five wrong ones, and answered after them, does not open the link', async () => {
  const { token, pin, wrong } = await linkWithPin();
  const held = holdWrite(world, 'link.pin-accepted');
  const opening = openLink(world, token, pin);
  await Promise.race([held.reached, opening]);
  for (const guess of [0, 1, 2, 3, 4]) await openLink(world, token, wrong(guess));
  held.release();
  expect(await opening).toMatchObject(dead);
});

test('rule 2: while the account is throttled a right PIN is answered like a wrong one', async () => {
  const { userId, token, pin, wrong } = await linkWithPin();
  const secret = await keyOf(world, { token, pin });
  for (const guess of [0, 1, 2]) await openLink(world, token, wrong(guess));
  const code = wrongCode(secret, world.now);
  for (let guess = 0; guess < 7; guess++) await confirmLink(world, token, code, pin);
  const throttled = { status: 429, body: { code: 'account-throttled' } };
  expect(await openLink(world, token, wrong(4))).toMatchObject(throttled);
  expect(await openLink(world, token, pin)).toMatchObject(throttled);
  expect(await confirmLink(world, token, appCode(secret, world.now), pin)).toMatchObject(throttled);
  world.advance(30);
  expect(await openLink(world, token, pin)).toMatchObject({ status: 200 });
  expect(await stageOf(world, userId)).toBe('not-enrolled');
});

test('rule 2: wrong PINs count against the account like wrong codes, and the user is warned when it has to wait', async () => {
  const userId = await createUser(world);
  for (let links = 0; links < 2; links++) {
    const { token, wrong } = await linkWithPin(userId);
    for (const guess of [0, 1, 2, 3, 4]) await openLink(world, token, wrong(guess));
  }
  expect(await signIn(world, userId)).toMatchObject({ status: 429, headers: { 'retry-after': '30' } });
  await world.drain();
  const warned = world.mails.filter(
    ({ to, subject }) => to.startsWith(userId) && /wrong codes/.test(subject),
  );
  expect(warned).toHaveLength(1);
});
