import { describe, expect, test } from 'vitest';
import { type Beside, diagnose } from '../../lib/domain/diagnosis.ts';
import { defaultSettings } from '../../lib/domain/settings.ts';
import { noFailures } from '../../lib/domain/throttle.ts';
import { iso } from '../../lib/domain/time.ts';
import type { TokenState, UserState } from '../../lib/domain/user-state.ts';

const now = 1_800_000_000;
const active: TokenState = { status: 'active', failures: 0 };
const disabled: TokenState = { status: 'disabled', failures: 0 };

const enrolled: UserState = {
  userId: 'eve',
  version: 1,
  generation: 1,
  enabled: true,
  active: true,
  required: true,
  enrolledAt: now - 1,
  tokens: { a: active },
  sessions: {},
  epoch: 0,
  failures: noFailures,
  event: { id: 'e', type: 'user.created', at: 1, actor: 'operator:ada', userId: 'eve' },
};
const lostToken = { tokenId: 'a', hash: 'h', keyId: 1, validUntil: now + 1 };

function diagnosis(change: Partial<UserState>, beside?: Beside) {
  const { canSignIn, findings, remedy } = diagnose({ ...enrolled, ...change }, defaultSettings, now, beside);
  return {
    canSignIn,
    findings: findings.map(({ code, severity }) => `${severity}: ${code}`),
    steps: remedy.map(({ action }) => action),
  };
}

describe('N.02 the diagnosis', () => {
  test('2.13 of tokens that are all obsolete: replace them, before a reset is thought of', () => {
    expect(diagnosis({}, { obsolete: ['a'] })).toEqual({
      canSignIn: false,
      findings: ['blocks: tokens-obsolete'],
      steps: ['verify-identity', 'replace-token', 'reset'],
    });
    expect(diagnosis({ tokens: { a: active, b: active } }, { obsolete: ['a'] }).findings).toEqual([]);
  });

  test('2.09 of a disabled token beside an obsolete one: enable it', () => {
    expect(diagnosis({ tokens: { a: active, b: disabled } }, { obsolete: ['a'] })).toEqual({
      canSignIn: false,
      findings: ['blocks: no-active-token'],
      steps: ['verify-identity', 'enable-token', 'reset'],
    });
  });

  test('rule 7 of somebody who was sent all the codes of a day: until when, and another factor helps', () => {
    const { findings } = diagnose(enrolled, defaultSettings, now, { noCodesUntil: now + 60 });
    expect(findings).toMatchObject([{ code: 'send-limit', severity: 'warns' }]);
    expect(findings[0]?.detail).toContain(iso(now + 60));
    expect(diagnosis({}, { noCodesUntil: now + 60 })).toMatchObject({ canSignIn: true, steps: ['wait'] });
  });

  test('P.12 of a code for a lost token: the user can sign in with it, until it ends or its budget is used up', () => {
    const lost = { tokens: { a: disabled }, lostToken };
    expect(diagnosis(lost)).toEqual({
      canSignIn: true,
      findings: ['informs: lost-token-active', 'warns: no-active-token'],
      steps: ['enable-token'],
    });
    const ended = { ...lost, lostToken: { ...lostToken, validUntil: now } };
    expect(diagnosis(ended)).toMatchObject({ canSignIn: false, findings: ['blocks: no-active-token'] });
    const guessed = { ...lost, failures: { ...noFailures, backupCodes: Array(5).fill(now - 1) } };
    expect(diagnosis(guessed).canSignIn).toBe(false);
  });

  test('P.30 of a bypass: the user can sign in, whatever else is wrong, but not to a disabled account', () => {
    const bypassUntil = now + 1;
    expect(diagnosis({ tokens: { a: disabled }, bypassUntil })).toEqual({
      canSignIn: true,
      findings: ['warns: no-active-token', 'informs: bypass-active'],
      steps: ['verify-identity', 'enable-token', 'reset', 'end-bypass'],
    });
    expect(diagnosis({ bypassUntil: now })).toMatchObject({ findings: [] });
    expect(diagnosis({ enabled: false, bypassUntil })).toMatchObject({
      canSignIn: false,
      findings: ['blocks: account-disabled'],
    });
  });
});
