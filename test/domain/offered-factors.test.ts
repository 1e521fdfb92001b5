import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type ClassPolicy, defaultClass, type FactorKey, factorKeys } from '../../lib/domain/classes.ts';
import { type Candidate, offeredByClass } from '../../lib/domain/offered-factors.ts';

const priorities = fc.dictionary(fc.constantFrom(...factorKeys), fc.integer({ min: 1, max: 9 }));
const policies: fc.Arbitrary<ClassPolicy> = fc.record({
  name: fc.constant('C'),
  text: fc.constant('text'),
  preferredDevice: fc.constantFrom('N', 'C', 'E', 'S'),
  otherwisePrefer: fc.constantFrom('C', 'E'),
  allowOtpInsteadOfTotp: fc.boolean(),
  factors: fc.record({ 'sign-in': priorities, approval: priorities, 'password-reset': priorities }),
  questions: fc.constant(defaultClass.questions),
  passwordReset: fc.constant(defaultClass.passwordReset),
});
const candidate: fc.Arbitrary<Candidate> = fc.oneof(
  fc.record({ factor: fc.constantFrom<FactorKey>('totp', 'questions', 'app', 'api', 'card', 'radius') }),
  fc.record({ factor: fc.constant<FactorKey>('otp'), sentTo: fc.constantFrom('phone', 'email') }),
);
const candidates = fc.array(candidate, { maxLength: 8 });
const purposes = fc.constantFrom('sign-in', 'approval', 'password-reset');

const classWith = (
  signIn: Partial<Record<FactorKey, number>>,
  more: Partial<ClassPolicy> = {},
): ClassPolicy => ({
  ...defaultClass,
  allowOtpInsteadOfTotp: false,
  ...more,
  factors: { ...defaultClass.factors, 'sign-in': signIn },
});
const totp: Candidate = { factor: 'totp' };
const text: Candidate = { factor: 'otp', sentTo: 'phone' };
const mail: Candidate = { factor: 'otp', sentTo: 'email' };
const card: Candidate = { factor: 'card' };

describe('what a class lets answer', () => {
  test('3.05 is never a factor that the class leaves blank for the purpose', () => {
    fc.assert(
      fc.property(candidates, policies, purposes, (all, policy, purpose) => {
        const used = policy.factors[purpose];
        for (const { factor } of offeredByClass(all, policy, purpose)) {
          const insteadOfTotp = factor === 'otp' && policy.allowOtpInsteadOfTotp && used.totp !== undefined;
          expect(used[factor] !== undefined || insteadOfTotp).toBe(true);
        }
      }),
    );
  });

  test('3.05 is in the order of the priorities, and loses nobody who is allowed', () => {
    fc.assert(
      fc.property(candidates, policies, purposes, (all, policy, purpose) => {
        const used = policy.factors[purpose];
        const offered = offeredByClass(all, policy, purpose).filter(({ factor }) => factor !== 'otp');
        const places = offered.map(({ factor }) => used[factor] ?? 0);
        expect(places).toEqual([...places].sort((a, b) => a - b));
        const allowed = all.filter(({ factor }) => factor !== 'otp' && used[factor] !== undefined);
        expect(offered).toHaveLength(allowed.length);
      }),
    );
  });

  test('3.04 is no code that was sent where TOTP is demanded, unless the class allows it', () => {
    fc.assert(
      fc.property(candidates, policies, purposes, (all, policy, purpose) => {
        const { totp: first = 99, otp = 99 } = policy.factors[purpose];
        const offered = offeredByClass(all, policy, purpose);
        const demanded = first <= otp && first < 99 && offered.some(({ factor }) => factor === 'totp');
        if (demanded && !policy.allowOtpInsteadOfTotp) {
          expect(offered.some(({ factor }) => factor === 'otp')).toBe(false);
        }
      }),
    );
  });

  test('3.04 with allowance a sent code comes after TOTP, and before what is asked later', () => {
    const policy = classWith({ totp: 1, card: 2 }, { allowOtpInsteadOfTotp: true });
    expect(offeredByClass([card, text, totp], policy, 'sign-in')).toEqual([totp, text, card]);
    expect(
      offeredByClass([card, text, totp], { ...policy, allowOtpInsteadOfTotp: false }, 'sign-in'),
    ).toEqual([totp, card]);
  });

  test('3.04 who has no TOTP may answer with a sent code if the class lists it behind', () => {
    expect(offeredByClass([text], classWith({ totp: 1, otp: 2 }), 'sign-in')).toEqual([text]);
    expect(offeredByClass([text, totp], classWith({ totp: 1, otp: 2 }), 'sign-in')).toEqual([totp]);
    expect(offeredByClass([totp, text], classWith({ totp: 2, otp: 1 }), 'sign-in')).toEqual([text, totp]);
  });

  test.each([
    ['C', 'E', [text, mail]],
    ['E', 'C', [mail, text]],
    ['S', 'C', [text, mail]],
    ['S', 'E', [mail, text]],
  ] as const)(
    '3.02 is sent to the preferred device %s, without a screen %s, first',
    (preferred, otherwise, order) => {
      const policy = classWith({ otp: 1 }, { preferredDevice: preferred, otherwisePrefer: otherwise });
      expect(offeredByClass([mail, text], policy, 'sign-in')).toEqual(order);
      expect(offeredByClass([text, mail], policy, 'sign-in')).toEqual(order);
    },
  );
});
