import { expect, test } from 'vitest';
import { formatDay, formatTime } from '../../web/shared/format.ts';

test('P.10 a day is written without a time, and is the same one in every time zone', () => {
  const [first, last] = ['2031-06-30T00:00:00.000Z', '2031-06-30T23:59:59.000Z'];
  expect(formatDay(first)).toBe(formatDay(last));
  expect(formatDay(first)).toContain('30');
  expect(formatDay(first)).toContain('2031');
  expect(formatTime(first)).toContain(':');
  expect(formatDay(first)).not.toContain(':');
});
