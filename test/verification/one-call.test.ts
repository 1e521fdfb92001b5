import { describe, expect } from 'vitest';
import { eventsOf, useFewBackupCodes } from '../support/accounts.ts';
import { expectProblem } from '../support/expectations.ts';
import { guessWrong, readVerification, tryStart } from '../support/guesses.ts';
import { appCode, attempt, createUser, type Enrolled, enrolledUser, wrongCode } from '../support/people.ts';
import { test, world } from '../support/world-test.ts';

test.beforeAll(async ({ world }) => {
  await useFewBackupCodes(world);
});

/** Starts and answers in one call; a key makes a repetition a retry. */
function signIn(
  userId: string,
  code: string,
  { key, ...more }: { key?: string; [field: string]: unknown } = {},
) {
  return world.api.call('POST', '/v1/verifications', {
    as: 'application',
    body: { userId, code, ...more },
    ...(key ? { headers: { 'idempotency-key': key } } : {}),
  });
}

const nextCode = ({ secret }: Pick<Enrolled, 'secret'>): string => {
  world.advance(30);
  return appCode(secret, world.now);
};

describe('a sign-in in one call', () => {
  test('a right code verifies, and the verification says so until it ends', async () => {
    const person = await enrolledUser(world);
    const { userId, tokenId } = person;
    const answer = await signIn(userId, nextCode(person));
    expect(answer).toMatchObject({
      status: 201,
      body: { status: 'verified', userId, tokenId, type: 'totp', factors: [] },
    });
    const { verificationId } = answer.body;
    expect((await readVerification(world, verificationId)).body).toMatchObject({
      status: 'verified',
      userId,
    });
    world.advance(600);
    expect((await readVerification(world, verificationId)).body.status).toBe('expired');
  });

  test('a wrong code names the verification, in which four more attempts are left', async () => {
    const person = await enrolledUser(world);
    const { userId, secret } = person;
    const refused = await signIn(userId, wrongCode(secret, world.now));
    expectProblem(refused, 'invalid-code');
    expect(refused.body).toMatchObject({ userId, attemptsRemaining: 4 });
    expect(refused.headers['www-authenticate']).not.toContain('invalid_token');
    const { verificationId } = refused.body;
    expect((await readVerification(world, verificationId)).body).toMatchObject({
      status: 'challenge',
      attemptsRemaining: 4,
    });
    expect((await attempt(world, verificationId, nextCode(person))).status).toBe(200);
  });

  test('of 32 calls with the same code exactly one is accepted', async () => {
    for (let round = 0; round < 5; round++) {
      const person = await enrolledUser(world);
      const code = nextCode(person);
      const answers = await Promise.all(Array.from({ length: 32 }, () => signIn(person.userId, code)));
      expect(answers.filter(({ status }) => status === 201)).toHaveLength(1);
      expect(answers.every(({ status }) => status === 201 || status === 401 || status === 409)).toBe(true);
    }
  });

  test('a retry with the same key has the same answer, alone or 16 at once, and is charged once', async () => {
    const person = await enrolledUser(world);
    const { userId, secret } = person;
    const code = nextCode(person);
    const answers = await Promise.all(
      Array.from({ length: 16 }, () => signIn(userId, code, { key: 'sign-in-1' })),
    );
    for (const { status, body } of answers) expect([status, body]).toEqual([201, answers[0]?.body]);
    world.advance(200);
    expect((await signIn(userId, code, { key: 'sign-in-1' })).body).toEqual(answers[0]?.body);

    const wrong = wrongCode(secret, world.now);
    const refused = await signIn(userId, wrong, { key: 'sign-in-2' });
    const again = await signIn(userId, wrong, { key: 'sign-in-2' });
    expect([again.status, again.body.attemptsRemaining, again.body.verificationId]).toEqual([
      401,
      4,
      refused.body.verificationId,
    ]);
    const failures = (await eventsOf(world, userId)).filter(({ type }) => type === 'verification.failed');
    expect(failures).toHaveLength(1);
  });

  test('a key that is used again after the verification has expired is judged again: its old code is spent', async () => {
    const person = await enrolledUser(world);
    const code = nextCode(person);
    expect((await signIn(person.userId, code, { key: 'again' })).status).toBe(201);
    world.advance(600);
    expectProblem(await signIn(person.userId, code, { key: 'again' }), 'invalid-code');
    expect((await signIn(person.userId, nextCode(person), { key: 'again' })).status).toBe(201);
  });

  test('the key of a sign-in is no verdict for an approval', async () => {
    const person = await enrolledUser(world);
    const { userId } = person;
    const code = nextCode(person);
    expect((await signIn(userId, code, { key: 'k' })).status).toBe(201);
    const approval = await signIn(userId, code, { key: 'k', purpose: 'approval', details: 'Pay 9 EUR' });
    expectProblem(approval, 'invalid-code');
  });

  test('1.17 five wrong codes lock the verification that the first one started', async () => {
    const person = await enrolledUser(world);
    const { userId, secret } = person;
    const { verificationId } = (await signIn(userId, wrongCode(secret, world.now))).body;
    for (let i = 0; i < 4; i++) await attempt(world, verificationId, wrongCode(secret, world.now));
    expectProblem(await attempt(world, verificationId, nextCode(person)), 'verification-locked');
    expect((await readVerification(world, verificationId)).body.status).toBe('locked');
    // 1.18: the lockout belongs to that verification.
    expect((await signIn(userId, nextCode(person))).status).toBe(201);
  });

  test('rule 2: ten wrong codes in ten calls have the account wait, and a backup code still verifies', async () => {
    const person = await enrolledUser(world);
    const { userId, secret, backupCodes } = person;
    for (let i = 0; i < 10; i++)
      expectProblem(await signIn(userId, wrongCode(secret, world.now)), 'invalid-code');
    expectProblem(await signIn(userId, appCode(secret, world.now)), 'account-throttled');
    expect((await signIn(userId, backupCodes[0] ?? '')).body).toMatchObject({
      status: 'verified',
      type: 'backup-codes',
      backupCodesRemaining: 2,
    });
  });

  test('where nobody can be asked for a code, the answer is as without one, and the code is not judged', async () => {
    const pending = await createUser(world);
    expect(await signIn(pending, '123456')).toMatchObject({ body: { status: 'enrollment-required' } });
    const free = await createUser(world, { twoFactorRequired: false });
    expect(await signIn(free, '123456')).toMatchObject({ body: { status: 'not-required', userId: free } });
  });

  test('assertion and device token come with it, as with two calls', async () => {
    const person = await enrolledUser(world);
    const answer = await signIn(person.userId, nextCode(person), { assertion: true });
    expect(answer.body.assertion).toMatch(/^[\w-]+\.[\w-]+\.[\w-]+$/);
    const [, claims = ''] = answer.body.assertion.split('.');
    expect(JSON.parse(Buffer.from(claims, 'base64url').toString())).toMatchObject({
      sub: person.userId,
      jti: answer.body.verificationId,
    });
  });
});

describe('bad input to it', () => {
  test.each([
    ['both a code and answers', { code: '123456', answers: [] }],
    ['a token without a code', { tokenId: 'abc' }],
    ['a device to remember without a code', { rememberDevice: true }],
    ['a code that is none', { code: 'xyz' }],
  ])('%s is refused with a reason, and nothing is counted', async (_what, body) => {
    const { userId } = await enrolledUser(world);
    expectProblem(await tryStart(world, userId, body), 'invalid-request');
    const failed = (await eventsOf(world, userId)).filter(({ type }) => type.startsWith('verification.'));
    expect(failed.filter(({ type }) => type === 'verification.failed')).toEqual([]);
  });

  test('a token of somebody else is refused as such, and costs nobody an attempt', async () => {
    const person = await enrolledUser(world);
    const other = await enrolledUser(world);
    const { userId } = person;
    const code = nextCode(person);
    expectProblem(await signIn(userId, code, { tokenId: other.tokenId }), 'token-not-found');
    expect((await signIn(userId, code, { tokenId: person.tokenId })).status).toBe(201);
  });

  test('a disabled account and a locked-out one are refused before the code is looked at', async () => {
    const person = await enrolledUser(world);
    await world.api.expect(200, 'POST', `/v1/users/${person.userId}/disable`, { body: {} });
    expectProblem(await signIn(person.userId, nextCode(person)), 'account-disabled');
    const waiting = await enrolledUser(world);
    await guessWrong(world, waiting, 10);
    expectProblem(await signIn(waiting.userId, appCode(waiting.secret, world.now)), 'account-throttled');
  });
});
