import { expect, test } from 'vitest';
import { eventDetails } from '../../web/console/parts/event-details.ts';

test('details are told in words; what has none is told as the service calls it', () => {
  expect(eventDetails({ backupCodes: 3, identityVerified: true, otpLength: 6, reason: '' })).toEqual([
    { label: 'Backup codes removed', value: '3' },
    { label: 'Identity verified', value: 'yes' },
    { label: 'otpLength', value: '6' },
  ]);
});

test('moments are told as times, not as seconds', () => {
  const [until] = eventDetails({ validUntil: 1_772_442_000 });
  expect(until?.label).toBe('Valid until');
  expect(until?.value).toMatch(/2026/);
});

test('an event without details has none to tell', () => {
  expect(eventDetails()).toEqual([]);
});
