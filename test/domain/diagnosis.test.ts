import { describe, expect, test } from 'vitest';
import { diagnose } from '../../lib/domain/diagnosis.ts';
import type { DiagnosisFacts, TokenCondition } from '../../lib/domain/diagnosis-facts.ts';
import { bypassedUntil, lostTokenCode } from '../../lib/domain/exceptions.ts';
import { askedOf } from '../../lib/domain/requirement.ts';
import { defaultSettings } from '../../lib/domain/settings.ts';
import { noFailures } from '../../lib/domain/throttle.ts';
import { iso } from '../../lib/domain/time.ts';
import type { UserState } from '../../lib/domain/user-state.ts';

const now = 1_800_000_000;
const usable: TokenCondition = { status: 'usable', timed: true };
const disabled: TokenCondition = { status: 'disabled' };
const obsolete = (sends: boolean): TokenCondition => ({ status: 'obsolete', sends });

const enrolled: UserState = {
  userId: 'eve',
  version: 1,
  generation: 1,
  enabled: true,
  active: true,
  required: true,
  enrolledAt: now - 1,
  tokens: {},
  sessions: {},
  epoch: 0,
  failures: noFailures,
  event: {
    id: 'e',
    type: 'user.created',
    at: 1,
    actor: 'operator:ada',
    userId: 'eve',
    details: { required: true },
  },
};
const lostToken = { tokenId: 'a', hash: 'h', keyId: 1, validUntil: now + 1 };

function factsOf(tokens: readonly TokenCondition[], change: Partial<UserState>): DiagnosisFacts {
  const user = { state: { ...enrolled, ...change }, profile: {} };
  const policy = { settings: defaultSettings, classes: {} };
  const lost = lostTokenCode(user.state, now);
  const lookUp = lost !== undefined;
  const token = tokens.some(({ status }) => status === 'usable' || status === 'send-limit');
  const asked = askedOf(user, policy, 'sign-in', now, { token, usable: token || lookUp });
  return {
    user,
    policy,
    now,
    asked,
    tokens,
    lookUp,
    ...(lost ? { lost } : {}),
    enrollable: true,
    codesIssued: true,
    taken: ['Card'],
  };
}

function diagnosis(tokens: readonly TokenCondition[], change: Partial<UserState> = {}) {
  const { canSignIn, findings, remedy } = diagnose(factsOf(tokens, change));
  return {
    canSignIn,
    findings: findings.map(({ code, severity }) => `${severity}: ${code}`),
    steps: remedy.map(({ action }) => action),
    details: Object.fromEntries(findings.map(({ code, detail }) => [code, detail])),
  };
}

describe('N.02 the diagnosis', () => {
  test('2.13 of tokens that are all obsolete: replace those that send codes, before a reset is thought of', () => {
    expect(diagnosis([obsolete(true)])).toMatchObject({
      canSignIn: false,
      findings: ['blocks: tokens-obsolete'],
      steps: ['verify-identity', 'replace-token', 'reset'],
    });
    expect(diagnosis([obsolete(true), usable]).findings).toEqual([]);
  });

  test('2.13 a device that is obsolete is not said to be replaceable: another token is enrolled', () => {
    expect(diagnosis([obsolete(false)])).toMatchObject({
      findings: ['blocks: tokens-obsolete'],
      steps: ['verify-identity', 'enroll-token', 'reset'],
    });
  });

  test('2.09 of a disabled token beside an obsolete one: enable it', () => {
    expect(diagnosis([obsolete(true), disabled])).toMatchObject({
      canSignIn: false,
      findings: ['blocks: no-active-token'],
      steps: ['verify-identity', 'enable-token', 'reset'],
    });
  });

  test('D10 of tokens that the class does not take: what it takes, and who can change it', () => {
    const found = diagnosis([{ status: 'not-accepted' }, disabled]);
    expect(found).toMatchObject({
      canSignIn: false,
      findings: ['blocks: no-usable-factor'],
      steps: ['enroll-token', 'change-class'],
    });
    expect(diagnosis([{ status: 'not-accepted' }, usable]).findings).toEqual([]);
  });

  test('rule 7 of somebody who was sent all the codes of a day: until when, and another factor helps', () => {
    const limited: TokenCondition = { status: 'send-limit', until: now + 60 };
    const alone = diagnosis([limited]);
    expect(alone).toMatchObject({ canSignIn: false, findings: ['blocks: send-limit'], steps: ['wait'] });
    expect(alone.details['send-limit']).toContain(iso(now + 60));
    expect(diagnosis([limited, usable])).toMatchObject({ canSignIn: true, findings: ['warns: send-limit'] });
  });

  test('D7 of five failures in a row: the clock must be right, for a day at most', () => {
    const hour = Math.floor(now / 3_600);
    const failures = { consecutive: 5, hours: { [hour]: 5 }, backupCodes: [] };
    const found = diagnosis([usable], { failures });
    expect(found).toMatchObject({
      canSignIn: true,
      findings: ['warns: window-narrowed'],
      steps: ['correct-clock'],
    });
    expect(found.details['window-narrowed']).toContain(iso(hour * 3_600 + 86_400));
    // A counter knows no clock.
    expect(diagnosis([{ status: 'usable', timed: false }], { failures }).findings).toEqual([]);
    const past = { ...failures, hours: { [hour - 24]: 5 } };
    expect(diagnosis([usable], { failures: past }).findings).toEqual([]);
  });

  test('0.16 of a person who is not active: refused, and what to do about it', () => {
    expect(diagnosis([usable], { active: false })).toMatchObject({
      canSignIn: false,
      findings: ['blocks: account-inactive'],
      steps: ['activate'],
    });
  });

  test('P.12 of a code for a lost token: the user can sign in with it, until it ends', () => {
    expect(diagnosis([disabled], { lostToken })).toMatchObject({
      canSignIn: true,
      findings: ['informs: lost-token-active', 'warns: no-active-token'],
      steps: ['enable-token'],
    });
    expect(diagnosis([disabled], { lostToken: { ...lostToken, validUntil: now } })).toMatchObject({
      canSignIn: false,
      findings: ['blocks: no-active-token'],
    });
  });

  test('P.30 of a bypass: the user can sign in, whatever else is wrong, but not to a disabled account', () => {
    const bypassUntil = now + 1;
    expect(bypassedUntil({ ...enrolled, bypassUntil }, defaultSettings, now)).toBe(bypassUntil);
    expect(diagnosis([disabled], { bypassUntil })).toMatchObject({
      canSignIn: true,
      findings: ['warns: no-active-token', 'informs: bypass-active'],
      steps: ['verify-identity', 'enable-token', 'reset', 'end-bypass'],
    });
    expect(diagnosis([usable], { bypassUntil: now })).toMatchObject({ findings: [] });
    expect(diagnosis([usable], { enabled: false, bypassUntil })).toMatchObject({
      canSignIn: false,
      findings: ['blocks: account-disabled'],
    });
  });

  test('rule 15 the diagnosis says why a user cannot sign in, and reports no block for a user who can', () => {
    const standings: TokenCondition[] = [
      usable,
      disabled,
      obsolete(true),
      { status: 'locked' },
      { status: 'not-accepted' },
      { status: 'no-provider' },
      { status: 'undeliverable' },
      { status: 'send-limit', until: now + 1 },
      { status: 'questions-wait', wait: { ends: 'by-operator' } },
      { status: 'too-few-questions', has: 1 },
    ];
    const changes: Partial<UserState>[] = [{}, { lostToken }, { enabled: false }, { bypassUntil: now + 1 }];
    const pairs = standings.flatMap((one) => standings.map((other) => [one, other]));
    for (const tokens of [[], ...standings.map((one) => [one]), ...pairs]) {
      for (const change of changes) {
        const { canSignIn, findings } = diagnosis(tokens, change);
        expect([tokens, findings, canSignIn]).toEqual([
          tokens,
          findings,
          !findings.some((finding) => finding.startsWith('blocks')),
        ]);
      }
    }
  });
});
