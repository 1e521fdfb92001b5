import { beforeEach, expect } from 'vitest';
import {
  beginEnrollment,
  eventsOf,
  isEnabled,
  order,
  period,
  signIn,
  stageOf,
  useFewBackupCodes,
  useSettings,
} from '../support/accounts.ts';
import { holdWrite } from '../support/barrier.ts';
import { confirmLink, keyOf, sendLink } from '../support/links.ts';
import { appCode, createUser } from '../support/people.ts';
import { createUsers, sweep } from '../support/sweep.ts';
import { testInNewWorld as test, world } from '../support/world-test.ts';

beforeEach(async () => {
  await useFewBackupCodes(world);
});

const sweeps = '"enrollment.expired"';
const confirms = 'enrollment.confirmed';

/** How often the user was enrolled, and how often expired, whoever did it. */
async function ends(userId: string) {
  const types = (await eventsOf(world, userId)).map(({ type }) => type);
  const count = (wanted: RegExp): number => types.filter((type) => wanted.test(type)).length;
  return { enrolled: count(/^enrollment\.confirmed$/), expired: count(/^enrollment\.expired/) };
}

test('0.17 of three sweeps at once each user is expired by exactly one, with one event', async () => {
  const userIds = await createUsers(world, 12);
  world.advance(period);
  const runs = await Promise.all([sweep(world), sweep(world), sweep(world)]);
  expect(runs.map(({ expired }) => expired).reduce((sum, expired) => sum + expired)).toBe(12);
  for (const userId of userIds) expect(await ends(userId)).toEqual({ enrolled: 0, expired: 1 });
});

test('0.10, 0.17 a confirmation judged in time, but overtaken by the sweep, does not enroll', async () => {
  const userId = await createUser(world);
  world.advance(period - 1);
  const { confirm } = await beginEnrollment(world, userId);
  const held = holdWrite(world, confirms);
  const confirming = confirm();
  await held.reached;
  world.advance(1);
  expect(await sweep(world)).toMatchObject({ expired: 1 });
  held.release();
  expect(await confirming).toMatchObject({ status: 403, body: { code: 'account-disabled' } });
  expect(await stageOf(world, userId)).toBe('expired');
  expect(await ends(userId)).toEqual({ enrolled: 0, expired: 1 });
});

test('0.12, 0.17 a confirmation that is written just before the sweep stays: the sweep lets the user be', async () => {
  const userId = await createUser(world);
  world.advance(period - 1);
  const { confirm } = await beginEnrollment(world, userId);
  const [confirmed, swept] = [holdWrite(world, confirms), holdWrite(world, sweeps)];
  const confirming = confirm();
  await confirmed.reached;
  world.advance(1);
  const sweeping = sweep(world);
  await swept.reached;
  confirmed.release();
  expect(await confirming).toMatchObject({ status: 200 });
  swept.release();
  expect(await sweeping).toMatchObject({ due: 1, expired: 0 });
  expect([await stageOf(world, userId), await isEnabled(world, userId)]).toEqual(['enrolled', true]);
  expect(await ends(userId)).toEqual({ enrolled: 1, expired: 0 });
});

test('0.10, 0.17 a first code over a setup link, overtaken by the sweep, does not enroll either', async () => {
  const userId = await createUser(world);
  world.advance(period - 1);
  const { token } = await sendLink(world, userId);
  const code = appCode(await keyOf(world, { token }), world.now);
  const held = holdWrite(world, confirms);
  const confirming = confirmLink(world, token, code);
  await held.reached;
  world.advance(1);
  await sweep(world);
  held.release();
  expect(await confirming).toMatchObject({ status: 404 });
  expect(await ends(userId)).toEqual({ enrolled: 0, expired: 1 });
});

test('0.17 at the deadline every user is either enrolled or expired, never both', async () => {
  await useSettings(world, { backupCodeCount: 2 });
  const userIds = await createUsers(world, 10);
  world.advance(period - 1);
  const waiting = await Promise.all(userIds.map((userId) => beginEnrollment(world, userId)));
  const confirming = waiting.map(({ confirm }) => confirm());
  // By now some of the others are judged and not written, and some not even judged.
  await Promise.race(confirming);
  world.advance(1);
  const [answers] = await Promise.all([Promise.all(confirming), sweep(world), sweep(world)]);
  for (const [place, userId] of userIds.entries()) {
    const enrolled = answers[place]?.status === 200;
    const end = enrolled ? { enrolled: 1, expired: 0 } : { enrolled: 0, expired: 1 };
    expect(await ends(userId)).toEqual(end);
    expect(await stageOf(world, userId)).toBe(enrolled ? 'enrolled' : 'expired');
    expect(await isEnabled(world, userId)).toBe(enrolled);
  }
});

test('0.13, 0.17 a reset that comes first saves the account from the sweep', async () => {
  const userId = await createUser(world);
  world.advance(period);
  const held = holdWrite(world, sweeps);
  const sweeping = sweep(world);
  await held.reached;
  await order(world, userId, 'reset');
  held.release();
  expect(await sweeping).toMatchObject({ due: 1, expired: 0 });
  expect([await stageOf(world, userId), await isEnabled(world, userId)]).toEqual(['not-enrolled', true]);
  expect(await ends(userId)).toEqual({ enrolled: 0, expired: 0 });
});

test('0.13, 0.14, 0.17 a reset that comes second starts a new period and leaves the account disabled', async () => {
  const userId = await createUser(world);
  world.advance(period);
  const held = holdWrite(world, 'enrollment.reset');
  const resetting = order(world, userId, 'reset');
  await held.reached;
  expect(await sweep(world)).toMatchObject({ expired: 1 });
  held.release();
  expect(await resetting).toMatchObject({ status: 200 });
  expect([await stageOf(world, userId), await isEnabled(world, userId)]).toEqual(['not-enrolled', false]);
  expect(await ends(userId)).toEqual({ enrolled: 0, expired: 1 });
});

test('0.11, 0.17 a sign-in attempt that the sweep runs into has expired the account once for both', async () => {
  const userId = await createUser(world);
  world.advance(period);
  const held = holdWrite(world, sweeps);
  const sweeping = sweep(world);
  await held.reached;
  expect(await signIn(world, userId)).toMatchObject({ status: 403, body: { code: 'enrollment-expired' } });
  held.release();
  expect(await sweeping).toMatchObject({ expired: 0 });
  expect(await ends(userId)).toEqual({ enrolled: 0, expired: 1 });
});
