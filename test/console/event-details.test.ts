import { expect, test } from 'vitest';
import { eventDetails } from '../../web/console/parts/events/details.ts';
import { formatTime } from '../../web/shared/format.ts';

test('details are told in words; what has none is told as the service calls it', () => {
  expect(
    eventDetails({ backupCodes: 3, identityVerified: true, otpLength: 6, toString: 'x', why: '' }),
  ).toEqual([
    { name: 'backupCodes', label: 'Backup codes removed', value: '3' },
    { name: 'identityVerified', label: 'Identity verified', value: 'Yes' },
    { name: 'otpLength', label: 'otpLength', value: '6' },
    { name: 'toString', label: 'toString', value: 'x' },
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
