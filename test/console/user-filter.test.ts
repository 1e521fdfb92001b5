import { expect, test } from 'vitest';
import { filterOf, noFilter } from '../../web/console/pages/users/user-filter.ts';

test('3.11 a filter in an address is read by its names; blanks and what is not a filter are left', () => {
  const place = new URLSearchParams('query=%20ada%20&totp=S&class=*DFT&stage=&colour=red');
  expect(filterOf(place)).toEqual({ query: 'ada', totp: 'S', class: '*DFT' });
});

test('3.11 clearing takes every filter away', () => {
  const place = new URLSearchParams('query=a&userProfile=b&stage=c&class=d&totp=Y&questions=N&mfa=S');
  expect(Object.keys(noFilter)).toEqual(expect.arrayContaining(Object.keys(filterOf(place))));
});
