import fc from 'fast-check';
import { expect, test } from 'vitest';
import { assertionSeconds } from '../../lib/domain/assertions.ts';
import { answersPasswordReset, type ResetFactor, resetOrderOf } from '../../lib/domain/password-reset.ts';

const otp: ResetFactor = { mode: 'otp' };
const lookUp: ResetFactor = { mode: 'look-up' };
const phone: ResetFactor = { mode: 'out-of-band', deviceKind: 'phone' };
const email: ResetFactor = { mode: 'out-of-band', deviceKind: 'email' };
const account: ResetFactor = { mode: 'otp', deviceKind: 'account' };
const nowhere: ResetFactor = { mode: 'out-of-band' };
const all = [otp, lookUp, phone, email, account, nowhere];

test.each([
  ['N', []],
  ['C', [phone]],
  ['E', [email]],
  ['M', all],
] as const)('3.08 verified by %s, exactly these answer', (verifyBy, expected) => {
  expect(all.filter((answering) => answersPasswordReset({ verifyBy }, answering))).toEqual(expected);
});

test('3.08 what is handed on of the policy is what is to be done, and not how the user is verified', () => {
  const order = { deliverBy: 'S', resetBy: 2, changeWithinMinutes: 5 } as const;
  expect(resetOrderOf({ verifyBy: 'M', ...order })).toEqual(order);
});

test('3.08 an assertion is good for as long as the password may be changed, at most a day', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 998 }), (changeWithinMinutes) => {
      const order = { deliverBy: 'N', resetBy: 9, changeWithinMinutes } as const;
      expect(assertionSeconds(order)).toBe(changeWithinMinutes * 60);
    }),
  );
  expect(assertionSeconds({ deliverBy: 'N', resetBy: 9, changeWithinMinutes: 999 })).toBe(86_400);
  expect(assertionSeconds(undefined)).toBe(300);
});
