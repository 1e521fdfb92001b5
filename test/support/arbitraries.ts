import fc from 'fast-check';
import type { AuditEvent, EventOf } from '../../lib/domain/events.ts';
import type { StartedVerification, VerificationSlot } from '../../lib/domain/session-state.ts';
import type {
  EnrollingInSignIns,
  PendingContact,
  PendingEnrollment,
  PendingKey,
  SetupLink,
  TokenState,
  UserState,
} from '../../lib/domain/user-state.ts';

/** Arbitrary values of the domain, as odd as their types allow. */

/** Seconds from 1970 to 2106, where 32 bits end. */
export const epochSeconds = fc.integer({ min: 0, max: 2 ** 32 - 1 });

const base64url = (bytes: number) =>
  fc
    .uint8Array({ minLength: bytes, maxLength: bytes })
    .map((value) => Buffer.from(value).toString('base64url'));

export const sessionId = base64url(8);
const tokenId = base64url(9);
const count = fc.nat({ max: 200 });
const bytes = fc.uint8Array({ minLength: 1, maxLength: 100 });

/** Ids as the API takes them: any script, and the signs that keys are built with. */
export const userId = fc
  .array(fc.oneof(fc.constantFrom(...'aZ09._@+:$#|=~!-'), fc.constantFrom('ß', 'ж', '字', '٣', '𝔘')), {
    minLength: 1,
    maxLength: 64,
  })
  .map((letters) => letters.join('').normalize('NFC').slice(0, 64))
  .filter((id) => id.isWellFormed());

const parameters = fc.record(
  {
    algorithm: fc.constantFrom('SHA1' as const, 'SHA256' as const, 'SHA512' as const),
    digits: fc.integer({ min: 6, max: 10 }),
    periodSeconds: fc.constantFrom(30, 60),
  },
  { noNullPrototype: true },
);

const waiting = {
  tokenId,
  parameters,
  label: fc.string({ unit: 'grapheme' }).filter((label) => label.isWellFormed()),
  startedAt: epochSeconds,
  by: fc.constantFrom('operator' as const, 'user' as const),
};

const pendingKey: fc.Arbitrary<PendingKey> = fc.record(
  { ...waiting, type: fc.constantFrom('totp', 'hotp'), secret: bytes, seen: fc.boolean() },
  { noNullPrototype: true },
);

const pendingContact: fc.Arbitrary<PendingContact> = fc.record(
  {
    ...waiting,
    type: fc.constant('sms'),
    device: fc.record(
      { kind: fc.constant('phone' as const), masked: fc.constant('+44•••1'), sealed: bytes },
      { noNullPrototype: true },
    ),
    sent: fc.record(
      {
        tokenId,
        keyed: fc.record({ hash: base64url(16), keyId: count }, { noNullPrototype: true }),
        sentAt: epochSeconds,
        expiresAt: epochSeconds,
        sends: count,
      },
      { noNullPrototype: true },
    ),
  },
  { noNullPrototype: true },
);

/** By token id, and never none: then the member is absent. */
const pending: fc.Arbitrary<Readonly<Record<string, PendingEnrollment>>> = fc
  .uniqueArray(fc.oneof(pendingKey, pendingContact), {
    selector: (one) => one.tokenId,
    minLength: 1,
    maxLength: 4,
  })
  .map((all) => Object.fromEntries(all.map((one) => [one.tokenId, one])));

const enrolling: fc.Arbitrary<EnrollingInSignIns> = fc.record(
  { at: epochSeconds, keyId: count, types: fc.subarray(['totp', 'hotp', 'sms'], { minLength: 1 }) },
  { noNullPrototype: true },
);

const link: fc.Arbitrary<SetupLink> = fc.record(
  {
    hash: base64url(32),
    tokenId: base64url(9),
    expiresAt: epochSeconds,
    failures: count,
    keyId: count,
    pinHash: bytes,
    pinKeyId: count,
  },
  { noNullPrototype: true, requiredKeys: ['hash', 'tokenId', 'expiresAt', 'failures'] },
);

const token: fc.Arbitrary<TokenState> = fc.record(
  {
    status: fc.constantFrom('active' as const, 'disabled' as const),
    failures: count,
    lastUsedMovingFactor: fc.nat(),
    lastUsedAt: epochSeconds,
    wrongAnswers: fc.record({ count, lastAt: epochSeconds }, { noNullPrototype: true }),
  },
  { noNullPrototype: true, requiredKeys: ['status', 'failures'] },
);

/** What happened in a verification. */
export const slot: fc.Arbitrary<VerificationSlot> = fc.record(
  {
    status: fc.constantFrom('open' as const, 'verified' as const, 'locked' as const),
    attempts: count,
    guessed: fc.constant(true as const),
    expiresAt: epochSeconds,
    version: fc.nat(),
    attemptId: base64url(8),
    earlierAttempts: fc.array(base64url(8), { minLength: 1, maxLength: 8 }),
    askedAttempt: base64url(8),
    tokenId: fc.oneof(tokenId, fc.constant('backup-codes')),
    verifiedAt: epochSeconds,
  },
  { noNullPrototype: true, requiredKeys: ['status', 'attempts', 'expiresAt', 'version'] },
);

/** What a start decided. */
export const started: fc.Arbitrary<StartedVerification> = fc.record(
  {
    sessionId,
    userId,
    epoch: fc.nat(),
    version: fc.nat(),
    application: base64url(6),
    purpose: fc.constantFrom('sign-in' as const, 'approval' as const, 'password-reset' as const),
    asks: fc.constantFrom('challenge' as const, 'enrollment-required' as const, 'not-required' as const),
    expiresAt: epochSeconds,
    assertion: fc.constant(true as const),
    clientIp: fc.constantFrom('192.0.2.7', '2001:db8::1'),
    details: fc
      .string({ unit: 'grapheme', minLength: 1, maxLength: 500 })
      .filter((details) => details.isWellFormed()),
  },
  {
    noNullPrototype: true,
    requiredKeys: ['sessionId', 'userId', 'epoch', 'version', 'application', 'purpose', 'asks', 'expiresAt'],
  },
);

const failures = fc.record(
  {
    consecutive: count,
    hours: fc.dictionary(fc.nat({ max: 500_000 }).map(String), fc.integer({ min: 1, max: 50 }), {
      maxKeys: 25,
      noNullPrototype: true,
    }),
    backupCodes: fc.array(epochSeconds, { maxLength: 5 }),
    blockedUntil: epochSeconds,
  },
  { noNullPrototype: true, requiredKeys: ['consecutive', 'hours', 'backupCodes'] },
);

/** Details of each shape: none, text, a list, numbers and truths. */
const ofSomeType: fc.Arbitrary<EventOf> = fc.oneof(
  fc.constantFrom<EventOf>({ type: 'account.disabled' }, { type: 'bypass.ended' }),
  fc
    .subarray(['email', 'phone', 'active'])
    .map((fields): EventOf => ({ type: 'user.changed', details: { fields } })),
  count.map((failures): EventOf => ({ type: 'link.pin-failed', details: { failures, counted: true } })),
  fc.boolean().map((required): EventOf => ({ type: 'user.created', details: { required } })),
);

const event: fc.Arbitrary<AuditEvent> = fc
  .record(
    {
      id: base64url(16),
      at: epochSeconds.map((seconds) => seconds * 1000 + 7),
      actor: fc.constantFrom('application:app', 'operator:ada', 'schedule:expire-enrollments'),
      reason: fc.constant('lost the phone'),
    },
    { noNullPrototype: true, requiredKeys: ['id', 'at', 'actor'] },
  )
  .chain((stamp) => ofSomeType.map((of) => ({ ...stamp, ...of })));

/** Any state at all, sensible or not: rules have to be total over what the type allows. */
export const userState: fc.Arbitrary<UserState> = fc
  .record(
    {
      userId,
      version: fc.nat(),
      generation: fc.nat(),
      enabled: fc.boolean(),
      active: fc.boolean(),
      required: fc.boolean(),
      tokens: fc.dictionary(tokenId, token, { maxKeys: 4, noNullPrototype: true }),
      sessions: fc.dictionary(sessionId, slot, { maxKeys: 30, noNullPrototype: true }),
      epoch: fc.nat(),
      overVersion: fc.nat(),
      failures,
      event,
      enrolledAt: epochSeconds,
      periodStartedAt: epochSeconds,
      expiredAt: epochSeconds,
      lastFailedEnrollmentAt: epochSeconds,
      pending,
      enrolling,
      link,
      codes: fc.record({ setId: base64url(9), remaining: fc.nat({ max: 10 }) }, { noNullPrototype: true }),
      lostToken: fc.record(
        { tokenId, hash: base64url(16), keyId: fc.nat({ max: 60_000 }), validUntil: epochSeconds },
        { noNullPrototype: true },
      ),
      bypassUntil: epochSeconds,
      deletedAt: epochSeconds,
      earlier: fc.array(base64url(6), { minLength: 1, maxLength: 8 }),
    },
    {
      noNullPrototype: true,
      requiredKeys: [
        'userId',
        'version',
        'generation',
        'enabled',
        'active',
        'required',
        'tokens',
        'sessions',
        'epoch',
        'failures',
        'event',
      ],
    },
  )
  .map((state) => ({ ...state, event: { ...state.event, userId: state.userId } }));
