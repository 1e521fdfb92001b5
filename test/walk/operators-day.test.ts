import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createLocalJWKSet, jwtVerify } from 'jose';
import { generateSync } from 'otplib';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type RunningCountersign, startCountersign } from '../../local/runner.ts';
import { Client } from './client.ts';

/**
 * A day of an operator, on what `npm start` starts: the deployed bundles behind one origin. The steps build on each
 * other.
 */
describe("an operator's day, end to end", { timeout: 120_000 }, () => {
  const dataFolder = mkdtempSync(join(tmpdir(), 'countersign-day-'));
  const devices = ['C-100', 'C-101'].map((serial) => ({ serial, key: randomBytes(20) }));
  const phone = '+447400123456';
  let service: RunningCountersign;
  let application: Client;
  let operator: Client;
  let hardwareId = '';
  let textsId = '';

  const advance = async (advanceSeconds: number): Promise<void> => {
    await fetch(`${service.origin}/_local/clock`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ advanceSeconds }),
    });
  };
  const now = async (): Promise<number> => {
    const health = (await (await fetch(`${service.origin}/_local/health`)).json()) as { now: string };
    return Math.floor(Date.parse(health.now) / 1000);
  };
  const shows = (counter: number, device = devices[0]): string =>
    generateSync({ strategy: 'hotp', secret: device?.key ?? Buffer.alloc(0), counter });
  const start = (userId: string, more: object = {}) =>
    application.get(201, 'POST', '/v1/verifications', { userId, ...more });
  const attempt = (verificationId: string, body: object) =>
    application.ask('POST', `/v1/verifications/${verificationId}/attempts`, body);
  const signIn = async (userId: string, code: string) => {
    const { verificationId } = await start(userId);
    return attempt(verificationId, { code });
  };
  const tokenOf = (userId: string, tokenId: string) =>
    operator.get(200, 'GET', `/v1/users/${userId}/tokens/${tokenId}`);
  const typesOf = ({ factors }: { factors: { type: string }[] }) => factors.map(({ type }) => type);
  const texted = async (verificationId: string, tokenId: string): Promise<string> => {
    await application.get(202, 'POST', `/v1/verifications/${verificationId}/challenges`, { tokenId });
    await service.settled();
    const messages = await service.inbox(phone);
    return messages[0]?.text.match(/\d{6}/)?.[0] ?? '';
  };
  const putClass = async (factors: object, more: object = {}): Promise<void> => {
    await operator.get(200, 'PUT', '/v1/classes/Tellers', {
      text: 'At the counter',
      factors: { 'sign-in': factors, approval: factors, 'password-reset': factors },
      ...more,
    });
    await advance(6);
  };

  beforeAll(async () => {
    service = await startCountersign({ dataFolder, demo: false, quiet: true });
    application = await Client.signIn(service.origin, 'demo-app');
    operator = await Client.signIn(service.origin, 'demo-admin');
    for (const userId of ['cora', 'theo']) {
      await operator.get(201, 'POST', '/v1/users', {
        userId,
        displayName: userId,
        email: `${userId}@example.org`,
      });
    }
  }, 120_000);
  afterAll(async () => {
    await service.stop();
    rmSync(dataFolder, { recursive: true, force: true });
  });

  test('P.10 a batch of hardware tokens is imported; the same file again changes nothing', async () => {
    const rows = devices.map(({ serial, key }) => `${serial},${key.toString('hex')},hotp,hex`);
    const file = ['serial,secret,type,encoding', ...rows].join('\n');
    const path = '/v1/hardware-tokens/import';
    expect(await operator.get(200, 'POST', path, file, 'text/csv')).toMatchObject({ imported: 2 });
    expect(await operator.get(200, 'POST', path, file, 'text/csv')).toMatchObject({
      imported: 0,
      unchanged: 2,
    });
  });

  test('2.01 one is assigned and verifies at once', async () => {
    const token = await operator.get(201, 'POST', '/v1/users/cora/tokens', {
      type: 'hardware',
      serial: 'C-100',
    });
    expect(token).toMatchObject({ status: 'ACTIVE', device: 'C-100' });
    expect(token.actions).toContain('reset');
    hardwareId = token.tokenId;
    expect(await signIn('cora', shows(0))).toMatchObject({ status: 200, body: { type: 'hardware' } });
  });

  test('2.08, 2.12 its counter runs ahead: the test says so, two codes reset it, and it verifies again', async () => {
    expect((await signIn('cora', shows(60))).status).toBe(401);
    const path = `/v1/users/cora/tokens/${hardwareId}`;
    const tested = await operator.get(200, 'POST', `${path}/test`, { code: shows(61) });
    expect(tested.passed).toBe(false);
    expect(tested.advice.map(({ action }: { action: string }) => action)).toEqual([
      'reset',
      'delete-and-enroll',
    ]);
    expect((await operator.ask('POST', `${path}/reset`, { codes: [shows(63), shows(62)] })).status).toBe(401);
    await operator.get(200, 'POST', `${path}/reset`, { codes: [shows(62), shows(63)] });
    expect((await signIn('cora', shows(63))).status).toBe(401);
    expect((await signIn('cora', shows(64))).status).toBe(200);
  });

  test('2.13, N.10 texts become obsolete, and every SMS token a Virtual one with the same number', async () => {
    const made = await operator.get(201, 'POST', '/v1/users/theo/tokens', { type: 'sms', phone });
    textsId = made.tokenId;
    await operator.get(200, 'PUT', '/v1/token-types/sms', { obsolete: true });
    await advance(6);
    expect(await tokenOf('theo', textsId)).toMatchObject({
      status: 'OBSOLETE',
      actions: ['view', 'replace', 'delete'],
    });
    await application.get(409, 'POST', '/v1/verifications', { userId: 'theo' });
    const path = '/v1/token-types/sms/replace';
    const replace = (dryRun: boolean) => operator.get(200, 'POST', path, { by: 'virtual', dryRun });
    expect(await replace(true)).toMatchObject({ users: 1, tokens: 1, items: [{ userId: 'theo' }] });
    expect(await tokenOf('theo', textsId)).toMatchObject({ status: 'OBSOLETE' });
    expect(await replace(false)).toMatchObject({ users: 1, tokens: 1 });
    expect(await tokenOf('theo', textsId)).toMatchObject({ type: 'virtual', status: 'ACTIVE' });

    const { verificationId } = await start('theo');
    const code = await texted(verificationId, textsId);
    expect(await attempt(verificationId, { code })).toMatchObject({ status: 200, body: { type: 'virtual' } });
  });

  test('3.05 the class changes, and with it the factors that are offered', async () => {
    await putClass({ otp: 1 });
    await operator.get(200, 'PATCH', '/v1/users/theo', { class: 'Tellers' });
    await operator.get(201, 'POST', '/v1/users/theo/tokens', {
      type: 'questions',
      questions: [
        { question: 'In which street did you grow up?', answer: 'Kastanienallee' },
        { question: 'Which was your first car?', answer: 'Trabant 601' },
      ],
    });
    expect(typesOf(await start('theo'))).toEqual(['virtual']);
    await putClass({ questions: 1, otp: 2 }, { questions: { count: 1, maximumRetries: 3, waitSeconds: 60 } });
    expect(typesOf(await start('theo'))).toEqual(['questions', 'virtual']);
  });

  test('3.07 three wrong answers make the questions wait, to the second; the other factor goes on', async () => {
    const right: Record<string, string> = { street: 'kastanienallee', car: 'TRABANT 601' };
    const answers = (verification: { factors: { questions?: { questionId: string; text: string }[] }[] }) =>
      (verification.factors[0]?.questions ?? []).map(({ questionId, text }) => ({
        questionId,
        answer: right[Object.keys(right).find((word) => text.includes(word)) ?? ''],
      }));
    const asked = await start('theo');
    const given = answers(asked);
    const wrong = given.map((one) => ({ ...one, answer: 'something else' }));
    for (let i = 0; i < 3; i++) {
      expect((await attempt(asked.verificationId, { answers: wrong })).status).toBe(401);
    }
    const waiting = await attempt(asked.verificationId, { answers: given });
    expect(waiting).toMatchObject({ status: 429, body: { code: 'account-throttled' } });
    expect(typesOf(await start('theo'))).toEqual(['virtual']);
    await advance(60);
    expect((await attempt(asked.verificationId, { answers: given })).status).toBe(200);
  });

  test('3.08 a password reset ends with an assertion that the directory checks by itself, and uses once', async () => {
    await putClass(
      { otp: 1 },
      { passwordReset: { verifyBy: 'C', deliverBy: 'E', resetBy: 1, changeWithinMinutes: 10 } },
    );
    const started = await start('theo', { purpose: 'password-reset' });
    expect(typesOf(started)).toEqual(['virtual']);
    await advance(120);
    const code = await texted(started.verificationId, textsId);
    const { status, body } = await attempt(started.verificationId, { code });
    expect(status).toBe(200);
    const order = { deliverBy: 'E', resetBy: 1, changeWithinMinutes: 10 };
    expect(body.policy).toEqual(order);

    const jwks = await (await fetch(`${service.origin}/.well-known/jwks.json`)).json();
    const { payload } = await jwtVerify(body.assertion, createLocalJWKSet(jwks as never), {
      audience: 'demo-app',
      typ: 'assertion+jwt',
      algorithms: ['ES256'],
      currentDate: new Date((await now()) * 1000),
    });
    expect(payload).toMatchObject({ sub: 'theo', purpose: 'password-reset', policy: order });
    const redeem = () => application.ask('POST', '/v1/assertions/redeem', { assertion: body.assertion });
    expect((await redeem()).status).toBe(200);
    expect((await redeem()).status).toBe(409);
  });

  test('P.19 the users were notified of what changed', async () => {
    await service.settled();
    const subjects = (await service.inbox('theo@example.org')).map(({ subject }) => subject);
    expect(subjects).toContain('A token was added to your account at Countersign');
  });
});
