import { describe, expect } from 'vitest';
import { readState } from '../../lib/store/user-records.ts';
import { eventsOf, order, stageOf, useFewBackupCodes } from '../support/accounts.ts';
import type { Caller } from '../support/api.ts';
import { useClass } from '../support/classes.ts';
import { expectProblem } from '../support/expectations.ts';
import { tryStart } from '../support/guesses.ts';
import { confirmLink, keyOf, sendLink } from '../support/links.ts';
import { appCode, attempt, createUser, enroll, enrolledUser, start, wrongCode } from '../support/people.ts';
import { test, world } from '../support/world-test.ts';

test.beforeAll(async ({ world }) => {
  await useFewBackupCodes(world);
});

const tokensOf = (userId: string) => `/v1/users/${userId}/tokens`;
const enrollEmail = (userId: string, name = 'second') =>
  world.api.expect(201, 'POST', tokensOf(userId), {
    body: { type: 'email', email: `${userId}-${name}@example.org` },
  });
const asSelf = (userId: string, body: object) => ({ as: { self: userId } as Caller, body });
const asApplication = (body: object = {}) => ({ as: 'application' as const, body });

async function mailedCode(): Promise<string> {
  await world.drain();
  return world.mails.findLast(({ text }) => /\b\d{6}\b/.test(text))?.text.match(/\b\d{6}\b/)?.[0] ?? '';
}

describe('rule 9: a user whom an operator has enrolled is enrolled by nothing that was started before', () => {
  test('a sign-in that led to an enrollment leads to none any more', async () => {
    const userId = await createUser(world);
    const { verificationId } = await start(world, userId);
    const path = `/v1/verifications/${verificationId}/enrollment`;
    const { secret } = await world.api.expect(201, 'POST', path, asApplication());
    await enrollEmail(userId);
    const code = { code: appCode(secret, world.now) };
    expectProblem(
      await world.api.call('POST', `${path}/confirmation`, asApplication(code)),
      'verification-expired',
    );
    expectProblem(await world.api.call('POST', path, asApplication()), 'verification-expired');
  });

  test('a token that a user had started to add is not confirmed any more', async () => {
    const userId = await createUser(world);
    const added = await world.api.expect(201, 'POST', '/v1/me/tokens', asSelf(userId, { type: 'totp' }));
    await enrollEmail(userId);
    const code = { code: appCode(added.secret, world.now) };
    const confirm = `/v1/me/tokens/${added.tokenId}/confirm`;
    expectProblem(await world.api.call('POST', confirm, asSelf(userId, code)), 'token-not-found');
  });

  test('a setup link that was mailed before is dead', async () => {
    const userId = await createUser(world);
    await world.api.expect(202, 'POST', `/v1/users/${userId}/setup-links`, { body: {} });
    await world.drain();
    const token = world.mails.findLast(({ text }) => text.includes('/setup#'))?.text.match(/#(\S+)/)?.[1];
    await enrollEmail(userId);
    expectProblem(
      await world.api.call('POST', '/v1/setup/open', { as: 'nobody', body: { token } }),
      'link-not-found',
    );
  });
});

test('P.04 a user has at most eight tokens, by whichever way they are added', async () => {
  const { userId, secret } = await enrolledUser(world);
  for (let i = 0; i < 7; i++) await enrollEmail(userId, `n${i}`);
  const body = { type: 'totp', code: appCode(secret, world.now) };
  expectProblem(await world.api.call('POST', '/v1/me/tokens', asSelf(userId, body)), 'not-allowed-in-state');
  expectProblem(
    await world.api.call('POST', tokensOf(userId), { body: { type: 'hotp' } }),
    'not-allowed-in-state',
  );
  await world.api.expect(200, 'POST', `/v1/users/${userId}/reset`, { body: { identityVerified: true } });
});

describe('rule 7: a code on its way dies with what it was sent for', () => {
  async function withOwnCode() {
    const person = await enrolledUser(world);
    const { tokenId } = await enrollEmail(person.userId);
    await world.api.expect(202, 'POST', `/v1/me/tokens/${tokenId}/challenge`, asSelf(person.userId, {}));
    return { ...person, emailId: tokenId as string, code: await mailedCode() };
  }
  const regenerate = (userId: string, code: string) =>
    world.api.call('POST', '/v1/me/backup-codes', asSelf(userId, { code }));

  test('with the address that was edited away', async () => {
    const { userId, emailId, code } = await withOwnCode();
    await world.api.expect(200, 'PATCH', `${tokensOf(userId)}/${emailId}`, {
      body: { email: `${userId}-new@example.org` },
    });
    expectProblem(await regenerate(userId, code), 'invalid-code');
  });

  test('with the token that was disabled, even when it is enabled again', async () => {
    const { userId, emailId, code } = await withOwnCode();
    await world.api.expect(200, 'POST', `${tokensOf(userId)}/${emailId}/disable`, { body: {} });
    await world.api.expect(200, 'POST', `${tokensOf(userId)}/${emailId}/enable`);
    expectProblem(await regenerate(userId, code), 'invalid-code');
  });

  test('and is not even sent, if it has not been yet', async () => {
    const { userId } = await enrolledUser(world);
    const { tokenId } = await enrollEmail(userId);
    const { verificationId } = await start(world, userId);
    const challenge = `/v1/verifications/${verificationId}/challenges`;
    await world.api.expect(202, 'POST', challenge, asApplication({ tokenId }));
    await world.api.expect(204, 'DELETE', `${tokensOf(userId)}/${tokenId}`);
    const before = world.mails.filter(({ text }) => /\b\d{6}\b/.test(text)).length;
    await world.drain();
    expect(world.mails.filter(({ text }) => /\b\d{6}\b/.test(text))).toHaveLength(before);
  });
});

describe('rule 10: what an operator may not see is not seen by enrolling either', () => {
  test('the help desk confirms a token without being shown backup codes, an administrator is shown them', async () => {
    for (const [as, codes] of [
      ['helpdesk', 0],
      ['administrator', 3],
    ] as const) {
      const userId = await createUser(world);
      const { tokenId, secret } = await world.api.expect(201, 'POST', tokensOf(userId), {
        body: { type: 'totp' },
      });
      const code = appCode(secret, world.now);
      const path = `${tokensOf(userId)}/${tokenId}/confirm`;
      const { backupCodes } = await world.api.expect(200, 'POST', path, { as, body: { code } });
      expect(backupCodes).toHaveLength(codes);
    }
  });

  test('the help desk is not shown the key of a token that it enrolls, and hands it over by a link', async () => {
    const userId = await createUser(world);
    for (const type of ['totp', 'hotp']) {
      const made = await world.api.expect(201, 'POST', tokensOf(userId), { as: 'helpdesk', body: { type } });
      expect(made).toMatchObject({ status: 'PENDING', advice: expect.stringContaining('setup link') });
      for (const part of ['secret', 'otpauthUri', 'qrCodeSvg']) expect(made[part]).toBeUndefined();
      await world.api.expect(204, 'DELETE', `${tokensOf(userId)}/${made.tokenId}`);
    }
    const { tokenId } = await world.api.expect(201, 'POST', tokensOf(userId), {
      as: 'helpdesk',
      body: { type: 'totp' },
    });
    const link = await sendLink(world, userId);
    const code = appCode(await keyOf(world, link), world.now);
    expect(await confirmLink(world, link.token, code)).toMatchObject({ status: 200 });
    const { items } = await world.api.expect(200, 'GET', tokensOf(userId));
    expect(items).toMatchObject([{ tokenId, status: 'ACTIVE' }]);
  });

  test('whoever confirms without seeing backup codes issues none, and the mail speaks of none', async () => {
    const userId = await createUser(world);
    const { tokenId, secret } = await world.api.expect(201, 'POST', tokensOf(userId), {
      body: { type: 'totp' },
    });
    const body = { code: appCode(secret, world.now) };
    await world.api.expect(200, 'POST', `${tokensOf(userId)}/${tokenId}/confirm`, { as: 'helpdesk', body });
    await world.drain();
    const mail = world.mails.find(({ to, subject }) => to.startsWith(userId) && /is set up/.test(subject));
    expect(mail?.text).toBeDefined();
    expect(mail?.text).not.toContain('backup codes');
  });

  test('a key that is typed needs the privilege to see keys', async () => {
    const userId = await createUser(world);
    const body = { type: 'totp', secret: 'JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP' };
    expectProblem(await world.api.call('POST', tokensOf(userId), { as: 'helpdesk', body }), 'forbidden');
    await world.api.expect(201, 'POST', tokensOf(userId), { body });
  });
});

test('P.02 the key that a user has is not enrolled a second time', async () => {
  const { userId, secret } = await enrolledUser(world);
  expectProblem(
    await world.api.call('POST', tokensOf(userId), { body: { type: 'totp', secret } }),
    'invalid-request',
  );
});

test('rule 7 changing the number while adding one does not reset the count of sends', async () => {
  const userId = await createUser(world);
  const add = (n: number) =>
    world.api.call('POST', '/v1/me/tokens', asSelf(userId, { type: 'sms', phone: `+44740090010${n}` }));
  expect((await add(1)).status).toBe(201);
  expectProblem(await add(2), 'send-limit');
  world.advance(31);
  expect((await add(2)).status).toBe(201);
  expectProblem(await add(3), 'send-limit');
});

test('rule 7 whoever enters somebody’s number does not use up what that one’s own codes need', async () => {
  const phone = '+447400900200';
  const owner = await createUser(world);
  const { tokenId } = await world.api.expect(201, 'POST', tokensOf(owner), { body: { type: 'sms', phone } });
  const answers = [];
  for (let i = 0; i < 7; i++) {
    const stranger = await createUser(world);
    answers.push(await world.api.call('POST', '/v1/me/tokens', asSelf(stranger, { type: 'sms', phone })));
  }
  expect(answers.filter(({ status }) => status === 201)).toHaveLength(5);
  const { verificationId } = await start(world, owner);
  const challenge = `/v1/verifications/${verificationId}/challenges`;
  await world.api.expect(202, 'POST', challenge, asApplication({ tokenId }));
});

test('3.14 backup codes of an enrollment that ended with its last token stay dead', async () => {
  const { userId, tokenId, backupCodes } = await enrolledUser(world);
  await world.api.expect(
    204,
    'DELETE',
    `${tokensOf(userId)}/${tokenId}?confirmNoActiveToken=true&identityVerified=true`,
  );
  expect(await stageOf(world, userId)).toBe('not-enrolled');
  await enrollEmail(userId);
  const { verificationId, factors } = await start(world, userId);
  expect(factors.map(({ type }: { type: string }) => type)).toEqual(['email']);
  expectProblem(await attempt(world, verificationId, backupCodes[0] ?? ''), 'invalid-code');
});

test('rule 2 guesses at a test and as a fresh factor are charged to the token too', async () => {
  const { userId, secret, tokenId } = await enrolledUser(world);
  const failures = async () => (await readState(world.services.table, userId))?.tokens[tokenId]?.failures;
  const code = wrongCode(secret, world.now);
  await world.api.expect(200, 'POST', `${tokensOf(userId)}/${tokenId}/test`, { body: { code } });
  expect(await failures()).toBe(1);
  await world.api.call('POST', '/v1/me/backup-codes', asSelf(userId, { code }));
  expect(await failures()).toBe(2);
});

test('3.04 a TOTP that guesses have locked still demands TOTP: no text takes its place', async () => {
  const once = { 'sign-in': { totp: 1, otp: 2 }, approval: {}, 'password-reset': {} };
  await useClass(world, 'Demanding', { allowOtpInsteadOfTotp: false, factors: once });
  const userId = await createUser(world, { class: 'Demanding' });
  const person = await enroll(world, userId);
  await enrollEmail(userId);
  for (let day = 0; day < 100; day++) {
    const { verificationId } = await start(world, userId);
    await attempt(world, verificationId, wrongCode(person.secret, world.now));
    world.advance(90_000);
  }
  const locked = (await readState(world.services.table, userId))?.tokens[person.tokenId]?.failures ?? 0;
  expect(locked).toBe(100);
  const { factors } = await start(world, userId);
  expect(factors.map(({ type }: { type: string }) => type)).toEqual(['backup-codes']);
});

test('rule 3 a right code is spent although what it was for is refused', async () => {
  const { userId, secret } = await enrolledUser(world);
  const code = appCode(secret, world.now);
  const refused = await world.api.call('DELETE', '/v1/me/tokens/none', asSelf(userId, { code }));
  expectProblem(refused, 'token-not-found');
  expectProblem(
    await world.api.call('POST', '/v1/me/backup-codes', asSelf(userId, { code })),
    'invalid-code',
  );
  expect((await eventsOf(world, userId)).map(({ type }) => type)).toContain('verification.succeeded');
});

test('0.16 nothing is sent to or tested for a disabled account', async () => {
  const { userId, secret, tokenId } = await enrolledUser(world);
  const email = await enrollEmail(userId);
  await order(world, userId, 'disable');
  const challenge = `${tokensOf(userId)}/${email.tokenId}/challenge`;
  expectProblem(await world.api.call('POST', challenge), 'account-disabled');
  const body = { code: appCode(secret, world.now) };
  const testing = await world.api.call('POST', `${tokensOf(userId)}/${tokenId}/test`, { body });
  expectProblem(testing, 'account-disabled');
});

test.each(['email', 'virtual'])(
  '3.03 no %s token is enrolled for an address outside of the domain of the class',
  async (type) => {
    await useClass(world, 'Inside', { restrictEmailsToDomain: 'example.org' });
    const userId = await createUser(world, { class: 'Inside' });
    const body = { type, email: 'me@elsewhere.example' };
    const refused = await world.api.call('POST', tokensOf(userId), { body });
    expectProblem(refused, 'invalid-request');
    expect(refused.body.errors).toMatchObject([{ path: 'email' }]);
    expect(await stageOf(world, userId)).toBe('not-enrolled');
  },
);

test('3.03 a code goes to no address that the class does not allow any more', async () => {
  await useClass(world, 'Outside', { restrictEmailsToDomain: 'elsewhere.example' });
  const userId = await createUser(world, { class: 'Outside', email: 'me@elsewhere.example' });
  const token = await world.api.expect(201, 'POST', tokensOf(userId), {
    body: { type: 'email', email: 'me@elsewhere.example' },
  });
  await useClass(world, 'Outside', { restrictEmailsToDomain: 'example.org' });
  const { verificationId } = await start(world, userId);
  const challenge = `/v1/verifications/${verificationId}/challenges`;
  expectProblem(
    await world.api.call('POST', challenge, asApplication({ tokenId: token.tokenId })),
    'not-allowed-in-state',
  );
});

test('reliability: a class or provider may be called like what every object has', async () => {
  await useClass(world, 'constructor', {});
  const { userId } = await enrolledUser(world, { class: 'constructor' });
  expect((await tryStart(world, userId)).status).toBe(201);
});
