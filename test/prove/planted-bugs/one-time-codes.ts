import type { PlantedBug } from './planted-bug.ts';

const totp = 'lib/token-types/totp.ts';
const hotp = 'lib/token-types/hotp.ts';
const timeSteps = {
  file: 'test/domain/time-steps.test.ts',
  test: 'P.02 rule 3: at or below the last accepted step is spent, never accepted, whatever the order',
};

/** What makes a code good once, and for one thing. */
export const oneTimeCodes: readonly PlantedBug[] = [
  {
    what: 'a step is refused only if it is the last accepted one',
    file: totp,
    find: 'match > (lastUsedMovingFactor ?? -1)',
    replace: 'match !== (lastUsedMovingFactor ?? -1)',
    caughtBy: timeSteps,
  },
  {
    what: 'the last accepted step is accepted again',
    file: totp,
    find: 'match > (lastUsedMovingFactor ?? -1)',
    replace: 'match >= (lastUsedMovingFactor ?? -1)',
    caughtBy: timeSteps,
  },
  {
    what: 'the counter of an event token is set to the code that matched, not past it',
    file: hotp,
    find: 'matches.find((counter) => counter > last)',
    replace: 'matches.find((counter) => counter >= last)',
    caughtBy: {
      file: 'test/tokens/hotp.test.ts',
      test: '2.03 a counter token is accepted within its look-ahead, never at or behind its counter',
    },
  },
  {
    what: 'resynchronising leaves the second code good for another use',
    file: hotp,
    find: 'return found === undefined ? undefined : found + 1;',
    replace: 'return found;',
    caughtBy: {
      file: 'test/tokens/hotp.test.ts',
      test: '2.12 two consecutive codes resynchronise the counter; other pairs change nothing',
    },
  },
  {
    what: 'resynchronising takes the two codes in either order',
    file: hotp,
    find: 'firsts.find((counter) => seconds.has(counter + 1));',
    replace: 'firsts.find((counter) => seconds.has(counter + 1) || seconds.has(counter - 1));',
    caughtBy: {
      file: 'test/tokens/hotp.test.ts',
      test: '2.12 two consecutive codes resynchronise the counter; other pairs change nothing',
    },
  },
  {
    what: 'the search among the candidates ends at the first that fits',
    file: 'lib/token-types/otp.ts',
    find: 'if (equal) matches.push(counter);',
    replace: 'if (equal) return [counter];',
    caughtBy: {
      file: 'test/security/candidates.test.ts',
      test: 'rule 4: every candidate of a %s is computed and compared, wherever the right one stands',
    },
  },
  {
    what: 'codes are compared by a comparison that ends at the first difference',
    file: 'lib/token-types/otp.ts',
    find: 'given.length === expected.length && timingSafeEqual(given, expected)',
    replace: 'given.equals(expected)',
    caughtBy: {
      file: 'test/security/candidates.test.ts',
      test: 'rule 4: every candidate of a %s is computed and compared, wherever the right one stands',
    },
  },
  {
    what: 'the code that confirms an enrollment is not spent by it',
    file: 'lib/actions/enrollment/first-code.ts',
    find: '...(lastUsedMovingFactor === undefined ? {} : { lastUsedMovingFactor })',
    replace: '',
    caughtBy: {
      file: 'test/verification/replay.test.ts',
      test: 'P.02 the code that confirmed the enrollment does not sign in a second time',
    },
  },
  {
    what: 'the code shown for a change of one’s own factors is not spent by it',
    file: 'lib/domain/throttle.ts',
    find: '...(lastUsedMovingFactor === undefined ? {} : { lastUsedMovingFactor }),',
    replace: '',
    caughtBy: {
      file: 'test/tokens/self-service.test.ts',
      test: 'rule 9 the fresh code is spent by the change that it allowed',
    },
  },
  {
    what: 'the write does not depend on what was read',
    file: 'lib/store/users.ts',
    find: "ConditionExpression: '#version = :read',",
    replace: "ConditionExpression: '#version = :read OR #version > :read',",
    caughtBy: {
      file: 'test/races/one-code.test.ts',
      // biome-ignore lint/suspicious/noTemplateCurlyInString: the title as it is spelled there
      test: 'P.02 of ${callers} callers with the same code over five verifications exactly one is accepted',
    },
  },
  {
    what: 'a transaction does not depend on what was read',
    file: 'lib/store/users.ts',
    find: 'TransactItems: [{ Update: update }, ...along],',
    replace:
      "TransactItems: [{ Update: { ...update, ConditionExpression: '#version = :read OR #version > :read' } }, ...along],",
    caughtBy: {
      file: 'test/expiry/sweep-races.test.ts',
      test: '0.10, 0.17 a confirmation judged in time, but overtaken by the sweep, does not enroll',
    },
  },
  {
    what: 'a backup code is not taken off the list',
    file: 'lib/actions/verification/verdict.ts',
    find: 'along: [writes.spendCode(table, state.userId, setId, selector, remaining)],',
    replace: '',
    caughtBy: {
      file: 'test/verification/backup-codes.test.ts',
      test: 'P.28 a spent backup code is refused in exactly the words of one that never was',
    },
  },
  {
    what: 'a backup code that is spent counts as a right one when it is judged',
    file: 'lib/token-types/backup-codes.ts',
    find: "record.used.includes(selector) ? 'spent' : 'accepted'",
    replace: "'accepted'",
    caughtBy: {
      file: 'test/security/backup-codes.test.ts',
      test: 'costs one and the same hash, right, wrong, spent, or of a selector that does not exist',
    },
  },
  {
    what: 'an attempt that is repeated after a lost answer is reported as a replay',
    file: 'lib/actions/verification/verify-code.ts',
    find: 'if (session.attemptId === attemptId) {',
    replace: "if (session.attemptId === attemptId && session.status === 'challenge') {",
    caughtBy: {
      file: 'test/verification/retries.test.ts',
      test: 'rule 3: a verified answer is repeated for the same Idempotency-Key, with one event',
    },
  },
  {
    what: 'an assertion is redeemed any number of times',
    file: 'lib/store/redeemed.ts',
    find: "ConditionExpression: 'attribute_not_exists(pk)',",
    replace: "ConditionExpression: 'attribute_not_exists(redeemed)',",
    caughtBy: {
      file: 'test/assertions/redeem.test.ts',
      test: '3.08 the service checks an assertion and tells what it says, once',
    },
  },
  {
    what: 'a redemption whose own write lost its reply is reported as another one’s',
    file: 'lib/store/redeemed.ts',
    find: 'return heldBy(client.send(put), event);',
    replace: 'return heldBy(client.send(put));',
    caughtBy: {
      file: 'test/assertions/redeem.test.ts',
      test: 'rule 3: a redemption whose write lost its reply is answered, and counts once',
    },
  },
];
