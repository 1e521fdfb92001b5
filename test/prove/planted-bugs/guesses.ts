import type { PlantedBug } from './planted-bug.ts';

const throttle = 'lib/domain/throttle.ts';
const lockout = 'lib/domain/lockout.ts';
const throttleTest = 'test/domain/throttle.test.ts';

/** What keeps the number of guesses small. */
export const guesses: readonly PlantedBug[] = [
  {
    what: 'the tenth failure is still free',
    file: throttle,
    find: '...(consecutive >= throttle.free ?',
    replace: '...(consecutive > throttle.free ?',
    caughtBy: {
      file: throttleTest,
      test: 'rule 2: 10 failures in a row are free, then every further one waits, 30 s doubling to an hour',
    },
  },
  {
    what: 'a success clears the failures of the last 24 hours too',
    file: throttle,
    find: 'return { consecutive: 0, hours: failures.hours, backupCodes: failures.backupCodes };',
    replace: 'return { consecutive: 0, hours: {}, backupCodes: failures.backupCodes };',
    caughtBy: { file: throttleTest, test: 'rule 2: a success in between clears the waits and not the 50' },
  },
  {
    what: 'the cap of 24 hours is off by one',
    file: throttle,
    find: 'sum(hours) - throttle.perDay + 1;',
    replace: 'sum(hours) - throttle.perDay;',
    caughtBy: {
      file: throttleTest,
      test: 'rule 2: the fiftieth failure of a day is the last, however far apart they are',
    },
  },
  {
    what: 'an hour of failures is forgotten before 24 hours are over',
    file: throttle,
    find: 'hour > hourOf(now) - 25)',
    replace: 'hour > hourOf(now) - 24)',
    caughtBy: {
      file: throttleTest,
      test: 'rule 2: any 24 hours see at most 50 failures, and 5 wrong backup codes beside them',
    },
  },
  {
    what: 'wrong backup codes use up no budget of their own',
    file: throttle,
    find: 'backupCodes: backupCode ? [...recent, now] : recent,',
    replace: 'backupCodes: recent,',
    caughtBy: {
      file: throttleTest,
      test: 'rule 2: any 24 hours see at most 50 failures, and 5 wrong backup codes beside them',
    },
  },
  {
    what: 'failures are counted in the session only, not in the account',
    file: 'lib/domain/throttle.ts',
    find: 'return { state: { ...state, tokens, failures }, told };',
    replace: 'return { state: { ...state, tokens }, told };',
    caughtBy: {
      file: 'test/verification/throttle.test.ts',
      test: 'rule 2: nine failures are free, and the tenth makes the account wait',
    },
  },
  {
    what: 'noting an attempt in its verification clears the failures',
    file: 'lib/domain/verification-sessions.ts',
    find: 'sessions: { ...Object.fromEntries(kept), [sessionId]: slot },',
    replace:
      'failures: { ...state.failures, consecutive: 0 }, sessions: { ...Object.fromEntries(kept), [sessionId]: slot },',
    caughtBy: {
      file: 'test/verification/throttle.test.ts',
      test: 'rule 2: nine failures are free, and the tenth makes the account wait',
    },
  },
  {
    what: 'another code that is sent clears the failures',
    file: 'lib/actions/verification/send-code.ts',
    find: 'state: changeSession(state, session, { sent }, now),',
    replace:
      'state: { ...changeSession(state, session, { sent }, now), failures: { ...state.failures, consecutive: 0 } },',
    caughtBy: {
      file: 'test/tokens/sent-codes.test.ts',
      test: 'rule 2 neither another code nor another factor clears the failures',
    },
  },
  {
    what: 'a reset clears the failures',
    file: 'lib/domain/enrollment.ts',
    find: 'return { ...rest, tokens: {}, generation: state.generation + 1 };',
    replace:
      'return { ...rest, tokens: {}, generation: state.generation + 1, failures: { consecutive: 0, hours: {}, backupCodes: [] } };',
    caughtBy: {
      file: 'test/enrollment/fresh-enrollment.test.ts',
      test: 'rule 2: the account throttle survives a reset, and a fresh enrollment is held by it too',
    },
  },
  {
    what: 'the hundredth failure of a token does not lock it',
    file: 'lib/actions/verification/factors.ts',
    find: 'locked: tokenState.failures >= throttle.perToken',
    replace: 'locked: tokenState.failures > throttle.perToken',
    caughtBy: {
      file: 'test/verification/throttle-day.test.ts',
      test: 'rule 2: a hundred failures of a token in a row lock it, and a success with a backup code frees it',
    },
  },
  {
    what: 'a wrong code is no attempt of its verification',
    file: lockout,
    find: 'const failed = attempts + 1;',
    replace: 'const failed = attempts;',
    caughtBy: {
      file: 'test/domain/lockout.test.ts',
      test: 'exactly as many wrong codes as the setting says lock it, and none fewer',
    },
  },
  {
    what: 'a verification that has reached a lower limit meanwhile has one more attempt',
    file: lockout,
    find: "status === 'locked' || attemptsRemaining(attempts, limit) === 0;",
    replace: "status === 'locked' || attemptsRemaining(attempts - 1, limit) === 0;",
    caughtBy: {
      file: 'test/organisation/settings.test.ts',
      test: '1.17 a lower limit locks a verification that has reached it already',
    },
  },
  {
    what: 'an attempt that a provider judges is counted after the provider was asked',
    file: 'lib/actions/verification/charge-delegated.ts',
    find: 'const change = { attempts: counted.attempts,',
    replace: 'const change = { attempts: session.attempts,',
    caughtBy: {
      file: 'test/delegation/radius.test.ts',
      test: 'budget: 64 parallel guesses in one verification reach the server at most as often as it may be wrong',
    },
  },
  {
    what: 'the wrong backup codes of a day keep the right one out',
    file: 'lib/actions/verification/verify-code.ts',
    find: "if (kind !== 'look-up') assertNotThrottled",
    replace: 'assertNotThrottled',
    caughtBy: {
      file: 'test/verification/throttle-backup-codes.test.ts',
      test: 'rule 2: an attacker who burns the codes of the app and the backup codes does not lock the owner out',
    },
  },
  {
    what: 'a sixth wrong backup code of a day is answered as such',
    file: 'lib/actions/verification/verify-code.ts',
    find: "if (code.kind === 'look-up') assertBackupCodesOpen(user, now);",
    replace: '',
    caughtBy: {
      file: 'test/verification/throttle-backup-codes.test.ts',
      test: 'rule 2: five wrong backup codes in a day are answered as such, and codes of the app go on',
    },
  },
  {
    what: 'the window does not narrow at the fifth failure',
    file: 'lib/domain/throttle.ts',
    find: 'if (failures.consecutive < throttle.narrowFrom) return undefined;',
    replace: 'if (failures.consecutive <= throttle.narrowFrom) return undefined;',
    caughtBy: {
      file: 'test/verification/window.test.ts',
      test: 'D7 after five failures in a row only one step either side is accepted',
    },
  },
  {
    what: 'the fifth wrong PIN does not end a link',
    file: 'lib/actions/enrollment/setup-links.ts',
    find: 'failures >= pinTries',
    replace: 'failures > pinTries',
    caughtBy: {
      file: 'test/enrollment/setup-link-pins.test.ts',
      test: 'N.01 a PIN that is wrong five times, opening or confirming, ends the link even for the right PIN',
    },
  },
  {
    what: 'a PIN is looked at while the account waits',
    file: 'lib/actions/enrollment/setup-links.ts',
    find: 'assertNotThrottled(state.failures, now);',
    replace: '',
    caughtBy: {
      file: 'test/enrollment/setup-link-pins.test.ts',
      test: 'rule 2: while the account is throttled a right PIN is answered like a wrong one',
    },
  },
];
