import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  backupCodesBlockedUntil,
  blockedUntil,
  clearConsecutive,
  countFailure,
  noFailures,
} from '../../lib/domain/throttle.ts';

const day = 86_400;

/** What rule 2 says, with nothing but a list of times: simple, and too big to store. */
class Reference {
  readonly failures: number[] = [];
  readonly backupFailures: number[] = [];
  consecutive = 0;
  waitsUntil = 0;

  fail(now: number, backupCode: boolean): void {
    this.failures.push(now);
    if (backupCode) this.backupFailures.push(now);
    this.consecutive++;
    const wait = Math.min(30 * 2 ** (this.consecutive - 10), 3_600);
    this.waitsUntil = this.consecutive < 10 ? 0 : now + wait;
  }

  succeed(): void {
    this.consecutive = 0;
    this.waitsUntil = 0;
  }

  within(seconds: number, now: number, list = this.failures): number {
    return list.filter((at) => at > now - seconds).length;
  }
}

/** Seconds until the next try: hasty, patient, just when a wait or a day ends, and rarely much later. */
const pause = fc.oneof(
  { weight: 80, arbitrary: fc.integer({ min: 0, max: 3 }) },
  { weight: 30, arbitrary: fc.constant('until-unblocked' as const) },
  { weight: 10, arbitrary: fc.integer({ min: 30, max: 4_000 }) },
  { weight: 1, arbitrary: fc.integer({ min: 4_000, max: 2 * day }) },
);
const kind = fc.oneof(
  { weight: 16, arbitrary: fc.constant('wrong' as const) },
  { weight: 2, arbitrary: fc.constant('wrong backup code' as const) },
  { weight: 2, arbitrary: fc.constant('right' as const) },
);
const tries = fc.array(fc.record({ pause, kind }), { minLength: 150, maxLength: 400, size: 'max' });
const start = fc.integer({ min: 1_700_000_000, max: 1_700_000_000 + day });

/** Runs a guesser against the rule; `look` is called after every try that was answered. */
function run(
  steps: readonly { pause: number | 'until-unblocked'; kind: 'wrong' | 'wrong backup code' | 'right' }[],
  from: number,
  look: (reference: Reference, now: number, blocked: number | undefined, failures: typeof noFailures) => void,
): Reference {
  const reference = new Reference();
  let failures = noFailures;
  let now = from;
  for (const step of steps) {
    now = step.pause === 'until-unblocked' ? (blockedUntil(failures, now) ?? now) : now + step.pause;
    const backupCode = step.kind === 'wrong backup code';
    const refused = backupCode ? backupCodesBlockedUntil(failures, now) : blockedUntil(failures, now);
    if (refused !== undefined) continue;
    if (step.kind === 'right') {
      failures = clearConsecutive(failures);
      reference.succeed();
    } else {
      failures = countFailure(failures, now, backupCode);
      reference.fail(now, backupCode);
    }
    look(reference, now, blockedUntil(failures, now), failures);
  }
  return reference;
}

const check = (look: Parameters<typeof run>[2]): void =>
  fc.assert(
    fc.property(tries, start, (steps, from) => void run(steps, from, look)),
    // Hundreds of tries take minutes to shrink, and the seed in the message repeats them.
    { numRuns: 200, endOnFailure: true },
  );

describe('for any sequence of failures, successes and pauses', () => {
  test('rule 2: any 24 hours see at most 50 failures, and 5 wrong backup codes beside them', () =>
    check((reference, now) => {
      const backup = reference.within(day, now, reference.backupFailures);
      expect(backup).toBeLessThanOrEqual(5);
      expect(reference.within(day, now) - backup).toBeLessThanOrEqual(50);
    }));

  test('rule 2: 10 failures in a row are free, then every further one waits, 30 s doubling to an hour', () =>
    check((reference, now, blocked) => {
      if (reference.waitsUntil > now) expect(blocked).toBeGreaterThanOrEqual(reference.waitsUntil);
      if (reference.within(day + 3_600, now) < 50) {
        expect(blocked).toBe(reference.waitsUntil > now ? reference.waitsUntil : undefined);
      }
    }));

  test('P.05 nobody waits who neither failed ten times in a row nor fifty times in 25 hours', () =>
    check((reference, now, blocked) => {
      const mayWait = reference.consecutive >= 10 || reference.within(day + 3_600, now) >= 50;
      if (!mayWait) expect(blocked).toBeUndefined();
    }));

  test('rule 2: Retry-After is true: one second earlier is too early, and then it is not', () =>
    check((_reference, _now, blocked, failures) => {
      if (blocked === undefined) return;
      expect(blockedUntil(failures, blocked - 1)).toBe(blocked);
      expect(blockedUntil(failures, blocked)).toBeUndefined();
    }));

  test('rule 2: what is stored of it stays small: 25 hours and 5 times', () =>
    check((_reference, _now, _blocked, failures) => {
      expect(Object.keys(failures.hours).length).toBeLessThanOrEqual(25);
      expect(failures.backupCodes.length).toBeLessThanOrEqual(5);
    }));
});

test('rule 2: the fiftieth failure of a day is the last, however far apart they are', () => {
  const start = 1_700_000_000;
  const later = (count: number) => start + count * 1_200;
  const after = (count: number) =>
    Array.from({ length: count }, (_, i) => later(i)).reduce(
      // A success in between: no series of failures is ten long.
      (failures, at) => clearConsecutive(countFailure(failures, at, false)),
      noFailures,
    );
  expect(blockedUntil(after(49), later(49))).toBeUndefined();
  expect(blockedUntil(after(50), later(50)) ?? 0).toBeGreaterThan(later(50));
});

describe('the guesser of these tests is a good one', () => {
  const wrong = (pause: number | 'until-unblocked', count: number) =>
    Array.from({ length: count }, () => ({ pause, kind: 'wrong' as const }));

  test('rule 2: waiting exactly as long as told gives from 30 to 50 guesses a day', () => {
    const from = 1_700_000_000;
    const { failures } = run(wrong('until-unblocked', 400), from, () => undefined);
    const busiest = Math.max(...failures.map((at) => failures.filter((b) => b >= at && b < at + day).length));
    expect(busiest).toBeGreaterThanOrEqual(30);
    expect(busiest).toBeLessThanOrEqual(50);
  });

  test('rule 2: a success in between clears the waits and not the 50', () => {
    const series = [...wrong(1, 9), { pause: 1, kind: 'right' as const }];
    const steps = Array.from({ length: 20 }, () => series).flat();
    const { failures } = run(steps, 1_700_000_000, () => undefined);
    expect(failures).toHaveLength(50);
  });
});
