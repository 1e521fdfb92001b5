import { expect, test } from 'vitest';
import { hindranceOf, items } from '../../web/console/pages/user/totp/menu.ts';

type Standing = Parameters<typeof hindranceOf>[1];

/** In the order of the menu: create, recreate, display, QR code, link. */
const hindrances = (stage: Standing['stage'], key?: string, enabled = true) =>
  items.map((item) => hindranceOf(item, { stage, enabled }, key) ?? '');

test('3.14 3.15 without an enrollment no set is recreated, and without a key none is displayed', () => {
  expect(hindrances('not-enrolled', 'none')).toEqual(['', 'notEnrolled', 'noKey', 'noKey', '']);
  expect(hindrances('not-enrolled', 'PENDING')).toEqual(['', 'notEnrolled', '', '', '']);
  expect(hindrances('enrolled', 'none')).toEqual(['', '', 'noKey', 'noKey', 'enrolled']);
});

test('3.16 a link sets up what is pending; who is enrolled gets none for a key that is active', () => {
  expect(hindrances('enrolled', 'PENDING')).toEqual(['', '', '', '', '']);
  expect(hindrances('enrolled', 'ACTIVE')).toEqual(['', '', '', '', 'enrolled']);
});

test('3.12 3.16 no key and no link for whom no second factor is required, who is late or is disabled', () => {
  expect(hindrances('not-required', 'ACTIVE')).toEqual(['notRequired', '', '', '', 'notRequired']);
  expect(hindrances('expired', 'none')).toEqual(['expired', 'notEnrolled', 'noKey', 'noKey', 'expired']);
  expect(hindrances('enrolled', 'PENDING', false)).toEqual(['disabled', '', '', '', 'disabled']);
});

test('who may not see the tokens is offered what might work', () => {
  expect(hindrances('enrolled')).toEqual(['', '', '', '', '']);
});
