import { generateSync } from 'otplib';
import { expect } from 'vitest';
import type { Answer } from '../support/api.ts';
import { attempt, createUser, enrolledUser, start } from '../support/people.ts';
import { test, world } from '../support/world-test.ts';

const callers = 64;
const accepted = (answers: readonly Answer[]) => answers.filter(({ status }) => status === 200);
const at = (path: string, body: object) => world.api.call('POST', path, { as: 'application', body });

/** A user with a counter token, confirmed with its first code. */
async function withHotp() {
  const { userId } = await enrolledUser(world);
  const tokens = `/v1/users/${userId}/tokens`;
  const { tokenId, secret } = await world.api.expect(201, 'POST', tokens, { body: { type: 'hotp' } });
  const code = (counter: number) => generateSync({ strategy: 'hotp', secret, counter });
  await world.api.expect(200, 'POST', `${tokens}/${tokenId}/confirm`, { body: { code: code(0) } });
  return { userId, tokenId: tokenId as string, code };
}

let numbers = 0;

async function withSms() {
  const userId = await createUser(world);
  const phone = `+4474002${String(23_000 + numbers++)}`;
  const { tokenId } = await world.api.expect(201, 'POST', `/v1/users/${userId}/tokens`, {
    body: { type: 'sms', phone },
  });
  return { userId, tokenId: tokenId as string };
}

async function textedCode(): Promise<string> {
  await world.drain();
  return world.texts.at(-1)?.text.match(/\d{6,}/)?.[0] ?? '';
}

test(`P.02 of ${callers} callers with the same HOTP code exactly one is accepted, in one verification and over five`, async () => {
  const { userId, code } = await withHotp();
  const one = await start(world, userId);
  const inOne = await Promise.all(
    Array.from({ length: callers }, () => attempt(world, one.verificationId, code(1))),
  );
  expect(accepted(inOne)).toHaveLength(1);
  const five = await Promise.all(Array.from({ length: 5 }, () => start(world, userId)));
  const inFive = await Promise.all(
    Array.from({ length: callers }, (_, i) => attempt(world, five[i % 5].verificationId, code(2))),
  );
  expect(accepted(inFive)).toHaveLength(1);
});

test('P.02 neighbouring HOTP codes at once never set the counter back', async () => {
  const { userId, code } = await withHotp();
  const sessions = await Promise.all(Array.from({ length: 5 }, () => start(world, userId)));
  const answers = await Promise.all(
    sessions.map(({ verificationId }, i) => attempt(world, verificationId, code(5 - i))),
  );
  expect(accepted(answers).length).toBeGreaterThan(0);
  const { verificationId } = await start(world, userId);
  for (const counter of [1, 2, 3, 4, 5]) {
    expect((await attempt(world, verificationId, code(counter))).status).not.toBe(200);
  }
});

test(`P.02 of ${callers} callers with the same texted code exactly one is accepted`, async () => {
  const { userId, tokenId } = await withSms();
  const { verificationId } = await start(world, userId);
  await at(`/v1/verifications/${verificationId}/challenges`, { tokenId });
  const code = await textedCode();
  const answers = await Promise.all(
    Array.from({ length: callers }, () => attempt(world, verificationId, code)),
  );
  expect(accepted(answers)).toHaveLength(1);
});

test('rule 7 of 16 requests for a code at once one sends', async () => {
  const { userId, tokenId } = await withSms();
  const { verificationId } = await start(world, userId);
  const before = world.texts.length;
  const answers = await Promise.all(
    Array.from({ length: 16 }, () => at(`/v1/verifications/${verificationId}/challenges`, { tokenId })),
  );
  expect(answers.filter(({ status }) => status === 202)).toHaveLength(1);
  expect(answers.every(({ status }) => [202, 409, 429].includes(status))).toBe(true);
  await world.drain();
  expect(world.texts.length - before).toBe(1);
});

test('2.12 of 8 resets with the same two codes one sets the counter', async () => {
  const { userId, tokenId, code } = await withHotp();
  const codes = [code(20), code(21)];
  const answers = await Promise.all(
    Array.from({ length: 8 }, () =>
      world.api.call('POST', `/v1/users/${userId}/tokens/${tokenId}/reset`, { body: { codes } }),
    ),
  );
  expect(accepted(answers)).toHaveLength(1);
  const { verificationId } = await start(world, userId);
  expect((await attempt(world, verificationId, code(21))).status).not.toBe(200);
});

test('1.15 of 16 regenerations with the same fresh code one makes a new set', async () => {
  const { userId, secret, backupCodes } = await enrolledUser(world);
  const code = generateSync({ secret, epoch: world.now });
  const answers = await Promise.all(
    Array.from({ length: 16 }, () =>
      world.api.call('POST', '/v1/me/backup-codes', { as: { self: userId }, body: { code } }),
    ),
  );
  const [won, ...others] = accepted(answers);
  expect(others).toEqual([]);
  world.advance(7_200);
  const old = await start(world, userId, { mode: 'look-up' });
  expect((await attempt(world, old.verificationId, backupCodes[0] ?? '')).status).toBe(401);
  expect((await attempt(world, old.verificationId, won?.body.backupCodes[0] ?? '')).status).toBe(200);
});
