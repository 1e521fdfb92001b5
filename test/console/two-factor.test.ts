import { expect, test } from 'vitest';
import { descriptionOf } from '../../web/console/pages/two-factor/texts.ts';

test('1.01 the page is described by the tabs that a role is offered', () => {
  expect(descriptionOf(['settings', 'overview', 'reset'])).toBe(
    'How sign-ins are verified here, how far everybody has come, and a fresh start for one person.',
  );
  expect(descriptionOf(['settings', 'overview'])).toBe(
    'How sign-ins are verified here and how far everybody has come.',
  );
  expect(descriptionOf(['reset'])).toBe('A fresh start for one person.');
});
