import { describe, expect, test } from 'vitest';
import { buttonOfStep, offeredActions } from '../../web/console/pages/user/account-actions.ts';

const everything = (): boolean => true;
const only =
  (...privileges: string[]) =>
  (privilege: string) =>
    privileges.includes(privilege);
const step = (action: string) => ({ action, detail: '' });

describe('what is offered for an account', () => {
  test('0.16 enabling or disabling, whichever changes something', () => {
    const of = (enabled: boolean) => offeredActions({ stage: 'enrolled', enabled }, [], everything);
    expect(of(true)).toContain('disable');
    expect(of(true)).not.toContain('enable');
    expect(of(false)).toContain('enable');
    expect(of(false)).not.toContain('disable');
  });

  test('N.03 restoring access where the account is disabled or its enrollment expired, nowhere else', () => {
    const offers = (stage: 'enrolled' | 'expired', enabled: boolean) =>
      offeredActions({ stage, enabled }, [], everything).includes('restore-access');
    expect(offers('expired', true)).toBe(true);
    expect(offers('enrolled', false)).toBe(true);
    expect(offers('enrolled', true)).toBe(false);
  });

  test('P.12 P.30 ending an exception only while there is one', () => {
    const of = (...findings: string[]) =>
      offeredActions({ stage: 'enrolled', enabled: true }, findings, everything);
    expect(of()).toEqual(expect.arrayContaining(['lost-token', 'bypass']));
    expect(of()).not.toContain('end-bypass');
    expect(of('bypass-active')).toContain('end-bypass');
    expect(of('bypass-active')).not.toContain('bypass');
    expect(of('lost-token-active')).toContain('end-lost-token');
  });

  test('nothing that the operator may not do', () => {
    expect(offeredActions({ stage: 'expired', enabled: false }, [], only('users:read'))).toEqual([]);
    expect(offeredActions({ stage: 'enrolled', enabled: true }, [], only('users:write'))).toEqual([
      'rename',
      'copy',
      'delete',
    ]);
  });
});

describe('0.15 the steps of a remedy', () => {
  test('enabling waits for the reset while the enrollment is expired, and no longer', () => {
    const enable = (stage: 'expired' | 'not-enrolled') =>
      buttonOfStep(step('enable'), { stage, enabled: false }, everything);
    expect(enable('expired')).toEqual({ kind: 'action', action: 'enable', waitsForReset: true });
    expect(enable('not-enrolled')).toEqual({ kind: 'action', action: 'enable', waitsForReset: false });
  });

  test('restoring access does not wait: it resets first itself', () => {
    const found = buttonOfStep(step('restore-access'), { stage: 'expired', enabled: false }, everything);
    expect(found).toMatchObject({ waitsForReset: false });
  });

  test('what only people can do has no button, nor has what the operator may not do', () => {
    const user = { stage: 'expired', enabled: false } as const;
    expect(buttonOfStep(step('verify-identity'), user, everything)).toBeUndefined();
    expect(buttonOfStep(step('wait'), user, everything)).toBeUndefined();
    expect(buttonOfStep(step('enable'), user, only('enrollment:reset'))).toBeUndefined();
    expect(buttonOfStep(step('enable-token'), user, everything)).toEqual({ kind: 'tokens' });
  });
});
