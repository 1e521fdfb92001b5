import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { defaultSettings } from '../../lib/domain/settings.ts';
import { useSettings } from '../support/accounts.ts';
import { expectProblem } from '../support/expectations.ts';
import { World } from '../support/world.ts';

let world: World;
beforeAll(async () => {
  world = await World.start();
});
afterEach(() => useSettings(world));
afterAll(() => world.stop());

/** The ends of every range, written out: what is safe is decided once, not by whoever edits the settings. */
const ranges: Record<string, readonly [number, number]> = {
  enrollmentPeriodSeconds: [300, 31_536_000],
  maximumInvalidAttempts: [1, 9],
  verificationSeconds: [60, 5_400],
  totpWindow: [0, 3],
  backupCodeCount: [0, 10],
  backupCodesLow: [0, 5],
  setupLinkSeconds: [900, 86_400],
  otpLength: [6, 10],
  otpSeconds: [60, 600],
  resendSeconds: [30, 600],
  recentVerificationSeconds: [60, 86_400],
};
const zeroSwitchesOff = ['enrollmentPeriodSeconds', 'recentVerificationSeconds'];

const put = (body: unknown) => world.api.call('PUT', '/v1/settings', { body });
const read = () => world.api.expect(200, 'GET', '/v1/settings');

test('1.17 every number among the settings has a range', () => {
  const numbers = Object.entries(defaultSettings).filter(([, value]) => typeof value === 'number');
  expect(numbers.map(([name]) => name).sort()).toEqual(Object.keys(ranges).sort());
});

test.each(Object.entries(ranges))(
  '1.17 %s is taken at both ends of its range and refused beyond',
  async (name, [least, most]) => {
    for (const value of [least, most]) {
      const answer = await put({ [name]: value });
      expect(answer).toMatchObject({ status: 200, body: { [name]: value } });
    }
    for (const value of [least - 1, most + 1, least + 0.5, -1]) {
      if (value === 0 && zeroSwitchesOff.includes(name)) continue;
      const answer = await put({ [name]: value });
      expectProblem(answer, 'invalid-request');
      expect(answer.body.errors).toEqual([
        { path: name, message: expect.stringContaining(`from ${least} to ${most}`) },
      ]);
    }
    expect(await read()).toMatchObject({ [name]: most });
  },
);

test.each(zeroSwitchesOff)('0.06 zero switches %s off', async (name) => {
  expect(await put({ [name]: 0 })).toMatchObject({ status: 200, body: { [name]: 0 } });
});

test('1.17 of several values one of which is unsafe none is changed', async () => {
  const answer = await put({ totpWindow: 1, otpSeconds: 9_999, otpLength: 4 });
  expectProblem(answer, 'invalid-request');
  expect(answer.body.errors.map(({ path }: { path: string }) => path).sort()).toEqual([
    'otpLength',
    'otpSeconds',
  ]);
  expect(await read()).toEqual(defaultSettings);
});
