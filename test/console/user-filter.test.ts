import { expect, test } from 'vitest';
import { filterOf, noFilter } from '../../web/console/pages/users/user-filter.ts';

test('3.11 a filter in an address is read by its names; blanks and what is not a filter are left', () => {
  const place = new URLSearchParams('query=%20ada%20&totp=S&class=*DFT&stage=&colour=red');
  expect(filterOf(place)).toEqual({ query: 'ada', totp: 'S', class: '*DFT' });
});

test('3.11 what cannot be chosen is left aside', () => {
  const place = new URLSearchParams('query=ada&stage=nonsense&totp=maybe&mfa=N');
  expect(filterOf(place)).toEqual({ query: 'ada', mfa: 'N' });
  for (const stage of ['not-required', 'not-enrolled', 'enrolled', 'expired']) {
    expect(filterOf(new URLSearchParams({ stage }))).toEqual({ stage });
  }
});

test('3.11 clearing takes every filter away', () => {
  const place = new URLSearchParams('query=a&userProfile=b&stage=expired&class=d&totp=Y&questions=N&mfa=S');
  expect(Object.keys(noFilter)).toEqual(expect.arrayContaining(Object.keys(filterOf(place))));
});
