import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { decodeName } from '../../web/console/shell/place-names.ts';
import { localeOf } from '../../web/shared/locale.ts';

describe('places of the console', () => {
  test('an id with any sign that ids may have is the same behind an address as before it', () => {
    // What `href` writes, and what the router makes of it before a screen sees it.
    const routed = (name: string) => decodeURI(encodeURIComponent(name));
    const id = fc.string({ unit: fc.constantFrom(...'aZ9é._@+:$#|=~!-/ &()'), minLength: 1 });
    fc.assert(fc.property(id, (name) => decodeName(routed(name)) === name));
  });

  test('what is encoded wrongly stays as it is', () => {
    expect(decodeName('%E0%A4%A')).toBe('%E0%A4%A');
  });
});

describe('the visitor’s way to write times', () => {
  test.each([
    [['en-GB', 'de'], 'en-GB'],
    [['de-DE', 'en'], 'en'],
    [['en-US@posix'], 'en'],
    [[], 'en'],
  ])('of %j it is %s', (tags, locale) => {
    expect(localeOf('en', tags)).toBe(locale);
  });
});
