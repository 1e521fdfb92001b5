import { expect, test } from 'vitest';
import { defined } from '../../lib/domain/defined.ts';

test('members that are undefined are absent, and all others stay', () => {
  const members = { absent: undefined, none: null, no: false, zero: 0, empty: '' };
  const left = defined(members);
  expect(Object.hasOwn(left, 'absent')).toBe(false);
  expect(left).toStrictEqual({ none: null, no: false, zero: 0, empty: '' });
});
