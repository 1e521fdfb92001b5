import { expect, test } from 'vitest';
import { actorOf, detailsOf } from '../../web/console/parts/events/details.ts';

test('a moment among the details of an event becomes a time, a count stays a count', () => {
  expect(detailsOf({ tokens: 2, validUntil: 1_772_442_000, identityVerified: true })).toEqual([
    { name: 'tokens', value: 2, kind: 'plain' },
    { name: 'validUntil', value: '2026-03-02T09:00:00.000Z', kind: 'time' },
    { name: 'identityVerified', value: true, kind: 'plain' },
  ]);
  expect(detailsOf(undefined)).toEqual([]);
});

test('an actor is a kind and a name that may itself hold a colon', () => {
  expect(actorOf('operator:admin')).toEqual({ kind: 'operator', name: 'admin' });
  expect(actorOf('user:a:b')).toEqual({ kind: 'user', name: 'a:b' });
});
