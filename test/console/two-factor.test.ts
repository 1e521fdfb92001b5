import { expect, test } from 'vitest';
import { descriptionOf } from '../../web/console/pages/two-factor/texts.ts';

test('1.01 the page is described by the tabs that a role is offered', () => {
  expect(descriptionOf(['settings', 'overview', 'reset'])).toBe(
    'Settings, adoption overview, and enrollment resets.',
  );
  expect(descriptionOf(['settings', 'overview'])).toBe('Settings and adoption overview.');
  expect(descriptionOf(['reset'])).toBe('Enrollment resets.');
});
