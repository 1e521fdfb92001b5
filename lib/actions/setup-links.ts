import { createHash, timingSafeEqual } from 'node:crypto';
import { keyedHash, seal } from '../crypto/sealing.ts';
import type { Actor } from '../domain/authorization.ts';
import { classOf, mailAllowed } from '../domain/classes.ts';
import type { TypedCode } from '../domain/codes.ts';
import { stageOf } from '../domain/enrollment.ts';
import { chargeGuess } from '../domain/guesses.ts';
import { maskEmail } from '../domain/masking.ts';
import { Problem } from '../domain/problems.ts';
import type { Settings } from '../domain/settings.ts';
import { blockedUntil, refuseThrottled } from '../domain/throttle.ts';
import type { EpochSeconds } from '../domain/time.ts';
import type { PendingEnrollment, SetupLink, User } from '../domain/user-state.ts';
import type { Services } from '../services.ts';
import type { Write } from '../store/client.ts';
import { findLink } from '../store/links.ts';
import { putMessage } from '../store/outbox.ts';
import { writes } from '../store/users.ts';
import { changeUser, type Decision } from './change-user.ts';
import { confirmPending } from './enroll.ts';
import { type Provisioning, pendingToShow, provision } from './new-key.ts';
import { linkNotFound, notAllowed } from './refusals.ts';

/** 256 bits: nobody guesses one, so looking one up needs no limit of its own. */
const tokenBytes = 32;
/** Wrong PINs after which a link is dead. */
const pinTries = 5;
const linkPurgeSeconds = 7 * 86_400;

export interface SentLink {
  readonly destination: string;
  readonly expiresAt: EpochSeconds;
  /** To be handed over another way than the mail; shown once. */
  readonly pin?: string;
}

/** What sending a link adds to a change of the user. */
export interface PreparedLink {
  readonly link: SetupLink;
  readonly pending: PendingEnrollment;
  readonly along: readonly Write[];
  readonly answer: SentLink;
}

const hashOfLink = (token: string): string => createHash('sha256').update(token).digest('base64url');

/** Makes the link and its message. The earlier link is dead as soon as the user's state names this one (rule 8). */
export async function prepareLink(
  services: Services,
  user: User,
  pending: PendingEnrollment,
  { now, pin: pinWanted }: { now: EpochSeconds; pin?: boolean | undefined },
): Promise<PreparedLink> {
  const { table, keyring, random } = services;
  const { userId } = user.state;
  const { settings, classes } = await services.policy();
  if (!mailAllowed(classOf(user.profile.class, classes), user.profile.email)) {
    throw notAllowed(
      'The class of this user allows mail only to addresses of its domain. Change the address, or the class.',
    );
  }
  const token = random(tokenBytes).toString('base64url');
  const hash = hashOfLink(token);
  const expiresAt = now + settings.setupLinkSeconds;
  const key = await keyring.current();
  const pin = pinWanted || settings.setupLinkProof === 'pin' ? sixDigits(random) : undefined;
  const messageId = random(16).toString('base64url');
  const sealed = seal(
    Buffer.from(JSON.stringify({ token })),
    { purpose: 'message', userId, subjectId: messageId },
    key,
    random,
  );
  return {
    link: {
      hash,
      tokenId: pending.tokenId,
      expiresAt,
      failures: 0,
      ...(pin === undefined ? {} : { pinHash: keyedHash(key, ['pin', hash, pin]), pinKeyId: key.id }),
    },
    pending: { ...pending, shown: true },
    along: [
      writes.putLink(table, hash, userId, expiresAt + linkPurgeSeconds),
      putMessage(table, {
        messageId,
        userId,
        template: 'setup-link',
        sealed,
        linkHash: hash,
        details: { expiresAt, pin: pin !== undefined },
        createdAt: now,
        notAfter: expiresAt,
      }),
    ],
    answer: { destination: maskEmail(user.profile.email), expiresAt, ...(pin === undefined ? {} : { pin }) },
  };
}

/** Uniform over 000000-999999: what would make some more likely is drawn again. */
function sixDigits(random: Services['random']): string {
  for (;;) {
    const drawn = random(4).readUInt32BE();
    if (drawn < 4_294_000_000) return String(drawn % 1_000_000).padStart(6, '0');
  }
}

/** Sends a setup link (3.16): the mail carries the link, never the key. */
export async function sendSetupLink(
  services: Services,
  actor: Actor,
  { userId, pin }: { userId: string; pin?: boolean | undefined },
): Promise<SentLink> {
  const settings = await services.settings();
  return changeUser<SentLink>(services, { userId, actor }, async (user, now) => {
    const { state } = user;
    if (!state.enabled) throw notAllowed('The account is disabled. Enable it first.');
    const stage = stageOf(state, settings, now);
    if (stage === 'expired')
      throw notAllowed('The enrollment period has expired. Reset the enrollment first.');
    if (stage === 'not-required') throw notAllowed('This account does not require two factors.');
    if (stage === 'enrolled' && !state.pending) {
      throw notAllowed('The user is enrolled. Reset the enrollment, or replace the TOTP key.');
    }
    const prepared = await prepareLink(services, user, await pendingToShow(services, user, now), {
      now,
      pin,
    });
    return {
      state: { ...state, pending: prepared.pending, link: prepared.link },
      event: { type: 'link.sent', details: { pin: prepared.answer.pin !== undefined } },
      along: prepared.along,
      answer: prepared.answer,
    };
  });
}

export interface Presented {
  readonly token: string;
  readonly pin?: string | undefined;
}

export interface OpenedLink extends Omit<Provisioning, 'tokenId'> {
  readonly displayName: string;
  readonly issuer: string;
  readonly expiresAt: EpochSeconds;
}

/**
 * Shows what the link is for. Harmless and repeatable: mail scanners open links and run what they find (D6). A
 * PIN is judged like a code: the verdict, right or wrong, is a write.
 */
export async function openSetupLink(services: Services, presented: Presented): Promise<OpenedLink> {
  return withLink<OpenedLink>(services, presented, async (user, { link, pending }, settings) => {
    const { tokenId: _tokenId, ...provisioning } = await provision(services, user, pending, settings.issuer);
    const answer = {
      displayName: user.profile.displayName,
      issuer: settings.issuer,
      ...provisioning,
      expiresAt: link.expiresAt,
    };
    return link.pinHash ? { state: user.state, event: { type: 'link.opened' }, answer } : { answer };
  });
}

/** The first right code consumes the link, and nothing else does. */
export async function confirmSetupLink(
  services: Services,
  presented: Presented & { readonly code: TypedCode },
): Promise<{ readonly backupCodes: string[] }> {
  return withLink(services, presented, (user, _live, settings, now) =>
    confirmPending(services, user, presented.code, settings, now),
  );
}

/** Changes the user whose live link this is, once its PIN is right. */
async function withLink<T>(
  services: Services,
  { token, pin }: Presented,
  rule: (user: User, live: LiveLink, settings: Settings, now: EpochSeconds) => Promise<Decision<T>>,
): Promise<T> {
  const hash = hashOfLink(token);
  // One that never was takes the reads of one that is over: not even time tells them apart.
  const userId = (await findLink(services.table, hash)) ?? nobody;
  const settings = await services.settings();
  return changeUser<T>(services, { userId, actor: bearer(userId) }, async (user, now) => {
    const live = liveLink(user, hash, settings, now);
    const refused = await refusePin(services, user, live.link, pin, now);
    return refused ?? rule(user, live, settings, now);
  }).catch((error: unknown) => {
    // A user who is gone and a link that never was look alike to whoever holds the link.
    throw error instanceof Problem && error.code === 'user-not-found' ? linkNotFound() : error;
  });
}

/** Not an id that anybody can have. */
const nobody = '';

const bearer = (userId: string): Actor => ({ kind: 'link', name: userId, roles: [] });

const pinRequired = (): Problem =>
  new Problem(
    'pin-required',
    'Enter the PIN that you were given with the link. A PIN that is wrong five times ends the link.',
  );

interface LiveLink {
  readonly link: SetupLink;
  readonly pending: PendingEnrollment;
}

/** Used, replaced, expired, revoked, disabled, enrolled otherwise: one answer for all (rule 8). */
function liveLink(
  { state }: User,
  hash: string,
  settings: { readonly enrollmentPeriodSeconds: number },
  now: EpochSeconds,
): LiveLink {
  const { link, pending } = state;
  // Of its own enrollment only: a sign-in may have begun another one since, whose key is not for this link to show.
  const whole = link && pending && link.hash === hash && link.tokenId === pending.tokenId;
  const alive = whole && link.expiresAt > now && state.enabled && state.required;
  if (!alive || stageOf(state, settings, now) === 'expired') throw linkNotFound();
  return { link, pending };
}

/** A wrong PIN counts against the account and the link; at the fifth the link is dead. */
async function refusePin(
  { keyring }: Services,
  { state }: User,
  link: SetupLink,
  pin: string | undefined,
  now: EpochSeconds,
): Promise<Decision<never> | undefined> {
  if (!link.pinHash || link.pinKeyId === undefined) return undefined;
  if (pin === undefined) throw pinRequired();
  // Before the PIN is looked at: else who waits could go on guessing until the answer is another one.
  const until = blockedUntil(state.failures, now);
  if (until !== undefined) refuseThrottled(until, now, false);
  const given = keyedHash(await keyring.byId(link.pinKeyId), ['pin', link.hash, pin]);
  if (timingSafeEqual(given, Buffer.from(link.pinHash))) return undefined;
  const failures = link.failures + 1;
  const { link: _link, ...revoked } = state;
  const { state: charged, told } = chargeGuess(state, [], now);
  const counted = charged.failures;
  return {
    state:
      failures >= pinTries
        ? { ...revoked, failures: counted }
        : { ...state, failures: counted, link: { ...link, failures } },
    event: { type: 'link.pin-failed', details: { failures, ...told } },
    refusal: pinRequired(),
  };
}
