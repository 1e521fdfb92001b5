import { expect, test } from 'vitest';
import { countsOf, windowOf } from '../../web/console/pages/expiry/windows.ts';

test('N.05 the address names the period, and what it cannot mean is a day', () => {
  expect(['0', '24', '72', '168'].map(windowOf)).toEqual(['0', '24', '72', '168']);
  expect([null, '', '12', '-1', 'constructor'].map(windowOf)).toEqual(Array(5).fill('24'));
});

test('N.05 each list has its number', () => {
  const forecast = { in24Hours: 2, in3Days: 3, in7Days: 4 };
  expect(countsOf({ overdue: 1, forecast })).toEqual({ '0': 1, '24': 2, '72': 3, '168': 4 });
});
