import type { PlantedBug } from './planted-bug.ts';

const verifications = 'lib/domain/verification-sessions.ts';
const enrollment = 'lib/domain/enrollment.ts';
const enrollmentTest = 'test/domain/enrollment.test.ts';
const expire = 'lib/actions/expiry/expire-enrollments.ts';

/** Accounts and tokens that are out of use, and enrollments that are over. */
export const accounts: readonly PlantedBug[] = [
  {
    what: 'the period ends a second late',
    file: enrollment,
    find: 'end <= now)',
    replace: 'end < now)',
    caughtBy: {
      file: enrollmentTest,
      test: '0.07 changes at the very second at which the period ends',
    },
  },
  {
    what: 'a reset unlocks a verification that is locked',
    file: verifications,
    find: "slot.status === 'locked' ? [[id, slot]] : [],",
    replace: "slot.status === 'verified' ? [[id, slot]] : [],",
    caughtBy: {
      file: enrollmentTest,
      test: '1.19 rule 8: neither reset nor disable nor expiry unlocks a locked sign-in, and no open one goes on',
    },
  },
  {
    what: 'a verification that was started before a reset goes on after it',
    file: verifications,
    find: 'const ended = started.epoch !== state.epoch ||',
    replace: 'const ended =',
    caughtBy: {
      file: 'test/domain/verification-sessions.test.ts',
      test: 'a reset, disabling or another requirement ends all that were started before, and nothing after it',
    },
  },
  {
    what: 'an assertion is redeemed after a reset',
    file: 'lib/actions/verification/redeem-assertion.ts',
    find: 'if (user.state.epoch !== epoch) throw tooOld();',
    replace: '',
    caughtBy: {
      file: 'test/assertions/redeem.test.ts',
      test: '1.12 an assertion ends with a reset of the enrollment, also when the user has enrolled again since',
    },
  },
  {
    what: 'a verified verification that made room for newer ones reads as open again',
    file: verifications,
    find: '...(overVersion === undefined ? {} : { overVersion }),',
    replace: '',
    caughtBy: {
      file: 'test/domain/verification-sessions.test.ts',
      test: 'verified ones say so until they end; of more than 64 the oldest end, and never read as open again',
    },
  },
  {
    what: 'the verdict of a sign-in in one call answers an approval under the same key',
    file: 'lib/actions/verification/start-verification.ts',
    find: 'answered.idempotencyKey, userId, purpose, details,',
    replace: 'answered.idempotencyKey, userId, details && undefined,',
    caughtBy: {
      file: 'test/verification/one-call.test.ts',
      test: 'the key of a sign-in is no verdict for an approval',
    },
  },
  {
    what: 'a user who has started to enroll counts as enrolled',
    file: enrollment,
    find: "if (state.enrolledAt !== undefined) return 'enrolled';",
    replace: "if (state.enrolledAt !== undefined || state.pending) return 'enrolled';",
    caughtBy: {
      file: enrollmentTest,
      test: '0.01 0.09 D1 is one of four for any state at any time, and computed from the clock',
    },
  },
  {
    what: 'disabling an account leaves its sign-ins and links alive',
    file: enrollment,
    find: '    ...endSessions(revokePending(endExceptions(state))),\n    enabled: false,',
    replace: '    ...state,\n    enabled: false,',
    caughtBy: {
      file: 'test/people/disabled-accounts.test.ts',
      test: '0.16 a verification that was open when the account was disabled stays over after it is enabled',
    },
  },
  {
    what: 'a device stays remembered over a reset',
    file: enrollment,
    find: 'forget(endVerifications(state));',
    replace: 'endVerifications(state);',
    caughtBy: {
      file: 'test/verification/remembered.test.ts',
      test: 'P.17 %s makes every device forgotten',
    },
  },
  {
    what: 'a verification starts for an account that is disabled',
    file: 'lib/actions/verification/admit-start.ts',
    find: "if (asked.status === 'account-disabled') throw accountDisabled();",
    replace: '',
    caughtBy: {
      file: 'test/people/disabled-accounts.test.ts',
      test: '0.16 a disabled account starts no verification',
    },
  },
  {
    what: 'an attempt does not ask whether the account is enabled',
    file: 'lib/actions/verification/verify-code.ts',
    find: 'if (!state.enabled) throw accountDisabled();',
    replace: '',
    caughtBy: {
      file: 'test/people/disabled-accounts.test.ts',
      test: '0.16 an account disabled mid-verification is refused with the right TOTP code',
    },
  },
  {
    what: 'a token answers whatever its status is',
    file: 'lib/actions/verification/factors.ts',
    find: "if (!type || !tokenState || statusOf(record, tokenState, policy, now) !== 'ACTIVE') return [];",
    replace: 'if (!type || !standing) return [];',
    caughtBy: {
      file: 'test/tokens/hotp.test.ts',
      test: '2.09 a disabled token is refused; enabled again it verifies',
    },
  },
  {
    what: 'the sweep expires who was found expired already',
    file: expire,
    find: ' || state.expiredAt !== undefined)',
    replace: ')',
    caughtBy: {
      file: 'test/expiry/sweep-races.test.ts',
      test: '0.17 of three sweeps at once each user is expired by exactly one, with one event',
    },
  },
  {
    what: "the sweep goes by the list of due users, not by the user's state",
    file: expire,
    find: "stageOf(state, settings, now) !== 'expired' || state.expiredAt !== undefined",
    replace: 'state.expiredAt !== undefined',
    caughtBy: {
      file: 'test/expiry/sweep-races.test.ts',
      test: '0.12, 0.17 a confirmation that is written just before the sweep stays: the sweep lets the user be',
    },
  },
  {
    what: 'a sweep over the limit goes on',
    file: expire,
    find: 'const refused = due > limit && !force;',
    replace: 'const refused = due > limit && force;',
    caughtBy: {
      file: 'test/expiry/sweep-breaker.test.ts',
      test: 'N.06 a run that would expire more than the limit touches nobody and says so in an event',
    },
  },
  {
    what: 'a class’s domain allows whatever ends like it',
    file: 'lib/domain/classes.ts',
    find: 'domain === parseDomain(restrictEmailsToDomain)',
    replace: "domain.endsWith(parseDomain(restrictEmailsToDomain) ?? '-')",
    caughtBy: {
      file: 'test/organisation/classes/rules.test.ts',
      test: '3.03 exactly the domain itself is allowed, however it is written',
    },
  },
];
