import { expect } from 'vitest';
import { countEvents, order, useFewBackupCodes } from '../support/accounts.ts';
import { expectProblem } from '../support/expectations.ts';
import { keyOf, sendLink } from '../support/links.ts';
import { appCode, attempt, createUser, start } from '../support/people.ts';
import { test, world } from '../support/world-test.ts';

test.beforeAll(async ({ world }) => {
  await useFewBackupCodes(world);
});

async function linked() {
  const userId = await createUser(world);
  const link = await sendLink(world, userId);
  const secret = await keyOf(world, link);
  const body = { token: link.token, code: appCode(secret, world.now) };
  const confirm = (key: string) =>
    world.api.call('POST', '/v1/setup/confirm', {
      as: 'nobody',
      body,
      headers: { 'idempotency-key': key },
    });
  return { userId, secret, confirm };
}

test('a confirmation whose answer was lost gives the same backup codes again, which work, and enrolls once', async () => {
  const { userId, confirm } = await linked();
  const answers = await Promise.all(Array.from({ length: 8 }, () => confirm('attempt-1')));
  const [first] = answers;
  for (const { status, body } of answers) expect([status, body]).toEqual([200, first?.body]);
  expect(first?.body.backupCodes).toHaveLength(3);
  expect((await confirm('attempt-1')).body).toEqual(first?.body);
  expect(await countEvents(world, userId, 'enrollment.confirmed')).toBe(1);
  const { verificationId } = await start(world, userId);
  expect((await attempt(world, verificationId, first?.body.backupCodes[0])).status).toBe(200);
});

test('under another key, after ten minutes, after a code was used, or after a reset it gives nothing', async () => {
  const { confirm } = await linked();
  expect((await confirm('mine')).status).toBe(200);
  expectProblem(await confirm('another'), 'link-not-found');
  world.advance(600);
  expectProblem(await confirm('mine'), 'link-not-found');

  const used = await linked();
  const { backupCodes } = (await used.confirm('mine')).body;
  const { verificationId } = await start(world, used.userId);
  await attempt(world, verificationId, backupCodes[0]);
  expectProblem(await used.confirm('mine'), 'link-not-found');

  const reset = await linked();
  expect((await reset.confirm('mine')).status).toBe(200);
  await order(world, reset.userId, 'reset');
  expectProblem(await reset.confirm('mine'), 'link-not-found');
});
