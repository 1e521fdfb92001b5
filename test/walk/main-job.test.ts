import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { generateSync } from 'otplib';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type RunningCountersign, startCountersign } from '../../local/runner.ts';
import { launchBrowser } from '../browser/browser.ts';
import { visit } from '../browser/visitor.ts';
import { Client } from './client.ts';

/**
 * The main job as docs/api-guide.md tells it, on what `npm start` starts: the deployed bundles behind one origin, a
 * database on disk, mail, and a real browser. The steps build on each other.
 */
describe('the main job, end to end', { timeout: 120_000 }, () => {
  const dataFolder = mkdtempSync(join(tmpdir(), 'countersign-walk-'));
  const userId = 'walker';
  let service: RunningCountersign;
  let browser: Browser;
  let application: Client;
  let operator: Client;
  let secret = '';
  let backupCodes: string[] = [];

  async function startService(): Promise<void> {
    service = await startCountersign({ dataFolder, demo: false, quiet: true });
    application = await Client.signIn(service.origin, 'demo-app');
    operator = await Client.signIn(service.origin, 'demo-admin');
  }
  const local = async (path: string, body: object = {}): Promise<Record<string, unknown>> => {
    const response = await fetch(`${service.origin}/_local/${path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
    return response.json() as Promise<Record<string, unknown>>;
  };
  const advance = (advanceSeconds: number) => local('clock', { advanceSeconds });
  const now = async (): Promise<number> => {
    const health = (await (await fetch(`${service.origin}/_local/health`)).json()) as { now: string };
    return Math.floor(Date.parse(health.now) / 1000);
  };
  const appCode = async (): Promise<string> => generateSync({ secret, epoch: await now() });
  const start = () => application.get(201, 'POST', '/v1/verifications', { userId });
  const answer = (verificationId: string, code: string) =>
    application.ask('POST', `/v1/verifications/${verificationId}/attempts`, { code });
  const status = async (): Promise<Record<string, string>> => {
    const { attributes } = await operator.get(200, 'GET', `/v1/users/${userId}/status`);
    return Object.fromEntries(
      attributes.map(({ label, value }: { label: string; value: string }) => [label, value]),
    );
  };

  beforeAll(async () => {
    [browser] = await Promise.all([launchBrowser(), startService()]);
  }, 120_000);
  afterAll(async () => {
    await browser.close();
    await service.stop();
    rmSync(dataFolder, { recursive: true, force: true });
  });

  test('an operator creates the user; the enrollment period runs', async () => {
    await operator.get(201, 'POST', '/v1/users', {
      userId,
      displayName: 'Wanda Walker',
      email: 'wanda@example.org',
      twoFactorRequired: true,
    });
    expect(await status()).toEqual({
      'Account Enabled': 'True',
      'TOTP Enrollment Expires at': expect.stringMatching(/^\d{4}-\d\d-\d\dT/),
      'Enroll in 2FA': 'False',
    });
  });

  test('the mailed link opens in a browser, and the first right code enrolls', async () => {
    await operator.get(202, 'POST', `/v1/users/${userId}/setup-links`, {});
    await service.settled();
    const [mail] = await service.inbox('wanda@example.org');
    const link = mail?.text.match(/https?:\S+\/setup#[\w-]+/)?.[0] ?? '';
    expect(link.startsWith(`${service.origin}/setup#`)).toBe(true);
    const { page } = await visit(browser, link);
    await page.getByRole('button', { name: 'Start' }).click();
    secret = (await page.locator('code.key').innerText()).replaceAll(' ', '');
    await page.getByLabel('Code from the app').fill(await appCode());
    await page.getByRole('button', { name: 'Confirm' }).click();
    await page.getByRole('list', { name: 'Backup codes' }).waitFor();
    backupCodes = await page.locator('.codes code').allInnerTexts();
    await page.context().close();
    expect(backupCodes).toHaveLength(10);
    expect(await status()).toEqual({
      'Account Enabled': 'True',
      'Enroll in 2FA': 'True',
      'Time of successful enrollment in 2FA with TOTP': expect.stringMatching(/^\d{4}-\d\d-\d\dT/),
    });
  });

  test('an application verifies a sign-in, once per code', async () => {
    await advance(60);
    const code = await appCode();
    const { verificationId } = await start();
    expect(await answer(verificationId, code)).toMatchObject({
      status: 200,
      body: { status: 'verified', type: 'totp' },
    });
    const again = await start();
    expect(await answer(again.verificationId, code)).toMatchObject({
      status: 401,
      body: { code: 'invalid-code' },
    });
  });

  test('a backup code is spent once', async () => {
    const code = backupCodes[0] ?? '';
    const { verificationId } = await start();
    expect(await answer(verificationId, code)).toMatchObject({
      status: 200,
      body: { backupCodesRemaining: 9 },
    });
    const again = await start();
    expect(await answer(again.verificationId, code)).toMatchObject({ status: 401 });
  });

  test('five wrong codes lock a verification; a fresh one starts at zero', async () => {
    const { verificationId } = await start();
    for (let wrong = 0; wrong < 5; wrong++) expect((await answer(verificationId, '000000')).status).toBe(401);
    expect(await answer(verificationId, await appCode())).toMatchObject({ status: 423 });
    expect(await start()).toMatchObject({ status: 'challenge', attemptsRemaining: 5 });
  });

  test('the account waits after ten failures over all verifications, and the user is notified by mail', async () => {
    const { verificationId } = await start();
    for (let wrong = 0; wrong < 5; wrong++) await answer(verificationId, '000000');
    const refused = await application.ask('POST', '/v1/verifications', { userId });
    expect(refused).toMatchObject({ status: 429, body: { code: 'account-throttled' } });
    expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0);
    await service.settled();
    const subjects = (await service.inbox('wanda@example.org')).map(({ subject }) => subject);
    expect(subjects.filter((subject) => subject.startsWith('Many wrong codes'))).toHaveLength(1);
    await advance(3_600);
    expect((await start()).status).toBe('challenge');
  });

  test('a reset starts the period again; nothing of the old enrollment works', async () => {
    const done = await operator.get(200, 'POST', `/v1/users/${userId}/reset`, { identityVerified: true });
    expect(done).toMatchObject({ tokensRemoved: 1, backupCodesRemoved: 9 });
    expect(Object.keys(await status())).toEqual([
      'Account Enabled',
      'TOTP Enrollment Expires at',
      'Enroll in 2FA',
    ]);
    expect((await start()).status).toBe('enrollment-required');
  });

  test('when the period is over the view says so, and the sweep disables the account', async () => {
    await advance(7 * 86_400 + 1);
    const expired = { 'TOTP Enrollment Expired': 'True', 'Enrolled for 2FA': 'False' };
    expect(await status()).toEqual({ 'Account Enabled': 'True', ...expired });
    expect(await local('schedules/expire-enrollments/run', { dryRun: true })).toMatchObject({
      due: 1,
      expired: 0,
    });
    expect(await local('schedules/expire-enrollments/run')).toMatchObject({ expired: 1 });
    expect(await local('schedules/expire-enrollments/run')).toMatchObject({ expired: 0 });
    expect(await status()).toEqual({ 'Account Enabled': 'False', ...expired });
    const refused = await application.ask('POST', '/v1/verifications', { userId });
    expect(refused).toMatchObject({ status: 403, body: { code: 'account-disabled' } });
  });

  test('enabling first does not last; resetting first does', async () => {
    const { warnings } = await operator.get(200, 'POST', `/v1/users/${userId}/enable`, {});
    expect(warnings).toMatchObject([{ code: 'enrollment-expired' }]);
    const refused = await application.ask('POST', '/v1/verifications', { userId });
    expect(refused).toMatchObject({ status: 403, body: { code: 'enrollment-expired' } });
    await operator.get(200, 'POST', `/v1/users/${userId}/reset`, { identityVerified: true });
    await operator.get(200, 'POST', `/v1/users/${userId}/enable`, {});
    expect((await start()).status).toBe('enrollment-required');
  });

  test('after a restart everything is there, and the user signs in through a fresh enrollment', async () => {
    await service.stop();
    await startService();
    expect(Object.keys(await status())).toEqual([
      'Account Enabled',
      'TOTP Enrollment Expires at',
      'Enroll in 2FA',
    ]);
    const { verificationId } = await start();
    const path = `/v1/verifications/${verificationId}/enrollment`;
    ({ secret } = await application.get(201, 'POST', path));
    const confirmed = await application.get(200, 'POST', `${path}/confirmation`, { code: await appCode() });
    expect(confirmed).toMatchObject({ status: 'verified' });
    expect(confirmed.backupCodes).toHaveLength(10);
    await service.settled();
    expect(await operator.get(200, 'GET', '/v1/overview')).toMatchObject({
      enrollmentRate: { enrolled: 1, active: 1 },
      recentEnrollments: [{ userId }],
    });
    const { items } = await operator.get(200, 'GET', `/v1/users/${userId}/events`);
    const types = items.map(({ type }: { type: string }) => type);
    expect(types.filter((type: string) => type === 'enrollment.confirmed')).toHaveLength(2);
    expect(types.filter((type: string) => type === 'enrollment.expired')).toHaveLength(1);
  });
});
