import fc from 'fast-check';
import { type ClassPolicy, defaultClass, factorKeys } from '../../../lib/domain/classes.ts';
import { defaultSettings, type Settings } from '../../../lib/domain/settings.ts';
import type { Failures } from '../../../lib/domain/user-state.ts';

/** Every time here is how long ago it was, or how far ahead it is, in seconds. */
export interface TokenCase {
  readonly type: 'totp' | 'hotp' | 'hardware' | 'sms' | 'email' | 'virtual' | 'questions' | 'radius' | 'api';
  readonly status: 'active' | 'disabled';
  readonly failures: number;
  /** For a device: since when it is past its expiry date. */
  readonly wornSince: number | undefined;
  readonly channel: 'phone' | 'email';
  /** For a number: whether texts are sent to its country. For an address: whether it is in the domain that a class names. */
  readonly near: boolean;
  /** For one that a provider verifies: whether that provider is set up. */
  readonly judged: boolean;
  readonly questions: number;
  readonly wrongAnswers: { readonly count: number; readonly ago: number } | undefined;
}

/** One user, the rules they are under, and what has happened to them. */
export interface Case {
  readonly enabled: boolean;
  readonly active: boolean;
  readonly required: boolean;
  readonly enrolledSince: number | undefined;
  readonly periodSince: number;
  readonly expiredSince: number | undefined;
  readonly bypassFor: number | undefined;
  readonly lostTokenFor: number | undefined;
  readonly codes: 'none' | 'one' | 'used';
  readonly failures: {
    readonly consecutive: number;
    readonly waitsFor: number | undefined;
    readonly inHour: number;
    readonly hoursAgo: number;
    readonly backupCodes: readonly number[];
  };
  readonly tokens: readonly TokenCase[];
  readonly phone: 'near' | 'far' | undefined;
  readonly class: ClassPolicy | undefined;
  readonly settings: Settings;
  readonly obsolete: readonly string[];
  readonly noCodesLeft: boolean;
}

export const className = 'Generated';

const day = 86_400;
const rarely = fc.integer({ min: 0, max: 7 }).map((drawn) => drawn === 0);
const mostly = rarely.map((rare) => !rare);
const maybe = <T>(value: fc.Arbitrary<T>, odds = 2) => fc.option(value, { nil: undefined, freq: odds });
const before = fc.integer({ min: 0, max: 10 * day });

const token: fc.Arbitrary<TokenCase> = fc.record({
  type: fc.constantFrom('totp', 'hotp', 'hardware', 'sms', 'email', 'virtual', 'questions', 'radius', 'api'),
  status: mostly.map((is) => (is ? 'active' : 'disabled')),
  failures: fc.constantFrom(0, 0, 0, 99, 100),
  wornSince: maybe(fc.integer({ min: -day, max: day }), 1),
  channel: fc.constantFrom('phone', 'email'),
  near: mostly,
  judged: mostly,
  questions: fc.integer({ min: 1, max: 2 }),
  wrongAnswers: maybe(
    fc.record({ count: fc.integer({ min: 1, max: 4 }), ago: fc.constantFrom(0, 59, 60, day) }),
  ),
});

const priorities = fc.dictionary(fc.constantFrom(...factorKeys), fc.integer({ min: 1, max: 9 }), {
  minKeys: 1,
});

const policy: fc.Arbitrary<ClassPolicy> = fc.record(
  {
    name: fc.constant(className),
    text: fc.constant(''),
    preferredDevice: fc.constantFrom('N', 'C', 'E', 'S', 'C', 'E', 'S'),
    otherwisePrefer: fc.constantFrom('C', 'E'),
    restrictEmailsToDomain: fc.constant('example.org'),
    allowOtpInsteadOfTotp: fc.boolean(),
    provider: fc.constantFrom('judge', 'nobody'),
    factors: fc.record({ 'sign-in': priorities, approval: priorities, 'password-reset': priorities }),
    questions: fc.record({
      count: fc.integer({ min: 1, max: 2 }),
      maximumRetries: fc.constantFrom(0, 1, 3),
      waitSeconds: fc.constantFrom(60, 999),
    }),
    passwordReset: fc.constant(defaultClass.passwordReset),
  },
  {
    requiredKeys: [
      ...(['name', 'text', 'preferredDevice', 'otherwisePrefer', 'allowOtpInsteadOfTotp'] as const),
      ...(['factors', 'questions', 'passwordReset'] as const),
    ],
  },
) as fc.Arbitrary<ClassPolicy>;

const settings: fc.Arbitrary<Settings> = fc
  .record({
    enrollmentPeriodSeconds: fc.constantFrom(0, 300, 7 * day),
    totpWindow: fc.integer({ min: 0, max: 3 }),
    longestBypassSeconds: fc.constantFrom(0, 4 * 3_600),
    otpLength: fc.constantFrom(4, 6, 8, 10),
    otpSeconds: fc.constantFrom(60, 300, 5_400),
  })
  .map((some) => ({ ...defaultSettings, maximumInvalidAttempts: 9, ...some }));

export const cases: fc.Arbitrary<Case> = fc.record({
  enabled: mostly,
  active: mostly,
  required: mostly,
  enrolledSince: maybe(before, 5),
  periodSince: fc.oneof(before, fc.constantFrom(299, 300, 7 * day - 1, 7 * day)),
  expiredSince: maybe(before, 1),
  bypassFor: maybe(fc.constantFrom(-1, 0, 1, 3_600), 1),
  lostTokenFor: maybe(fc.constantFrom(-1, 0, 1, day), 1),
  codes: fc.constantFrom('none', 'one', 'used'),
  failures: fc.record({
    consecutive: fc.constantFrom(0, 0, 0, 4, 5, 9, 10, 12),
    waitsFor: maybe(fc.constantFrom(-1, 0, 1, 600), 1),
    inHour: fc.constantFrom(0, 5, 49, 50),
    hoursAgo: fc.integer({ min: 0, max: 26 }),
    backupCodes: fc.oneof(fc.constant([]), fc.array(fc.constantFrom(1, day - 1, day), { maxLength: 6 })),
  }),
  tokens: fc.array(token, { maxLength: 3 }),
  phone: fc.constantFrom('near', 'far', undefined),
  class: maybe(policy, 3),
  settings,
  obsolete: fc.oneof(fc.constant([]), fc.constant([]), fc.subarray(['sms', 'email', 'totp'])),
  noCodesLeft: rarely,
});

/** As the throttle keeps them. */
export function failuresOf({ failures }: Case, now: number): Failures {
  const { consecutive, waitsFor, inHour, hoursAgo, backupCodes } = failures;
  return {
    consecutive,
    ...(waitsFor === undefined ? {} : { blockedUntil: now + waitsFor }),
    hours: inHour === 0 ? {} : { [Math.floor(now / 3_600) - hoursAgo]: inHour },
    backupCodes: backupCodes.map((ago) => now - ago).sort((a, b) => a - b),
  };
}
