import { expect, test } from 'vitest';
import { factorKeys as allFactors } from '../../lib/domain/classes.ts';
import type { PersonClass } from '../../web/console/api/classes.ts';
import { changeOf, draftOf, factorKeys, inOrder, newDraft } from '../../web/console/pages/classes/draft.ts';

const finance: PersonClass = {
  name: 'finance',
  text: 'Pays',
  preferredDevice: 'S',
  otherwisePrefer: 'C',
  restrictEmailsToDomain: 'example.org',
  allowOtpInsteadOfTotp: true,
  provider: 'DUO',
  factors: { 'sign-in': { totp: 1, api: 2 }, approval: { api: 1 }, 'password-reset': {} },
  questions: { count: 3, maximumRetries: 0, waitSeconds: 999 },
  passwordReset: { verifyBy: 'M', deliverBy: 'E', resetBy: 9, changeWithinMinutes: 30 },
  builtIn: false,
};

test('3.05 the form has every factor that the service has, in its order', () => {
  expect(factorKeys).toEqual(allFactors);
});

test('3.01 the form says everything of the class that was opened, and saving it changes nothing', () => {
  const { name: _name, builtIn: _builtIn, ...rest } = finance;
  expect(changeOf(draftOf(finance))).toEqual(rest);
  expect(changeOf(draftOf(finance), draftOf(finance))).toEqual({});
});

test('3.01 only what differs from what was opened is sent: what somebody else changes meanwhile stays', () => {
  const before = draftOf(finance);
  const typed = { ...before, text: 'Pays twice', provider: '', waitSeconds: '30', resetBy: 1 as const };
  const approval = { ...before.priorities.approval, api: '2', card: '1' };
  expect(changeOf({ ...typed, priorities: { ...before.priorities, approval } }, before)).toEqual({
    text: 'Pays twice',
    provider: null,
    factors: { approval: { api: 2, card: 1 } },
    questions: { waitSeconds: 30 },
    passwordReset: { resetBy: 1 },
  });
  expect(changeOf(before, { ...before, provider: '' })).toEqual({ provider: 'DUO' });
});

test('3.01 a new class begins as the seed prints it: TOTP first, and nothing else', () => {
  expect(changeOf(newDraft)).toMatchObject({
    preferredDevice: 'E',
    factors: { 'sign-in': { totp: 1 }, approval: {}, 'password-reset': {} },
    questions: { count: 0, maximumRetries: 3, waitSeconds: 60 },
    passwordReset: { resetBy: 1, changeWithinMinutes: 10 },
  });
});

test('what is blank is cleared: a factor is not used, a domain and a provider are gone', () => {
  const draft = draftOf(finance);
  const change = changeOf({
    ...draft,
    restrictEmailsToDomain: ' ',
    provider: '',
    priorities: { ...draft.priorities, approval: { ...draft.priorities.approval, api: ' ' } },
  });
  expect(change).toMatchObject({ restrictEmailsToDomain: null, provider: null, factors: { approval: {} } });
});

test('what is no number is sent as it was typed, so that the service names the field', () => {
  expect(changeOf({ ...newDraft, count: 'many', waitSeconds: ' 30 ' }).questions).toMatchObject({
    count: 'many',
    waitSeconds: 30,
  });
});

test('3.05 factors are listed in the order in which they are asked', () => {
  expect(inOrder({ radius: 1, totp: 3, otp: 3, api: 2 })).toEqual(['radius', 'api', 'otp', 'totp']);
});
