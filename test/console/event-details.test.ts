import { expect, test } from 'vitest';
import { eventDetails } from '../../web/console/parts/events/details.ts';
import { formatTime } from '../../web/shared/format.ts';

test("details are shown in words; those without words are shown by the service's names", () => {
  expect(
    eventDetails({ backupCodes: 3, identityVerified: true, otpLength: 6, toString: 'x', why: '' }),
  ).toEqual([
    { name: 'backupCodes', label: 'Backup codes', value: '3' },
    { name: 'identityVerified', label: 'Identity verified', value: 'Yes' },
    { name: 'otpLength', label: 'Length of sent codes', value: '6' },
    { name: 'toString', label: 'toString', value: 'x' },
  ]);
});

test('fields, choices, statuses and types of tokens are called as the screens call them', () => {
  const said = (details: Parameters<typeof eventDetails>[0]) =>
    eventDetails(details, { virtual: 'Virtual token' }).map(({ label, value }) => `${label}: ${value}`);
  expect(
    said({ fields: ['allowOtpInsteadOfTotp', 'email', 'factors.sign-in', 'twoFactorRequired', 'moonPhase'] }),
  ).toEqual([
    'Fields: Allow OTP instead of TOTP, Email address, Sign-in, Two-factor authentication required, moonPhase',
  ]);
  expect(said({ type: 'virtual', by: 'toString', status: 'PENDING' })).toEqual([
    'Type: Virtual token',
    'Replaced by: toString',
    'Status: PENDING',
  ]);
  expect(said({ secretDisplay: 'privileged' })).toEqual([
    'Show keys and codes again: To operators with permission',
  ]);
});

test('a moment among the details becomes a time, a count stays a count', () => {
  const at = '2026-03-02T09:00:00.000Z';
  expect(eventDetails({ tokens: 2, validUntil: 1_772_442_000 })).toEqual([
    { name: 'tokens', label: 'Tokens', value: '2' },
    { name: 'validUntil', label: 'Valid until', value: formatTime(at), at },
  ]);
});

test('an event without details has none to tell', () => {
  expect(eventDetails()).toEqual([]);
});
