import { expect, test } from 'vitest';
import {
  deviceActions,
  filterOf,
  formatOf,
  isCarried,
  keyOf,
} from '../../web/console/pages/hardware/devices.ts';

const all = () => true;

test('P.11 what can be done with a device follows its status', () => {
  expect(deviceActions({ status: 'available' }, all)).toEqual(['assign', 'compromised', 'delete']);
  expect(deviceActions({ status: 'assigned' }, all)).toEqual(['reassign', 'unassign', 'compromised']);
  expect(deviceActions({ status: 'compromised' }, all)).toEqual(['delete']);
});

test('P.11 of an address only what filters devices is taken', () => {
  const place = new URLSearchParams('query=FT-1&status=assigned&colour=red');
  expect(filterOf(place)).toEqual({ query: 'FT-1', status: 'assigned' });
  expect(filterOf(new URLSearchParams('query=&status=toString'))).toEqual({});
});

test('2.02 deleting is for who manages the pool, handing out for who manages tokens', () => {
  const helpdesk = (privilege: string) => privilege === 'tokens:write';
  expect(deviceActions({ status: 'available' }, helpdesk)).toEqual(['assign', 'compromised']);
  expect(deviceActions({ status: 'available' }, () => false)).toEqual([]);
});

test("P.10 a file's kind follows from its name, and the kind of secret from where it was entered", () => {
  expect(formatOf('pool.CSV')).toBe('csv');
  expect(formatOf('pool.pskc.xml')).toBe('pskc');
  expect(keyOf('key', 'abc')).toEqual({ key: 'abc' });
  expect(keyOf('password', 'abc')).toEqual({ password: 'abc' });
  expect(keyOf('none', 'abc')).toEqual({});
  expect(['pass word~', 'pässword', '\u65e5'].map(isCarried)).toEqual([true, false, false]);
});
