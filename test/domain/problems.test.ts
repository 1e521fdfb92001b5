import { expect, test } from 'vitest';
import { problems } from '../../lib/domain/problems.ts';

/** The page that callers read, section "Problem codes", word for word. */
const published = `
invalid-request 400 · unauthenticated 401 · invalid-code 401 · forbidden 403 · account-disabled 403 · no-usable-factor 409 ·
enrollment-expired 403 · pin-required 403 · user-not-found, token-not-found, link-not-found, not-found 404 ·
method-not-allowed 405 · last-active-token, already-exists, conflict, not-allowed-in-state 409 ·
verification-expired 410 · payload-too-large 413 · verification-locked 423 · account-throttled, send-limit 429 ·
delivery-unavailable 503`;

test('api: the problem codes are the published ones with their statuses, no more and no fewer', () => {
  const expected = published.split('·').flatMap((group) => {
    const [, codes = '', status] = /^\s*(.+) (\d{3})\s*$/.exec(group) ?? [];
    return codes.split(', ').map((code) => [code, Number(status)]);
  });
  const actual = Object.entries(problems).map(([code, { status }]) => [code, status]);
  expect(Object.fromEntries(actual)).toEqual(Object.fromEntries(expected));
  expect(actual).toHaveLength(23);
});

test('api: every problem has a title of its own', () => {
  const titles = Object.values(problems).map(({ title }) => title);
  expect(new Set(titles).size).toBe(titles.length);
});
